"""What people suffered from in the waiting lists of other systems, each as a rule here.
The names say where it was seen."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from champions.enums import Channel
from champions.models import Message
from meetings.enums import Audience, Reply, Say
from meetings.models import Seat
from meetings.people_at import counts_in_words, seats_of
from meetings.replies import standing_of
from meetings.services.places import held, lapse_offers, offer_next, widen
from meetings.services.seats import answer
from tests.factories import make_centre, make_gathering, make_seat, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_gathering(make_centre(), places=1, days=30)


def say(seat, what, companions=0):
    return answer(seat, say=what, by=None, how=Channel.PHONE, companions=companions)


def line(meeting, count, companions=0):
    """One with the place, then so many who wait."""
    ways = {"email": "tomas@example.org"}
    seats = [make_seat(meeting, f"Tomas {n}", **ways) for n in range(count + 1)]
    return [say(seat, Say.YES, n and companions) for n, seat in enumerate(seats)]


def now(seat):
    return Seat.objects.select_related("meeting__centre", "person").get(pk=seat.pk)


def test_decidim_14264_who_waits_is_never_shown_as_coming(meeting):
    line(meeting, 2)

    assert counts_in_words(seats_of(meeting)) == "1 coming · 2 waiting"
    assert held(meeting, Audience.CHAMPIONS) == 1


def test_decidim_14492_places_kept_for_one_audience_are_not_given_to_another(meeting):
    staff = make_staff(meeting.centre).people.get()
    line(meeting, 1)

    seat = answer(
        make_seat_for(meeting, staff), say=Say.YES, by=None, how=Channel.EMAIL
    )

    assert (seat.audience, seat.reply) == (Audience.STAFF, Reply.COMING)
    assert held(meeting, Audience.CHAMPIONS) == 1


def make_seat_for(meeting, person):
    return Seat.objects.create(
        centre=meeting.centre, meeting=meeting, person=person, audience=Audience.STAFF
    )


def test_indico_5243_nobody_has_to_fill_a_free_place_by_hand(meeting):
    first, second = line(meeting, 1)

    say(first, Say.NO)

    assert now(second).reply == Reply.OFFERED


def test_pretix_1163_who_cancels_leaves_the_list_and_no_place_is_stuck(meeting):
    first, second, third = line(meeting, 2)
    say(first, Say.NO)

    say(now(second), Say.NO)

    assert (now(second).reply, now(second).offered_until) == (Reply.NOT_COMING, None)
    assert now(third).reply == Reply.OFFERED
    later = timezone.now() + timedelta(days=4)
    with time_machine.travel(later):
        lapse_offers(later)
    # Only who was offered it lapses; who cancelled is not put back on the list.
    assert now(second).reply == Reply.NOT_COMING


def test_pretix_1031_nothing_is_offered_once_it_has_begun(meeting):
    first, second = line(meeting, 1)
    Seat.objects.filter(pk=first.pk).update(reply=Reply.NOT_COMING)

    with time_machine.travel(meeting.starts_at):
        assert offer_next(meeting, Audience.CHAMPIONS) == []
    with time_machine.travel(meeting.starts_at - timedelta(hours=1)):
        assert offer_next(meeting, Audience.CHAMPIONS) == []
    assert now(second).reply == Reply.WAITING


def test_pretix_974_parent_and_child_wait_and_come_together(meeting):
    first, pair = line(meeting, 1, companions=1)

    say(first, Say.NO)
    alone = now(pair).reply
    widen(
        meeting,
        part=meeting.parts.get(),
        audience=Audience.CHAMPIONS,
        places=2,
        by=make_staff(meeting.centre),
    )

    assert (alone, now(pair).reply, now(pair).places) == (
        Reply.WAITING,
        Reply.OFFERED,
        2,
    )


def test_pretix_2119_the_one_who_waits_longest_is_told_and_nobody_else(meeting):
    first, second, third = line(meeting, 2)

    say(first, Say.NO)

    told = Message.objects.filter(name="meetings/offered")
    assert [one.person_id for one in told] == [second.person_id]
    assert now(third).reply == Reply.WAITING


def test_pretix_3628_there_is_no_free_place_while_somebody_who_fits_waits(meeting):
    first, second = line(meeting, 1)
    anne = make_staff(meeting.centre)

    say(first, Say.NO)
    say(now(second), Say.NO)
    third = say(make_seat(meeting, "Lena"), Say.YES)
    part = meeting.parts.get()
    widen(meeting, part=part, audience=Audience.CHAMPIONS, places=5, by=anne)

    assert now(third).reply == Reply.COMING
    assert not meeting.seats.filter(reply=Reply.WAITING).exists()


def test_pretix_5188_everybody_on_the_list_sees_that_they_are_and_why(meeting):
    _first, *others = line(meeting, 3)

    words = [standing_of(now(seat)) for seat in others]

    assert {one.title for one in words} == {"You are on the waiting list."}
    assert ["All places are taken." in one.words for one in words] == [True] * 3
