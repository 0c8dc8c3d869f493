"""The one way in which an idea comes to another stage, and who is told of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import registry

from champions.history import record
from champions.messages.outbox import tell
from champions.models import Person, User
from ideas.enums import NEXT_STAGES, TOLD, IdeaStage, ReactionKind, Told
from ideas.models import Idea

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
    **fields: Any,
) -> None:
    """Move the row only from a stage that leads to `to`, and only when nobody moved it
    since `seen`; else TransitionError. To be called in a transaction."""
    origins = {stage for stage, ways in NEXT_STAGES.items() if to in ways}
    rows = Idea.objects.filter(
        pk=idea.pk, stage__in=origins | ({to} if may_stay else set())
    )
    if seen is not None:
        rows = rows.filter(move_count=seen)
    fields |= {"move_count": F("move_count") + 1, "updated_at": timezone.now()}
    if not rows.update(stage=to, **fields):
        raise TransitionError(idea)
    idea.refresh_from_db()
    record(idea, f"ideas.{to}", by=by)


def concerned(idea: Idea, stage: str) -> list[tuple[Person, Told]]:
    """Whom the arrival at a stage is told to, each person once: as the author, else as
    somebody who can help, else as somebody who would come."""
    found: dict[int, tuple[Person, Told]] = {}
    if Told.AUTHOR in TOLD[stage] and idea.author and not idea.not_mine_at:
        found[idea.author.pk] = (idea.author, Told.AUTHOR)
    for part, kind in REACTION_OF.items():
        if part in TOLD[stage]:
            reactions = idea.reactions.filter(kind=kind).select_related("person")
            for reaction in reactions:
                found.setdefault(reaction.person_id, (reaction.person, part))
    return list(found.values())


def tell_concerned(idea: Idea, *, name: str = "", **context: Any) -> None:
    """Queue one message for each person concerned, on their own channel."""
    for person, part in concerned(idea, idea.stage):
        tell(
            person,
            name or MESSAGES[IdeaStage(idea.stage)],
            event=f"idea:{idea.pk}:{idea.move_count}",
            channel=person.channel,
            context=words_for(idea, person, part) | context,
            links={"idea": link_to(idea, language=person.language)},
            topics=[f"idea:{idea.pk}"],
        )


def words_for(idea: Idea, person: Person, part: Told) -> dict[str, Any]:
    """What every message about an idea knows, for one reader."""
    return {
        "idea": idea,
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
