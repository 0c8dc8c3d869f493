"""The one way in which an idea comes to another stage, and who is told of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import registry

from champions.history import record
from champions.messages.outbox import tell
from champions.models import Person, User
from ideas.enums import NEXT_STAGES, TOLD, IdeaStage, ReactionKind, Told
from ideas.models import Idea, Reaction

# What an idea's arrival at a stage is told with, when the move has no words of its own.
MESSAGES = {
    IdeaStage.TALKING: "ideas/heard",
    IdeaStage.SUPPORTED: "ideas/answered",
    IdeaStage.TRYING: "ideas/answered",
    IdeaStage.RUNNING: "ideas/running",
    IdeaStage.RESTING: "ideas/resting",
    IdeaStage.FINISHED: "ideas/finished",
    IdeaStage.PARKED: "ideas/answered",
    IdeaStage.HANDED_ON: "ideas/answered",
    IdeaStage.MERGED: "ideas/merged",
}
# The reaction that puts somebody among those told.
REACTION_OF = {
    Told.HELPER: ReactionKind.CAN_HELP,
    Told.COMER: ReactionKind.WOULD_COME,
}


class TransitionError(Exception):
    """Somebody was faster, or the idea is past this step; nothing was changed.

    `first` is the first name of whoever moved the idea last, or "".
    """

    def __init__(self, idea: Idea) -> None:
        self.first = _who_was_first(idea)
        super().__init__(f"idea {idea.pk} has moved on")


def _who_was_first(idea: Idea) -> str:
    logged = registry.get_logs_for_instance(idea).exclude(user=None)
    last = logged.select_related("user").order_by("-timestamp", "-pk").first()
    if last is None:
        return ""
    person = person_of(last.user, idea)
    return person.first_name if person else str(last.user.first_name)


def person_of(user: User | None, idea: Idea) -> Person | None:
    """Who a user is at the idea's centre."""
    if user is None:
        return None
    return Person.objects.of(idea.centre).filter(user=user).first()


def _move(
    idea: Idea,
    to: IdeaStage,
    *,
    by: User | None,
    seen: int | None = None,
    may_stay: bool = False,
    only_from: IdeaStage | None = None,
    **fields: Any,
) -> None:
    """Move the row only from a stage that leads to `to`, and only when nobody moved it
    since `seen`; else TransitionError. `only_from` is the one stage from which it goes
    there for this reason. To be called in a transaction. An idea that is told under
    another moves by being taken apart alone (`merged_into=None`)."""
    origins = {stage for stage, ways in NEXT_STAGES.items() if to in ways}
    if "merged_into" not in fields:
        origins -= {IdeaStage.MERGED}
    rows = Idea.objects.filter(
        pk=idea.pk, stage__in=origins | ({to} if may_stay else set())
    )
    if seen is not None:
        rows = rows.filter(move_count=seen)
    if only_from:
        rows = rows.filter(stage=only_from)
    fields |= {"move_count": F("move_count") + 1, "updated_at": timezone.now()}
    if not rows.update(stage=to, **fields):
        raise TransitionError(idea)
    idea.refresh_from_db()
    record(idea, f"ideas.{to}", by=by)


def lock_ideas(which: Q) -> None:
    """The rows are locked in one order, and before anything else, as an answer locks
    its idea before the centre: two who wait for each other would wait for ever."""
    rows = Idea.objects.filter(which).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def lock_with_told(idea: Idea) -> None:
    """The idea, and all that is told together with it."""
    told_here = Q(merged_into=idea)
    told_under = Q(pk__in=Idea.objects.filter(pk=idea.pk).values("merged_into"))
    lock_ideas(Q(pk=idea.pk) | told_here | told_under)


def hear_with(idea: Idea, *, by: User | None) -> None:
    """What is told under an idea is heard with it, and stays so when they are taken
    apart: its author was told. Whoever calls has locked them with the idea."""
    unheard = idea.same.filter(heard_at=None)
    unheard.update(heard_at=timezone.now(), heard_by=by)


