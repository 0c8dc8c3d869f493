"""Who is staff of a centre, and as what: given and taken here alone."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from champions.enums import Role
from champions.history import record
from champions.models import Centre, Person, StaffRole, User
from champions.names import address_key, folded
from champions.services.people import add_person

# Called as hook(user, centre) after every change of a role, in its transaction. The
# highest room adds the one that keeps the rights on pages, pictures and the admin.
RightsHook = Callable[[User, Centre], None]
_rights_hooks: list[RightsHook] = []


class SharedAddressError(Exception):
    """Staff sign in by an address of their own; this one is used by several people."""


def keep_rights_by(hook: RightsHook) -> RightsHook:
    """Have `hook` called after each change of roles; asked for once, at start."""
    if hook not in _rights_hooks:
        _rights_hooks.append(hook)
    return hook


@transaction.atomic
def grant_role(user: User, centre: Centre, role: str, *, by: User | None) -> StaffRole:
    """Give a role; giving it twice changes nothing. Raises SharedAddressError when
    the user's address is not theirs alone."""
    _refuse_shared_address(user)
    held, is_new = StaffRole.objects.get_or_create(
        user=user, centre=centre, role=Role(role)
    )
    if is_new:
        record(centre, "champions.grant_role", by=by, user=user.pk, role=role)
        _tell_hooks(user, centre)
    return held


@transaction.atomic
def take_role(user: User, centre: Centre, role: str, *, by: User | None) -> None:
    """Take a role away; the next request of that user already is without it."""
    held = StaffRole.objects.filter(user=user, centre=centre, role=role)
    taken, _rows = held.delete()
    if taken:
        record(centre, "champions.take_role", by=by, user=user.pk, role=role)
        _tell_hooks(user, centre)


@transaction.atomic
def add_staff(
    centre: Centre,
    *,
    email: str,
    first_name: str,
    role: str,
    by: User | None,
    last_name: str = "",
) -> User:
    """Make somebody staff by e-mail address: the user and person there are, or new
    ones. They prove the address by the first code that is sent to it."""
    address = address_key(email)
    user = User.objects.filter(email__iexact=address).first()
    user = user or User.objects.create_user(
        email=address, first_name=first_name, last_name=last_name
    )
    if not Person.objects.of(centre).filter(user=user).exists():
        person = _known(centre, address, first_name, last_name) or add_person(
            centre, first_name=first_name, last_name=last_name, email=address, by=by
        )
        Person.objects.filter(pk=person.pk).update(user=user)
    grant_role(user, centre, role, by=by)
    return user


def _known(centre: Centre, address: str, first: str, last: str) -> Person | None:
    """Somebody on the centre's list with this address and name, without a user yet."""
    there = Person.objects.of(centre).sharing_address(address)
    return there.filter(user=None, name_key=folded(first, last)).first()


def _refuse_shared_address(user: User) -> None:
    if not user.email or is_shared(user.email, user):
        raise SharedAddressError


def is_shared(email: str, user: User) -> bool:
    """Whether anybody but this user is reached there. The same name at another
    centre is the same person, whom that centre has not met online yet."""
    others = Person.objects.sharing_address(address_key(email)).exclude(user=user)
    return others.exclude(name_key__in=user.people.values("name_key")).exists()


def _tell_hooks(user: User, centre: Centre) -> None:
    for hook in _rights_hooks:
        hook(user, centre)
