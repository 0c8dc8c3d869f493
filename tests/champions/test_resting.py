"""What waits about a topic rests, goes on, or is called off, on every channel; only what
a sender holds in its hands at that moment is no longer ours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from champions.enums import Channel, MessageState
from champions.messages import sender
from champions.messages.outbox import cancel_topic, tell
from champions.messages.resting import GoneOn, go_on_topic, pause_topic
from champions.models import Message
from champions.services import calls, letters
from champions.services.privacy import erase
from tests.factories import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db
TOPIC = "mailing:7"
NOT_NOW = sender.Verdict(MessageState.QUEUED, "451 later")


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def mailbox(mail_server, settings):
    settings.EMAIL_URL = mail_server.address
    return mail_server.mailbox


def write(centre, number=1, channel=Channel.EMAIL, **words):
    person = make_person(
        centre,
        email=f"{number}@example.org",
        address="22 Birch Road",
        phone="+17055550142",
    )
    return tell(
        person,
        "told/code",
        event="news",
        context={"code": number},
        topics=[TOPIC],
        channel=channel,
        at_once=True,
        **words,
    )


def send():
    return sender.send_waiting(seconds=0)


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_what_rests_does_not_leave_until_it_goes_on(mailbox, centre):
    for number in range(3):
        write(centre, number)
    send()

    resting = pause_topic(TOPIC)
    send()
    while_resting = states()
    gone_on = go_on_topic(TOPIC)
    while send():
        pass

    assert (resting, while_resting) == (2, ["sent", "paused", "paused"])
    assert (gone_on, states()) == (GoneOn(2, 0), ["sent"] * 3)
    addresses = [envelope.rcpt_tos for envelope in mailbox.envelopes]
    assert addresses == [[f"{n}@example.org"] for n in range(3)]


def test_another_topic_goes_on(mailbox, centre):
    other = tell(
        make_person(centre, email="other@example.org"),
        "told/code",
        event="news",
        context={"code": 1},
        topics=["meeting:1"],
        at_once=True,
    )
    write(centre)

    pause_topic(TOPIC)
    send()

    other.refresh_from_db()
    assert states().count(other.state) == 1
    assert other.state == MessageState.SENT


@pytest.mark.parametrize(
    ("press", "becomes"), [(pause_topic, "paused"), (cancel_topic, "cancelled")]
)
def test_what_a_server_puts_back_meanwhile_does_not_leave_later(centre, press, becomes):
    write(centre)
    message = sender.claim()

    press(TOPIC)
    held = states()
    sender.record(message, NOT_NOW)

    assert (held, states()) == (["sending"], [becomes])


def test_what_was_leaving_has_left(centre):
    write(centre)
    message = sender.claim()

    count = pause_topic(TOPIC)
    sender.record(message, sender.SENT)

    assert (count, states()) == (0, ["sent"])


def test_gone_on_meanwhile_it_is_tried_again(centre):
    write(centre)
    message = sender.claim()
    pause_topic(TOPIC)

    go_on_topic(TOPIC)
    sender.record(message, NOT_NOW)

    assert states() == ["queued"]


def test_what_rests_can_be_called_off(centre):
    write(centre)
    pause_topic(TOPIC)

    assert cancel_topic(TOPIC) == 1
    assert states() == ["cancelled"]


def test_what_came_too_late_by_now_is_said_and_stays(centre, time_machine):
    write(centre, 1, not_after=timezone.now() + timedelta(hours=1))
    write(centre, 2)
    pause_topic(TOPIC)

    time_machine.move_to(timezone.now() + timedelta(hours=2))
    gone_on = go_on_topic(TOPIC)

    assert gone_on == GoneOn(1, 1)
    assert states() == ["cancelled", "queued"]


def test_what_rests_for_ever_is_let_go(centre, time_machine):
    write(centre, 1, not_after=timezone.now() + timedelta(hours=1))
    pause_topic(TOPIC)

    time_machine.move_to(timezone.now() + timedelta(hours=2))

    assert sender.let_go_of_late() == 1
    assert states() == ["cancelled"]


def test_a_long_rest_is_no_reason_to_give_up_soon(centre, time_machine):
    write(centre)
    pause_topic(TOPIC)
    time_machine.move_to(timezone.now() + timedelta(days=4))
    go_on_topic(TOPIC)

    sender.record(sender.claim(), NOT_NOW)

    assert states() == ["queued"]


def test_whoever_is_forgotten_hears_nothing_of_what_rested(centre):
    message = write(centre)
    pause_topic(TOPIC)

    erase(message.person)

    assert states() == ["cancelled"]


def test_a_letter_that_rests_is_not_made_ready(centre):
    anne = make_staff(centre)
    write(centre, channel=Channel.LETTER)

    pause_topic(TOPIC)
    resting = letters.waiting_letters(anne)
    go_on_topic(TOPIC)

    assert (resting, letters.waiting_letters(anne)[0].count) == ([], 1)


def test_printed_letters_that_rest_are_posted_when_they_go_on(centre):
    anne = make_staff(centre)
    write(centre, channel=Channel.LETTER)
    letters.make_ready(centre, TOPIC, by=anne)
    batch = centre_batch(centre)
    pause_topic(TOPIC)

    with pytest.raises(letters.BatchRestsError):
        letters.post_batch(batch, by=anne)
    in_the_file = letters.letters_of(batch)
    go_on_topic(TOPIC)

    assert len(in_the_file) == 1
    assert letters.post_batch(batch, by=anne) == 1


def centre_batch(centre):
    return letters.LetterBatch.objects.of(centre).get()


def test_nobody_is_called_about_what_rests(centre):
    call = write(centre, channel=Channel.PHONE)
    pause_topic(TOPIC)

    with pytest.raises(calls.MessageMovedError):
        calls.no_answer(call, by=None)

    assert not Message.objects.calls_to_make().exists()


def test_before_its_time_no_letter_is_made_ready_and_nobody_is_called(
    centre, time_machine
):
    anne = make_staff(centre)
    later = timezone.now() + timedelta(minutes=15)
    write(centre, 1, Channel.LETTER, not_before=later)
    write(centre, 2, Channel.PHONE, not_before=later)
    waiting = (letters.waiting_letters(anne), Message.objects.calls_to_make().count())

    time_machine.move_to(later)

    assert waiting == ([], 0)
    assert len(letters.waiting_letters(anne)) == 1
    assert Message.objects.calls_to_make().count() == 1


def test_a_call_that_falls_to_a_letter_leaves_no_sooner(centre):
    later = timezone.now() + timedelta(minutes=15)
    call = write(centre, channel=Channel.PHONE, not_before=later)

    other = calls.go_another_way(call, "wrong number")

    assert (other.channel, other.not_before) == (Channel.EMAIL, later)
