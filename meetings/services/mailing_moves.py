"""What is still in the house of a mailing: let rest, let go on, taken back. Each with one
press, within seconds; whoever presses second is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import MessageState
from champions.history import record
from champions.messages.outbox import cancel_topic
from champions.messages.resting import GoneOn, go_on_topic, pause_topic
from champions.models import Message, MessageQuerySet, User
from meetings.enums import InvitationState, MailingState
from meetings.models import Invitation, Mailing
from meetings.services.invitations import MESSAGE
from meetings.services.mailings import (
    MailingError,
    check_it_may_leave,
    go_on_in_background,
)

ON_ITS_WAY = (MailingState.SENDING, MailingState.SENT)
# For so long something of a stopped mailing may come back from a mail server.
COMES_BACK_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Stopped:
    """How many invitations were taken back, and where the mailing stood before."""

    taken_back: int
    before: str


def topic_of(mailing: Mailing) -> str:
    return f"mailing:{mailing.pk}"


@transaction.atomic
def pause_mailing(mailing: Mailing, *, by: User) -> int:
    """Let rest what has not left; how many that is. Pressed twice it rests once."""
    if not _here(mailing, ON_ITS_WAY).update(state=MailingState.PAUSED):
        _only_again(mailing, MailingState.PAUSED)
        return 0
    count = pause_topic(topic_of(mailing))
    record(mailing, "meetings.pause_mailing", by=by, resting=count)
    return count


@transaction.atomic
def go_on_with_mailing(mailing: Mailing, *, by: User) -> GoneOn:
    """Let what rests leave after all, and draw on where it was not yet all prepared.
    Refused when the workshop is too near by now, like a mailing that begins."""
    check_it_may_leave(mailing.meeting)
    to = Case(
        When(prepared_at=None, then=Value(MailingState.SENDING)),
        default=Value(MailingState.SENT),
    )
    if not _here(mailing, [MailingState.PAUSED]).update(state=to):
        _only_again(mailing, *ON_ITS_WAY)
        return GoneOn(0, 0)
    gone_on = go_on_topic(topic_of(mailing))
    record(mailing, "meetings.go_on_with_mailing", by=by, count=gone_on.count)
    transaction.on_commit(lambda: go_on_in_background(mailing.pk))
    return gone_on


@transaction.atomic
def stop_mailing(mailing: Mailing, *, by: User) -> Stopped:
    """Ask nobody more, and take back what has not left the house. Those people were not
    asked: a later mailing draws them, to the same workshop too. Wins over any other
    button."""
    locked = Mailing.objects.select_for_update(of=("self",))
    before = locked.get(pk=mailing.pk).state
    if before == MailingState.CANCELLED:
        return Stopped(0, before)
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.CANCELLED)
    cancel_topic(topic_of(mailing))
    taken = _take_back(mailing)
    record(mailing, "meetings.stop_mailing", by=by, taken_back=taken)
    return Stopped(taken, before)


def take_back_what_came_back() -> None:
    """What a mail server would not take after all when its mailing was stopped."""
    since = timezone.now() - COMES_BACK_FOR
    stopped = Mailing.objects.filter(
        state=MailingState.CANCELLED,
        sent_at__gt=since,
        invitations__state=InvitationState.READY,
    )
    for mailing in stopped.distinct():
        _take_back(mailing)


def _take_back(mailing: Mailing) -> int:
    """Whose invitation did not leave on any way was not asked."""
    called_off = _told(mailing).filter(state=MessageState.CANCELLED)
    left = _told(mailing).exclude(state=MessageState.CANCELLED)
    here = Invitation.objects.filter(mailing=mailing, state=InvitationState.READY)
    return (
        here.filter(person__in=called_off.values("person"))
        .exclude(person__in=left.values("person"))
        .update(state=InvitationState.WITHDRAWN)
    )


def _told(mailing: Mailing) -> MessageQuerySet:
    told = Message.objects.about(topic_of(mailing))
    return told.filter(name=MESSAGE, person__isnull=False)


def _here(mailing: Mailing, states: Iterable[str]) -> QuerySet[Mailing]:
    return Mailing.objects.filter(pk=mailing.pk, state__in=states)


def _only_again(mailing: Mailing, *states: str) -> None:
    """The same button pressed twice; MailingError when somebody pressed another one."""
    if not _here(mailing, states).exists():
        raise MailingError(
            _("Somebody else was faster. This is how the mailing stands now.")
        )
