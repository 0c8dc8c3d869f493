"""Gifts and the ideas that look for them: each of the two is told of the other, once,
when the champion has asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from champions.enums import ChampionState
from champions.history import record
from champions.messages.outbox import tell
from champions.models import Centre, Person, User
from ideas.enums import IdeaStage, ReactionKind
from ideas.models import GiftMet, GiftWish, Idea, IdeaQuerySet
from ideas.searching import telling_words
from ideas.services.moves import link_to

# Where an idea may still be looking for somebody.
LOOKING = frozenset(
    {
        IdeaStage.SHARED,
        IdeaStage.TALKING,
        IdeaStage.SUPPORTED,
        IdeaStage.TRYING,
        IdeaStage.RUNNING,
    }
)


@transaction.atomic
def agree(person: Person, *, by: User | None) -> None:
    """From now on they hear of ideas that look for what they like to do, also of those
    that wait already, and the ideas' authors hear of them."""
    _wish, is_new = GiftWish.objects.get_or_create(
        person=person, defaults={"centre": person.centre}
    )
    if not is_new:
        return
    record(person, "ideas.gifts_agreed", by=by)
    wishers = _active([person])
    for idea in _open(Idea.objects.of(person.centre)):
        _meet_each(idea, wishers)


@transaction.atomic
def no_longer(person: Person, *, by: User | None) -> None:
    if GiftWish.objects.filter(person=person).delete()[0]:
        record(person, "ideas.gifts_no_longer", by=by)


def meet(idea: Idea) -> None:
    """Find who likes to do what an idea looks for."""
    if not idea.wants or idea.stage not in LOOKING or idea.not_mine_at:
        return
    _meet_each(idea, _wishers(idea.centre))


def meet_all() -> None:
    """Every night: gifts on profiles change too. Who wishes, and which have met, is
    read once for all ideas of a centre."""
    wishing = GiftWish.objects.values("centre")
    for centre in Centre.objects.filter(pk__in=wishing).order_by("pk"):
        wishers = _wishers(centre)
        met = set(GiftMet.objects.of(centre).values_list("idea_id", "person_id"))
        for idea in _open(Idea.objects.of(centre)).iterator():
            _meet_each(
                idea, [one for one in wishers if (idea.pk, one.person.pk) not in met]
            )


class Wisher(NamedTuple):
    """Somebody who asked for it, with the words of what they like to do."""

    person: Person
    gifts: set[str]


def _wishers(centre: Centre) -> list[Wisher]:
    wishes = GiftWish.objects.of(centre).select_related(
        "person__champion", "person__centre"
    )
    return _active(wish.person for wish in wishes.order_by("pk"))


def _active(people: Iterable[Person]) -> list[Wisher]:
    return [
        Wisher(one, telling_words(one.champion.gifts, language=one.language))
        for one in people
        if _is_active(one)
    ]


def _is_active(person: Person) -> bool:
    champion = getattr(person, "champion", None)
    is_active = champion is not None and champion.state == ChampionState.ACTIVE
    return is_active and not person.died_at


def _open(ideas: IdeaQuerySet) -> IdeaQuerySet:
    looking = ideas.filter(stage__in=LOOKING, wants__gt="", not_mine_at=None)
    return looking.select_related("centre", "author")


def _meet_each(idea: Idea, wishers: list[Wisher]) -> None:
    """Never for one's own idea, nor who helps already."""
    wanted = telling_words(idea.wants, language=idea.language)
    for one in wishers:
        if wanted & one.gifts and one.person != idea.author:
            _meet(idea, one.person)


def _meet(idea: Idea, person: Person) -> None:
    helps = idea.reactions.filter(person=person, kind=ReactionKind.CAN_HELP)
    met = GiftMet.objects.filter(idea=idea, person=person)
    if helps.exists() or met.exists():
        return
    try:
        with transaction.atomic():
            GiftMet.objects.create(
                centre=idea.centre, idea=idea, person=person, at=timezone.now()
            )
            _tell_both(idea, person)
    except IntegrityError:
        return  # they met in another request


def _tell_both(idea: Idea, person: Person) -> None:
    told = [(person, "ideas/gift_wanted")]
    if idea.author:
        told.append((idea.author, "ideas/gift_found"))
    for reader, name in told:
        tell(
            reader,
            name,
            event=f"gift:{idea.pk}:{person.pk}",
            channel=reader.channel,
            context={
                "idea": idea,
                "who": person.first_name,
                "gifts": person.champion.gifts,
            },
            links={"idea": link_to(idea, language=reader.language)},
            topics=[f"idea:{idea.pk}"],
        )
