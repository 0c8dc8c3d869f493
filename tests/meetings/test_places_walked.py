"""A long walk through everything that gives or takes places, in any order, with the
clock going on: after each step nobody has a place too many, nobody is lost, nobody
stands where they cannot have come to, and no place is idle while somebody waits."""

import random
from collections import defaultdict
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from champions.enums import Channel
from meetings.enums import HOLDING, NEXT_REPLIES, Audience, Reply, Say
from meetings.models import Capacity, Meeting, Part, Seat
from meetings.services import privacy
from meetings.services.draws import give_places_due
from meetings.services.gatherings import announce, make_meeting
from meetings.services.offer_ways import way_in_time
from meetings.services.places import lapse_offers, offer_next, pass_on, widen
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at
from meetings.services.seats import answer, ask
from tests.factories import (
    in_days,
    make_centre,
    make_circle,
    make_person,
    make_staff,
    make_workshop_pair,
)

pytestmark = [pytest.mark.db, pytest.mark.django_db]
PROVE = pytest.mark.prove
BEGIN = datetime.fromisoformat("2026-09-01T12:00:00+00:00")
WAYS = [
    {"email": "tomas@example.org"},
    {"address": "3 Elm Street", "channel": Channel.LETTER},
    {"phone": "+17055550143", "channel": Channel.PHONE},
    {},
]
MOST_PEOPLE = 14


