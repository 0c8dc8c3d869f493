from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from champions.enums import ChampionState, Channel
from champions.models import Champion
from meetings.enums import (
    NEXT_MEETING_STATES,
    NEXT_RHYTHM_STAGES,
    MeetingKind,
    MeetingState,
    Reply,
    Route,
    Say,
    Stage,
)
from meetings.models import Invitation, Meeting
from meetings.services import answer
from meetings.services.attendance import mark_attendance
from meetings.services.booking import book_next, proposals
from meetings.services.day_end import hold_those_with_attendance
from meetings.services.gatherings import (
    announce,
    cancel_meeting,
    hold_meeting,
)
from meetings.services.moving import move_meeting
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import next_of, rhythm_of
from tests.factories import (
    AFTERNOON,
    in_days,
    make_centre,
    make_champion,
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
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def circle(centre, anne):
    return make_circle(centre, lead=anne)


def at_its_end(meeting):
    return time_machine.travel(meeting.ends_at + timedelta(minutes=1))


def hold(meeting, by=None):
    with at_its_end(meeting):
        return hold_meeting(meeting, by=by)


def move(meeting, by, days, **fields):
    fields = {"place": meeting.place, **AFTERNOON} | fields
    return move_meeting(meeting, on=in_days(days), by=by, **fields)


def next_stated(circle):
    circle.refresh_from_db()
    return circle.next_on, circle.next_where


# --- What the rooms below are told ---


def test_a_booking_says_when_and_where_the_group_meets_next(circle, anne):
    meeting = book_next(circle, on=in_days(14), by=anne, place="Lucille's hall")

    assert next_stated(circle) == (meeting.on, "Lucille's hall")


def test_a_move_says_it_too(circle, anne):
    meeting = book_next(circle, on=in_days(14), by=anne)

    move(meeting, anne, 16, place="the church")

    assert next_stated(circle) == (in_days(16), "the church")


def test_after_calling_off_there_is_no_next_one(circle, anne):
    meeting = book_next(circle, on=in_days(14), by=anne)

    cancel_meeting(meeting, why="Snow", by=anne)

    assert next_stated(circle) == (None, "")


def test_a_session_or_draft_is_not_the_next_one(centre, circle):
    make_gathering(centre, circle=circle, kind=MeetingKind.SESSION)
    make_gathering(centre, circle=circle, announced=False)

    assert next_stated(circle) == (None, "")


# --- Announcing ---


def test_a_workshop_waits_for_its_second_get_together(centre, circle, anne):
    workshop = make_gathering(
        centre, kind=MeetingKind.WELCOME, circle=circle, announced=False
    )

    with pytest.raises(RefusedError):
        announce(workshop, by=anne)

    workshop.refresh_from_db()
    assert workshop.state == MeetingState.DRAFT


def test_a_workshop_announces_its_second_get_together(centre, circle):
    workshop = make_workshop_pair(centre, circle)

    assert workshop.followed_by.state == MeetingState.ANNOUNCED


def test_members_and_staff_of_the_group_are_asked(centre, circle, anne):
    members = [make_champion(centre, circle, name) for name in ("Amina", "Kofi")]
    resting = make_champion(centre, circle, "Lena")
    Champion.objects.filter(person=resting).update(state=ChampionState.ON_BREAK)
    make_champion(centre, first_name="Elsewhere")

    meeting = book_next(circle, on=in_days(14), by=anne)

    asked = {seat.person: seat.audience for seat in meeting.seats.all()}
    staff = {anne.people.get(): "staff"}
    assert asked == staff | dict.fromkeys(members, "champions")


# --- Moving and calling off ---


def test_parts_move_with_their_gathering(centre, anne):
    meeting = make_gathering(centre)

    move(meeting, anne, 9, at=AFTERNOON["at"].replace(hour=10, minute=0))

    part = meeting.parts.get()
    assert (part.at, part.until) == (meeting.at, meeting.until)


def test_a_move_raises_the_number_that_calendars_compare(centre, anne):
    meeting = make_gathering(centre)

    move(meeting, anne, 9)

    assert meeting.sequence == 1
    assert meeting.starts_at.date() == in_days(9)


def test_the_second_of_two_who_move_at_once_is_told(centre, anne):
    meeting = make_gathering(centre)
    also = Meeting.objects.get(pk=meeting.pk)
    move(meeting, anne, 9)

    with pytest.raises(RefusedError):
        move(also, anne, 12)

    also.refresh_from_db()
    assert also.on == in_days(9)


def test_replies_stay_when_it_is_moved(centre, anne):
    meeting = make_gathering(centre)
    answer(make_seat(meeting), say=Say.YES, by=None, how=Channel.PHONE)

    move(meeting, anne, 9)

    assert meeting.seats.get().reply == Reply.COMING


def test_nobody_moves_into_the_past_or_what_is_over(centre, anne):
    meeting = make_gathering(centre)

    with pytest.raises(RefusedError):
        move(meeting, anne, -1)
    with at_its_end(meeting), pytest.raises(RefusedError):
        move(meeting, anne, 9)


def test_calling_off_twice_is_calling_off_once(centre, anne):
    meeting = cancel_meeting(make_gathering(centre), why="Snow", by=anne)

    again = cancel_meeting(meeting, why="Ice", by=anne)

    assert (again.state, again.cancelled_why, again.sequence) == (
        MeetingState.CANCELLED,
        "Snow",
        1,
    )


def test_what_was_held_is_not_called_off(centre, anne):
    meeting = hold(make_gathering(centre))

    with pytest.raises(RefusedError):
        cancel_meeting(meeting, why="", by=anne)


# --- Holding and the clock ---


def rhythm(circle):
    found = rhythm_of(circle)
    return found.stage, found.counts_from


def test_the_workshop_starts_the_clock_of_a_new_group(centre, circle):
    workshop = hold(make_workshop_pair(centre, circle))

    assert rhythm(circle) == (Stage.SECOND, workshop.on)


def test_the_second_get_together_leads_to_monthly(centre, circle):
    workshop = hold(make_workshop_pair(centre, circle))

    second = hold(workshop.followed_by)

    assert rhythm(circle) == (Stage.MONTHLY, second.on)


def test_a_workshop_leaves_a_group_alone_that_meets_already(centre, circle):
    first = hold(make_workshop_pair(centre, circle, days=30))
    before = hold(first.followed_by)
    late = make_workshop_pair(centre, circle, days=60)

    hold(late)
    hold(late.followed_by)

    assert rhythm(circle) == (Stage.MONTHLY, before.on)


@pytest.mark.parametrize("kind", [MeetingKind.EXTRA, MeetingKind.SESSION])
def test_extra_ones_and_sessions_never_set_the_clock(centre, circle, kind):
    hold(make_gathering(centre, circle=circle, kind=kind))

    assert rhythm(circle) == (Stage.SECOND, None)


def test_snow_leaves_the_clock_where_it_is(centre, circle, anne):
    workshop = hold(make_workshop_pair(centre, circle))

    cancel_meeting(workshop.followed_by, why="Snow", by=anne)

    assert rhythm(circle) == (Stage.SECOND, workshop.on)


def test_nothing_is_held_before_it_has_begun(centre):
    with pytest.raises(RefusedError):
        hold_meeting(make_gathering(centre), by=None)


def test_at_night_what_has_attendance_was_held(centre, circle):
    came, empty = make_gathering(centre, circle=circle), make_gathering(centre)
    with at_its_end(came):
        seat = make_seat(came)
        mark_attendance(came, part=came.parts.get(), came={seat.pk: True}, by=None)

        assert hold_those_with_attendance(timezone.now()) == 1

    states = [Meeting.objects.get(pk=m.pk).state for m in (came, empty)]
    assert states == [MeetingState.HELD, MeetingState.ANNOUNCED]


def test_after_the_workshop_those_who_came_or_said_yes_are_asked(centre, circle, anne):
    workshop = make_workshop_pair(centre, circle)
    came, absent, prevented, later, declined = (
        make_seat(workshop, name) for name in ("Rosa", "Kofi", "Sam", "Lena", "Omar")
    )
    make_seat(workshop, "Silent")
    invite(declined)
    for seat, sayings in (
        (absent, [Say.YES]),
        (prevented, [Say.YES, Say.LATER]),
        (later, [Say.LATER]),
        (declined, [Say.YES, Say.NO]),
    ):
        for what in sayings:
            answer(seat, say=what, by=None, how=Channel.LETTER)

    with at_its_end(workshop):
        part = workshop.parts.get()
        mark_attendance(workshop, part=part, came={came.pk: True}, by=anne)
        hold_meeting(workshop, by=anne)

    asked = workshop.followed_by.seats.filter(audience="champions")
    assert {seat.person for seat in asked} == {
        came.person,
        absent.person,
        prevented.person,
    }


def invite(seat):
    return Invitation.objects.create(
        centre=seat.centre,
        person=seat.person,
        meeting=seat.meeting,
        route=Route.GENERAL,
        channel=Channel.LETTER,
        wished_channel=Channel.LETTER,
    )


# --- The next one ---


def test_the_next_one_is_monthly_at_the_same_place(centre, circle, anne):
    workshop = hold(make_workshop_pair(centre, circle))
    second = hold(workshop.followed_by)

    with at_its_end(second):
        first = proposals(circle, second.on)[0]
        meeting = book_next(circle, on=first.on, by=anne)

    assert (meeting.kind, meeting.place, meeting.at) == (
        MeetingKind.MONTHLY,
        second.place,
        second.at,
    )
    assert 28 <= (meeting.on - second.on).days <= 35


def test_the_second_of_two_who_book_is_told(circle, anne):
    booked = book_next(circle, on=in_days(14), by=anne)

    assert book_next(circle, on=in_days(14), by=anne) == booked
    with pytest.raises(RefusedError):
        book_next(circle, on=in_days(16), by=anne)


def test_a_late_day_asks_for_a_reason_that_the_group_sees(centre, circle, anne):
    workshop = hold(make_workshop_pair(centre, circle))
    cancel_meeting(workshop.followed_by, why="Snow", by=anne)
    late = workshop.on + timedelta(days=22)

    with at_its_end(workshop):
        with pytest.raises(RefusedError):
            book_next(circle, on=late, by=anne)
        second = book_next(circle, on=late, by=anne, later_reason="The road is shut")

    assert (second.kind, second.later_reason) == (
        MeetingKind.SECOND,
        "The road is shut",
    )


def test_a_lost_second_get_together_is_replaced(centre, circle, anne):
    workshop = make_workshop_pair(centre, circle)
    seat = make_seat(workshop)
    answer(seat, say=Say.YES, by=None, how=Channel.LETTER)
    cancel_meeting(workshop.followed_by, why="Snow", by=anne)
    hold(workshop)

    with at_its_end(workshop):
        second = book_next(circle, on=workshop.on + timedelta(days=14), by=anne)

    workshop.refresh_from_db()
    assert workshop.followed_by == second
    assert seat.person in {s.person for s in second.seats.all()}


def test_a_resting_group_has_no_next_one(circle, anne):
    resting = rhythm_of(circle)
    resting.stage = Stage.RESTING
    resting.save()

    with pytest.raises(RefusedError):
        book_next(circle, on=in_days(14), by=anne)
    assert (proposals(circle, in_days(0)), next_of(circle)) == ([], None)


def test_somebody_who_died_is_not_asked(centre, circle, anne):
    gone = make_champion(centre, circle, died_at=timezone.now())
    make_person(centre)

    meeting = book_next(circle, on=in_days(14), by=anne)

    assert gone not in {seat.person for seat in meeting.seats.all()}


def test_the_tables_of_moves_name_every_state():
    assert set(NEXT_MEETING_STATES) == set(MeetingState.values)
    assert set(NEXT_RHYTHM_STAGES) == set(Stage.values)


# --- A workshop and its second get-together ---


def test_a_workshop_never_moves_behind_its_second_get_together(centre, circle, anne):
    workshop = make_workshop_pair(centre, circle, days=40)

    with pytest.raises(RefusedError):
        move(workshop, anne, 54)

    assert move(workshop, anne, 53).on == in_days(53)


def test_a_workshop_never_moves_to_where_replies_still_come(centre, circle, anne):
    workshop = make_workshop_pair(centre, circle, days=40)

    with pytest.raises(RefusedError):
        move(workshop, anne, 33)

    assert move(workshop, anne, 34).on == in_days(34)


def test_a_second_get_together_never_moves_before_its_workshop(centre, circle, anne):
    second = make_workshop_pair(centre, circle, days=40).followed_by

    with pytest.raises(RefusedError):
        move(second, anne, 40)

    assert move(second, anne, 41).on == in_days(41)


def test_a_late_second_owes_a_reason_also_before_the_workshop(centre, circle, anne):
    second = make_workshop_pair(centre, circle, days=40).followed_by

    with pytest.raises(RefusedError):
        move(second, anne, 62)

    moved = move(second, anne, 62, later_reason="The hall is being painted.")
    assert (moved.on, moved.later_reason) == (in_days(62), "The hall is being painted.")
