"""Ideas whose day to look again has come: they are on the table by their date, and
their authors are told so once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from champions.history import record
from ideas.enums import IdeaStage
from ideas.models import Idea
from ideas.services.ideas import next_day
from ideas.services.moves import tell_concerned


def bring_back(now: datetime) -> int:
    """Every idea whose day has come on its centre's wall; returns how many were new.
    Running it again, or twice at once, tells nobody twice."""
    # Somewhere it is tomorrow already.
    ideas = Idea.objects.to_look_at_again(now.date() + timedelta(days=1))
    waiting = ideas.filter(came_back_at=None).select_related("centre", "circle")
    return sum(
        _bring_back(idea, now)
        for idea in waiting.select_related("author").order_by("pk")
        if _has_come(idea, now)
    )


def _has_come(idea: Idea, now: datetime) -> bool:
    today = timezone.localdate(now, idea.centre.tzinfo)
    return idea.look_again_on is not None and idea.look_again_on <= today


@transaction.atomic
def _bring_back(idea: Idea, now: datetime) -> bool:
    rows = Idea.objects.to_look_at_again(idea.look_again_on or now.date())
    if not rows.filter(pk=idea.pk, came_back_at=None).update(came_back_at=now):
        return False
    record(idea, "ideas.came_back", by=None)
    tell_concerned(
        idea,
        name="ideas/came_back",
        as_at=IdeaStage.TALKING,
        event=f"back:{idea.look_again_on}:{idea.move_count}",
        on=next_day(idea),
    )
    return True
