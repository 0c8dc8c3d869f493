"""One Django group for each centre and role that enters the admin: Wagtail asks groups
for rights on pages and pictures, we ask StaffRole for everything else."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission

from champions.enums import ADMIN_ROLES
from champions.models import Centre, User


def group_of(centre: Centre, role: str) -> Group:
    """The group of this role in this centre, made on first use."""
    group, is_new = Group.objects.get_or_create(name=f"centre {centre.pk}: {role}")
    if is_new:
        group.permissions.add(
            Permission.objects.get(
                content_type__app_label="wagtailadmin", codename="access_admin"
            )
        )
    return group


def join_group(user: User, centre: Centre, role: str) -> None:
    if role in ADMIN_ROLES:
        user.groups.add(group_of(centre, role))


def leave_group(user: User, centre: Centre, role: str) -> None:
    if role in ADMIN_ROLES:
        user.groups.remove(group_of(centre, role))
