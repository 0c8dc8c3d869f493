"""Each is told by the way they would like: a text, a call, as far as the centre can."""

import csv
import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.utils import timezone

from champions.enums import Channel
from champions.models import LetterBatch, Message
from champions.services import letters
from champions.services.texts import list_of
from meetings.enums import Reply, Route, Say
from meetings.models import Seat
from meetings.services.booking import book_next
from meetings.services.gatherings import cancel_meeting
from meetings.services.invitations import invite
from meetings.services.offer_ways import kept_until, way_in_time
from meetings.services.reminding import remind
from meetings.services.seats import answer
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_person,
    make_seat,
    make_staff,
)
from tests.meetings.workshops import a_workshop, mail_to

pytestmark = pytest.mark.django_db
HOME = {"address": "22 Birch Road", "phone": "+17055550142"}


@pytest.fixture
def centre():
    return make_centre(sends_texts=True)


@pytest.fixture
def lead(centre):
    return make_staff(centre)


def ways(name):
    told = Message.objects.filter(name=f"meetings/{name}", state="queued")
    return dict(told.values_list("person__first_name", "channel"))


def test_an_invitation_by_text_leads_to_the_reply(centre, lead, client):
    workshop = a_workshop(centre, lead)
    rosa = make_person(centre, channel=Channel.TEXT, **HOME)
    invitation = invite(rosa, workshop, route=Route.GENERAL, by=lead)

    letters.make_ready(centre, f"meeting:{workshop.pk}", by=lead, channel=Channel.TEXT)
    batch = LetterBatch.objects.get()
    table = "".join(list_of(letters.letters_to_post(batch), centre=centre))
    _number, text = list(csv.reader(io.StringIO(table)))[1]
    link = next(word for word in text.split() if word.startswith("http"))

    address = urlsplit(link).path
    assert client.get(address).status_code == 200
    assert client.post(address).url == f"/en/i/{invitation.pk}/"


def test_a_mailing_sends_texts_and_posts_to_who_would_like_a_call(centre, lead):
    make_person(centre, "Texter", channel=Channel.TEXT, **HOME)
    make_person(centre, "Caller", channel=Channel.PHONE, **HOME)

    mail_to(a_workshop(centre, lead), 5, lead)

    assert ways("invitation") == {"Texter": "text", "Caller": "letter"}


def test_who_is_invited_alone_is_called_if_they_like(centre, lead):
    caller = make_person(centre, "Caller", channel=Channel.PHONE, **HOME)

    invite(caller, a_workshop(centre, lead), route=Route.GENERAL, by=lead)

    assert ways("invitation") == {"Caller": "phone"}


def test_a_group_is_asked_and_hears_of_a_change_by_text_and_call(centre, lead):
    circle = make_circle(centre)
    make_champion(centre, circle, "Texter", channel=Channel.TEXT, **HOME)
    make_champion(centre, circle, "Caller", channel=Channel.PHONE, **HOME)
    meeting = book_next(circle, on=in_days(14), by=None)
    by_wish = {"Texter": "text", "Caller": "phone"}
    assert ways("asked") == by_wish

    cancel_meeting(meeting, why="Snow", by=lead)

    assert ways("asked") == {}
    assert ways("called_off") == by_wish


def test_a_reminder_comes_two_days_before_by_text_and_call(centre):
    meeting = make_gathering(centre, days=8)
    for name, channel in (("Texter", Channel.TEXT), ("Caller", Channel.PHONE)):
        seat = make_seat(meeting, name, channel=channel, **HOME)
        answer(seat, say=Say.YES, by=None, how=channel)
    Message.objects.all().delete()

    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert remind(timezone.now()) == 0
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert remind(timezone.now()) == 2

    assert ways("reminder") == {"Texter": "text", "Caller": "phone"}


@pytest.mark.parametrize(
    ("hours", "way"), [(48, "text"), (20, "phone"), (3, "phone"), (1, None)]
)
def test_a_place_is_offered_by_text_while_an_answer_can_come_back(centre, hours, way):
    seat = make_seat(make_gathering(centre), channel=Channel.TEXT, **HOME)
    now = seat.meeting.starts_at - timedelta(hours=hours)

    assert way_in_time(seat, now) == way


def test_a_place_offered_by_text_is_kept_three_days(centre):
    seat = make_seat(make_gathering(centre, days=30), channel=Channel.TEXT, **HOME)
    now = timezone.now()

    assert kept_until(seat, Channel.TEXT, now) == now + timedelta(days=3)


def test_who_has_answered_is_told_by_text_and_never_called_for_it(centre):
    meeting = make_gathering(centre)
    for name, channel in (("Texter", Channel.TEXT), ("Caller", Channel.PHONE)):
        seat = make_seat(meeting, name, channel=channel, **HOME)
        answer(seat, say=Say.YES, by=None, how=Channel.LETTER)

    assert set(Seat.objects.values_list("reply", flat=True)) == {Reply.COMING}
    assert ways("you_are_in") == {"Texter": "text", "Caller": "letter"}
