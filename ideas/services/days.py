"""The day on which a group talks about an idea, and who hears of it: said by itself when
the group's next get-together gets a date, and again when that date moves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from champions.messages.outbox import cancel_topic, tell
from champions.models import Circle
from ideas.enums import IdeaStage, Told
from ideas.models import Idea, IdeaQuerySet
from ideas.services.ideas import hear
from ideas.services.moves import TransitionError, link_to, words_for


@transaction.atomic
def day_is_set(circle: Circle, *, told: Collection[int] = ()) -> None:
    """The group's next get-together has a date, or another one: `circle.next_on`. Who
    waits to be heard hears now; who was told another day that is still to come hears
    the new one, unless they are among `told`, ids of people who hear of the move as
    guests of the get-together. Nobody hears one day twice."""
    if circle.next_on is None:
        return
    for idea in _of(circle).unheard():
        # Somebody of staff may hear it at the same moment: then it is heard.
        try:
            hear(idea, by=None, on=circle.next_on)
        except TransitionError:
            continue
    today = timezone.localdate(timezone=circle.centre.tzinfo)
    for idea in _talked_of(circle).exclude(talk_on=circle.next_on):
        # What was talked about on a day that is over stays as it is: nothing is new.
        if idea.talk_on is None or idea.talk_on >= today:
            is_known = idea.talk_on is not None and idea.author_id in told
            _say_day(idea, circle.next_on, quietly=is_known)


@transaction.atomic
def day_is_lost(circle: Circle, *, on: date, told: Collection[int] = ()) -> None:
    """The get-together of that day was called off: who was told it, and is not among
    `told`, hears that there will be another."""
    for idea in _talked_of(circle).filter(talk_on=on):
        _say_day(idea, None, quietly=idea.author_id in told)


def _of(circle: Circle) -> IdeaQuerySet:
    rows = Idea.objects.of(circle.centre).filter(circle=circle)
    return rows.select_related("author__centre", "centre", "circle")


def _talked_of(circle: Circle) -> IdeaQuerySet:
    return _of(circle).filter(stage=IdeaStage.TALKING)


def _say_day(idea: Idea, day: date | None, *, quietly: bool) -> None:
    """Once for each change, whoever makes it: the row says what was told last."""
    rows = Idea.objects.filter(pk=idea.pk, talk_on=idea.talk_on)
    if not rows.update(talk_on=day):
        return
    topic = f"idea-day:{idea.pk}"
    cancel_topic(topic)
    if quietly or idea.author is None:
        return
    tell(
        idea.author,
        "ideas/new_day",
        event=f"{topic}:{timezone.now():%Y%m%d%H%M%S%f}",
        channel=idea.author.channel,
        context=words_for(idea, idea.author, Told.AUTHOR) | {"on": day},
        links={"idea": link_to(idea, language=idea.author.language)},
        topics=[f"idea:{idea.pk}", topic],
    )
