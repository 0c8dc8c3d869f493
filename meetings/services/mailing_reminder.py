"""On which day a mailing asks those once more who have not answered, or not at all; the
worker does it: `reminding_invited.py`."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from champions.history import record
from champions.messages.outbox import cancel_topic
from champions.models import Message, MessageQuerySet, User
from champions.when import day_in_words
from meetings.enums import MailingState
from meetings.models import Mailing
from meetings.services.mailings import MailingError
from meetings.services.rhythms import today_at
from meetings.workshop_dates import days_for_reminder


def topic_of_mailing(mailing_id: int) -> str:
    """What is taken back when somebody says “no reminder”."""
    return f"reminders:{mailing_id}"


def reminders_of(mailing: Mailing) -> MessageQuerySet:
    """All that were written for it, whatever became of them."""
    return Message.objects.about(topic_of_mailing(mailing.pk))


def days_of_reminder(mailing: Mailing) -> tuple[date, date]:
    """The first and the last day that can be chosen now."""
    today, workshop = today_at(mailing.centre), mailing.meeting
    begun = mailing.sent_on or today
    first, last = days_for_reminder(begun, workshop.reply_by or workshop.on)
    return max(first, today), last


@transaction.atomic
def remind_on(mailing: Mailing, day: date | None, *, by: User) -> int:
    """Ask once more on another day, or not at all: what has not left is taken back then.
    Returns how many reminders that were."""
    if day is not None:
        _check_day(mailing, day)
    here = Mailing.objects.filter(pk=mailing.pk).exclude(state=MailingState.CANCELLED)
    if not here.update(reminds_on=day):
        raise MailingError(_("This mailing was stopped: it reminds nobody."))
    record(mailing, "meetings.remind_on", by=by, day=day and day.isoformat())
    return 0 if day else cancel_topic(topic_of_mailing(mailing.pk))


def _check_day(mailing: Mailing, day: date) -> None:
    first, last = days_of_reminder(mailing)
    if not first <= day <= last:
        raise MailingError(
            _(
                "Choose a day from %(first)s to %(last)s: a week after people were "
                "asked, and early enough for a letter."
            )
            % {"first": day_in_words(first), "last": day_in_words(last)}
        )
