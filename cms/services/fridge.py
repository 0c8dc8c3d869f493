"""Fridge cards: printed for those who run a programme, made anew, gone when they stop.

A card opens three things and nothing else, and only together with the first name of
whose it is: a card that lies about calls nothing off. It is good as long as they run the
programme; who stops, dies or is wiped needs nobody to take it back.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from champions import links
from champions.enums import CodePurpose
from champions.history import record
from champions.models import Person, TypedCode, User
from champions.names import folded
from champions.services.codes import issue_code
from cms.enums import LISTED_STATES
from cms.models import FridgeCard, Programme, ThingNeeded

PURPOSE = CodePurpose.FRIDGE


class NotTheirsError(Exception):
    """Only those who run the programme have its card."""


@transaction.atomic
def card_for(programme: Programme, person: Person, *, by: User | None) -> FridgeCard:
    """The card to print; printed again, it has the same numbers. Raises
    NotTheirsError."""
    if not programme.leads.all().living().filter(pk=person.pk).exists():
        raise NotTheirsError
    card, is_new = FridgeCard.objects.get_or_create(
        programme=programme,
        person=person,
        defaults={"centre": programme.centre, "issued_by": by},
    )
    if is_new:
        _give_code(card, by)
    return card


@transaction.atomic
def new_card_for(
    programme: Programme, person: Person, *, by: User | None
) -> FridgeCard:
    """A card with new numbers and a new square: the one that was lost opens nothing any
    more. Raises NotTheirsError."""
    card = card_for(programme, person, by=by)
    FridgeCard.objects.filter(pk=card.pk).update(
        generation=F("generation") + 1, issued_at=timezone.now(), issued_by=by
    )
    card.refresh_from_db()
    _give_code(card, by)
    return card


def _give_code(card: FridgeCard, by: User | None) -> None:
    issue_code(
        card.centre, purpose=PURPOSE, thing_id=card.pk, generation=card.generation
    )
    record(
        card.programme,
        "cms.issue_fridge_card",
        by=by,
        person=card.person_id,
        generation=card.generation,
    )


def live_cards() -> QuerySet[FridgeCard]:
    """Those of people who live and run the programme, while that goes on."""
    cards = FridgeCard.objects.filter(
        programme__leads=F("person"),
        programme__state__in=LISTED_STATES,
        person__died_at=None,
        person__erased_at=None,
    )
    return cards.select_related("programme__centre", "person", "centre")


def card_by_link(token: str) -> FridgeCard | None:
    """The live card of a square."""
    read = links.read_token(token)
    card = read and live_cards().filter(pk=read[0]).first()
    if not read or not card:
        return None
    return card if links.is_right(read[1], PURPOSE, card.pk, card.generation) else None


def card_of_code(code: TypedCode) -> FridgeCard | None:
    """The live card of ten numbers."""
    return live_cards().filter(centre=code.centre_id, pk=code.thing_id).first()


def is_theirs(card: FridgeCard, first_name: str) -> bool:
    person = card.person
    names = {folded(person.first_name), folded(person.first_name, person.last_name)}
    return folded(first_name) in names


def token_of(card: FridgeCard) -> str:
    return links.token(PURPOSE, card.pk, card.generation)


def forget_card(programme: Programme, person: Person) -> None:
    """They do not run it any more."""
    _drop(FridgeCard.objects.filter(programme=programme, person=person))


def forget(person: Person) -> None:
    """Their record is wiped."""
    _drop(FridgeCard.objects.filter(person=person))
    ThingNeeded.objects.filter(asked_by=person).delete()


def merge(person: Person, into: Person) -> None:
    """Of two cards for one programme, the one already theirs stays."""
    known = FridgeCard.objects.filter(person=into).values("programme")
    cards = FridgeCard.objects.filter(person=person)
    _drop(cards.filter(programme__in=list(known.values_list("programme", flat=True))))
    cards.update(person=into)
    ThingNeeded.objects.filter(asked_by=person).update(asked_by=into)


def _drop(cards: QuerySet[FridgeCard]) -> None:
    pks = list(cards.values_list("pk", flat=True))
    TypedCode.objects.filter(purpose=PURPOSE, thing_id__in=pks).delete()
    FridgeCard.objects.filter(pk__in=pks).delete()


def record_of(person: Person) -> dict[str, list[Any]]:
    """Their cards, and what they asked for."""
    needed = ThingNeeded.objects.filter(asked_by=person)
    return {
        "fridge_cards": list(
            FridgeCard.objects.filter(person=person).values(
                "programme__title", "issued_at"
            )
        ),
        "things_needed": list(
            needed.annotate(asked_for=F("what")).values(
                "programme__title", "asked_for", "asked_at", "arranged_at"
            )
        ),
    }
