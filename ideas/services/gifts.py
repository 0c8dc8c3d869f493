"""Gifts and the ideas that look for them: each of the two is told of the other, once,
when the champion has asked for it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from champions.enums import ChampionState
from champions.history import record
from champions.messages.outbox import tell
from champions.models import Person, User
from ideas.enums import IdeaStage, ReactionKind
from ideas.models import GiftMet, GiftWish, Idea
from ideas.searching import looks_for
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
    ideas = Idea.objects.of(person.centre).filter(stage__in=LOOKING, **OPEN)
    for idea in ideas.select_related("centre", "author"):
        _meet(idea, person)


@transaction.atomic
def no_longer(person: Person, *, by: User | None) -> None:
    if GiftWish.objects.filter(person=person).delete()[0]:
        record(person, "ideas.gifts_no_longer", by=by)


def meet(idea: Idea) -> None:
    """Find who likes to do what an idea looks for."""
    if not idea.wants or idea.stage not in LOOKING or idea.not_mine_at:
        return
    wishes = GiftWish.objects.of(idea.centre).select_related("person__champion")
    for wish in wishes:
        _meet(idea, wish.person)


def meet_all() -> None:
    """Every night: gifts on profiles change too."""
    wishing = GiftWish.objects.values("centre")
    ideas = Idea.objects.filter(centre__in=wishing, stage__in=LOOKING, **OPEN)
    for idea in ideas.select_related("centre", "author").iterator():
        meet(idea)


OPEN = {"wants__gt": "", "not_mine_at": None}


def _meet(idea: Idea, person: Person) -> None:
    if not _is_asked_for(idea, person):
        return
    try:
        with transaction.atomic():
            GiftMet.objects.create(
                centre=idea.centre, idea=idea, person=person, at=timezone.now()
            )
            _tell_both(idea, person)
    except IntegrityError:
        return  # they met in another request


def _is_asked_for(idea: Idea, person: Person) -> bool:
    """Only of active champions, never of one's own idea, nor to who helps already."""
    champion = getattr(person, "champion", None)
    if champion is None or champion.state != ChampionState.ACTIVE or person.died_at:
        return False
    languages = (idea.language, person.language)
    if person == idea.author or not looks_for(
        idea.wants, champion.gifts, languages=languages
    ):
        return False
    helps = idea.reactions.filter(person=person, kind=ReactionKind.CAN_HELP)
    met = GiftMet.objects.filter(idea=idea, person=person)
    return not helps.exists() and not met.exists()


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
