"""Reads the mailbox to which delivery reports come: a bounded number of new mails at a
time, each once, however often the worker dies. Reports about mails of ours are put away;
everything else is only looked at, and stays unread for the people who read it."""

from __future__ import annotations

import logging
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.utils import timezone

from champions.messages.bounces import came_back
from champions.messages.mailbox import Mailbox, MailboxError, door_of
from champions.messages.reports import Report, read_report
from champions.models import Message, ReadMailbox

logger = logging.getLogger(__name__)
MOST_MAILS = 200
# A task is ended by force after 60 s; what is left is read by the next one.
SECONDS = 30.0
MOST_TRIES = 3
# A server tries for five days at most; what is older was never a report of ours.
COME_WITHIN = timedelta(days=14)


def read_bounces() -> int:
    """Read what is new; returns how many mails of ours turned out to have come back."""
    if not settings.BOUNCES_URL:
        return 0
    door = door_of(settings.BOUNCES_URL)
    try:
        with Mailbox(door) as mailbox:
            return _read(mailbox)
    except MailboxError as error:
        logger.warning("The mailbox %s cannot be read: %s", door.name, error)
        return 0


def _read(mailbox: Mailbox) -> int:
    place, since = _place(mailbox), timezone.now() - COME_WITHIN
    numbers = mailbox.unread(after=place.last_uid, since=since.date())
    count, end = 0, monotonic() + SECONDS
    for uid in numbers[:MOST_MAILS]:
        if monotonic() > end:
            break
        count += _read_one(mailbox, place, uid)
    _keep(place, read_at=timezone.now())
    return count


def _read_one(mailbox: Mailbox, place: ReadMailbox, uid: int) -> int:
    """The place is moved after the work, so that a killed worker loses nothing; doing a
    report twice changes nothing."""
    tries = place.tries + 1 if place.trying_uid == uid else 1
    _keep(place, trying_uid=uid, tries=tries)
    count = 0
    if tries > MOST_TRIES:
        logger.warning("Mail %s in %s is left alone", uid, place.name)
    else:
        try:
            count = _handle(mailbox, uid)
        except MailboxError:
            _keep(place, tries=0)  # the line's fault, not the mail's
            raise
    _keep(place, last_uid=uid, tries=0)
    return count


def _handle(mailbox: Mailbox, uid: int) -> int:
    report = _report_in(mailbox.look_at(uid))
    if report is None or not _is_about_ours(report):
        return 0
    found = [
        came_back(message_id, recipient, said)
        for message_id in report.message_ids
        for recipient, said in report.failed.items()
    ]
    mailbox.put_away(uid)
    return len([message for message in found if message])


def _report_in(raw: bytes) -> Report | None:
    try:
        return read_report(raw)
    except Exception:  # whoever may write to us may write anything
        logger.exception("A mail among the delivery reports cannot be read")
        return None


def _is_about_ours(report: Report) -> bool:
    return Message.objects.filter(message_id__in=report.message_ids).exists()


def _place(mailbox: Mailbox) -> ReadMailbox:
    place, _new = ReadMailbox.objects.get_or_create(
        name=mailbox.name, defaults={"uid_validity": mailbox.uid_validity}
    )
    if place.uid_validity != mailbox.uid_validity:  # its mails have other numbers now
        _keep(place, uid_validity=mailbox.uid_validity, last_uid=0, tries=0)
    return place


def _keep(place: ReadMailbox, **fields: object) -> None:
    for name, value in fields.items():
        setattr(place, name, value)
    place.save(update_fields=list(fields))
