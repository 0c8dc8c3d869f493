"""Workshops and get-togethers of the demo, lived through day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from champions.enums import Channel
from champions.models import Centre, Circle, Person, User
from champions.services.people import become_champion, describe_gifts
from cms.demo.clock import at
from meetings.enums import MeetingKind, Reply, Route, Say
from meetings.models import Meeting, Seat
from meetings.services.agreeing import agree_rhythm
from meetings.services.attendance import mark_attendance
from meetings.services.booking import book_next
from meetings.services.draw_day import draw_day
from meetings.services.draws import give_places
from meetings.services.gatherings import hold_meeting
from meetings.services.invitations import invite
from meetings.services.seats import answer, ask
from meetings.services.workshops import announce_workshop, make_workshop
from meetings.workshop_dates import WorkshopPlan

# How many days before a workshop it is made, and its yeses come in.
MADE, ANSWERED = 46, 30
REPLY_BY = 8
FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True)
class Stage:
    """Where a story plays: a centre, its point person, its room."""

    centre: Centre
    lead: User
    room: str


def invite_to_workshop(
    stage: Stage,
    *,
    on: date,
    people: Iterable[Person],
    circle_name: str,
    circle: Circle | None = None,
    reply_by: date | None = None,
    places: int = 24,
    second_on: date | None = None,
) -> Meeting:
    """A workshop is made, announced, and everybody asked, six weeks before."""
    plan = WorkshopPlan(
        on=on,
        at=time(13, 30),
        staff_from=time(15),
        until=time(16, 30),
        place=stage.room,
        directions="Step-free from the side door. Soup, tea and good chairs.",
        reply_by=reply_by or on - timedelta(days=REPLY_BY),
        places=places,
        staff_places=6,
        second_on=second_on or on + FORTNIGHT,
        second_at=time(14),
        second_until=time(16),
        second_place=stage.room,
    )
    with at(stage.centre, on - timedelta(days=MADE)):
        workshop = make_workshop(
            stage.centre,
            plan=plan,
            by=stage.lead,
            circle=circle,
            circle_name=circle_name,
        )
        announce_workshop(workshop, by=stage.lead)
        for person in people:
            invite(person, workshop, route=Route.GENERAL, by=stage.lead)
    return workshop


def say_yes(stage: Stage, workshop: Meeting, people: Iterable[Person]) -> None:
    """They hope to come, each by their own channel, over some days."""
    for number, person in enumerate(people):
        day = workshop.on - timedelta(days=ANSWERED - number % 9)
        with at(stage.centre, day, hour=9 + number % 8):
            seat = ask(workshop, person)
            answer(seat, say=Say.YES, by=None, how=person.channel)


def confirm(stage: Stage, workshop: Meeting) -> None:
    """Everybody is told on the day that was said, just after noon."""
    day = draw_day(workshop)
    if day:
        with at(stage.centre, day, hour=13):
            give_places(workshop)


def live_through(
    stage: Stage, meeting: Meeting, *, missed: Iterable[str] = (), notes: str = ""
) -> None:
    """The day itself: who came is ticked, and it counts as held."""
    missed = set(missed)
    meeting.refresh_from_db()
    with at(stage.centre, meeting.on, hour=17):
        expected = meeting.seats.select_related("person").filter(
            reply__in=[Reply.COMING, Reply.ASKED, Reply.MAYBE]
        )
        for part in meeting.parts.all():
            came = {seat.pk: seat.name not in missed for seat in expected}
            mark_attendance(meeting, part=part, came=came, by=stage.lead)
        if notes:
            Meeting.objects.filter(pk=meeting.pk).update(notes=notes)
        meeting.refresh_from_db()
        hold_meeting(meeting, by=stage.lead)
        if meeting.kind == MeetingKind.SECOND:
            agree_rhythm(meeting, by=stage.lead, agreed=True)


def become_champions(
    stage: Stage, workshop: Meeting, people: Iterable[Person], gifts: dict[str, str]
) -> None:
    """At the end of the workshop they say yes, and what they like to do."""
    with at(stage.centre, workshop.on, hour=16):
        for person in people:
            champion = become_champion(person, by=stage.lead, circle=workshop.circle)
            if gifts.get(person.first_name):
                describe_gifts(
                    champion,
                    gifts=gifts[person.first_name],
                    matters="",
                    time="",
                    by=stage.lead,
                )


def book(
    stage: Stage, circle: Circle, *, made_on: date, on: date, why: str = ""
) -> Meeting:
    """Somebody books the next get-together, and the group is asked."""
    with at(stage.centre, made_on, hour=17):
        return book_next(circle, on=on, by=stage.lead, later_reason=why)


def reply(
    stage: Stage,
    meeting: Meeting,
    people: Iterable[Person],
    *,
    on: date,
    say: str = Say.YES,
    **more,
) -> None:
    """Members say whether they come."""
    with at(stage.centre, on, hour=12):
        for person in people:
            seat = Seat.objects.filter(meeting=meeting, person=person).first()
            seat = seat or ask(meeting, person)
            answer(seat, say=say, by=None, how=Channel.EMAIL, **more)
