"""A week after it was sent, a message has no words any more."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from champions.enums import MessageState
from champions.messages.forgetting import forget_old_words
from champions.messages.outbox import tell
from champions.models import LetterBatch, Message
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db
WORDS = ("subject", "text", "html", "calendar", "to_address", "links")


@pytest.fixture
def rosa():
    return make_person(make_centre(), email="rosa@example.org")


def told(person, state, days_ago):
    message = tell(person, "told/code", event="news", context={"code": 7})
    then = timezone.now() - timedelta(days=days_ago)
    Message.objects.filter(pk=message.pk).update(
        state=state,
        sent_at=then if state == MessageState.SENT else None,
        queued_at=then,
        to_address="rosa@example.org",
    )
    return message


@pytest.mark.parametrize(
    ("state", "days_ago", "is_blank"),
    [
        ("sent", 6, False),
        ("sent", 8, True),
        ("queued", 100, False),
        ("sending", 100, False),
        ("failed", 29, False),
        ("failed", 31, True),
        ("ambiguous", 31, True),
        ("cancelled", 31, True),
    ],
)
def test_words_go_a_week_after_sending_and_failures_a_month_after(
    rosa, state, days_ago, is_blank
):
    message = told(rosa, state, days_ago)

    assert forget_old_words() == int(is_blank)
    message.refresh_from_db()
    assert [not getattr(message, field) for field in WORDS] == (
        [True] * 6 if is_blank else [False, False, True, True, False, False]
    )


def test_that_something_was_told_stays(rosa):
    message = told(rosa, "sent", 8)

    forget_old_words()

    message.refresh_from_db()
    assert (message.person, message.name, message.state) == (
        rosa,
        "told/code",
        "sent",
    )
    assert tell(rosa, "told/code", event="news", context={"code": 7}) == message


@pytest.mark.parametrize(("days_ago", "exists"), [(6, True), (8, False)])
def test_printed_letters_go_a_week_after_posting(rosa, days_ago, exists):
    name = storages["private"].save("letters/1.pdf", ContentFile(b"%PDF"))
    LetterBatch.objects.create(
        centre=rosa.centre,
        topic="mailing:1",
        number=1,
        file_name=name,
        posted_at=timezone.now() - timedelta(days=days_ago),
    )

    forget_old_words()

    assert storages["private"].exists(name) is exists
    assert bool(LetterBatch.objects.get().file_name) is exists
