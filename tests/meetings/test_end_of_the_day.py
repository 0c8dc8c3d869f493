"""What happens by itself at night costs the same for each thousand groups, and happens
once, however often and by however many workers it is done."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from champions.models import Circle, Message
from meetings import tasks
from meetings.enums import Audience, MeetingKind, MeetingState, Say, Stage, Urgency
from meetings.models import Attendance, Meeting, Part, Rhythm, Seat
from meetings.services import day_end
from meetings.services.attendance import mark_attendance
from meetings.services.rhythms import standings, today_at
from meetings.services.seats import answer
from meetings.services.times import with_times
from tests.factories import (
    AFTERNOON,
    in_days,
    make_centre,
    make_circle,
    make_person,
    make_seat,
    make_workshop_pair,
)

FULL = pytest.param(1_000, marks=pytest.mark.prove)
THIRD = 3
MOST_FOR_STANDINGS = 5


def many_groups(centre, count):
    """Groups that met two days ago with one tick each; each third has a next date, and
    of those each moment is an hour off, as if the country had changed its clocks."""
    circles = Circle.objects.bulk_create(
        Circle(centre=centre, name=f"Group {n}", next_on=in_days(-2))
        for n in range(count)
    )
    person = make_person(centre)
    Rhythm.objects.bulk_create(
        Rhythm(centre=centre, circle=one, stage=Stage.MONTHLY, counts_from=in_days(-40))
        for one in circles
    )
    met = _gatherings(circles, days=-2)
    _gatherings(circles[::THIRD], days=26, off=timedelta(hours=1))
    parts = Part.objects.bulk_create(
        Part(centre=centre, meeting=meeting, **AFTERNOON) for meeting in met
    )
    seats = Seat.objects.bulk_create(
        Seat(
            centre=centre,
            meeting=meeting,
            person=person,
            audience=Audience.CHAMPIONS,
        )
        for meeting in met
    )
    Attendance.objects.bulk_create(
        Attendance(centre=centre, seat=seat, part=part, came=True)
        for seat, part in zip(seats, parts, strict=True)
    )


def _gatherings(circles, *, days, off=timedelta()):
    rows = [
        with_times(
            Meeting(
                centre=circle.centre,
                circle=circle,
                kind=MeetingKind.MONTHLY,
                state=MeetingState.ANNOUNCED,
                on=in_days(days),
                place="The hall",
                **AFTERNOON,
            )
        )
        for circle in circles
    ]
    for row in rows:
        row.starts_at, row.ends_at = row.starts_at + off, row.ends_at + off
    return Meeting.objects.bulk_create(rows)


def state_of_everything():
    """All that the night writes, in words that can be compared."""
    return (
        list(Circle.objects.order_by("pk").values_list("next_on", "next_where")),
        list(Rhythm.objects.order_by("pk").values_list("stage", "counts_from")),
        list(Meeting.objects.order_by("pk").values_list("state", "starts_at")),
        ModelLogEntry.objects.filter(action="meetings.hold").count(),
        Message.objects.count(),
        Seat.objects.count(),
    )


def cost_of(work):
    began = time.monotonic()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        work()
    return len(seen), time.monotonic() - began


def expect_night_done(groups):
    dated = -(-groups // THIRD)
    assert Meeting.objects.held().count() == groups
    assert Circle.objects.filter(next_on=in_days(26)).count() == dated
    assert Circle.objects.filter(next_on=None).count() == groups - dated
    assert Rhythm.objects.filter(counts_from=in_days(-2)).count() == groups
    ahead = Meeting.objects.upcoming().select_related("centre")
    assert {one.local_start.time() for one in ahead} == {AFTERNOON["at"]}


@pytest.fixture
def centre(db):
    return make_centre()


@pytest.mark.db
@pytest.mark.parametrize("thousand", [10, FULL])
def test_each_thousand_groups_costs_the_same(centre, thousand, monkeypatch, capsys):
    """Twelve thousand of them in the proof."""
    monkeypatch.setattr(day_end, "CHUNK", thousand)
    ContentType.objects.get_for_model(Meeting)  # it is kept from then on
    asked, seconds = {}, 0.0
    for thousands in (3, 6, 12):
        Circle.objects.all().delete()
        groups = thousands * thousand
        many_groups(centre, groups)
        asked[thousands], seconds = cost_of(tasks.end_the_day)
        expect_night_done(groups)
        before = state_of_everything()
        tasks.end_the_day()
        assert state_of_everything() == before

    each = asked[6] - asked[3]
    assert asked[12] - asked[6] == 2 * each
    stands, took = cost_of(lambda: standings(centre, today_at(centre)))
    assert stands <= MOST_FOR_STANDINGS
    with capsys.disabled():
        sys.stdout.write(
            f"\n{connection.vendor}, {groups} groups: the night {asked[12]} questions"
            f" ({each} for each three chunks), {seconds:.1f} s; how each stands:"
            f" {stands} questions, {took:.1f} s\n"
        )


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("thousand", [20, FULL])
def test_two_workers_at_once_do_it_once(centre, thousand, monkeypatch):
    monkeypatch.setattr(day_end, "CHUNK", thousand)
    groups = 3 * thousand
    many_groups(centre, groups)
    start = Barrier(2)

    def night(_worker):
        start.wait()
        tasks.end_the_day()
        connection.close()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(night, range(2)))

    expect_night_done(groups)
    holds = ModelLogEntry.objects.filter(action="meetings.hold")
    assert holds.count() == len(set(holds.values_list("object_id", flat=True)))


@pytest.mark.django_db
def test_at_night_those_of_a_workshop_are_asked_to_the_second_one_once(centre):
    circle = make_circle(centre)
    workshop = make_workshop_pair(centre, circle)
    seat = make_seat(workshop)
    answer(seat, say=Say.YES, by=None, how="letter")

    with time_machine.travel(workshop.ends_at + timedelta(hours=1)):
        part = workshop.parts.get()
        mark_attendance(workshop, part=part, came={seat.pk: True}, by=None)
        tasks.end_the_day()
        told = Message.objects.count()
        tasks.end_the_day()

    assert [one.person for one in workshop.followed_by.seats.all()] == [seat.person]
    assert Message.objects.count() == told
    rhythm = Rhythm.objects.get(circle=circle)
    assert (rhythm.stage, rhythm.counts_from) == (Stage.SECOND, workshop.on)


@pytest.mark.django_db
def test_a_group_whose_last_date_is_over_is_without_one_in_the_morning(centre):
    circle = make_circle(centre, next_on=in_days(-1), next_where="The hall")

    day_end.say_all_next()

    circle.refresh_from_db()
    assert (circle.next_on, circle.next_where) == (None, "")
    assert standings(centre, in_days(0))[0].urgency == Urgency.TO_DO
