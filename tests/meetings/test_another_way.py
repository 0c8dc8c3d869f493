"""An invitation that did not arrive goes another safe way by itself, once by each, while
there is time to answer; what has no other way waits for somebody to help."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from champions.enums import Channel, MessageState
from champions.messages import sender
from champions.messages.bounces import came_back
from champions.messages.outbox import posted
from champions.models import Message, Person
from champions.permissions import SECOND_FACTOR
from champions.services.people import (
    change_person,
    lift_do_not_contact,
    mark_died,
    mark_do_not_contact,
)
from cms.this_week import rows_of
from meetings.enums import InvitationState, Route, Say
from meetings.models import Invitation, Mailing
from meetings.services import answer
from meetings.services.arrivals import note_arrivals
from meetings.services.invitations import invite, invite_another_way
from meetings.services.mailing_moves import stop_mailing
from meetings.services.moving import move_meeting
from meetings.services.seats import ask
from meetings.services.talking_first import talk_first
from meetings.services.telling_invited import tell_invited
from meetings.services.whom_to_ask import not_yet_asked
from tests.factories import AFTERNOON, in_days, make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, mail_to, told

pytestmark = pytest.mark.django_db
ADDRESS = {"address": "22 Birch Road"}
PHONE = {"phone": "+17055550142"}
NO_SUCH_MAILBOX = "550 5.1.1 no such user"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


@pytest.fixture
def mailed(centre, anne, workshop):
    """Somebody whose invitation went by mail, and came back."""

    def one(name="Rosa", said=NO_SUCH_MAILBOX, **ways):
        person = make_person(centre, name, email=f"{name}@example.org".lower(), **ways)
        invitation = invite(person, workshop, route=Route.GENERAL, by=anne)
        leaves(invitation)
        message = newest(invitation)
        came_back(message.message_id, message.to_address, said)
        return invitation

    return one


def leaves(invitation):
    """Its newest message leaves the house."""
    Message.objects.filter(pk=newest(invitation).pk).update(
        state=MessageState.SENT, sent_at=timezone.now()
    )
    note_arrivals(invitation.centre)


def newest(invitation):
    return told().filter(person=invitation.person).latest("pk")


def ways(invitation):
    messages = told().filter(person=invitation.person).order_by("pk")
    return list(messages.values_list("channel", "state"))


def seen(invitation):
    invitation.refresh_from_db()
    return invitation.state, invitation.channel


def go_to(workshop, *, days_before_reply_by):
    days = (workshop.reply_by - in_days(0)).days - days_before_reply_by
    return time_machine.travel(timezone.now() + timedelta(days=days))


@pytest.mark.db
def test_with_time_for_it_a_letter_goes_with_the_same_code_and_link(mailed, workshop):
    invitation = mailed(**ADDRESS, **PHONE)

    note_arrivals(invitation.centre)

    letter = newest(invitation)
    assert ways(invitation) == [("email", "bounced"), ("letter", "queued")]
    assert seen(invitation) == (InvitationState.READY, Channel.LETTER)
    assert letter.links["reply"]["id"] == invitation.pk
    assert letter.html != ""
    assert {f"meeting:{workshop.pk}", f"invitation:{invitation.pk}"} < {
        one.topic for one in letter.topics.all()
    }


@pytest.mark.parametrize(("days", "way"), [(10, "letter"), (9, "phone"), (1, "phone")])
def test_without_the_days_that_a_letter_needs_it_is_a_call(mailed, workshop, days, way):
    with go_to(workshop, days_before_reply_by=days):
        invitation = mailed(**ADDRESS, **PHONE)

        note_arrivals(invitation.centre)

    assert ways(invitation)[1:] == [(way, "queued")]


def test_on_the_reply_by_date_it_is_too_late_but_for_a_card(mailed, workshop):
    with go_to(workshop, days_before_reply_by=0):
        invitation = mailed(**ADDRESS, **PHONE)

        note_arrivals(invitation.centre)

    assert seen(invitation) == (InvitationState.UNDELIVERED, Channel.EMAIL)
    assert ways(invitation)[1:] == [("in_person", "queued")]


def test_once_posted_it_counts_as_sent(mailed, anne):
    invitation = mailed(**ADDRESS)
    note_arrivals(invitation.centre)

    posted([newest(invitation)], by=anne)
    note_arrivals(invitation.centre)

    assert seen(invitation) == (InvitationState.SENT, Channel.LETTER)


def test_a_refusal_while_it_is_sent_is_the_same(
    centre, anne, workshop, mail_server, settings
):
    settings.EMAIL_URL = mail_server.address
    mail_server.mailbox.refuse = {"rosa@example.org": NO_SUCH_MAILBOX}
    rosa = make_person(centre, email="rosa@example.org", **ADDRESS)
    invitation = invite(rosa, workshop, route=Route.GENERAL, by=anne)
    sender.send_waiting(seconds=5)

    note_arrivals(centre)

    assert ways(invitation) == [("email", "failed"), ("letter", "queued")]


def test_no_way_is_taken_twice_however_often_it_is_looked_at(mailed):
    invitation = mailed(said="550 5.7.1 we take nothing from you", **ADDRESS)
    note_arrivals(invitation.centre)
    Message.objects.filter(channel="letter").update(state=MessageState.BOUNCED)
    invitation.person.address_wrong_at = timezone.now()
    invitation.person.save()

    for _time in range(3):
        note_arrivals(invitation.centre)

    assert ways(invitation) == [
        ("email", "bounced"),
        ("letter", "bounced"),
        ("in_person", "queued"),
    ]
    assert seen(invitation)[0] == InvitationState.UNDELIVERED


def test_without_another_way_a_card_waits_until_it_is_handed_over(mailed, anne):
    invitation = mailed()
    note_arrivals(invitation.centre)
    before = seen(invitation)

    posted([newest(invitation)], by=anne)
    note_arrivals(invitation.centre)

    assert before == (InvitationState.UNDELIVERED, Channel.EMAIL)
    assert ways(invitation)[1:] == [("in_person", "sent")]
    assert seen(invitation) == (InvitationState.SENT, Channel.IN_PERSON)


def test_of_two_workers_one_finds_the_way(mailed, workshop):
    invitation = mailed(**ADDRESS)
    note_arrivals(invitation.centre)

    assert invite_another_way(invitation, Channel.LETTER, workshop) is False
    assert len(ways(invitation)) == 2


def test_what_is_given_back_goes_by_itself(mailed):
    invitation = mailed()
    note_arrivals(invitation.centre)
    before = seen(invitation)[0]

    change_person(invitation.person, by=None, phone="705-555-0142")
    note_arrivals(invitation.centre)

    assert before == InvitationState.UNDELIVERED
    assert ways(invitation)[1:] == [("in_person", "cancelled"), ("phone", "queued")]


def test_a_corrected_address_is_mailed_to_again(mailed):
    invitation = mailed()
    note_arrivals(invitation.centre)

    change_person(invitation.person, by=None, email="rosa.new@example.org")
    note_arrivals(invitation.centre)

    assert ways(invitation)[1:] == [("in_person", "cancelled"), ("email", "queued")]
    assert newest(invitation).to_address == "rosa.new@example.org"


def test_a_corrected_address_is_mailed_to_also_when_the_old_one_is_forgotten(mailed):
    invitation = mailed()
    note_arrivals(invitation.centre)
    told().filter(state="bounced").update(to_address="", text="")

    change_person(invitation.person, by=None, email="rosa.new@example.org")
    note_arrivals(invitation.centre)

    assert ways(invitation)[-1] == ("email", "queued")


def test_an_address_that_is_gone_before_it_leaves_goes_another_way(
    centre, anne, workshop, mail_server, settings
):
    settings.EMAIL_URL = mail_server.address
    rosa = make_person(centre, email="rosa@example.org", **PHONE)
    invitation = invite(rosa, workshop, route=Route.GENERAL, by=anne)
    change_person(rosa, by=anne, email="")
    sender.send_waiting(seconds=5)

    note_arrivals(centre)

    assert ways(invitation) == [("email", "cancelled"), ("phone", "queued")]


@pytest.mark.parametrize("end", [mark_died, mark_do_not_contact])
def test_whom_we_may_not_write_to_is_told_on_no_other_way(mailed, anne, end):
    invitation = mailed(**ADDRESS, **PHONE)
    end(invitation.person, by=anne)

    note_arrivals(invitation.centre)

    assert ways(invitation) == [("email", "bounced")]


def test_with_whom_we_talk_first_it_waits_for_that(mailed, anne, centre):
    invitation = mailed(**ADDRESS)
    kofi = make_staff(centre, first_name="Kofi")
    talk_first(invitation.person, promised_by=kofi, until=in_days(3), by=anne)

    note_arrivals(centre)
    before = len(ways(invitation))
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        note_arrivals(centre)

    assert (before, ways(invitation)[1:]) == (1, [("letter", "queued")])


@pytest.mark.db
def test_who_stopped_before_it_left_was_not_asked_and_can_be_later(
    centre, anne, workshop, mail_server, settings
):
    settings.EMAIL_URL = mail_server.address
    rosa = make_person(centre, email="rosa@example.org")
    invitation = invite(rosa, workshop, route=Route.GENERAL, by=anne)
    mark_do_not_contact(rosa, by=None)
    sender.send_waiting(seconds=5)

    note_arrivals(centre)
    lift_do_not_contact(rosa, by=None)

    assert seen(invitation)[0] == InvitationState.WITHDRAWN
    assert rosa in not_yet_asked(centre)


def test_who_has_answered_meanwhile_is_told_nothing_more(mailed, workshop):
    invitation = mailed(**ADDRESS)
    seat = ask(workshop, invitation.person)
    answer(seat, say=Say.NO, by=None, how=Channel.PHONE)

    note_arrivals(invitation.centre)

    assert seen(invitation)[0] == InvitationState.DECLINED
    assert ways(invitation) == [("email", "bounced")]


def test_a_mailing_that_was_stopped_goes_no_other_way(centre, anne, workshop):
    rosa = make_person(centre, email="rosa@example.org", **ADDRESS)
    mail_to(workshop, 1, anne)
    invitation = Invitation.objects.get(person=rosa)
    leaves(invitation)
    stop_mailing(Mailing.objects.get(), by=anne)
    message = newest(invitation)
    came_back(message.message_id, message.to_address, NO_SUCH_MAILBOX)

    note_arrivals(centre)

    assert ways(invitation) == [("email", "bounced")]


def test_a_workshop_that_is_moved_is_told_with_its_new_day(mailed, workshop):
    invitation = mailed(**ADDRESS)
    note_arrivals(invitation.centre)

    new_day = workshop.on + timedelta(days=2)
    move_meeting(workshop, on=new_day, place="hall", by=None, **AFTERNOON)
    workshop.refresh_from_db()
    tell_invited(workshop)

    assert ways(invitation)[1:] == [("letter", "cancelled"), ("letter", "queued")]
    assert "hall" in newest(invitation).text


# --- What staff see ---------------------------------------------------------------


@pytest.fixture
def lead(client, anne):
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def page(lead, workshop):
    return lead.get(reverse("workshops:lost", args=[workshop.pk])).content.decode()


def test_staff_see_what_happened_and_what_now(lead, mailed, workshop, anne):
    mailed("Rosa", **ADDRESS)
    note_arrivals(workshop.centre)
    posted([told().get(channel="letter")], by=anne)
    mailed("Kofi", **ADDRESS)
    mailed("Lou")
    note_arrivals(workshop.centre)

    shown = page(lead, workshop)

    for words in (
        "It went another way: letter.",
        "It goes another way: letter. It has not left yet.",
        "We know no other way: a card waits at the front desk.",
        "Their mailbox takes no mail: perhaps the address is wrong.",
    ):
        assert shown.count(words) == (3 if "mailbox" in words else 1)
    assert shown.index("Lou") < shown.index("Rosa") < shown.index("Kofi")


def rows_without_a_way(workshop):
    return [row for row in rows_of(workshop.centre) if row.key.startswith("lost")]


def test_who_has_no_other_way_is_on_this_week_until_somebody_helped(mailed, workshop):
    invitation = mailed()
    note_arrivals(workshop.centre)
    (row,) = rows_without_a_way(workshop)

    change_person(invitation.person, by=None, address="22 Birch Road")
    note_arrivals(workshop.centre)

    assert row.title == "1 invitation did not arrive, and we know no other way"
    assert row.last_on == workshop.reply_by
    assert rows_without_a_way(workshop) == []


def test_what_found_another_way_is_no_message_in_doubt(mailed, workshop):
    invitation = mailed(**ADDRESS)
    told().update(state=MessageState.FAILED)
    note_arrivals(workshop.centre)

    assert ways(invitation)[-1] == ("letter", "queued")
    assert "doubts" not in [row.key for row in rows_of(workshop.centre)]


def test_a_wrong_number_says_whether_there_is_another_way(lead, centre, anne, workshop):
    kofi = make_person(centre, "Kofi", channel=Channel.PHONE, **PHONE, **ADDRESS)
    lou = make_person(centre, "Lou", channel=Channel.PHONE, phone="+17055550199")
    said = {}
    for person in (kofi, lou):
        invite(person, workshop, route=Route.GENERAL, by=anne)
        call = told().get(person=person, channel=Channel.PHONE)
        address = reverse("meetings:call", args=[centre.slug, call.pk])
        answered = lead.post(address, {"say": "wrong"}, follow=True)
        said[person] = answered.content.decode()

    assert "We tell them another way." in said[kofi]
    assert "We have no other way to tell them." in said[lou]
    assert told().filter(person=lou, channel=Channel.IN_PERSON).count() == 1
    assert told().filter(person=kofi, channel=Channel.LETTER).count() == 1


def test_a_way_that_failed_is_said_where_it_is_put_right(lead, mailed, centre):
    rosa = mailed(**ADDRESS, **PHONE).person
    now = timezone.now()
    Person.objects.update(address_wrong_at=now, phone_wrong_at=now)
    lead.post(reverse("meetings:desk", args=[centre.slug]), {"words": "Rosa"})

    desk = reverse("meetings:desk_person", args=[centre.slug, rosa.pk])
    for address in (desk, reverse("people:edit", args=[rosa.pk])):
        shown = lead.get(address).content.decode()
        for words in (
            "This mailbox takes no mail.",
            "This number was wrong.",
            "A letter came back from there.",
        ):
            assert shown.count(words) == 1


def test_the_page_asks_the_database_as_often_for_three_as_for_one(
    lead, mailed, workshop
):
    mailed("Rosa")
    note_arrivals(workshop.centre)
    page(lead, workshop)
    with CaptureQueriesContext(connection) as one:
        page(lead, workshop)
    mailed("Kofi")
    mailed("Lou", **ADDRESS)
    note_arrivals(workshop.centre)

    with CaptureQueriesContext(connection) as three:
        page(lead, workshop)

    assert len(three) == len(one)


def test_noting_what_arrived_asks_the_database_as_often_for_three_as_for_one(
    mailed, centre
):
    mailed("Rosa")
    note_arrivals(centre)
    with CaptureQueriesContext(connection) as one:
        note_arrivals(centre)
    mailed("Kofi")
    mailed("Lou")
    note_arrivals(centre)

    with CaptureQueriesContext(connection) as three:
        note_arrivals(centre)

    assert len(three) == len(one)
