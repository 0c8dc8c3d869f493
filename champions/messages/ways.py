"""Whether somebody may be told something, and on which channel they are safely reached.
Nothing is written here.

`NEAREST` is the whole rule of what is taken instead of a wish; `fallbacks` says it in
words, for the page on which a mailing is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import Channel, ConsentPurpose
from champions.models import Centre, Consent, Person
from champions.phones import may_be_mobile

# After a mailbox was refused for good, other ways are used for so long.
REFUSED_FOR = timedelta(days=90)
# For each wish, the ways that come nearest, the nearest first.
NEAREST: dict[str, tuple[Channel, ...]] = {
    Channel.EMAIL: (Channel.EMAIL, Channel.LETTER, Channel.PHONE, Channel.IN_PERSON),
    Channel.LETTER: (Channel.LETTER, Channel.EMAIL, Channel.PHONE, Channel.IN_PERSON),
    Channel.TEXT: (
        Channel.TEXT,
        Channel.LETTER,
        Channel.PHONE,
        Channel.EMAIL,
        Channel.IN_PERSON,
    ),
    Channel.PHONE: (Channel.PHONE, Channel.LETTER, Channel.EMAIL, Channel.IN_PERSON),
    Channel.IN_PERSON: (
        Channel.IN_PERSON,
        Channel.LETTER,
        Channel.PHONE,
        Channel.EMAIL,
    ),
}
# Of who would like a call, where nobody has said that it can be made.
WITHOUT_A_CALL = (Channel.LETTER, Channel.PHONE, Channel.EMAIL, Channel.IN_PERSON)
# Taken only for messages that have words of their own for them.
NEEDS_A_FORM = frozenset({Channel.TEXT, Channel.IN_PERSON})
NO_FORMS: frozenset[Channel] = frozenset()


@dataclass(frozen=True)
class Fallback:
    """What is taken for one wish, the nearest first, in words."""

    wish: str
    ways: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """“text message, else letter, else telephone”."""
        instead = _("else")
        return f", {instead} ".join(self.ways)


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
    person: Person,
    wanted: str | None = None,
    *,
    refused: bool | None = None,
    forms: frozenset[Channel] = NO_FORMS,
) -> Channel | None:
    """The channel nearest to the wanted or preferred one that is known and safe.

    `forms` are the channels for which the message has words of their own
    (`words.forms_of`): without them nobody is sent a text or handed a card. A call is
    made only where it is `wanted` by name or nothing can be posted: who tells one person
    something passes the person's own wish, who tells hundreds does not. Who tells many
    at once knows already whether their mailbox was `refused`.
    """
    nearest = NEAREST[wanted or person.channel]
    if wanted is None and person.channel == Channel.PHONE:
        nearest = WITHOUT_A_CALL
    return next(
        (
            way
            for way in nearest
            if (way not in NEEDS_A_FORM or way in forms)
            and can_reach(person, way, refused=refused)
        ),
        None,
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
    if way == Channel.IN_PERSON:
        return True
    can_call = person.safe_to_phone and bool(person.phone) and not person.phone_wrong_at
    return can_call and (way == Channel.PHONE or _can_text(person))


def _can_text(person: Person) -> bool:
    """A text message is read by whoever holds the telephone, so writing must be safe."""
    safe = person.safe_to_write and may_be_mobile(person.phone)
    return safe and person.centre.sends_texts


def fallbacks(centre: Centre) -> list[Fallback]:
    """For each wish what is taken, as far as this centre can do it; of an invitation,
    which has words for every channel."""
    return [
        Fallback(
            str(Channel(wish).label),
            tuple(str(way.label) for way in ways if _does(centre, way)),
        )
        for wish, ways in NEAREST.items()
    ]


def _does(centre: Centre, way: Channel) -> bool:
    return way != Channel.TEXT or centre.sends_texts


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
