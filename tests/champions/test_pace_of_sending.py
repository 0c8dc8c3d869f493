"""Each centre's mail leaves at its pace: a mailing uses up nobody else's share, and what
somebody waits for does not stand behind it."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from champions.enums import Priority
from champions.messages import sender
from champions.messages.outbox import tell, tell_address
from champions.messages.pace import AT_ONCE, Paces
from champions.models import Message, Pace
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db
A_MINUTE = 10


@pytest.fixture(autouse=True)
def _ten_a_minute(settings, mail_server):
    settings.MAILS_A_MINUTE = A_MINUTE
    settings.EMAIL_URL = mail_server.address


@pytest.fixture
def centre():
    return make_centre()


def queue(centre, count, priority=Priority.MAILING, event="news"):
    for number in range(count):
        person = make_person(centre, email=f"{event}-{number}-{centre.pk}@example.org")
        tell(
            person,
            "told/code",
            event=event,
            context={"code": number},
            priority=priority,
        )


def sent(centre):
    return Message.objects.filter(centre=centre, state="sent").count()


def send():
    return sender.send_waiting(seconds=30)


def test_a_mailing_leaves_a_tenth_of_the_minute_to_what_is_waited_for(centre):
    queue(centre, A_MINUTE + 5)
    assert send() is False
    assert sent(centre) == A_MINUTE - 1

    queue(centre, 2, Priority.NOTICE, event="yes")
    send()

    assert Message.objects.filter(state="sent", priority=Priority.NOTICE).count() == 1


def test_at_one_mail_a_minute_a_mailing_leaves_all_the_same(
    centre, settings, time_machine
):
    settings.MAILS_A_MINUTE = 1
    queue(centre, 2)
    send()
    assert sent(centre) == 1

    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    send()

    assert sent(centre) == 2


def test_a_minute_later_the_next_ones_leave(centre, time_machine):
    queue(centre, A_MINUTE + 5)
    send()

    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    send()

    assert sent(centre) == A_MINUTE + 5


def test_what_was_not_used_is_not_saved_up(centre, time_machine):
    queue(centre, 1)
    send()
    time_machine.move_to(timezone.now() + timedelta(days=1))
    queue(centre, 3 * A_MINUTE, event="more")

    send()

    assert sent(centre) == 1 + A_MINUTE - 1


def test_what_a_turn_took_and_did_not_use_goes_back(centre, settings):
    settings.MAILS_A_MINUTE = 10 * AT_ONCE
    queue(centre, 1)
    send()
    (used,) = Pace.objects.values_list("used_until", flat=True)

    assert used - timezone.now() <= timedelta(minutes=1) / settings.MAILS_A_MINUTE


def test_no_centre_waits_for_another_ones_mailing(centre):
    other = make_centre("harbourview")
    queue(centre, 2 * A_MINUTE)
    queue(other, 3)

    send()

    assert (sent(centre), sent(other)) == (A_MINUTE - 1, 3)


def test_sign_in_numbers_are_never_held_back(centre):
    queue(centre, 2 * A_MINUTE)
    send()
    for number in range(2 * A_MINUTE):
        tell_address(
            f"{number}@example.org",
            "told/code",
            language="en",
            event="code",
            context={"code": number},
        )

    send()

    assert Message.objects.filter(state="sent", centre=None).count() == 2 * A_MINUTE


def test_zero_is_as_many_as_go(centre, settings):
    settings.MAILS_A_MINUTE = 0
    queue(centre, 2 * A_MINUTE)

    send()

    assert sent(centre) == 2 * A_MINUTE
    assert not Pace.objects.exists()


def test_who_is_not_written_to_any_more_uses_up_no_share(centre):
    queue(centre, A_MINUTE)
    Message.objects.first().person.__class__.objects.filter(
        email__startswith="news-0-"
    ).update(died_at=timezone.now())

    send()

    assert sent(centre) == A_MINUTE - 1


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_share_one_bucket(centre):
    taken = []

    def take_many():
        paces = Paces()
        message = Message(centre_id=centre.pk, priority=Priority.NOTICE)
        taken.extend(paces.take(message) for _try in range(2 * A_MINUTE))
        connection.close()

    senders = [Thread(target=take_many) for _ in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()

    assert A_MINUTE <= taken.count(True) <= A_MINUTE + 2  # the clock went on meanwhile
