"""What a mail told one person and did not arrive goes another safe way, once; where there
is none, staff are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from champions import tasks
from champions.enums import Channel, MessageState, Priority
from champions.messages import sender
from champions.messages.bounces import came_back
from champions.messages.letters import html_of
from champions.messages.outbox import tell
from champions.models import Message, Person
from champions.services.lost_mail import not_told
from champions.services.people import change_person, mark_do_not_contact
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db
SOON, LATER = timedelta(days=2), timedelta(days=20)


@pytest.fixture
def rosa():
    return make_person(
        make_centre(), email="rosa@example.org", address="22 Birch Road, Cedar Lake"
    )


def lost(person, event="confirmed:1", *, ago=timedelta(hours=1), **words):
    """A mail that left and came back."""
    message = tell(person, "told/code", event=event, context={"code": 7}, **words)
    then = timezone.now() - ago
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENT,
        attempts=1,
        first_tried_at=then,
        claimed_at=then,
        sent_at=then,
    )
    return came_back(message.message_id, person.email, "550 5.1.1 no such mailbox")


def told_since(message):
    later = Message.objects.filter(pk__gt=message.pk, queued_at__gt=message.queued_at)
    return [one.channel for one in later.order_by("pk")]


def waiting():
    return list(not_told(Message.objects.all()))


@pytest.mark.db
def test_it_goes_by_letter_once(rosa):
    message = lost(rosa)

    tasks.find_another_way()
    tasks.find_another_way()

    message.refresh_from_db()
    letter = Message.objects.get(channel=Channel.LETTER)
    assert (message.state, told_since(message)) == (MessageState.BOUNCED, ["letter"])
    assert (letter.subject, letter.text) == (message.subject, message.text)
    assert "7" in html_of([letter], centre=rosa.centre)
    assert waiting() == []


def test_who_has_no_postal_address_is_called(rosa):
    Person.objects.update(address="", phone="+17055550142", safe_to_phone=True)
    message = lost(rosa)

    tasks.find_another_way()

    assert told_since(message) == ["phone"]


def test_a_letter_that_would_come_too_late_is_none(rosa):
    Person.objects.update(phone="+17055550142", safe_to_phone=True)
    soon = lost(rosa, not_after=timezone.now() + SOON)

    tasks.find_another_way()

    assert told_since(soon) == ["phone"]


def test_a_letter_that_is_in_time_is_posted(rosa):
    later = lost(rosa, not_after=timezone.now() + LATER)

    tasks.find_another_way()

    assert told_since(later) == ["letter"]


def test_without_another_way_staff_see_it_until_there_is_one(rosa):
    Person.objects.update(address="")
    message = lost(rosa)
    tasks.find_another_way()
    rosa.refresh_from_db()
    assert (told_since(message), waiting()) == ([], [message])

    change_person(rosa, by=None, email="rosa.new@example.org")
    tasks.find_another_way()

    new = Message.objects.exclude(pk=message.pk).get()
    assert (new.channel, new.to_address) == ("email", "rosa.new@example.org")
    assert waiting() == []


def test_to_a_new_address_it_goes_whole_with_its_entry_for_a_calendar(rosa):
    Person.objects.update(address="")
    message = lost(rosa, calendar="BEGIN:VCALENDAR")
    Message.objects.filter(pk=message.pk).update(html="<p>Your code is 7.</p>")
    rosa.refresh_from_db()

    change_person(rosa, by=None, email="rosa.new@example.org")
    tasks.find_another_way()

    new = Message.objects.exclude(pk=message.pk).get()
    assert (new.html, new.calendar) == ("<p>Your code is 7.</p>", "BEGIN:VCALENDAR")


def test_by_letter_it_goes_without_what_only_a_mail_can_carry(rosa):
    message = lost(rosa, calendar="BEGIN:VCALENDAR")
    Message.objects.filter(pk=message.pk).update(html="<p>Your code is 7.</p>")

    tasks.find_another_way()

    letter = Message.objects.get(channel=Channel.LETTER)
    assert (letter.html, letter.calendar) == ("", "")


def test_a_way_that_is_not_safe_is_none(rosa):
    Person.objects.update(address="", phone="+17055550142", safe_to_phone=False)
    message = lost(rosa)

    tasks.find_another_way()

    assert (told_since(message), waiting()) == ([], [message])


def test_what_is_old_news_is_left_to_staff(rosa):
    message = lost(rosa, ago=timedelta(days=4))

    tasks.find_another_way()

    assert (told_since(message), waiting()) == ([], [message])


def test_what_is_of_no_use_any_more_is_let_go(rosa):
    message = lost(rosa, not_after=timezone.now() - SOON)

    tasks.find_another_way()

    assert (told_since(message), waiting()) == ([], [])


def test_newer_words_about_the_same_thing_take_its_place(rosa):
    message = lost(rosa, topics=["meeting:42"])
    rosa.refresh_from_db()
    tell(
        rosa,
        "told/code",
        event="called-off:42",
        context={"code": 8},
        topics=["notice:meeting:42"],
    )

    tasks.find_another_way()

    assert told_since(message) == ["letter"]
    assert Message.objects.filter(key__startswith=message.key).count() == 1


@pytest.mark.parametrize("topic", ["invitation:7", "call:7"])
def test_what_is_looked_after_elsewhere_is_left_alone(rosa, topic):
    message = lost(rosa, topics=[topic])

    tasks.find_another_way()

    assert (told_since(message), waiting()) == ([], [])


def test_looking_costs_the_same_for_one_and_for_three(rosa, django_assert_num_queries):
    Person.objects.update(address="")
    lost(rosa, topics=["meeting:1"])
    with django_assert_num_queries(4):
        assert len(waiting()) == 1
    for number in (2, 3):
        other = make_person(rosa.centre, email=f"{number}@example.org", address="")
        lost(other, topics=[f"meeting:{number}"])

    with django_assert_num_queries(4):
        assert len(waiting()) == 3


def test_a_mailing_is_left_alone(rosa):
    message = lost(rosa, priority=Priority.MAILING)

    tasks.find_another_way()

    assert (told_since(message), waiting()) == ([], [])


def test_who_asked_us_to_stop_is_told_nothing(rosa):
    message = lost(rosa)
    mark_do_not_contact(rosa, by=None)

    tasks.find_another_way()

    assert (told_since(message), waiting()) == ([], [])


@pytest.mark.parametrize(
    ("said", "channels", "state"),
    [
        ("550 5.1.1 no such mailbox", ["letter"], MessageState.CANCELLED),
        ("550 5.7.1 your server is blocked", [], MessageState.FAILED),
        ("554 5.6.0 words not liked", [], MessageState.FAILED),
    ],
)
def test_what_a_mailbox_refused_at_the_door_goes_too(
    rosa, mail_server, settings, said, channels, state
):
    settings.EMAIL_URL = mail_server.address
    mail_server.mailbox.refuse = {"rosa@example.org": said}
    message = tell(rosa, "told/code", event="confirmed:1", context={"code": 7})
    sender.send_waiting(seconds=5)

    tasks.find_another_way()

    message.refresh_from_db()
    assert (told_since(message), message.state) == (channels, state)
