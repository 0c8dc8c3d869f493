"""A window to choose a row in, fenced to the visitor's own centres."""

from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from champions.enums import Role
from champions.permissions import Who, access
from champions.viewsets.policy import RolePolicy


class _Fenced:
    def get_object_list(self):
        return self.model_class.objects.visible_to(self.request.user)

    def get_object(self, pk):
        """Another centre's row does not exist here."""
        if not str(pk).isdecimal():
            raise self.model_class.DoesNotExist
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks):
        known = [pk for pk in pks if pk.isdecimal()]
        return self.get_object_list().filter(pk__in=known)


class ChooseView(_Fenced, chooser.ChooseView):
    pass


class ChooseResultsView(_Fenced, chooser.ChooseResultsView):
    pass


class ChosenView(_Fenced, chooser.ChosenView):
    pass


class ChosenMultipleView(_Fenced, chooser.ChosenMultipleView):
    pass


class CentreChooserViewSet(ChooserViewSet):
    """Set `model`; use `widget_class` in a CentreForm. Nothing is created here."""

    roles = frozenset({Role.LEAD})
    twin = "none: for staff, at a desk"
    register_widget = False

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    @property
    def permission_policy(self):
        return RolePolicy(self.model, roles=self.roles, actions={"view"})

    def construct_view(self, view_class, **kwargs):
        who = [Who(role) for role in sorted(self.roles)]
        view = super().construct_view(view_class, **kwargs)
        return access(*who, Who.NETWORK, twin=self.twin)(view)

    def get_urlpatterns(self):
        left_out = {"create"}
        return [page for page in super().get_urlpatterns() if page.name not in left_out]
