"""Champions' groups: made, joined, and told from above when they meet next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from champions.enums import BlockKind
from champions.history import record
from champions.models import Centre, Circle, CircleMember, Person, StaffRole, User
from champions.quilt import Block, next_free_salt
from champions.services.turns import take_turn


@transaction.atomic
def make_circle(
    centre: Centre,
    *,
    name: str,
    lead: User | None,
    by: User,
    back_up: User | None = None,
) -> Circle:
    """A new group of the centre; a name that it has already gives that group."""
    take_turn(centre)
    circle = Circle(centre=centre, name=name.strip(), lead=lead, back_up=back_up)
    known = Circle.objects.of(centre).filter(name=circle.name).first()
    if known:
        return known
    circle.quilt_salt = _free_salt(circle)
    circle.save()
    record(circle, "champions.make_circle", by=by)
    return circle


def _free_salt(circle: Circle) -> int:
    siblings = Circle.objects.of(circle.centre).values_list("uuid", "quilt_salt")
    blocks = [Block(uuid, BlockKind.TOGETHER, salt) for uuid, salt in siblings]
    return next_free_salt(circle.uuid, BlockKind.TOGETHER, blocks)


@transaction.atomic
def join_circle(circle: Circle, person: Person, *, by: User | None) -> CircleMember:
    """Joining twice is joining once; somebody may be in two groups."""
    try:
        with transaction.atomic():
            member = CircleMember.objects.create(
                centre=circle.centre, circle=circle, person=person
            )
    except IntegrityError:
        return CircleMember.objects.get(circle=circle, person=person)
    record(circle, "champions.join_circle", by=by, person=person.pk)
    return member


@transaction.atomic
def leave_circle(circle: Circle, person: Person, *, by: User | None) -> None:
    """No reason is asked; leaving a group one is not in changes nothing."""
    gone, _rows = CircleMember.objects.filter(circle=circle, person=person).delete()
    if gone:
        record(circle, "champions.leave_circle", by=by, person=person.pk)


def note_next(circle: Circle, *, on: date | None, where: str) -> None:
    """Write down when and where the group meets next, so that a lower room can say
    it; None and "" while there is no date."""
    Circle.objects.filter(pk=circle.pk).update(next_on=on, next_where=where)
    circle.next_on, circle.next_where = on, where


def note_closed(circle: Circle, *, on: date | None) -> None:
    """Write down that the group has come to its end; None when it goes on after all.
    Its page and its past stay."""
    Circle.objects.filter(pk=circle.pk).update(closed_on=on)
    circle.closed_on = on


@transaction.atomic
def staff_circle(
    circle: Circle,
    *,
    name: str,
    lead: User | None,
    back_up: User | None,
    partners: Iterable[StaffRole],
    by: User,
) -> Circle:
    """Say what a group is called and which staff it can turn to. All of them are staff
    of its centre; a partner sees the people of this group and of no other."""
    known = Circle.objects.filter(pk=circle.pk)
    known.update(name=name.strip(), lead=lead, back_up=back_up)
    circle.refresh_from_db()
    circle.partners.set(partners)
    record(circle, "champions.staff_circle", by=by)
    return circle
