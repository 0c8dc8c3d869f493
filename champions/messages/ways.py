"""Whether somebody may be told something, and on which channel they are safely reached.
Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from champions.enums import Channel, ConsentPurpose
from champions.models import Consent, Person

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


def why_not(person: Person, *, asked_for: bool, withdrew: bool | None = None) -> str:
    """Why this person may not be told, in words for the log; empty when they may.

    What they asked for is answered even after "do not write to me". Who tells many at
    once knows already whether they `withdrew`.
    """
    if person.died_at:
        return "died"
    if person.erased_at:
        return "erased"
    if asked_for:
        return ""
    if person.do_not_contact_at:
        return "do not contact"
    if withdrew is None:
        withdrew = bool(who_withdrew([person]))
    return "consent withdrawn" if withdrew else ""


def way_to(
    person: Person, wanted: str | None = None, *, refused: bool | None = None
) -> Channel | None:
    """The channel nearest to the wanted or preferred one that is known and safe.

    A call is made only where it is asked for by name or nothing can be posted. Who
    tells many at once knows already whether their mailbox was `refused`.
    """
    nearest = NEAREST[wanted or person.channel]
    if wanted == Channel.PHONE:
        nearest = (Channel.PHONE, Channel.LETTER, Channel.EMAIL)
    return next(
        (way for way in nearest if can_reach(person, way, refused=refused)), None
    )


def can_reach(person: Person, way: Channel, *, refused: bool | None = None) -> bool:
    """Whether the address or number for this way is known, safe, and not refused."""
    if way == Channel.EMAIL:
        if not (person.safe_to_write and is_address(person.email)):
            return False
        return not (bool(who_was_refused([person])) if refused is None else refused)
    if way == Channel.LETTER:
        known = bool(person.address) and not person.address_wrong_at
        return person.safe_to_write and known
    return person.safe_to_phone and bool(person.phone) and not person.phone_wrong_at


def is_address(email: str) -> bool:
    """Whether this is one e-mail address and nothing more: a line break or a second
    address in it could add recipients and headers."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return email.isprintable()


def who_withdrew(people: Iterable[Person]) -> frozenset[int]:
    """Who of these took back all that they ever allowed us to write; by id."""
    ends = Consent.objects.filter(person__in=people, purpose=ConsentPurpose.CONTACT)
    said: dict[int, bool] = {}
    for person, withdrawn in ends.values_list("person", "withdrawn_at"):
        said[person] = said.get(person, True) and withdrawn is not None
    return frozenset(person for person, all_of_it in said.items() if all_of_it)


def who_was_refused(people: Iterable[Person]) -> frozenset[int]:
    """Whose mailbox, as we know it now, was refused for good not long ago; by id."""
    since = timezone.now() - REFUSED_FOR
    return frozenset(
        person.pk
        for person in people
        if person.email_refused_at and person.email_refused_at > since
    )
