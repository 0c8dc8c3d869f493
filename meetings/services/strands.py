"""Those who keep meeting monthly while their group meets quarterly: they join and leave
by their own answer, and their get-togethers go on until nobody wants them."""

from __future__ import annotations

from django.db import transaction

from champions.history import record
from champions.models import Circle, Person
from meetings.enums import HowOften, Stage, Strand
from meetings.models import Meeting, RhythmWord, StrandMember
from meetings.services.circle_seats import ask_circle, asked_of, members_of
from meetings.services.gatherings import cancel_meeting, say_when_next
from meetings.services.rhythms import locked_rhythm, rhythm_of, set_stage

DEFINITE = (HowOften.MONTHLY, HowOften.QUARTERLY)


def wants_monthly(circle: Circle, person: Person) -> bool:
    """Whether the latest definite word of somebody is “every month”; who is not sure
    stays with what they said before."""
    said = RhythmWord.objects.filter(
        answer__question__circle=circle,
        answer__person=person,
        says__in=DEFINITE,
        not_mine_at=None,
    )
    latest = said.order_by("at", "pk").last()
    return latest is not None and latest.says == HowOften.MONTHLY


@transaction.atomic
def follow_word(circle: Circle, person: Person) -> None:
    """Join or leave the monthly get-togethers, as the person says now."""
    if _meets_quarterly(circle) and wants_monthly(circle, person):
        _join(circle, person)
    else:
        _leave(circle, person)
    settle(circle)


def _meets_quarterly(circle: Circle) -> bool:
    """Also while it rests: then it goes on as it was."""
    rhythm = rhythm_of(circle)
    rests = rhythm.stage == Stage.RESTING
    return (rhythm.stage_before if rests else rhythm.stage) == Stage.QUARTERLY


@transaction.atomic
def follow_change(circle: Circle) -> None:
    """The group meets in another rhythm now. Once it is quarterly, those who want to
    stay monthly do; once it is monthly, their get-togethers are the whole group's."""
    if rhythm_of(circle).stage == Stage.MONTHLY:
        StrandMember.objects.filter(circle=circle).delete()
        _give_to_all(circle)
    else:
        for person in members_of(circle):
            if wants_monthly(circle, person):
                _join(circle, person)
    settle(circle)


@transaction.atomic
def settle(circle: Circle) -> None:
    """The strand goes on as long as an active champion is in it; once there is none,
    it has no rhythm and no date any more."""
    is_wanted = asked_of(circle, Strand.MONTHLY).exists()
    has_ended = rhythm_of(circle, Strand.MONTHLY).stage == Stage.CLOSED
    if is_wanted != has_ended:
        return
    rhythm = locked_rhythm(circle, Strand.MONTHLY)
    if is_wanted:
        set_stage(rhythm, Stage.MONTHLY, by=None)
        return
    StrandMember.objects.filter(circle=circle).delete()
    set_stage(rhythm, Stage.CLOSED, by=None)
    for meeting in _ahead(circle):
        cancel_meeting(meeting, why="", by=None)


def settle_all() -> None:
    """Nightly: who goes on a break or moves on leaves no empty strand behind."""
    circles = Circle.objects.filter(pk__in=StrandMember.objects.values("circle"))
    for circle in circles.select_related("centre"):
        if not asked_of(circle, Strand.MONTHLY).exists():
            settle(circle)


def _join(circle: Circle, person: Person) -> None:
    _member, is_new = StrandMember.objects.get_or_create(
        circle=circle, person=person, defaults={"centre": circle.centre}
    )
    if is_new:
        record(circle, "meetings.join_monthly", by=None, person=person.pk)
        for meeting in _ahead(circle):
            ask_circle(meeting)


def _leave(circle: Circle, person: Person) -> None:
    gone, _rows = StrandMember.objects.filter(circle=circle, person=person).delete()
    if gone:
        record(circle, "meetings.leave_monthly", by=None, person=person.pk)


def _give_to_all(circle: Circle) -> None:
    for meeting in _ahead(circle):
        Meeting.objects.filter(pk=meeting.pk).update(strand=Strand.CIRCLE)
        meeting.strand = Strand.CIRCLE
        ask_circle(meeting)
    say_when_next(circle)


def _ahead(circle: Circle) -> list[Meeting]:
    """What is booked for those who meet monthly."""
    rows = Meeting.objects.of_circle(circle).upcoming().filter(strand=Strand.MONTHLY)
    return list(rows.select_related("centre", "circle__centre"))
