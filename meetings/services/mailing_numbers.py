"""How a mailing goes, by channel: what waits, left and came back, and who answered. As few
questions to the database for many people as for few. Nothing is written here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count

from champions.enums import Channel, MessageState
from champions.models import Message, MessageTopic
from meetings.enums import InvitationState
from meetings.models import Invitation, Mailing
from meetings.services.invitations import MESSAGE

Key = TypeVar("Key")
ANSWERED = (
    InvitationState.ANSWERED,
    InvitationState.MAYBE_LATER,
    InvitationState.DECLINED,
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "waiting": (MessageState.QUEUED, MessageState.PAUSED, MessageState.SENDING),
    "left": (MessageState.SENT,),
    "came_back": (MessageState.BOUNCED, MessageState.FAILED),
    "in_doubt": (MessageState.AMBIGUOUS,),
    "not_sent": (MessageState.CANCELLED,),
}


@dataclass(frozen=True)
class Numbers:
    """Of one channel, or of a whole mailing."""

    asked: int = 0
    waiting: int = 0
    left: int = 0
    came_back: int = 0
    in_doubt: int = 0
    not_sent: int = 0
    answered: int = 0


def numbers_by_channel(mailing: Mailing) -> dict[str, Numbers]:
    """A line for each channel by which somebody is asked."""
    told = Message.objects.about(f"mailing:{mailing.pk}").filter(name=MESSAGE)
    states = told.order_by().values_list("channel", "state").annotate(n=Count("pk"))
    asked = Invitation.objects.filter(mailing=mailing)
    said = asked.order_by().values_list("channel", "state").annotate(n=Count("pk"))
    lines: dict[str, Numbers] = _lines(states, said)
    return {way: lines[way] for way in Channel.values if way in lines}


def numbers_of(mailings: Sequence[Mailing]) -> dict[int, Numbers]:
    """The whole of each of several mailings, by id."""
    topics = {f"mailing:{mailing.pk}": mailing.pk for mailing in mailings}
    told = MessageTopic.objects.filter(topic__in=topics, message__name=MESSAGE)
    states = (
        (topics[topic], state, n)
        for topic, state, n in told.order_by()
        .values_list("topic", "message__state")
        .annotate(n=Count("pk"))
    )
    asked = Invitation.objects.filter(mailing__in=topics.values())
    said = asked.order_by().values_list("mailing", "state").annotate(n=Count("pk"))
    lines = _lines(states, said)
    return {pk: lines.get(pk, Numbers()) for pk in topics.values()}


def sum_of(lines: Iterable[Numbers]) -> Numbers:
    total: Counter[str] = Counter()
    for line in lines:
        total.update(vars(line))
    return Numbers(**total)


def _lines(
    states: Iterable[tuple[Key, str, int]], said: Iterable[tuple[Key, str, int]]
) -> dict[Key, Numbers]:
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for key, state, count in states:
        column = next(name for name, those in COLUMNS.items() if state in those)
        found[key][column] += count
    for key, state, count in said:
        if state != InvitationState.WITHDRAWN:
            found[key]["asked"] += count
        if state in ANSWERED:
            found[key]["answered"] += count
    return {key: Numbers(**line) for key, line in found.items()}
