"""A letter that the post brought back: it did not arrive, and no other is posted to that
address until there is another one. A slip of the hand is taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from champions.enums import Channel, MessageState
from champions.history import record, was_changed
from champions.messages.outbox import MessageMovedError, posted
from champions.models import Centre, Message, MessageQuerySet, Person, User
from champions.services.people import ADDRESS

RETURNED = "came back by post"
SHOWN_FOR = timedelta(days=30)


def letters_to(person: Person) -> MessageQuerySet:
    """Those in the post, and those printed of which nobody has said so yet."""
    letters = Message.objects.filter(person=person, channel=Channel.LETTER)
    printed = letters.filter(
        state=MessageState.QUEUED, batches__made_at__isnull=False
    ).values("pk")
    in_the_post = letters.filter(state=MessageState.SENT)
    return in_the_post | letters.filter(pk__in=printed)


def lately_returned(centre: Centre) -> MessageQuerySet:
    """The newest first."""
    since = timezone.now() - SHOWN_FOR
    letters = Message.objects.of(centre).filter(
        channel=Channel.LETTER, state=MessageState.BOUNCED, came_back_at__gt=since
    )
    return letters.order_by("-came_back_at", "-pk")


@transaction.atomic
def letter_came_back(letter: Message, *, by: User | None, at: datetime) -> bool:
    """Whoever types it holds it in their hands. False when it was typed before. The
    address is not blamed when it was changed after the letter left. What is taken for
    one letter is typed at one moment, `at`."""
    posted([letter], by=by)  # printed, and the button was never pressed
    here = Message.objects.filter(pk=letter.pk, state=MessageState.SENT)
    if not here.update(state=MessageState.BOUNCED, error=RETURNED, came_back_at=at):
        return False
    letter.refresh_from_db()
    if letter.person:
        _blame_address(letter.person, at, sent_at=letter.sent_at or at)
    record(letter, "champions.letter_came_back", by=by)
    return True


def _blame_address(person: Person, at: datetime, *, sent_at: datetime) -> None:
    moved = was_changed(person, ADDRESS, since=sent_at)
    unknown = Person.objects.filter(pk=person.pk, address_wrong_at=None)
    if not moved and unknown.update(address_wrong_at=at):
        person.address_wrong_at = at


@transaction.atomic
def not_come_back(letter: Message, *, by: User | None) -> None:
    """It was another letter, or a slip of the hand; with it all that was noted by the
    same code. Raises MessageMovedError when that was said already."""
    was = letter.came_back_at
    here = Message.objects.filter(
        person=letter.person,
        channel=Channel.LETTER,
        state=MessageState.BOUNCED,
        came_back_at=was,
    )
    if not here.update(state=MessageState.SENT, error="", came_back_at=None):
        raise MessageMovedError
    # Not when another letter came back as well, or the address was changed since.
    Person.objects.filter(pk=letter.person_id or 0, address_wrong_at=was).update(
        address_wrong_at=None
    )
    record(letter, "champions.letter_did_not_come_back", by=by)
