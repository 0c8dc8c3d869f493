"""Who is staff of a centre, and as what: given and taken here alone."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from champions.enums import Role
from champions.groups import join_group, leave_group
from champions.history import record
from champions.models import Centre, Person, StaffRole, User
from champions.names import address_key, folded
from champions.services.people import add_person


class SharedAddressError(Exception):
    """Staff sign in by an address of their own; this one is used by several people."""


class LastLeadError(Exception):
    """A centre keeps at least one point person."""


@transaction.atomic
def grant_role(user: User, centre: Centre, role: str, *, by: User | None) -> StaffRole:
    """Give a role; giving it twice changes nothing. Raises SharedAddressError when
    the user's address is not theirs alone."""
    _refuse_shared_address(user)
    held, is_new = StaffRole.objects.get_or_create(
        user=user, centre=centre, role=Role(role)
    )
    if is_new:
        join_group(user, centre, role)
        record(centre, "champions.grant_role", by=by, user=user.pk, role=role)
    return held


@transaction.atomic
def take_role(user: User, centre: Centre, role: str, *, by: User | None) -> None:
    """Take a role away; the next request of that user already is without it. Raises
    LastLeadError: only the network administrator leaves a centre without one."""
    held = StaffRole.objects.filter(user=user, centre=centre, role=role)
    if _is_last_lead(user, centre, role) and not (by and by.is_superuser):
        raise LastLeadError
    taken, _rows = held.delete()
    if taken:
        leave_group(user, centre, role)
        record(centre, "champions.take_role", by=by, user=user.pk, role=role)


def _is_last_lead(user: User, centre: Centre, role: str) -> bool:
    if role != Role.LEAD:
        return False
    leads = StaffRole.objects.of(centre).filter(role=Role.LEAD).select_for_update()
    return {lead.user_id for lead in leads} == {user.pk}


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
    person = _known(centre, address, first_name, last_name)
    user = User.objects.filter(email__iexact=address).first() or (
        person and person.user
    )
    user = user or User.objects.create_user(first_name=first_name, last_name=last_name)
    if not user.email:
        user.email = address
        user.save(update_fields=["email"])
    if not Person.objects.of(centre).filter(user=user).exists():
        person = person or add_person(
            centre, first_name=first_name, last_name=last_name, email=address, by=by
        )
        Person.objects.filter(pk=person.pk, user=None).update(user=user)
    grant_role(user, centre, role, by=by)
    return user


def _known(centre: Centre, address: str, first: str, last: str) -> Person | None:
    """Somebody on the centre's list with this address and name."""
    there = Person.objects.of(centre).sharing_address(address)
    return there.filter(name_key=folded(first, last)).first()


def uses_alone(email: str, *, first_name: str, last_name: str) -> bool:
    """Whether an address can be that of staff: nobody of another name reads it."""
    there = Person.objects.sharing_address(address_key(email))
    same = Q(name_key=folded(first_name, last_name)) | Q(user__email__iexact=email)
    return not there.exclude(same).exists()


def _refuse_shared_address(user: User) -> None:
    if not user.email or is_shared(user.email, user):
        raise SharedAddressError


def is_shared(email: str, user: User) -> bool:
    """Whether anybody but this user is reached there. The same name at another
    centre is the same person, whom that centre has not met online yet."""
    others = Person.objects.sharing_address(address_key(email)).exclude(user=user)
    return others.exclude(name_key__in=user.people.values("name_key")).exists()
