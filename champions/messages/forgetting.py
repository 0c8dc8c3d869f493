"""What was told is forgotten soon: the row stays (that, when, how), its words go."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import storages
from django.db.models import QuerySet
from django.utils import timezone

from champions.enums import MessageState
from champions.models import LetterBatch, Message
from champions.services.codes import forget_tries

# GOV.UK Notify keeps personal data of messages for seven days.
KEPT_FOR = timedelta(days=7)
# What failed waits for somebody to look at it, but not for ever.
FAILED_KEPT_FOR = timedelta(days=30)
TRIES_KEPT_FOR = timedelta(days=2)
DONE = (MessageState.SENT, MessageState.BOUNCED)
FAILED = (MessageState.FAILED, MessageState.AMBIGUOUS, MessageState.CANCELLED)


def forget_old_words() -> int:
    """Blank the words of old messages, delete printed letters; returns how many."""
    now = timezone.now()
    old = Message.objects.exclude(text="")
    done = old.filter(state__in=DONE, sent_at__lt=now - KEPT_FOR)
    failed = old.filter(state__in=FAILED, queued_at__lt=now - FAILED_KEPT_FOR)
    count = sum(_blank(messages) for messages in (done, failed))
    _forget_letters(LetterBatch.objects.filter(posted_at__lt=now - KEPT_FOR))
    forget_tries(now - TRIES_KEPT_FOR)
    return count


def _blank(messages: QuerySet[Message]) -> int:
    return messages.update(
        subject="", text="", html="", calendar="", links={}, to_address="", to_name=""
    )


def _forget_letters(batches: QuerySet[LetterBatch]) -> None:
    for batch in batches.exclude(file_name=""):
        storages["private"].delete(batch.file_name)
        LetterBatch.objects.filter(pk=batch.pk).update(file_name="")
