import uuid
from datetime import time

import pytest
from django.db import IntegrityError, transaction

from champions.enums import Channel
from meetings.enums import Audience, Reply, Say
from meetings.models import Seat
from meetings.services import answer
from meetings.services.places import held, offer_next, widen
from meetings.services.refusals import RefusedError
from meetings.services.seats import ask, come_as_guest
from tests.factories import (
    make_centre,
    make_gathering,
    make_person,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def yes(seat, companions=0):
    return answer(seat, say=Say.YES, by=None, how=Channel.PHONE, companions=companions)


def no(seat):
    return answer(seat, say=Say.NO, by=None, how=Channel.PHONE)


def test_the_last_place_goes_to_who_came_first(centre):
    meeting = make_gathering(centre, places=1)

    replies = [yes(make_seat(meeting, name)).reply for name in ("Rosa", "Tomas")]

    assert replies == [Reply.COMING, Reply.WAITING]


def test_companions_need_places_too(centre):
    meeting = make_gathering(centre, places=3)

    first, second = yes(make_seat(meeting), 2), yes(make_seat(meeting))

    assert (first.reply, second.reply) == (Reply.COMING, Reply.WAITING)
    assert held(meeting, Audience.CHAMPIONS) == 3


def test_a_party_that_does_not_fit_waits_together(centre):
    meeting = make_gathering(centre, places=2)

    assert yes(make_seat(meeting), 2).reply == Reply.WAITING


def test_who_has_a_place_keeps_it_when_there_is_no_room_for_more(centre):
    meeting = make_gathering(centre, places=2)
    seat = yes(make_seat(meeting))
    yes(make_seat(meeting))

    with pytest.raises(RefusedError):
        yes(seat, 1)

    seat.refresh_from_db()
    assert (seat.reply, seat.companions) == (Reply.COMING, 0)


def test_the_smallest_part_decides(centre):
    meeting = make_gathering(
        centre,
        parts=[
            ("talk", *times(13, 14), {Audience.CHAMPIONS: 5}),
            ("tea", *times(14, 15), {Audience.CHAMPIONS: 1, Audience.STAFF: 5}),
        ],
        at=times(13, 14)[0],
        until=times(14, 15)[1],
    )

    replies = [yes(make_seat(meeting)).reply for _ in range(2)]

    assert replies == [Reply.COMING, Reply.WAITING]


def test_staff_never_use_a_champions_place(centre, anne):
    meeting = make_gathering(centre, places=1)
    yes(ask(meeting, anne.people.get()))

    assert yes(make_seat(meeting)).reply == Reply.COMING


def test_a_guest_gets_a_place_and_the_same_form_counts_once(centre):
    meeting = make_gathering(centre, places=1)
    form = uuid.uuid4()

    seats = [come_as_guest(meeting, name="Ines", submission=form) for _ in range(2)]

    assert [seat.reply for seat in seats] == [Reply.COMING, Reply.COMING]
    assert Seat.objects.count() == 1


def test_a_guest_after_the_last_place_waits(centre):
    meeting = make_gathering(centre, places=1)
    come_as_guest(meeting, name="Ines", submission=uuid.uuid4())

    late = come_as_guest(meeting, name="Omar", submission=uuid.uuid4())

    assert late.reply == Reply.WAITING


def test_there_cannot_be_fewer_places_than_are_held(centre, anne):
    meeting = make_gathering(centre, places=3)
    yes(make_seat(meeting), 1)

    with pytest.raises(RefusedError):
        widen_to(meeting, 1, anne)
    assert widen_to(meeting, 2, anne).places == 2


def test_more_places_are_offered_to_those_who_wait(centre, anne):
    meeting = make_gathering(centre, places=1)
    seats = [yes(make_seat(meeting, email="t@example.org")) for _ in range(4)]

    widen_to(meeting, 3, anne)

    assert replies_of(seats) == [
        Reply.COMING,
        Reply.OFFERED,
        Reply.OFFERED,
        Reply.WAITING,
    ]


def test_offering_again_offers_nothing_new(centre):
    meeting = make_gathering(centre, places=1)
    seats = [yes(make_seat(meeting, email="t@example.org")) for _ in range(3)]
    no(seats[0])

    assert offer_next(meeting, Audience.CHAMPIONS) == []
    assert replies_of(seats) == [Reply.NOT_COMING, Reply.OFFERED, Reply.WAITING]


@pytest.mark.db
@pytest.mark.parametrize("named", [True, False])
def test_the_database_takes_a_person_or_a_guest_and_not_both(centre, named):
    meeting = make_gathering(centre)
    person = make_person(centre) if named else None

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(
            centre=centre,
            meeting=meeting,
            person=person,
            guest_name="Ines" if named else "",
        )


def widen_to(meeting, places, by):
    return widen(
        meeting,
        part=meeting.parts.get(),
        audience=Audience.CHAMPIONS,
        places=places,
        by=by,
    )


def replies_of(seats):
    return [Seat.objects.get(pk=seat.pk).reply for seat in seats]


def times(start, end):

    return time(start), time(end)
