"""The letter of one person, for whom it got lost or who never had it: printed again with
the same code, or issued anew, so that the old one opens nothing any more."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from champions.enums import Channel, MessageState
from champions.history import record
from champions.messages.outbox import message_id
from champions.messages.words import render
from champions.models import Message, MessageTopic, Person, User
from champions.models.message import LEAVING, NOT_LEFT
from champions.services.codes import issue_code
from meetings.enums import Audience
from meetings.models import Invitation, Seat
from meetings.services import seat_message, telling
from meetings.services.desk import QUESTIONS, Answerable, purpose_of
from meetings.services.invitations import (
    MESSAGE,
    about,
    context_of,
    invite_anew,
    reply_link,
)
from meetings.services.refusals import RefusedError


def version_of(one: Answerable) -> str:
    """Tells one issue of a letter from the next; nothing for staff, who reply at their
    own page and have no letter."""
    if one.seat is not None and one.seat.audience == Audience.STAFF:
        return ""
    return ".".join(str(thing.generation) for thing in one.things)


def letter_again(person: Person, one: Answerable) -> Message:
    """The letter as it stands, with the code that they have; nothing is queued."""
    seat, language = one.seat, person.language
    if seat is not None and (one.has_replied or one.invitation is None):
        name = telling.name_now(seat)
        with translation.override(language):
            context = seat_message.context_of(seat, name, language)
        links = seat_message.links_of(seat, name, language)
    elif one.invitation is not None:
        name, context = MESSAGE, context_of(one.invitation, about(one.meeting))
        links = {"reply": reply_link(one.invitation)}
    else:
        raise ValueError("nothing asks this person to come")
    words = render(
        name,
        channel=Channel.LETTER,
        language=language,
        context={"person": person, "centre": person.centre, **context},
        links=links,
        centre=person.centre,
    )
    return Message(
        centre=person.centre,
        person=person,
        channel=Channel.LETTER,
        language=language,
        **asdict(words),
        links=links,
    )


@transaction.atomic
def issue_new_letter(person: Person, one: Answerable, *, seen: str, by: User) -> bool:
    """A new link and code; the old ones are dead at once, in mails and on paper. They
    are told anew by their own way; False when there is none, and staff tell them.

    `seen` is the version that the page showed: raises RefusedError when somebody
    issued a new one since, or the button was pressed twice."""
    if version_of(one) != seen:
        raise RefusedError(
            _("A new one was issued already. The old one opens nothing.")
        )
    for thing in one.things:
        _raise_generation(thing)
        record(thing, "meetings.issue_new_letter", by=by)
    if _renew_what_waits(person, one):
        return True
    if one.seat is not None and (one.has_replied or one.invitation is None):
        return telling.told_anew(one.seat) is not None
    return one.invitation is not None and invite_anew(one.invitation) is not None


def _raise_generation(thing: Invitation | Seat) -> None:
    same = {"pk": thing.pk, "generation": thing.generation}
    of_kind = Invitation.objects if isinstance(thing, Invitation) else Seat.objects
    if not of_kind.filter(**same).update(generation=F("generation") + 1):
        raise RefusedError(
            _("A new one was issued already. The old one opens nothing.")
        )
    thing.generation += 1
    issue_code(
        thing.centre,
        purpose=purpose_of(thing),
        thing_id=thing.pk,
        generation=thing.generation,
    )


def _renew_what_waits(person: Person, one: Answerable) -> bool:
    """What has not left yet goes with the new link, and letters in a file that is
    printed already in a new file; whether the question itself is among it."""
    fresh = {(purpose_of(thing), thing.pk): thing for thing in one.things}
    asks = False
    here = Message.objects.filter(person=person, state__in=NOT_LEFT + LEAVING)
    for message in here.select_for_update().order_by("pk"):
        link = message.links.get("reply", {})
        thing = fresh.get((link.get("purpose"), link.get("id")))
        if thing is not None and _renew(message, thing.generation):
            asks |= message.name in QUESTIONS
    return asks


def _renew(message: Message, generation: int) -> bool:
    """A new row in the place of the old one: a sender may have read that already, and
    looks at nothing but its state again. False when it leaves at this moment, with a
    link that is dead; then it does not leave a second time."""
    if not Message.objects.filter(pk=message.pk).put_away(MessageState.CANCELLED):
        return False
    topics = MessageTopic.objects.filter(message=message.pk)
    reply = {**message.links["reply"], "generation": generation}
    message.pk, message.links = None, {**message.links, "reply": reply}
    message.key = f"{message.key}:{generation}"
    message.message_id = message_id()
    message.save(force_insert=True)
    topics.update(message=message)  # it counts once, as what waits
    return True
