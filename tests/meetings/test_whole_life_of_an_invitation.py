"""The whole life of an invitation, as a table: whatever becomes of it, what is told
afterwards, whether the one reminder comes, and whether they are asked another time."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from champions.enums import ChampionState, Channel, CodePurpose, MessageState, Role
from champions.links import token
from champions.messages import sender
from champions.messages.bounces import came_back
from champions.messages.outbox import posted
from champions.models import Consent, Message
from champions.permissions import SECOND_FACTOR
from champions.services.calls import find_another_way
from champions.services.codes import digits_for
from champions.services.people import (
    become_champion,
    change_person,
    mark_died,
    mark_do_not_contact,
    move_champion,
)
from cms.services.privacy import erase, merge
from meetings.enums import Route, Say
from meetings.models import Invitation
from meetings.services import answer
from meetings.services.arrivals import note_arrivals, take_back_unsent
from meetings.services.gatherings import cancel_meeting
from meetings.services.invitations import invite, withdraw
from meetings.services.mailings import draft_mailing
from meetings.services.moving import move_meeting
from meetings.services.reminding_invited import remind_invited
from meetings.services.returned_letters import note_returned
from meetings.services.seats import ask
from meetings.services.telling_invited import tell_of_changes
from meetings.services.whom_to_ask import draw_people
from tests.factories import AFTERNOON, in_days, make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.django_db
NOTHING: list = []
WAYS = {"email": "rosa@example.org", "address": "22 Birch Road"}


class Story:
    """Rosa was asked by mail, or by letter, to a workshop, and it left the house."""

    def __init__(self):
        self.centre = make_centre()
        self.anne = make_staff(self.centre)
        self.workshop = a_workshop(self.centre, self.anne)
        self.rosa = make_person(self.centre, **WAYS)

    def begins(self, channel=Channel.EMAIL):
        wish = {"route": Route.GENERAL, "by": self.anne, "channel": channel}
        self.invitation = invite(self.rosa, self.workshop, **wish)
        told().update(state=MessageState.SENT, sent_at=timezone.now())
        note_arrivals(self.centre)
        self.before = set(Message.objects.values_list("pk", flat=True))

    def goes_on(self):
        """All that the worker does, a little later."""
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            tell_of_changes()
            find_another_way()
            note_arrivals(self.centre)

    def told(self):
        """What waits to leave now, or has left, by name and channel."""
        hers = Message.objects.filter(person=self.rosa).exclude(state="cancelled")
        new = hers.exclude(pk__in=self.before)
        rows = new.order_by("pk").values_list("name", "channel")
        return [(name.removeprefix("meetings/"), way) for name, way in rows]

    def reminds(self):
        """Ten days before the last day for an answer."""
        self.workshop.refresh_from_db()
        here = set(Message.objects.values_list("pk", flat=True))
        days = (self.workshop.reply_by - in_days(0)).days - 10
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            remind_invited(timezone.now(), seconds=30)
        new = Message.objects.filter(person=self.rosa).exclude(pk__in=here)
        return list(new.values_list("channel", flat=True))

    def is_asked_again(self):
        """To the next workshop, a week after this one: at once, or by a mailing."""
        self.workshop.refresh_from_db()
        with time_machine.travel(self.workshop.starts_at + timedelta(days=7)):
            sender.let_go_of_late()
            note_arrivals(self.centre)
            take_back_unsent(self.centre)
            following = a_workshop(self.centre, self.anne, circle_name="Birch")
            mailing = draft_mailing(following, size=50, by=self.anne)
            asked = Invitation.objects.filter(meeting=following)
            people = {one.pk for one in draw_people(mailing)}
            people |= set(asked.values_list("person", flat=True))
        return self.rosa.pk in people

    # --- What may happen ---

    def nothing(self):
        pass

    def mail_comes_back(self):
        message = told().get()
        came_back(message.message_id, "rosa@example.org", "550 5.1.1 unknown")

    def letter_comes_back(self):
        code = digits_for(CodePurpose.INVITATION, self.invitation.pk)
        note_returned(self.centre, [code], by=self.anne)

    def says(self, say, reason=""):
        seat = ask(self.workshop, self.rosa)
        words = {"how": Channel.EMAIL, "decline_reason": reason}
        answer(seat, say=say, by=None, **words)

    def yes(self):
        self.says(Say.YES)

    def maybe(self):
        self.says(Say.MAYBE)

    def later(self):
        self.says(Say.LATER)

    def no(self):
        self.says(Say.NO)

    def no_because(self):
        self.says(Say.NO, "We move in May")

    def no_then_yes(self):
        self.no()
        self.yes()

    def do_not_contact(self):
        mark_do_not_contact(self.rosa, by=self.anne)

    def consent_withdrawn(self):
        wording = {"wording": 1, "language": "en", "how": "email"}
        Consent.objects.create(
            centre=self.centre,
            person=self.rosa,
            purpose="contact",
            withdrawn_at=timezone.now(),
            **wording,
        )

    def withdrawn(self):
        withdraw(self.invitation, by=self.anne)

    def moves_house(self):
        change_person(self.rosa, by=self.anne, address="3 Elm Street")

    def changes_mail(self):
        change_person(self.rosa, by=self.anne, email="rosa.new@example.org")

    def moves_on(self):
        champion = become_champion(self.rosa, by=self.anne)
        move_champion(champion, to=ChampionState.MOVED_ON, by=self.anne)

    def dies(self):
        mark_died(self.rosa, by=self.anne)

    def is_erased(self):
        erase(self.rosa, by=None)

    def is_merged(self):
        other = make_person(self.centre, "Rosa", **WAYS)
        merge(self.rosa, into=other, by=self.anne)
        self.rosa = other

    def is_moved(self):
        day = self.workshop.on + timedelta(days=2)
        move_meeting(self.workshop, on=day, place="hall", by=None, **AFTERNOON)

    def is_called_off(self):
        cancel_meeting(self.workshop, why="Snow", by=None)

    def yes_and_called_off(self):
        self.yes()
        self.is_called_off()

    def no_and_called_off(self):
        self.no()
        self.is_called_off()

    def stops_with_one_click(self):
        Client().post(self._stop(), {"List-Unsubscribe": "One-Click"})

    def stops_on_the_page(self):
        Client().post(self._stop(), {"say": "stop"})

    def stops_and_thinks_again(self):
        self.stops_on_the_page()
        Client().post(self._stop(), {"say": "again"})

    def stops_by_phone(self):
        desk = Client()
        desk.force_login(make_staff(self.centre, Role.DESK))
        session = desk.session
        session[SECOND_FACTOR] = True
        session.save()
        desk.post(reverse("meetings:desk", args=["cedar-lake"]), {"words": "Rosa"})
        desk.post(reverse("meetings:desk_stop", args=["cedar-lake", self.rosa.pk]))

    def _stop(self):
        return f"/en/stop/{token(CodePurpose.STOP, self.rosa.pk)}/"


# What happened: what is told afterwards, by which way the reminder comes, asked again?
LIFE = {
    "nothing": (NOTHING, ["email"], False),
    # The letter has not been posted, so nobody has been reached yet.
    "mail_comes_back": ([("invitation", "letter")], NOTHING, True),
    "yes": ([("hoping", "email")], NOTHING, False),
    "maybe": (NOTHING, NOTHING, False),
    "later": (NOTHING, NOTHING, True),
    "no": (NOTHING, NOTHING, False),
    "no_because": (NOTHING, NOTHING, False),
    "no_then_yes": ([("hoping", "email")], NOTHING, False),
    "do_not_contact": (NOTHING, NOTHING, False),
    "consent_withdrawn": (NOTHING, NOTHING, False),
    "withdrawn": (NOTHING, NOTHING, True),
    "moves_house": (NOTHING, ["email"], False),
    "changes_mail": (NOTHING, ["email"], False),
    "moves_on": (NOTHING, NOTHING, False),
    "dies": (NOTHING, NOTHING, False),
    "is_erased": (NOTHING, NOTHING, False),
    "is_merged": (NOTHING, ["email"], False),
    "is_moved": ([("moved", "email")], ["email"], False),
    "is_called_off": ([("called_off", "email")], NOTHING, True),
    "yes_and_called_off": ([("called_off", "email")], NOTHING, True),
    "no_and_called_off": (NOTHING, NOTHING, False),
    "stops_with_one_click": (NOTHING, NOTHING, False),
    "stops_on_the_page": (NOTHING, NOTHING, False),
    "stops_and_thinks_again": (NOTHING, ["email"], False),
    "stops_by_phone": (NOTHING, NOTHING, False),
}


@pytest.fixture
def story():
    return Story()


@pytest.mark.parametrize(("event", "after"), LIFE.items(), ids=LIFE)
def test_what_follows(story, event, after):
    story.begins()

    getattr(story, event)()
    story.goes_on()
    told_afterwards = story.told()
    reminded = story.reminds()

    assert (told_afterwards, reminded, story.is_asked_again()) == after


def test_every_event_has_its_row():
    own = {name for name in vars(Story) if not name.startswith("_")}
    frame = {"begins", "goes_on", "told", "reminds", "is_asked_again", "says"}

    assert own - frame - {"letter_comes_back"} == set(LIFE)


def test_a_letter_that_comes_back_goes_by_mail(story):
    story.begins(Channel.LETTER)

    story.letter_comes_back()
    story.goes_on()

    assert story.told() == [("invitation", "email")]
    assert story.reminds() == NOTHING


def test_a_posted_letter_that_reached_them_is_reminded_by_letter(story):
    story.begins(Channel.LETTER)

    story.goes_on()

    assert (story.told(), story.reminds()) == (NOTHING, ["letter"])


def test_what_came_back_and_went_another_way_counts_as_asked(story):
    story.begins()
    story.mail_comes_back()
    story.goes_on()
    posted(told().filter(channel="letter"), by=story.anne)
    note_arrivals(story.centre)

    assert story.is_asked_again() is False


def test_who_said_later_after_an_invitation_without_an_answer_is_asked_again(story):
    story.begins()
    with time_machine.travel(story.workshop.starts_at + timedelta(days=7)):
        story.workshop = a_workshop(story.centre, story.anne, circle_name="Elm")
        story.begins()
        story.later()

    assert story.is_asked_again() is True


def test_who_was_asked_again_and_said_nothing_is_left_alone(story):
    story.begins()
    story.later()
    with time_machine.travel(story.workshop.starts_at + timedelta(days=7)):
        story.workshop = a_workshop(story.centre, story.anne, circle_name="Elm")
        story.begins()

    assert story.is_asked_again() is False


def test_queued_before_they_stopped_it_is_not_sent(story, mail_server, settings):
    settings.EMAIL_URL = mail_server.address
    wish = {"route": Route.GENERAL, "by": story.anne}
    story.invitation = invite(story.rosa, story.workshop, **wish)
    story.stops_with_one_click()

    sender.send_waiting(seconds=5)

    to = [envelope.rcpt_tos for envelope in mail_server.mailbox.envelopes]
    assert ["rosa@example.org"] not in to
    assert told().get().state == MessageState.CANCELLED


def test_of_two_people_with_one_address_only_who_stopped_is_left_alone(
    story, mail_server, settings
):
    settings.EMAIL_URL = mail_server.address
    kofi = make_person(story.centre, "Kofi", email="rosa@example.org")
    for person in (story.rosa, kofi):
        invite(person, story.workshop, route=Route.GENERAL, by=story.anne)
    story.stops_with_one_click()

    sender.send_waiting(seconds=5)

    states = dict(told().values_list("person__first_name", "state"))
    assert states == {"Rosa": "cancelled", "Kofi": "sent"}


def test_a_report_about_one_of_two_with_one_address_leaves_the_other_alone(story):
    kofi = make_person(story.centre, "Kofi", **WAYS)
    story.begins()
    theirs = invite(kofi, story.workshop, route=Route.GENERAL, by=story.anne)
    told().update(state=MessageState.SENT)
    message = told().get(person=story.rosa)
    came_back(message.message_id, "rosa@example.org", "550 5.1.1 unknown")

    note_arrivals(story.centre)

    theirs.refresh_from_db()
    assert theirs.state == "sent"
