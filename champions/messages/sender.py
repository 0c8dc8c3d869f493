"""Lets e-mail leave: claimed in one commit, sent, recorded in another. Nobody is mailed
twice, nobody is silently missed: what a crash leaves in between is shown as perhaps
sent, and goes again only when somebody says so (exactly once cannot be had over a line).
"""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email.mime.text import MIMEText
from email.utils import formataddr, parseaddr
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from champions.enums import MessageState, Priority
from champions.messages import words
from champions.messages.bounces import refused, without
from champions.messages.claims import has_left, take
from champions.messages.outbox import ring
from champions.messages.post import Mail, Way, line
from champions.messages.queue import Queue
from champions.messages.quiet import leaves_at
from champions.messages.verdicts import SENT, Verdict
from champions.messages.ways import is_address
from champions.models import Centre, Message
from champions.models.message import LEAVING, NOT_LEFT

TURN = 5.0  # seconds, then other tasks have their turn
# The worker is killed after 60 s: whoever claimed longer ago than this is gone.
LOST_AFTER = timedelta(minutes=2)
# Longer than any one answer of the mail server is waited for.
BUSY_FOR = timedelta(seconds=20)
# Counted from the first try: what was kept back for days has its three days yet.
GIVE_UP_AFTER = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=1)
SHORTEST_PAUSE = timedelta(minutes=1)
TOO_LATE = "Too late to be of use."
# So many refused for now, one after the other, and the server means all of them.
MOST_REFUSED_IN_A_ROW = 20


def answer_bell() -> None:
    """One turn of sending, by one sender at a time; only a sign-in code does not wait
    for a colleague who may be stuck with a slow server."""
    mark_lost()
    waiting = Message.objects.waiting()
    if _somebody_sends() and not waiting.filter(priority=Priority.SIGN_IN).exists():
        return
    if send_waiting(seconds=TURN):
        ring()


def send_waiting(*, seconds: float) -> bool:
    """Send the most urgent first until the time is over; True when it was, with more
    waiting. A server that fails ends the turn, and so does the pace of the centres: the
    next one is a minute away."""
    let_go_of_late()
    keep_mailings_over_night()
    end, queue, in_a_row = monotonic() + seconds, Queue(), 0
    with closing(queue), closing(line()) as way:
        message = claim(queue)
        while message:
            verdict = _send(message, way)
            in_a_row = in_a_row + 1 if verdict.state == MessageState.QUEUED else 0
            fails = verdict.server_fails or in_a_row == MOST_REFUSED_IN_A_ROW
            if fails or monotonic() > end:
                record(message, verdict)
                return not fails and queue.waiting().exists()
            message = claim(queue, done=(message, verdict))
    return False


def claim(
    queue: Queue | None = None, *, done: tuple[Message, Verdict] | None = None
) -> Message | None:
    """Take the most urgent message, counting the attempt before it is made. Who died,
    stopped or lost the address since it was queued is not written to.

    What became of the one before (`done`) is recorded in the same commit: a mail waits
    for the disk once, not twice."""
    queue = queue or Queue()
    while True:
        message = queue.next()
        with transaction.atomic():
            if done:
                record(*done)
                done = None
            if message is None or _take(message, queue):
                return message


def record(message: Message, verdict: Verdict) -> None:
    """Write down what became of a claim, unless it was given to somebody else since."""
    now = timezone.now()
    if verdict.state == MessageState.SENT and message.priority != Priority.SIGN_IN:
        has_left(message, now)
        return
    fields: dict[str, Any] = {"state": verdict.state, "error": verdict.error}
    if verdict.state == MessageState.SENT:
        fields |= {"sent_at": now, "text": "", "html": ""}  # a code is a secret
    if verdict.state == MessageState.QUEUED:
        fields["not_before"] = now + _pause(message, verdict)
        fields["state"] = Case(
            When(if_put_back="", then=Value(MessageState.QUEUED)),
            default=F("if_put_back"),
        )
        if now - (message.first_tried_at or now) > GIVE_UP_AFTER:
            fields["state"] = MessageState.FAILED
    if fields["state"] == MessageState.FAILED:
        refused(message, verdict.error, now)
    Message.objects.filter(
        pk=message.pk,
        claimed_at=message.claimed_at,
        state__in=LEAVING,
    ).update(**fields)


