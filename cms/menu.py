"""Entries of the admin's menu that belong to no list."""

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from champions.enums import Role
from champions.models import Person
from champions.viewsets.policy import RolePolicy


class RecordsMenuItem(MenuItem):
    """Records, who saw and who changed what: for who answers for them."""

    def __init__(self):
        super().__init__(
            gettext_lazy("Records"),
            reverse("records"),
            name="records",
            icon_name="history",
            order=900,
        )

    def is_shown(self, request):
        policy = RolePolicy(Person, roles={Role.LEAD, Role.PRIVACY})
        return policy.user_has_permission(request.user, "view")
