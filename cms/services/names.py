"""Whose first name may stand on public pages: of who runs a programme, or tells a story."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from champions.enums import Channel, ConsentPurpose
from champions.models import Consent, Person, User
from champions.services.consents import give_consent, take_back_consent
from champions.services.freshness import raise_version
from cms.models import Programme

# Version of the words beside the tick and the button.
NAME_WORDING = 1


@dataclass(frozen=True)
class NameOnPage:
    """One who runs a programme, and whether their name stands on its page."""

    person: Person
    stands: bool


def names_of(programme: Programme) -> list[NameOnPage]:
    """Of all who run it just now. Two queries."""
    people = list(programme.leads.all().at_hand())
    given = Consent.objects.filter(
        person__in=people, purpose=ConsentPurpose.NAME, withdrawn_at=None
    )
    standing = set(given.values_list("person", flat=True))
    return [NameOnPage(person, person.pk in standing) for person in people]


@transaction.atomic
def let_name_stand(person: Person, *, by: User | None, language: str = "") -> None:
    """They allow it, themselves or told to whoever writes it down. Twice is once."""
    raise_version(person.centre)
    own = by is not None and by == person.user
    give_consent(
        person,
        ConsentPurpose.NAME,
        wording=NAME_WORDING,
        how=Channel.EMAIL if own else Channel.PHONE,
        by=by,
        to_whom=None if own else by,
        language=language,
    )


@transaction.atomic
def take_name_down(person: Person, *, by: User | None) -> None:
    """From now on it stands on no page."""
    raise_version(person.centre)
    given = Consent.objects.filter(person=person, purpose=ConsentPurpose.NAME)
    for consent in given.filter(withdrawn_at=None):
        take_back_consent(consent, by=by)
