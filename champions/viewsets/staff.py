"""Who is staff of the centre: roles given and taken by its point person."""

from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from champions.models import StaffRole
from champions.services.roles import (
    LastLeadError,
    add_staff,
    take_role,
    uses_alone,
)
from champions.viewsets import views
from champions.viewsets.centre import CentreForm, CentreViewSet


class StaffForm(CentreForm):
    """Give somebody a role by their own e-mail address."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=80)
    last_name = forms.CharField(
        label=gettext_lazy("Last name"), max_length=80, required=False
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy(
            "An address that nobody else reads. They sign in with a code that we "
            "send there."
        ),
    )
    field_order = ("centre", "first_name", "last_name", "email", "role")

    class Meta:
        model = StaffRole
        fields = ("centre", "role")

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not uses_alone(**self._who()):
            message = _("Several people use this address. Staff need one of their own.")
            self.add_error("email", ValidationError(message))
        return cleaned

    def _who(self):
        return {
            key: self.cleaned_data[key] for key in ("email", "first_name", "last_name")
        }

    def save(self, commit=True):  # noqa: FBT002  Django's signature
        role = self.cleaned_data["role"]
        user = add_staff(self.centre, role=role, by=self.for_user, **self._who())
        return StaffRole.objects.of(self.centre).get(user=user, role=role)


class StaffIndexView(views.IndexView):
    def get_base_queryset(self):
        keys = Authenticator.objects.filter(user=OuterRef("user"))
        roles = super().get_base_queryset().select_related("user", "centre")
        return roles.annotate(has_second_step=Exists(keys))


class TakeRoleView(views.DeleteView):
    page_title = gettext_lazy("Take the role away")

    @property
    def confirmation_message(self):
        return _(
            "%(name)s will no longer be %(role)s. They stay known to the centre."
        ) % {
            "name": self.object.user.name,
            "role": self.object.get_role_display(),
        }

    def get_success_message(self):
        return _("%(name)s no longer has this role.") % {"name": self.object.user.name}

    def delete_with_service(self, row, *, by):
        take_role(row.user, row.centre, row.role, by=by)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except LastLeadError:
            words = _("A centre keeps a point person. Give the role to somebody first.")
            messages.error(self.request, words)
            return HttpResponseRedirect(self.get_success_url())


class StaffViewSet(CentreViewSet):
    """Everybody with a role in the centre; front desk and providers too."""

    model = StaffRole
    form_class = StaffForm
    index_view_class = StaffIndexView
    delete_view_class = TakeRoleView
    actions = frozenset({"add", "delete"})
    name = "staff"
    icon = "group"
    menu_label = gettext_lazy("Staff")
    list_per_page = 50
    list_display = (
        "__str__",
        Column("email", label=gettext_lazy("E-mail"), accessor="user.email"),
        Column("centre", label=gettext_lazy("Centre"), accessor="centre.name"),
        Column(
            "second_step",
            label=gettext_lazy("Second step of sign-in"),
            accessor=lambda row: _("set up") if row.has_second_step else _("not yet"),
        ),
    )
