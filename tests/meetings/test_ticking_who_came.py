"""Who came, ticked by several people on several tablets, on a connection that fails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from meetings.models import Attendance, Seat
from meetings.services.attendance import mark_attendance
from meetings.services.gatherings import cancel_meeting
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_seat,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina():
    centre = make_centre()
    return make_champion(centre, make_circle(centre))


@pytest.fixture
def meeting(amina):
    """One that began an hour ago."""
    circle = amina.circle_memberships.get().circle
    made = make_gathering(amina.centre, circle=circle)
    with time_machine.travel(made.starts_at + timedelta(hours=1)):
        yield made


@pytest.fixture
def tablet(client, amina, meeting):
    client.force_login(amina.user)
    return client


def tick(tablet, meeting, **said):
    said = {"part": meeting.parts.get().pk, "ago": 0} | said
    url = reverse("meetings:tick", args=[meeting.centre.slug, meeting.pk])
    return tablet.post(url, said)


def came(meeting):
    rows = Attendance.objects.filter(seat__meeting=meeting, came=True)
    return {row.seat.name for row in rows.select_related("seat__person")}


def test_a_tick_is_saved_by_itself_and_says_who_else_is_ticked(tablet, meeting):
    rosa, tomas = make_seat(meeting, "Rosa"), make_seat(meeting, "Tomas")
    tick(tablet, meeting, seat=rosa.pk, here="1")

    answer = tick(tablet, meeting, seat=tomas.pk, here="1").json()

    assert (set(answer["came"]), answer["words"]) == (
        {rosa.pk, tomas.pk},
        "Saved: 2 people came.",
    )
    assert came(meeting) == {"Rosa", "Tomas"}


def test_the_same_tick_may_arrive_twice(tablet, meeting):
    rosa = make_seat(meeting, "Rosa")

    for _again in range(2):
        tick(tablet, meeting, seat=rosa.pk, here="1", ago=5000)

    assert Attendance.objects.filter(came=True).count() == 1


def test_a_tick_that_waited_never_undoes_a_later_word(tablet, meeting):
    rosa = make_seat(meeting, "Rosa")
    tick(tablet, meeting, seat=rosa.pk, here="1")

    answer = tick(tablet, meeting, seat=rosa.pk, ago=60_000)

    assert answer.json()["came"] == [rosa.pk]
    assert came(meeting) == {"Rosa"}


def test_what_was_said_last_counts_however_late_the_first_word_arrives(tablet, meeting):
    rosa = make_seat(meeting, "Rosa")
    tick(tablet, meeting, seat=rosa.pk, here="1", ago=60_000)
    tick(tablet, meeting, seat=rosa.pk, ago=30_000)
    tick(tablet, meeting, seat=rosa.pk, here="1", ago=45_000)

    assert came(meeting) == set()


def test_no_tick_is_of_the_future(meeting):
    rosa, part = make_seat(meeting, "Rosa"), meeting.parts.get()
    ahead = timezone.now() + timedelta(hours=3)

    mark_attendance(meeting, part=part, came={rosa.pk: True}, by=None, at=ahead)
    mark_attendance(meeting, part=part, came={rosa.pk: False}, by=None)

    assert came(meeting) == set()


def test_somebody_new_who_is_sent_twice_is_there_once(tablet, meeting):
    said = {"first_name": "Ines", "submission": uuid4().hex}

    answers = [tick(tablet, meeting, **said).json() for _again in range(2)]

    ines = Seat.objects.get(walked_in=True)
    assert [answer["seat"] for answer in answers] == [ines.pk, ines.pk]
    assert came(meeting) == {"Ines"}


def test_a_form_without_a_script_that_is_sent_twice_adds_somebody_once(tablet, meeting):
    url = reverse("meetings:attendance", args=[meeting.centre.slug, meeting.pk])
    part = meeting.parts.get()
    said = {"part": part.pk, "first_name": "Ines", "submission": uuid4().hex}

    for _again in range(2):
        tablet.post(url, said)

    assert Seat.objects.filter(walked_in=True).count() == 1


def test_people_of_another_gathering_are_left_out(tablet, meeting, amina):
    other = make_seat(make_gathering(amina.centre), "Rosa")

    tick(tablet, meeting, seat=other.pk, here="1")

    assert not Attendance.objects.exists()


def test_a_tick_for_what_was_called_off_is_refused_in_words(tablet, meeting):
    rosa = make_seat(meeting, "Rosa")
    cancel_meeting(meeting, why="snow", by=None)

    answer = tick(tablet, meeting, seat=rosa.pk, here="1")

    assert (answer.status_code, answer.json()) == (
        409,
        {"refused": "It was called off: nobody came."},
    )


@pytest.mark.parametrize("said", [{}, {"seat": "x"}, {"ago": "-5", "seat": "1"}])
def test_what_is_no_tick_is_refused(tablet, meeting, said):
    assert tick(tablet, meeting, **said).status_code == 400


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_two_forms_sent_at_once_lose_nothing(meeting):
    seats = [make_seat(meeting, f"Rosa {n}") for n in range(8)]
    part = meeting.parts.get()
    mark_attendance(meeting, part=part, came={seats[7].pk: True}, by=None)
    forms = [
        {seats[0].pk: True, seats[1].pk: True, seats[2].pk: True},
        {seats[2].pk: True, seats[3].pk: True, seats[7].pk: False},
        {seats[6].pk: True, seats[1].pk: True, seats[0].pk: True},
    ]

    def send(came_by_seat):
        try:
            mark_attendance(meeting, part=part, came=came_by_seat, by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=3) as tablets:
        list(tablets.map(send, forms))

    assert came(meeting) == {f"Rosa {n}" for n in (0, 1, 2, 3, 6)}


@pytest.mark.db
@pytest.mark.parametrize("what", ["came", "call", "seat", "part"])
def test_a_number_longer_than_any_id_ticks_nobody_and_breaks_nothing(
    tablet, meeting, what
):
    make_seat(meeting, "Rosa")
    part, too_long = meeting.parts.get(), "9" * 20
    names = {"came": "attendance", "call": "someone_to_call"}
    url = reverse(
        f"meetings:{names.get(what, 'tick')}", args=[meeting.centre.slug, meeting.pk]
    )

    answer = tablet.post(url, {"part": part.pk, "ago": 0, what: too_long})

    assert answer.status_code in {302, 400, 404}
    assert came(meeting) == set()
