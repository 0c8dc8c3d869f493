"""Letters that came back, as staff type them: by the ten digits, or by the link behind the
square, one after the other; whose each was, and what follows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import transaction
from django.utils import timezone

from champions.enums import Channel, CodePurpose, MessageState
from champions.links import CODE_DIGITS
from champions.models import Centre, Message, MessageQuerySet, Person, TypedCode, User
from champions.services import returned
from champions.services.codes import printed_code, scanned_code
from meetings.enums import InvitationState
from meetings.models import Invitation
from meetings.services.arrivals import settle_for
from meetings.services.desk import person_of
from meetings.services.invitations import MESSAGE

# A stack of letters; more are typed in another turn.
MOST_CODES = 200
LINK = re.compile(r"/(i|seat|how-often)/([0-9]+\.[A-Za-z0-9_-]+)")
LEADS_TO = {
    "i": CodePurpose.INVITATION,
    "seat": CodePurpose.SEAT,
    "how-often": CodePurpose.HOW_OFTEN,
}


class Found(Enum):
    """What became of one code."""

    NOTED = "noted"
    BEFORE = "before"
    NO_LETTER = "no letter"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Returned:
    """One code as it was typed, and whose letter it was."""

    typed: str
    found: Found
    person: Person | None = None
    letters: tuple[int, ...] = ()


def read_codes(text: str) -> list[str]:
    """What was typed or scanned, each once, in its order: a line may hold several codes
    when a scanner makes no breaks. What is neither code nor link stays as it is."""
    found: dict[str, None] = {}
    for line in text.splitlines():
        found |= dict.fromkeys(_codes_in(line.strip()))
    return [one for one in found if one]


def _codes_in(line: str) -> list[str]:
    links = [match[0] for match in LINK.finditer(line)]
    if links:
        return links
    plain = unicodedata.normalize("NFKC", line)
    digits = "".join(sign for sign in plain if sign.isdecimal())
    is_code = not any(sign.isalpha() for sign in plain)
    if not is_code or not digits or len(digits) % CODE_DIGITS:
        return [line]
    return [digits[n : n + CODE_DIGITS] for n in range(0, len(digits), CODE_DIGITS)]


def note_returned(centre: Centre, codes: list[str], *, by: User) -> list[Returned]:
    """Note each by itself, so that one that is wrong keeps none of the others back."""
    noted = [_note(centre, typed, by) for typed in codes]
    people = {one.person.pk: one.person for one in noted if one.person}
    for person in people.values():
        settle_for(person)
    return noted


@transaction.atomic
def _note(centre: Centre, typed: str, by: User) -> Returned:
    code = _code(centre, typed)
    person = person_of(centre, code) if code else None
    if code is None or person is None:
        return Returned(typed, Found.UNKNOWN)
    at = timezone.now()
    letters = list(_letters(code, person))
    noted = [returned.letter_came_back(one, by=by, at=at) for one in letters]
    if any(noted):
        ids = tuple(letter.pk for letter in letters)
        return Returned(typed, Found.NOTED, person, ids)
    known = returned.lately_returned(centre).filter(person=person)
    return Returned(typed, Found.BEFORE if known else Found.NO_LETTER, person)


def _code(centre: Centre, typed: str) -> TypedCode | None:
    link = LINK.fullmatch(typed)
    if link:
        return scanned_code(centre, link[2], LEADS_TO[link[1]])
    return printed_code(centre, typed)


def _letters(code: TypedCode, person: Person) -> MessageQuerySet:
    """All about an invitation; else the last that this person was posted."""
    letters = returned.letters_to(person)
    if code.purpose == CodePurpose.INVITATION:
        about = Message.objects.about(f"invitation:{code.thing_id}")
        return letters.filter(pk__in=about.values("pk"))
    newest = letters.order_by("-sent_at", "-pk").values("pk")[:1]
    return letters.filter(pk__in=list(newest.values_list("pk", flat=True)))


@transaction.atomic
def not_returned(letter: Message, *, by: User) -> None:
    """Take it back: the invitation counts as sent by letter again, unless it has been
    told another way meanwhile. Raises MessageMovedError."""
    returned.not_come_back(letter, by=by)
    for one in invitations_of([letter]).values():
        _call_off_another_way(one, since=letter.came_back_at)
        Invitation.objects.filter(pk=one.pk, state=InvitationState.READY).update(
            channel=Channel.LETTER
        )
    if letter.person:
        settle_for(letter.person)


def _call_off_another_way(one: Invitation, *, since: datetime | None) -> None:
    told = Message.objects.about(f"invitation:{one.pk}").filter(name=MESSAGE)
    later = told.filter(queued_at__gte=since).exclude(channel=Channel.LETTER)
    later.put_away(MessageState.CANCELLED)


def invitations_of(letters: list[Message]) -> dict[int, Invitation]:
    """The invitation that each letter told, by the letter's id."""
    starts = "invitation:"
    topics = {
        (topic.message_id, int(topic.topic.removeprefix(starts)))
        for letter in letters
        for topic in letter.topics.all()
        if topic.topic.startswith(starts)
    }
    rows = Invitation.objects.select_related("person__centre", "meeting__centre")
    found = rows.in_bulk({pk for _letter, pk in topics})
    return {letter: found[pk] for letter, pk in topics if pk in found}
