"""Personal cards: printed by staff, taken back, made again. A card is a key on paper:
it opens a champion's own pages only together with their first name, and never staff's."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from champions import links
from champions.enums import CodePurpose
from champions.history import record
from champions.models import Centre, Person, PersonalCard, User
from champions.names import folded
from champions.services.codes import find_code, issue_code, revoke_code
from champions.services.people import user_of


class StaffCardError(Exception):
    """Staff never sign in by card."""


@transaction.atomic
def issue_card(person: Person, *, by: User | None) -> PersonalCard:
    """A card with new numbers and a new QR code; every older print is useless from
    now on. Raises StaffCardError."""
    if is_staff(person):
        raise StaffCardError
    card, is_first = PersonalCard.objects.get_or_create(
        person=person, defaults={"centre": person.centre, "issued_by": by}
    )
    if not is_first:
        PersonalCard.objects.filter(pk=card.pk).update(
            generation=F("generation") + 1,
            revoked_at=None,
            issued_at=timezone.now(),
            issued_by=by,
        )
        card.refresh_from_db()
    issue_code(
        person.centre,
        purpose=CodePurpose.CARD,
        thing_id=card.pk,
        generation=card.generation,
    )
    record(person, "champions.issue_card", by=by, generation=card.generation)
    return card


@transaction.atomic
def revoke_card(card: PersonalCard, *, by: User | None) -> None:
    """Lost or stolen: neither the QR code nor the numbers open anything any more."""
    live = PersonalCard.objects.filter(pk=card.pk, revoked_at=None)
    if live.update(revoked_at=timezone.now()):
        revoke_code(purpose=CodePurpose.CARD, thing_id=card.pk)
        record(card.person, "champions.revoke_card", by=by)


def card_by_link(token: str) -> PersonalCard | None:
    """The live card of a QR code."""
    read = links.read_token(token)
    card = read and _live().filter(pk=read[0]).first()
    if not read or not card:
        return None
    right = links.is_right(read[1], CodePurpose.CARD, card.pk, card.generation)
    return card if right else None


def card_by_numbers(
    centre: Centre, typed: str, *, first_name: str, source: str
) -> PersonalCard | None:
    """The live card of the ten numbers; wrong ones are counted by source."""
    code = find_code(
        centre,
        typed,
        source=source,
        is_theirs=lambda code: _is_named(code.thing_id, first_name),
    )
    if code is None or code.purpose != CodePurpose.CARD:
        return None
    return _live().filter(pk=code.thing_id, generation=code.generation).first()


def is_theirs(card: PersonalCard, first_name: str) -> bool:
    """Whether somebody with this name holds the card; staff never do."""
    person = card.person
    names = {folded(person.first_name), folded(person.first_name, person.last_name)}
    return folded(first_name) in names and not is_staff(person)


def is_staff(person: Person) -> bool:
    user = person.user
    return user is not None and (user.is_superuser or user.staff_roles.exists())


def link_of_card(card: PersonalCard) -> str:
    """What the QR code holds, after the address of the site and the language."""
    return f"accounts/card/{links.token(CodePurpose.CARD, card.pk, card.generation)}/"


@transaction.atomic
def come_in_by_card(card: PersonalCard) -> User:
    """The user of the card's holder, made now if there was none."""
    return user_of(card.person)


def _live() -> QuerySet[PersonalCard]:
    living = Person.objects.living().values("pk")
    cards = PersonalCard.objects.filter(revoked_at=None, person__in=living)
    return cards.select_related("person__user", "person__centre")


def _is_named(card_id: int, first_name: str) -> bool:
    card = _live().filter(pk=card_id).first()
    return card is not None and is_theirs(card, first_name)
