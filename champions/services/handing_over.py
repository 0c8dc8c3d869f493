"""Cards that wait to be handed over: listed, printed, and told once they are in somebody's
hand."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from champions.messages.outbox import MessageMovedError, posted
from champions.messages.ways import who_withdrew
from champions.models import Centre, Message, MessageQuerySet, Person, User


def cards_waiting(user: User, centre: Centre) -> MessageQuerySet:
    """Of one centre, those that have waited longest first."""
    mine = Message.objects.visible_to(user).of(centre).cards_to_hand_over()
    return mine.select_related("person", "centre").order_by("pk")


def that_may_be_given(cards: Iterable[Message]) -> list[Message]:
    """Without those of people who took back all that they ever allowed us."""
    cards = list(cards)
    withdrew = who_withdrew([card.person for card in cards if card.person])
    return [card for card in cards if card.asked_for or card.person_id not in withdrew]


def card_for(person: Person) -> Message | None:
    """The card that waits for somebody who stands at the desk."""
    mine = Message.objects.of(person.centre).cards_to_hand_over()
    waiting = mine.filter(person=person).select_related("person", "centre")
    return next(iter(that_may_be_given(waiting.order_by("-pk"))), None)


@transaction.atomic
def handed_over(card: Message, *, by: User) -> None:
    """They hold it: it counts as sent. Raises MessageMovedError when somebody else was
    faster, or it was called off."""
    if not posted([card], by=by):
        raise MessageMovedError
