"""Seeing, wiping and joining what this room holds about a person."""

import pytest
from django.utils import timezone

from champions.enums import Channel, CodePurpose
from champions.links import token
from champions.models import TypedCode
from meetings.enums import Audience, InvitationState, NeedKind, Reply, Route, Say
from meetings.models import AgendaItem, Invitation, Meeting, Need, Seat
from meetings.seat_links import seat_of_link
from meetings.services import answer
from meetings.services.attendance import mark_attendance
from meetings.services.minutes import add_agenda_item
from meetings.services.needs import Wish
from meetings.services.places import held
from meetings.services.privacy import erase, merge, record_of
from meetings.services.seats import ask
from meetings.services.thanking import thank
from meetings.services.thought_of import thought_of
from tests.factories import (
    in_days,
    make_centre,
    make_gathering,
    make_person,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def rosa(centre):
    return make_person(centre, email="rosa@example.org")


@pytest.fixture
def meeting(centre):
    return make_gathering(centre, places=1)


def yes(meeting, person, **fields):
    fields = {"say": Say.YES, "by": None, "how": Channel.EMAIL} | fields
    return answer(ask(meeting, person), **fields)


def past(centre):
    meeting = make_gathering(centre, days=1)
    Meeting.objects.filter(pk=meeting.pk).update(
        on=in_days(-9), starts_at=timezone.now(), ends_at=timezone.now()
    )
    meeting.refresh_from_db()
    return meeting


def invite(person, meeting, **fields):
    return Invitation.objects.create(
        centre=person.centre,
        person=person,
        meeting=meeting,
        route=Route.GENERAL,
        channel=Channel.LETTER,
        wished_channel=Channel.LETTER,
        **fields,
    )


def fill(centre, person):
    """Something of every kind that this room can hold about a person."""
    meeting = make_gathering(centre)
    yes(meeting, person, needs=[Wish(NeedKind.RIDE, "from Elm Street")], helped_by="Jo")
    Meeting.objects.filter(pk=meeting.pk).update(chair=person, notes_by=person)
    meeting.hosts.add(person)
    anne = make_staff(centre)
    add_agenda_item(meeting, words="The kettle", person=person, by=anne)
    thank(meeting, words="Tea", from_whom=person, to_words="the crew", by=anne)
    thank(meeting, words="For the tea", from_whom=None, to=person, by=anne)
    no = InvitationState.DECLINED
    asked = invite(person, meeting, state=no, decline_reason="We move")
    thought_of(asked, by=anne)
    was = past(centre)
    seat = ask(was, person)
    mark_attendance(was, part=was.parts.get(), came={seat.pk: True}, by=anne)
    return meeting, was


def test_the_record_shows_every_kind(centre, rosa):
    fill(centre, rosa)

    record = record_of(rosa)

    assert {kind: len(rows) for kind, rows in record.items()} == {
        "seats": 2,
        "needs": 1,
        "attendances": 1,
        "invitations": 1,
        "prescribed": 1,
        "agenda_items": 1,
        "chaired": 1,
        "hosted": 1,
        "noted": 1,
        "thanks_given": 1,
        "thanks_received": 1,
        "monthly_strands": 0,
        "rhythm_asked": 0,
        "rhythm_words": 0,
    }
    assert record["needs"][0]["words"] == "from Elm Street"


def test_the_record_of_another_person_shows_nothing_of_it(centre, rosa):
    fill(centre, rosa)

    assert not any(record_of(make_person(centre, "Tomas")).values())


def test_erasing_wipes_words_and_keeps_numbers(centre, rosa):
    _meeting, was = fill(centre, rosa)

    erase(rosa)

    record = {kind: rows for kind, rows in record_of(rosa).items() if rows}
    assert set(record) == {"seats", "attendances", "invitations"}
    assert [row["meeting"] for row in record["seats"]] == [was.pk]
    assert record["seats"][0]["helped_by"] == ""
    assert record["invitations"][0]["decline_reason"] == ""
    assert (Need.objects.count(), AgendaItem.objects.count()) == (0, 0)


def test_erasing_gives_a_place_to_who_waits(centre, rosa, meeting):
    yes(meeting, rosa)
    waiting = yes(meeting, make_person(centre, "Tomas", email="t@example.org"))

    erase(rosa)

    waiting.refresh_from_db()
    assert waiting.reply == Reply.OFFERED


def test_no_link_or_code_opens_anything_after_erasing(centre, rosa):
    was = past(centre)
    seat = ask(was, rosa)
    link = token(CodePurpose.SEAT, seat.pk, seat.generation)
    before = seat_of_link(link)
    yes(make_gathering(centre), rosa)

    erase(rosa)

    assert (before, seat_of_link(link)) == (seat, None)
    assert not TypedCode.objects.live().exists()


def test_erasing_takes_back_what_was_not_answered(centre, rosa, meeting):
    invitation = invite(rosa, meeting, state=InvitationState.SENT)

    erase(rosa)

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WITHDRAWN


def test_merging_moves_everything(centre, rosa):
    rosalie = make_person(centre, "Rosalie")
    fill(centre, rosa)
    before = record_of(rosa)

    merge(rosa, rosalie)

    assert record_of(rosalie) == before
    assert not any(record_of(rosa).values())


def test_where_both_were_asked_the_reply_is_kept(centre, rosa, meeting):
    rosalie = make_person(centre, "Rosalie")
    ask(meeting, rosalie)
    yes(meeting, rosa, needs=[NeedKind.RIDE])

    merge(rosa, rosalie)

    seat = Seat.objects.get()
    assert (seat.person, seat.reply, seat.needs.count()) == (rosalie, Reply.COMING, 1)


def test_where_both_have_a_place_one_goes_to_who_waits(centre, rosa):
    meeting = make_gathering(centre, places=2)
    rosalie = make_person(centre, "Rosalie")
    yes(meeting, rosa)
    yes(meeting, rosalie)
    waiting = yes(meeting, make_person(centre, "Tomas", email="t@example.org"))

    merge(rosa, rosalie)

    waiting.refresh_from_db()
    assert waiting.reply == Reply.OFFERED
    assert held(meeting, Audience.CHAMPIONS) == 2


def test_ticks_of_both_are_joined(centre, rosa):
    was, rosalie = past(centre), make_person(centre, "Rosalie")
    part = was.parts.get()
    ticks = {ask(was, rosa).pk: True, ask(was, rosalie).pk: False}
    mark_attendance(was, part=part, came=ticks, by=None)

    merge(rosa, rosalie)

    assert [tick.came for tick in part.attendances.all()] == [True]


def test_the_answered_invitation_of_two_is_kept(centre, rosa, meeting):
    rosalie = make_person(centre, "Rosalie")
    invite(rosalie, meeting, state=InvitationState.SENT)
    invite(rosa, meeting, state=InvitationState.DECLINED)

    merge(rosa, rosalie)

    kept = Invitation.objects.get()
    assert (kept.person, kept.state) == (rosalie, InvitationState.DECLINED)
