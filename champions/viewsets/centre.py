"""A list in the admin whose every page is fenced to the visitor's own centres."""

from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet

from champions.enums import Role
from champions.models import Centre
from champions.permissions import Who, access
from champions.viewsets import views
from champions.viewsets.policy import RolePolicy


class CentreForm(WagtailAdminModelForm):
    """Offers only what the visitor may see, and asks for the centre only of those who
    work in several. `self.for_user` is who sends it; `save()` calls a service."""

    # In which of the user's centres the form may make something.
    roles = frozenset({Role.LEAD})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            rows = getattr(field, "queryset", None)
            if hasattr(rows, "visible_to"):
                field.queryset = rows.visible_to(self.for_user)
        self._settle_centre()

    def _settle_centre(self):
        if "centre" not in self.fields:
            return
        user = self.for_user
        centres = (
            Centre.objects.all() if user.is_superuser else user.centres_as(self.roles)
        )
        self.fields["centre"].queryset = centres
        if self.instance.pk is None and centres.count() == 1:
            self.instance.centre = centres.get()
        if self.instance.centre_id:  # a row never moves to another centre
            del self.fields["centre"]

    @property
    def centre(self):
        """Where the row belongs, after cleaning; None while nobody has said."""
        if self.instance.centre_id:
            return self.instance.centre
        return self.cleaned_data.get("centre")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if not self._belongs(value):
                self.add_error(name, ValidationError(_("This is of another centre.")))
        return cleaned

    def _belongs(self, value):
        if isinstance(value, Centre) or self.centre is None:
            return True
        rows = value if hasattr(value, "visible_to") else [value]
        here = self.centre.pk
        return all(getattr(row, "centre_id", here) == here for row in rows)


class CentreViewSet(ModelViewSet):
    """Set `model`, `form_class` (a CentreForm), `list_display`; narrow `roles` and
    `actions` as needed. There is no page that is not fenced: copying, usage and
    Wagtail's own history are left out."""

    roles = frozenset({Role.LEAD})
    actions = frozenset({"add", "change", "view"})
    twin = "none: for staff, at a desk"
    form_class = None

    index_view_class = views.IndexView
    add_view_class = views.CreateView
    edit_view_class = views.EditView
    delete_view_class = views.DeleteView
    inspect_view_class = views.InspectView
    copy_view_enabled = False
    add_to_reference_index = False

    @property
    def permission_policy(self):
        return RolePolicy(self.model, roles=self.roles, actions=self.actions)

    def get_form_class(self, for_update=False):  # noqa: FBT002  Wagtail's signature
        return self.form_class

    def construct_view(self, view_class, **kwargs):
        who = [Who(role) for role in sorted(self.roles)]
        view = super().construct_view(view_class, **kwargs)
        return access(*who, Who.NETWORK, twin=self.twin)(view)

    def get_common_view_kwargs(self, **kwargs):
        """Pages that are left out have no address to link to."""
        names = super().get_common_view_kwargs(**kwargs)
        left_out = {"history", "usage"} | {
            name
            for action, name in (
                ("add", "add"),
                ("change", "edit"),
                ("delete", "delete"),
            )
            if action not in self.actions
        }
        return names | {f"{name}_url_name": None for name in left_out}

    def get_urlpatterns(self):
        pages = {
            "add": path("new/", self.add_view, name="add"),
            "change": path("edit/<int:pk>/", self.edit_view, name="edit"),
            "delete": path("delete/<int:pk>/", self.delete_view, name="delete"),
        }
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            *(page for action, page in pages.items() if action in self.actions),
        ]
        if self.inspect_view_enabled:
            patterns.append(
                path("inspect/<int:pk>/", self.inspect_view, name="inspect")
            )
        return patterns

    def register_permissions(self):
        """None: roles decide, and no group can be given a right to these rows."""
