"""Whether somebody may be told something, and on which channel they are safely reached.
Nothing is written here."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from champions.enums import Channel, ConsentPurpose, MessageState
from champions.models import Person

# After a mailbox was refused for good, other ways are used for so long.
REFUSED_FOR = timedelta(days=90)
# For each wish, the ways that come nearest, the nearest first. A text message is a
# letter as long as no provider of texts is chosen; so is what is best said in person.
NEAREST: dict[str, tuple[Channel, ...]] = {
    Channel.EMAIL: (Channel.EMAIL, Channel.LETTER, Channel.PHONE),
    Channel.LETTER: (Channel.LETTER, Channel.EMAIL, Channel.PHONE),
    Channel.TEXT: (Channel.LETTER, Channel.PHONE, Channel.EMAIL),
    Channel.PHONE: (Channel.LETTER, Channel.PHONE, Channel.EMAIL),
    Channel.IN_PERSON: (Channel.LETTER, Channel.PHONE, Channel.EMAIL),
}


def why_not(person: Person, *, asked_for: bool) -> str:
    """Why this person may not be told, in words for the log; empty when they may.

    What they asked for is answered even after "do not write to me".
    """
    if person.died_at:
        return "died"
    if person.erased_at:
        return "erased"
    if asked_for:
        return ""
    if person.do_not_contact_at:
        return "do not contact"
    return "consent withdrawn" if _withdrew(person) else ""


def way_to(person: Person, wanted: str | None = None) -> Channel | None:
    """The channel nearest to the wanted or preferred one that is known and safe.

    A call is made only where it is asked for by name or nothing can be posted.
    """
    nearest = NEAREST[wanted or person.channel]
    if wanted == Channel.PHONE:
        nearest = (Channel.PHONE, Channel.LETTER, Channel.EMAIL)
    return next((way for way in nearest if can_reach(person, way)), None)


def can_reach(person: Person, way: Channel) -> bool:
    """Whether the address or number for this way is known, safe, and not refused."""
    if way == Channel.EMAIL:
        known = person.safe_to_write and is_address(person.email)
        return known and not _was_refused(person)
    if way == Channel.LETTER:
        return person.safe_to_write and bool(person.address)
    return person.safe_to_phone and bool(person.phone)


def is_address(email: str) -> bool:
    """Whether this is one e-mail address and nothing more: a line break or a second
    address in it could add recipients and headers."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return email.isprintable()


def _withdrew(person: Person) -> bool:
    ends = person.consents.filter(purpose=ConsentPurpose.CONTACT)
    withdrawn = list(ends.values_list("withdrawn_at", flat=True))
    return bool(withdrawn) and all(withdrawn)


def _was_refused(person: Person) -> bool:
    return person.messages.filter(
        state__in=[MessageState.FAILED, MessageState.BOUNCED],
        channel=Channel.EMAIL,
        to_address__iexact=person.email,
        error__startswith="5",
        queued_at__gt=timezone.now() - REFUSED_FOR,
    ).exists()
