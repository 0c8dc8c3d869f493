"""Everybody else who was asked to a welcome workshop: most do not answer, some say no or
another time, a letter is lost, somebody walks in, a champion moves on. So that how it went
has something to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from champions.enums import Channel, MessageState, Role
from champions.messages.outbox import posted
from champions.messages.sender import SENT, Verdict, claim, record
from champions.models import Message, Person
from champions.services.people import add_person, become_champion
from cms.demo.cast import Place
from cms.demo.clock import at
from cms.demo.gatherings import ANSWERED, MADE, Stage
from meetings.enums import Route, Say
from meetings.models import Meeting
from meetings.services.arrivals import note_arrivals
from meetings.services.attendance import mark_attendance, walk_in
from meetings.services.invitations import MESSAGE, invite
from meetings.services.joining import Way, put_forward
from meetings.services.leaving import move_on
from meetings.services.seats import answer, ask

FIRST = [
    "Agnes",
    "Bert",
    "Cora",
    "Dean",
    "Edna",
    "Frank",
    "Grete",
    "Henk",
    "Isla",
    "Jack",
    "Kate",
    "Lars",
]
LAST = ["Abbott", "Byrne", "Clarke", "Dubois", "Evans"]
# Whom of the line, counted from nought, says what; all others say nothing.
SAYS = {
    1: Say.YES,
    3: Say.NO,
    6: Say.LATER,
    10: Say.MAYBE,
    12: Say.YES,
    14: Say.NO,
    17: Say.LATER,
    22: Say.NO,
    25: Say.YES,
    41: Say.NO,
    # The last two: one a provider thought of, and who put themselves forward.
    -2: Say.YES,
    -1: Say.YES,
}
COME = {1, 12, -2, -1}
# Their mailbox is full for good.
LOST = {5, 20, 35}
REFUSED = Verdict(MessageState.FAILED, "550 No such mailbox.")


@dataclass(frozen=True)
class Crowd:
    """How many besides the cast are asked, and whether some read French."""

    size: int
    place: Place
    french: bool = False


def ask_everybody_else(stage: Stage, workshop: Meeting, crowd: Crowd) -> list[Person]:
    """The invitations leave, by mail and by post; the last three are two that a provider
    thought of, and somebody who puts themselves forward."""
    made_on = workshop.on - timedelta(days=MADE)
    with at(stage.centre, made_on):
        people = list(_neighbours(stage, crowd))
        for person in people[:-2]:
            invite(person, workshop, route=Route.GENERAL, by=stage.lead)
        _prescribe(stage, workshop, people[-2:])
        people.append(_forward(stage, crowd))
    with at(stage.centre, made_on + timedelta(days=1)):
        _leave_the_house(stage, {people[k].pk for k in LOST if k < len(people)})
    return people


def _neighbours(stage: Stage, crowd: Crowd) -> Iterator[Person]:
    place = crowd.place
    for k in range(crowd.size):
        first, last = FIRST[k % len(FIRST)], LAST[k // len(FIRST)]
        ways = {"channel": Channel.LETTER}
        if k % 5 == 0 or k % 7 == 1:
            mailbox = f"{first}.{last}@{place.slug}.example.org".lower()
            ways = {"channel": Channel.EMAIL, "email": mailbox}
        yield add_person(
            stage.centre,
            first_name=first,
            last_name=last,
            language="fr" if crowd.french and k % 4 == 3 else "en",
            address=f"{k + 40} {place.name} Road",
            city=place.town,
            postal_code=place.postal_code,
            by=stage.lead,
            **ways,
        )


def _prescribe(stage: Stage, workshop: Meeting, people: list[Person]) -> None:
    """By a provider where there is one, else by somebody else of staff."""
    staff = stage.centre.staff_roles.select_related("user")
    by = staff.filter(role=Role.PRESCRIBER).first() or staff.earliest("pk")
    for person in people:
        invite(person, workshop, route=Route.PRESCRIBED, by=by.user)


def _forward(stage: Stage, crowd: Crowd) -> Person:
    invitation = put_forward(
        stage.centre,
        first_name="Odette" if crowd.french else "Ollie",
        way=Way(email=f"o.{stage.centre.slug}@example.org"),
        language="fr" if crowd.french else "en",
        by=None,
        how=Channel.EMAIL,
    )
    return invitation.person


def _leave_the_house(stage: Stage, lost: set[int]) -> None:
    """The mails that wait leave, but for some mailboxes; the letters are posted."""
    while mail := claim():
        record(mail, REFUSED if mail.person_id in lost else SENT)
    letters = Message.objects.of(stage.centre).letters_to_print()
    posted(list(letters.filter(name=MESSAGE)), by=stage.lead)
    note_arrivals(stage.centre)


def hear_from_them(stage: Stage, workshop: Meeting, people: list[Person]) -> None:
    """Each says it by their own way, over some days; most say nothing."""
    for k, says in SAYS.items():
        if k < len(people):
            with at(stage.centre, workshop.on - timedelta(days=ANSWERED - k % 11)):
                seat = ask(workshop, people[k])
                answer(seat, say=says, by=None, how=people[k].channel)


def come_along(stage: Stage, workshop: Meeting, people: list[Person]) -> None:
    """Of those who said yes one stays at home; somebody walks in with a neighbour."""
    with at(stage.centre, workshop.on, hour=18):
        seats = {seat.person_id: seat.pk for seat in workshop.seats.all()}
        said = [k for k, says in SAYS.items() if says in (Say.YES, Say.MAYBE)]
        here = {seats[people[k].pk]: k in COME for k in said if k < len(people)}
        for part in workshop.parts.all():
            mark_attendance(workshop, part=part, came=here, by=stage.lead)
        walk_in(workshop, first_name="Pearl", by=stage.lead)


def one_moves_on(stage: Stage, workshop: Meeting, *, on: date) -> None:
    """Said yes at the workshop, and goodbye with thanks some weeks later."""
    with at(stage.centre, workshop.on, hour=17):
        came = workshop.seats.filter(person__champion=None, attendances__came=True)
        person = came.filter(person__isnull=False).latest("pk").person
        champion = become_champion(person, by=stage.lead, circle=workshop.circle)
    with at(stage.centre, on):
        move_on(champion, by=stage.lead)