class Walk:
    """A seeded walker; a fault is found again by its seed."""

    def __init__(self, seed, clock):
        self.by_chance, self.clock = random.Random(seed), clock  # noqa: S311
        self.centre = make_centre(f"centre-{seed}")
        self.anne = make_staff(self.centre)
        self.circle = make_circle(self.centre)
        self.done = defaultdict(int)
        self.meet()

    def meet(self):
        """A get-together of two parts, and a workshop: both to come."""
        parts = [
            ("talk", time(13), time(14), {Audience.CHAMPIONS: 6}),
            ("tea", time(14), time(15), {Audience.CHAMPIONS: 4, Audience.STAFF: 2}),
        ]
        gathering = make_meeting(
            self.centre,
            kind="monthly",
            circle=None,
            on=in_days(30),
            at=time(13),
            until=time(15),
            place="the big room",
            parts=parts,
            by=None,
        )
        workshop = make_workshop_pair(self.centre, self.circle, days=30, places=5)
        self.meetings = [announce(gathering, by=None), workshop]
        self.seats = {
            seat.pk for seat in Seat.objects.filter(meeting__in=self.meetings)
        }
        self.replies = self.stand()

    def stand(self):
        rows = Seat.objects.filter(meeting__in=self.meetings)
        return dict(rows.values_list("pk", "reply"))

    # --- The steps ------------------------------------------------------------------

    def step(self):
        moves = {
            self.somebody_new: 3,
            self.somebody_says: 12,
            self.a_slip_is_typed: 2,
            self.places_change: 2,
            self.time_goes_on: 3,
            self.offers_lapse: 2,
            self.places_are_given: 1,
            self.an_offer_is_passed_on: 1,
            self.an_offer_is_made_again: 1,
            self.somebody_is_forgotten: 0.3,
        }
        (move,) = self.by_chance.choices(list(moves), list(moves.values()))
        self.done[move.__name__] += 1
        move()
        self.check(move.__name__)
        if all(Meeting.objects.get(pk=one.pk).has_begun for one in self.meetings):
            self.meet()

    def somebody_new(self):
        meeting = self.by_chance.choice(self.meetings)
        if meeting.seats.count() < MOST_PEOPLE:
            person = make_person(self.centre, **self.by_chance.choice(WAYS))
            audiences = [Audience.CHAMPIONS] * 5 + [Audience.STAFF]
            self.try_to(self.ask, meeting, person, self.by_chance.choice(audiences))

    def ask(self, meeting, person, audience):
        seat = ask(meeting, person, audience=audience)
        self.seats.add(seat.pk)
        self.replies[seat.pk] = seat.reply

    def one(self, *replies):
        rows = Seat.objects.filter(meeting__in=self.meetings).select_related("meeting")
        found = list(rows.filter(reply__in=replies) if replies else rows)
        return self.by_chance.choice(found) if found else None

    def somebody_says(self, **more):
        seat = self.one()
        if seat:
            say = self.by_chance.choice([Say.YES, Say.YES, Say.YES, *Say])
            companions = self.by_chance.choice([0, 0, 0, 1, 2])
            how = {"by": None, "how": Channel.PHONE, "companions": companions} | more
            self.try_to(answer, seat, say=say, **how)

    def a_slip_is_typed(self):
        earlier = timedelta(days=self.by_chance.randint(0, 9))
        self.somebody_says(arrived_on=today_at(self.centre) - earlier)

    def places_change(self):
        meeting = self.by_chance.choice(self.meetings)
        rows = list(Capacity.objects.filter(part__meeting=meeting))
        row = self.by_chance.choice(rows)
        part = Part.objects.get(pk=row.part_id)
        to = {"part": part, "audience": row.audience, "by": self.anne}
        self.try_to(widen, meeting, places=self.by_chance.randint(0, 8), **to)

    def time_goes_on(self):
        hours = self.by_chance.choice([1, 5, 12, 24, 48])
        self.clock.move_to(timezone.now() + timedelta(hours=hours))

    def offers_lapse(self):
        lapse_offers(timezone.now())

    def places_are_given(self):
        give_places_due(timezone.now())

    def an_offer_is_passed_on(self):
        seat = self.one(Reply.OFFERED)
        if seat and not seat.meeting.has_begun:
            pass_on(seat, by=self.anne)

    def an_offer_is_made_again(self):
        offer_next(self.by_chance.choice(self.meetings), Audience.CHAMPIONS)

    def somebody_is_forgotten(self):
        seat = self.one()
        if seat and not seat.meeting.has_begun and seat.person_id:
            privacy.erase(seat.person)
            self.seats.discard(seat.pk)
            self.replies.pop(seat.pk)

    def try_to(self, do, *args, **kwargs):
        try:
            do(*args, **kwargs)
        except RefusedError:
            self.done["refused"] += 1

    # --- What is always so ------------------------------------------------------------

    def check(self, move):
        stands = self.stand()
        assert set(stands) == self.seats, f"lost or doubled by {move}"
        for pk, reply in stands.items():
            before = self.replies[pk]
            allowed = {before, *NEXT_REPLIES[before]}
            assert reply in allowed, f"{before} became {reply} by {move}"
        self.replies = stands
        for meeting in Meeting.objects.filter(pk__in=[m.pk for m in self.meetings]):
            self.check_places(meeting, move)

    def check_places(self, meeting, move):
        seats = list(meeting.seats.select_related("person", "meeting__centre"))
        left = {}
        for row in Capacity.objects.filter(part__meeting=meeting):
            mine = [seat for seat in seats if seat.audience == row.audience]
            held = sum(seat.places for seat in mine if seat.reply in HOLDING)
            assert held <= row.places, f"{held} of {row.places} by {move}"
            free = row.places - held
            left[row.audience] = min(left.get(row.audience, free), free)
        if meeting.kind == "welcome" and not meeting.confirmed_at:
            # No lots are drawn for staff, who have places of their own.
            drawn = [seat for seat in seats if seat.audience != Audience.STAFF]
            assert not any(seat.reply in HOLDING for seat in drawn), move
        elif meeting.takes_replies:
            waiting = [seat for seat in seats if seat.reply == Reply.WAITING]
            for seat in waiting:
                fits = seat.places <= left[seat.audience]
                reached = fits and way_in_time(seat, timezone.now())
                assert not reached, f"a place stays empty after {move}"


@pytest.mark.parametrize(
    ("seed", "steps"),
    [(1, 70), *(pytest.param(seed, 1000, marks=PROVE) for seed in range(2, 12))],
)
def test_whatever_happens_nobody_has_a_place_too_many_and_nobody_is_lost(seed, steps):
    with time_machine.travel(BEGIN, tick=False) as clock:
        walk = Walk(seed, clock)
        for _ in range(steps):
            walk.step()

    assert sum(walk.done.values()) >= steps
