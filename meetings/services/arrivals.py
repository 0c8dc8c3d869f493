"""What became of invitations on their way: the outbox is of a lower room and knows none of
them, so this looks there. What did not arrive goes another way by itself, once by each,
while an answer can still come in time; who has no other way waits for staff, who give a
new address or number, and for a card at the front desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from champions.enums import Channel, CodePurpose, MessageState
from champions.messages.ways import who_withdrew, why_not
from champions.models import Centre, Message, MessageTopic, Person
from champions.services.calls import MAY_BE_A_SLIP
from meetings.enums import InvitationState, MailingState, MeetingState, Route
from meetings.models import Invitation, Meeting
from meetings.models.invitation import InvitationQuerySet
from meetings.services.invitations import (
    MESSAGE,
    Workshop,
    about,
    invite_another_way,
    lay_out_a_card,
    withdraw,
)
from meetings.services.other_ways import next_way
from meetings.services.rhythms import today_at

CHUNK = 200
LOST = (MessageState.FAILED, MessageState.BOUNCED)
ON_ITS_WAY = (InvitationState.READY, InvitationState.SENT)
# With a card at the front desk, or a letter that was no letter come back after all.
WAITING = (InvitationState.READY, InvitationState.UNDELIVERED)


def note_arrivals(centre: Centre) -> int:
    """Write down which invitations left and which came back, and let those go another
    way; returns how many changed."""
    return _settle(Invitation.objects.of(centre), today_at(centre))


def settle_for(person: Person) -> int:
    """The same for one person, now: somebody waits to hear what happens next."""
    return _settle(Invitation.objects.filter(person=person), today_at(person.centre))


def goes_another_way(message: Message) -> bool:
    """Whether another way was found for a call that reached nobody; that of an
    invitation is looked for now."""
    if message.person is None:
        return False
    settle_for(message.person)
    message.refresh_from_db()
    link = message.links.get("reply", {})
    if link.get("purpose") != CodePurpose.INVITATION:
        return message.state == MessageState.CANCELLED
    here = Invitation.objects.of(message.person.centre).filter(person=message.person)
    return here.filter(pk=link.get("id"), state=InvitationState.READY).exists()


def _settle(invitations: InvitationQuerySet, today: date) -> int:
    ahead = invitations.filter(
        meeting__state=MeetingState.ANNOUNCED, meeting__starts_at__gt=timezone.now()
    )
    changed = _note_what_left(ahead) + _note_what_stayed(ahead)
    _find_other_ways(waiting_for_a_hand(ahead, today), today)
    return changed


def _note_what_left(ahead: InvitationQuerySet) -> int:
    # The state stands in the UPDATE itself: who answers at this moment has answered.
    now, told = timezone.now(), ahead.annotate(told=_newest("state"))
    lost = Invitation.objects.filter(
        state__in=ON_ITS_WAY, pk__in=told.filter(told__in=LOST).values("pk")
    )
    sent = told.filter(told=MessageState.SENT)
    arrived = Invitation.objects.filter(state__in=WAITING, pk__in=sent.values("pk"))
    handed = sent.annotate(way=_newest("channel")).filter(way=Channel.IN_PERSON)
    Invitation.objects.filter(
        state=InvitationState.UNDELIVERED, pk__in=handed.values("pk")
    ).update(channel=Channel.IN_PERSON)
    return lost.update(state=InvitationState.UNDELIVERED) + arrived.update(
        state=InvitationState.SENT, sent_at=now
    )


def _note_what_stayed(ahead: InvitationQuerySet) -> int:
    """Called off by the outbox itself, which says why: the person stopped or died before
    it left, and can be asked another time; or the address is gone."""
    told = ahead.annotate(told=_newest("state"), why=_newest("error"))
    stayed = told.filter(state=InvitationState.READY, told=MessageState.CANCELLED)
    found = list(stayed.exclude(why="").select_related("person")[:CHUNK])
    for one in found:
        if why_not(one.person, asked_for=one.route == Route.SELF):
            withdraw(one, by=None)
        else:
            Invitation.objects.filter(pk=one.pk, state=InvitationState.READY).update(
                state=InvitationState.UNDELIVERED
            )
    return len(found)


def _newest(field: str) -> Subquery:
    """Of the last message by which an invitation was told, without those that somebody
    called off."""
    topic = Concat(Value("invitation:"), Cast(OuterRef("pk"), CharField()))
    told = Message.objects.filter(name=MESSAGE, topics__topic=topic).order_by("-pk")
    told = told.exclude(state=MessageState.CANCELLED, error="")
    return Subquery(told.values(field)[:1])


# --- Another way ------------------------------------------------------------------


def waiting_for_a_hand(
    invitations: InvitationQuerySet, today: date
) -> InvitationQuerySet:
    """Did not arrive, and could still be answered in time: whoever helps gives another
    address or number. Those of a mailing that was stopped, or rests, do not go on, nor
    do those of people with whom we talk first."""
    talks = Person.objects.talked_with_first().order_by().values("pk")
    going = Q(mailing=None) | Q(
        mailing__state__in=[MailingState.SENDING, MailingState.SENT]
    )
    return invitations.filter(
        going,
        Q(route=Route.SELF) | ~Q(person__in=talks),
        state=InvitationState.UNDELIVERED,
        meeting__state=MeetingState.ANNOUNCED,
        meeting__starts_at__gt=timezone.now(),
    ).exclude(meeting__reply_by__lt=today)


def _find_other_ways(waiting: InvitationQuerySet, today: date) -> None:
    last = 0
    about_once = cache(about)
    while chunk := list(_with_words(waiting).filter(pk__gt=last)[:CHUNK]):
        told = messages_of(chunk)
        withdrew = who_withdrew([one.person for one in chunk])
        for one in chunk:
            if _may_be_told(one, withdrew) and not _may_be_a_slip(told[one.pk]):
                _try_another(one, told[one.pk], today, about_once)
        last = chunk[-1].pk


def _with_words(waiting: InvitationQuerySet) -> QuerySet[Invitation]:
    rows = waiting.select_related(
        "person__centre",
        "centre",
        "invited_by",
        "meeting__centre",
        "meeting__circle__lead",
        "meeting__followed_by",
    )
    return rows.order_by("pk")


def messages_of(chunk: list[Invitation]) -> dict[int, list[Message]]:
    """By invitation: all by which it was told, the newest last."""
    topics = {f"invitation:{one.pk}": one.pk for one in chunk}
    rows = MessageTopic.objects.filter(topic__in=topics, message__name=MESSAGE)
    found: dict[int, list[Message]] = defaultdict(list)
    for row in rows.select_related("message").order_by("message_id"):
        found[topics[row.topic]].append(row.message)
    return found


def has_failed(told: Message) -> bool:
    """It did not arrive, or the outbox called it off because a way was gone."""
    stayed = told.state == MessageState.CANCELLED and told.error != ""
    return told.state in LOST or stayed


def _may_be_told(one: Invitation, withdrew: frozenset[int]) -> bool:
    return not why_not(
        one.person,
        asked_for=one.route == Route.SELF,
        withdrew=one.person_id in withdrew,
    )


def _may_be_a_slip(told: list[Message]) -> bool:
    """A letter that somebody has only just typed in as come back."""
    newest = told[-1] if told else None
    if newest is None or newest.channel != Channel.LETTER or not newest.came_back_at:
        return False
    return newest.came_back_at > timezone.now() - MAY_BE_A_SLIP


def _try_another(
    one: Invitation,
    told: list[Message],
    today: date,
    about_once: Callable[[Meeting], Workshop],
) -> None:
    """Else a card waits for them at the front desk, once; it may be that they come by."""
    way = next_way(one.person, filter(has_failed, told), one.meeting, today)
    if way:
        invite_another_way(one, way, about_once(one.meeting))
    elif all(message.channel != Channel.IN_PERSON for message in told):
        lay_out_a_card(one, about_once(one.meeting))


# --- Never asked ------------------------------------------------------------------


def take_back_unsent(centre: Centre) -> int:
    """Who was to be asked to a workshop that has begun, and never was: a card that nobody
    came by for, a letter that was not posted. They can be asked to another one; returns
    how many."""
    begun = Meeting.objects.of(centre).filter(starts_at__lte=timezone.now())
    ready = Invitation.objects.of(centre).filter(state=InvitationState.READY)
    topics = {
        f"invitation:{pk}": pk
        for pk in ready.filter(meeting__in=begun).values_list("pk", flat=True)[:1000]
    }
    told = MessageTopic.objects.filter(topic__in=topics, message__name=MESSAGE)
    left = told.exclude(message__state__in=[MessageState.CANCELLED, *LOST])
    unsent = set(topics) - set(left.values_list("topic", flat=True))
    return ready.filter(pk__in=[topics[topic] for topic in unsent]).update(
        state=InvitationState.WITHDRAWN
    )
