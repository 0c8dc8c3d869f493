"""What would help somebody to come: written down, looked after, and arranged by staff.
It never decides about a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from champions.enums import Role
from champions.history import record
from champions.models import StaffRole, User
from meetings.models import Meeting, Need, Seat
from meetings.services import telling


@dataclass(frozen=True)
class Wish:
    """One thing that would help; `tell_group` lets the others know whose it is."""

    kind: str
    words: str = ""
    tell_group: bool = False


def set_needs(seat: Seat, wishes: Iterable[Wish | str]) -> None:
    """Make these the seat's needs. What staff have arranged already stays, so that
    they see what to call off."""
    wanted = {wish.kind: wish for wish in map(_as_wish, wishes)}
    seat.needs.filter(arranged_at=None).exclude(kind__in=wanted).delete()
    for wish in wanted.values():
        Need.objects.update_or_create(
            seat=seat,
            kind=wish.kind,
            defaults={
                "centre": seat.centre,
                "words": wish.words.strip(),
                "tell_group": wish.tell_group,
            },
        )


def _as_wish(wish: Wish | str) -> Wish:
    return wish if isinstance(wish, Wish) else Wish(wish)


def could_look_after(meeting: Meeting) -> QuerySet[User]:
    """Staff who may take a need of a gathering: the centre's point people, and point
    person, back-up and partners of the group."""
    roles = StaffRole.objects.of(meeting.centre)
    who = Q(pk__in=roles.filter(role=Role.LEAD).values("user"))
    circle = meeting.circle
    if circle:
        who |= Q(pk__in=circle.partners.values("user"))
        who |= Q(pk__in=[circle.lead_id, circle.back_up_id])
    return User.objects.filter(who, is_active=True).order_by("first_name", "pk")


@transaction.atomic
def look_after(need: Need, *, who: User, by: User) -> None:
    """From now on this one of staff looks after it; the last word counts."""
    if Need.objects.filter(pk=need.pk).exclude(owner=who).update(owner=who):
        record(need.seat, "meetings.look_after", by=by, user=who.pk)


@transaction.atomic
def arrange_need(need: Need, *, by: User, words: str = "") -> bool:
    """Staff have arranged it, and the person is told once by their own channel, with
    the `words` that staff wrote for them. False when somebody had done so before."""
    open_rows = Need.objects.filter(pk=need.pk, arranged_at=None)
    done = open_rows.update(
        arranged_at=timezone.now(), arranged_by=by, arranged_words=words.strip()
    )
    if done:
        record(need.seat, "meetings.arrange", by=by)
        telling.arranged(_fresh(need))
    return bool(done)


@transaction.atomic
def undo_arrange(need: Need, *, by: User) -> bool:
    """It is not arranged after all. Who was told already hears that we go on looking;
    what has not left stays here. False when it was not arranged."""
    done_rows = Need.objects.filter(pk=need.pk, arranged_at__isnull=False)
    undone = done_rows.update(arranged_at=None, arranged_by=None, arranged_words="")
    if undone:
        record(need.seat, "meetings.undo_arrange", by=by)
        telling.not_arranged(_fresh(need))
    return bool(undone)


def _fresh(need: Need) -> Need:
    rows = Need.objects.select_related("seat__person__centre", "seat__meeting__centre")
    return rows.get(pk=need.pk)
