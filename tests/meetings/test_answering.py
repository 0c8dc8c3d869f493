from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from champions.enums import Channel
from meetings.enums import (
    NEXT_INVITATION_STATES,
    NEXT_REPLIES,
    Audience,
    InvitationState,
    NeedKind,
    Reply,
    Route,
    Say,
)
from meetings.models import Invitation, Seat
from meetings.services import answer
from meetings.services.gatherings import cancel_meeting
from meetings.services.needs import Wish, arrange_need
from meetings.services.refusals import RefusedError
from meetings.services.seats import ask
from tests.factories import (
    in_days,
    make_centre,
    make_circle,
    make_gathering,
    make_person,
    make_seat,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def meeting(centre):
    return make_gathering(centre)


@pytest.fixture
def workshop(centre):
    return make_workshop_pair(centre, make_circle(centre))


def say(seat, what, **fields):
    return answer(seat, say=what, by=None, how=Channel.PHONE, **fields)


@pytest.mark.parametrize(
    ("what", "reply"),
    [
        (Say.YES, Reply.COMING),
        (Say.MAYBE, Reply.MAYBE),
        (Say.LATER, Reply.NOT_COMING),
        (Say.NO, Reply.NOT_COMING),
    ],
)
def test_each_saying_has_its_reply(meeting, what, reply):
    assert say(make_seat(meeting), what).reply == reply


def test_a_yes_to_a_workshop_is_a_hope_until_it_is_confirmed(workshop):
    assert say(make_seat(workshop), Say.YES).reply == Reply.HOPING


@pytest.mark.parametrize("first", Say.values)
@pytest.mark.parametrize("then", Say.values)
def test_any_answer_may_change_to_any(meeting, first, then):
    seat = say(make_seat(meeting), first)

    again = say(seat, then)

    assert again.reply == seat.reply or again.reply in NEXT_REPLIES[seat.reply]


@pytest.mark.parametrize(
    ("what", "state", "why"),
    [
        (Say.YES, InvitationState.ANSWERED, ""),
        (Say.MAYBE, InvitationState.ANSWERED, ""),
        (Say.LATER, InvitationState.MAYBE_LATER, ""),
        (Say.NO, InvitationState.DECLINED, "We are moving"),
    ],
)
def test_the_invitation_says_the_same_as_the_seat(workshop, what, state, why):
    """A reason belongs to a no alone: who changes their mind leaves none behind."""
    seat = make_seat(workshop)
    invitation = invite(seat)

    say(seat, what, decline_reason="We are moving")

    invitation.refresh_from_db()
    assert (invitation.state, invitation.decline_reason) == (state, why)


def test_an_invitation_that_was_taken_back_stays_so(workshop):
    seat = make_seat(workshop)
    invitation = invite(seat, state=InvitationState.WITHDRAWN)

    say(seat, Say.YES)

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WITHDRAWN


def test_the_invitation_of_another_person_is_left_alone(workshop):
    invitation = invite(make_seat(workshop, "Tomas"))

    say(make_seat(workshop, "Rosa"), Say.NO)

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.READY


def test_asking_twice_returns_the_first_seat(meeting):
    person = make_person(meeting.centre)

    assert ask(meeting, person) == ask(meeting, person)
    assert Seat.objects.count() == 1


def test_staff_get_places_of_staff(meeting):
    anne = make_staff(meeting.centre).people.get()

    assert ask(meeting, anne).audience == Audience.STAFF


def test_a_gathering_that_has_no_places_of_a_kind_asks_nobody_to_them(centre):
    meeting = make_gathering(centre, capacities={Audience.CHAMPIONS: 3})

    with pytest.raises(RefusedError):
        ask(meeting, make_person(centre), audience=Audience.STAFF)
    assert not Seat.objects.exists()


def test_after_the_start_the_answer_stays(meeting):
    seat = say(make_seat(meeting), Say.YES)

    started = time_machine.travel(meeting.starts_at + timedelta(minutes=1))
    with started, pytest.raises(RefusedError):
        say(seat, Say.NO)

    seat.refresh_from_db()
    assert seat.reply == Reply.COMING


def test_what_was_called_off_takes_no_answer(meeting):
    seat = make_seat(meeting)
    cancel_meeting(meeting, why="Snow", by=None)

    with pytest.raises(RefusedError):
        say(seat, Say.YES)


def test_what_would_help_becomes_rows_and_never_decides_about_a_place(centre):
    meeting = make_gathering(centre, places=1)
    wishes = [Wish(NeedKind.RIDE, "from Elm Street", tell_group=True), NeedKind.FOOD]

    seat = say(make_seat(meeting), Say.YES, needs=wishes)

    assert seat.reply == Reply.COMING
    assert list(seat.needs.values_list("kind", "words", "tell_group")) == [
        (NeedKind.RIDE, "from Elm Street", True),
        (NeedKind.FOOD, "", False),
    ]


def test_needs_that_are_not_spoken_of_stay(meeting):
    seat = say(make_seat(meeting), Say.YES, needs=[NeedKind.RIDE])

    say(seat, Say.YES)

    assert seat.needs.count() == 1


def test_a_ride_that_is_arranged_stays_to_be_called_off(meeting):
    anne = make_staff(meeting.centre)
    seat = say(make_seat(meeting), Say.YES, needs=[NeedKind.RIDE, NeedKind.FOOD])
    arrange_need(seat.needs.get(kind=NeedKind.RIDE), by=anne)

    say(seat, Say.NO, needs=[])

    assert list(seat.needs.values_list("kind", flat=True)) == [NeedKind.RIDE]


def test_a_need_is_arranged_once(meeting):
    anne, ben = make_staff(meeting.centre), make_staff(meeting.centre)
    need = say(make_seat(meeting), Say.YES, needs=[NeedKind.RIDE]).needs.get()

    assert (arrange_need(need, by=anne), arrange_need(need, by=ben)) == (True, False)
    need.refresh_from_db()
    assert need.arranged_by == anne


def test_who_wrote_it_down_for_whom_is_kept(meeting):
    anne = make_staff(meeting.centre)

    seat = answer(
        make_seat(meeting), say=Say.YES, by=anne, how=Channel.PHONE, helped_by="a niece"
    )

    assert (seat.answered_by, seat.answered_how, seat.helped_by) == (
        anne,
        Channel.PHONE,
        "a niece",
    )
    entry = ModelLogEntry.objects.get(action="meetings.answer")
    said = {"centre": meeting.centre.pk, "reply": "coming", "how": "phone"}
    arrived = {"arrived": in_days(0).isoformat()}
    assert (entry.user, entry.data) == (anne, said | arrived)


def test_the_tables_of_moves_name_every_state():
    assert set(NEXT_REPLIES) == set(Reply.values)
    assert set(NEXT_INVITATION_STATES) == set(InvitationState.values)


def invite(seat, **fields):
    return Invitation.objects.create(
        centre=seat.centre,
        person=seat.person,
        meeting=seat.meeting,
        route=Route.GENERAL,
        channel=Channel.LETTER,
        wished_channel=Channel.LETTER,
        created_at=timezone.now(),
        **fields,
    )
