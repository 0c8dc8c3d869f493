"""The entry *Contact lists* of the menu and its addresses in the admin."""

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from champions.enums import Role
from champions.models import ContactList
from champions.views import contact_lists as views
from champions.views import list_columns, list_export, list_undoing
from champions.viewsets.policy import RolePolicy


class LeadMenuItem(MenuItem):
    """Shown to point persons alone."""

    def is_shown(self, request):
        policy = RolePolicy(ContactList, roles={Role.LEAD})
        return policy.user_has_permission(request.user, "view")


class ContactListViewSet(ViewSet):
    name = "contact_lists"
    url_prefix = "contact-lists"
    icon = "upload"
    menu_label = gettext_lazy("Contact lists")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", views.all_lists, name="index"),
            path("new/", views.upload, name="upload"),
            path("export/<int:centre_id>/", list_export.export, name="export"),
            path("<int:pk>/", views.one_list, name="list"),
            path("<int:pk>/lines/", views.lines, name="lines"),
            path("<int:pk>/columns/", list_columns.columns, name="columns"),
            path("<int:pk>/sheet/", list_columns.sheet, name="sheet"),
            path("<int:pk>/forget/", list_columns.forget, name="forget"),
            path("<int:pk>/import/", views.begin, name="import"),
            path("<int:pk>/drop/", views.drop, name="drop"),
            path("<int:pk>/undo/", list_undoing.undo, name="undo"),
            path("<int:pk>/again/", views.go_on, name="again"),
        ]
