"""Who may do what in a list: asks StaffRole, never Django's own permissions."""

from wagtail.permission_policies.base import BasePermissionPolicy

from champions.models import StaffRole, User

EVERYTHING = frozenset({"add", "change", "delete", "view"})


class RolePolicy(BasePermissionPolicy):
    """Holders of one of `roles` may do `actions`, in their own centres alone."""

    permission_cache_name = "_names_of_staff_roles"

    def __init__(self, model, *, roles, actions=EVERYTHING):
        super().__init__(model)
        self.roles = frozenset(roles)
        self.actions = frozenset(actions)

    def get_all_permissions_for_user(self, user):
        if user.is_anonymous:
            return frozenset()
        return frozenset(StaffRole.objects.acting(user).values_list("role", flat=True))

    def user_has_permission(self, user, action):
        if action not in self.actions or not user.is_active:
            return False
        held = self.get_cached_permissions_for_user(user)
        return user.is_superuser or bool(self.roles & held)

    def user_has_permission_for_instance(self, user, action, instance):
        return (
            self.user_has_permission(user, action)
            and self.model.objects.visible_to(user).filter(pk=instance.pk).exists()
        )

    def instances_user_has_any_permission_for(self, user, actions):
        if self.user_has_any_permission(user, actions):
            return self.model.objects.visible_to(user)
        return self.model.objects.none()

    def users_with_any_permission(self, actions):
        if not self.actions & set(actions):
            return User.objects.none()
        holders = StaffRole.objects.filter(role__in=self.roles)
        return User.objects.filter(is_active=True, pk__in=holders.values("user"))