class Concern(NamedTuple):
    """Whom something about an idea is told to, in which part, and by which idea: their
    own may be told under the other."""

    person: Person
    part: Told
    own: Idea


def concerned(idea: Idea, stage: str) -> list[Concern]:
    """Whom the arrival at a stage is told to, each person once: as an author, else as
    somebody who can help, else as somebody who would come. Those of the ideas told
    under this one are among them."""
    return concerned_by_each([idea], stage)[idea.pk]


def concerned_by_each(ideas: Sequence[Idea], stage: str) -> dict[int, list[Concern]]:
    """The same for each of many ideas, by its id; asked for all of them at once."""
    told_here = {idea.pk: [idea] for idea in ideas}
    under = Idea.objects.filter(merged_into__in=ideas).select_related("author__centre")
    for own in under.order_by("pk"):
        told_here[own.merged_into_id].append(own)  # type: ignore[index]  # asked for above
    said = _said_to(chain.from_iterable(told_here.values()), stage)
    return {pk: _once(owns, stage, said) for pk, owns in told_here.items()}


def _said_to(ideas: Iterable[Idea], stage: str) -> dict[tuple[int, Told], list[Person]]:
    """Who said what puts them among those told, by idea and part, the first first."""
    said: dict[tuple[int, Told], list[Person]] = defaultdict(list)
    parts = {kind: part for part, kind in REACTION_OF.items() if part in TOLD[stage]}
    if not parts:
        return said
    rows = Reaction.objects.filter(idea__in=list(ideas), kind__in=parts)
    for row in rows.select_related("person__centre").order_by("at", "pk"):
        said[row.idea_id, parts[ReactionKind(row.kind)]].append(row.person)
    return said


def _once(
    owns: list[Idea], stage: str, said: dict[tuple[int, Told], list[Person]]
) -> list[Concern]:
    found: dict[int, Concern] = {}
    for own in owns:
        if Told.AUTHOR in TOLD[stage] and own.author and not own.not_mine_at:
            concern = Concern(own.author, Told.AUTHOR, own)
            found.setdefault(own.author.pk, concern)
    for part in REACTION_OF:
        for own in owns:
            for person in said.get((own.pk, part), ()):
                found.setdefault(person.pk, Concern(person, part, own))
    return list(found.values())


def tell_concerned(
    idea: Idea, *, name: str = "", as_at: str = "", event: str = "", **context: Any
) -> None:
    """Queue one message for each person concerned, on their own channel: those whom
    the arrival at the stage (or at `as_at`) is told to. `event` names what happened
    when it is no move."""
    for person, part, own in concerned(idea, as_at or idea.stage):
        tell(
            person,
            name or MESSAGES[IdeaStage(idea.stage)],
            event=f"idea:{idea.pk}:{event or idea.move_count}",
            channel=person.channel,
            context=words_for(idea, person, part, own) | context,
            links={"idea": link_to(idea, language=person.language)},
            topics=[f"idea:{idea.pk}"],
        )


def words_for(
    idea: Idea, person: Person, part: Told, own: Idea | None = None
) -> dict[str, Any]:
    """What every message about an idea knows, for one reader; `own` is the idea by
    which it is about them, when that one is told under this one."""
    return {
        "idea": idea,
        "own": own or idea,
        "person": person,
        "part": part.value,
        "centre": idea.centre,
        "circle": idea.circle,
        "programme_url": urljoin(settings.BASE_URL, idea.programme_url),
    }


def link_to(idea: Idea, *, language: str) -> dict[str, Any]:
    """The idea's page, for `{link:idea}` in a message. It opens for those who sign in:
    the address carries no secret."""
    with translation.override(language):
        path = reverse("ideas:detail", args=[idea.centre.slug, idea.pk])
    return {"purpose": "idea", "id": idea.pk, "path": path}