def mark_lost(after: timedelta = LOST_AFTER) -> int:
    """Show as perhaps sent what a crashed sender left behind; returns how many."""
    return Message.objects.filter(
        state=MessageState.SENDING, claimed_at__lt=timezone.now() - after
    ).update(
        state=MessageState.AMBIGUOUS, error="The sender stopped while this was leaving."
    )


def let_go_of_late() -> int:
    """Call off what is of no use any more, on every channel; returns how many."""
    return Message.objects.filter(
        state__in=NOT_LEFT, not_after__lt=timezone.now()
    ).update(state=MessageState.CANCELLED, error=TOO_LATE)


def keep_mailings_over_night() -> None:
    """What is left of a mailing when the quiet hours of its centre begin leaves when
    they end, also when it was queued in the day."""
    mailings = Message.objects.waiting().filter(priority=Priority.MAILING).order_by()
    now = timezone.now()
    for centre in Centre.objects.filter(pk__in=mailings.values("centre")):
        ends = leaves_at(now, centre.tzinfo)
        if ends > now:
            mailings.filter(centre=centre).update(not_before=ends)


def as_email(message: Message) -> Mail:
    """The mail as it leaves: both forms, replies to the centre, a way to stop; what a
    mail server has to report goes to an address of its own."""
    headers = {
        "From": _sender_of(message),
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.tag,
    }
    if "stop" in message.links:  # one click in the mail program itself (RFC 8058)
        headers["List-Unsubscribe"] = f"<{words.address_of(message, 'stop')}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = Mail(
        subject=message.subject,
        body=words.framed_text(message),
        from_email=settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL,
        to=[message.to_address],
        reply_to=_replies_to(message),
        headers=headers,
    )
    mail.mark = message.mark
    mail.attach_alternative(words.framed_html(message), "text/html")
    if message.calendar:
        mail.attach(_calendar_part(message))
    return mail


def _calendar_part(message: Message) -> MIMEText:
    """Mail programs offer to keep the entry, or take it out, by the method that the part
    itself names (RFC 6047)."""
    part = MIMEText(words.filled_calendar(message), "calendar", "utf-8")
    part.set_param("method", words.method_of(message.calendar))
    part.add_header("Content-Disposition", "attachment", filename="calendar.ics")
    return part


def _take(message: Message, queue: Queue) -> bool:
    """Move a message to "being sent", or call it off; False when a colleague has it, or
    its centre has sent enough for now. Who comes first is decided by the row itself."""
    refused = queue.why_not_now(message)
    if not refused and not queue.paces.take(message):
        return False
    message.claimed_at = timezone.now()
    message.first_tried_at = message.first_tried_at or message.claimed_at
    if message.person:
        message.to_address = message.person.email
    if refused:
        waiting = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED)
        waiting.update(state=MessageState.CANCELLED, error=refused)
        return False
    return take(message)


def _send(message: Message, way: Way) -> Verdict:
    is_fresh = True
    try:
        is_fresh = way.open() is not False
        way.send_messages([as_email(message)])
    except Exception as error:  # noqa: BLE001  whatever is wrong with one, others go on
        verdict = way.verdict_on(error)
        way.close()  # in an unknown state: the next message opens a fresh line
        stands = verdict.state == MessageState.QUEUED
        if verdict.server_fails and stands and not is_fresh:
            return _send(message, way)  # it only had enough of the old line
        return replace(verdict, error=without(message.to_address, verdict.error)[:200])
    return SENT


def _pause(message: Message, verdict: Verdict) -> timedelta:
    """Doubles with each refusal; a failing server is no fault of the message. Jitter
    keeps a thousand refused ones from coming back in the same second."""
    pause = SHORTEST_PAUSE
    if not verdict.server_fails:
        pause = min(SHORTEST_PAUSE * 2 ** min(message.attempts, 10), LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)  # noqa: S311  no secret


def _somebody_sends() -> bool:
    return Message.objects.filter(
        state=MessageState.SENDING, claimed_at__gt=timezone.now() - BUSY_FOR
    ).exists()


def _sender_of(message: Message) -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if message.centre:
        name = words.one_line(message.centre.name_in(message.language))
    return formataddr((name, address))


def _replies_to(message: Message) -> list[str]:
    centre = message.centre
    return [centre.email] if centre and is_address(centre.email) else []
