"""The day on which a group talks about an idea, and who hears of it: said by itself when
the group's next get-together gets a date, and again when that date moves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from champions.messages.outbox import cancel_topic, tell
from champions.models import Circle
from ideas.enums import IdeaStage
from ideas.models import Idea, IdeaQuerySet
from ideas.services.ideas import hear
from ideas.services.moves import TransitionError, concerned, link_to, words_for


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
            # Who was never told a day hears this one as the idea's author all the same.
            _say_day(idea, circle.next_on, told=told if idea.talk_on else ())


@transaction.atomic
def day_is_lost(circle: Circle, *, on: date, told: Collection[int] = ()) -> None:
    """The get-together of that day was called off: who was told it, and is not among
    `told`, hears that there will be another."""
    for idea in _talked_of(circle).filter(talk_on=on):
        _say_day(idea, None, told=told)


def _of(circle: Circle) -> IdeaQuerySet:
    """In the order in which ideas are locked everywhere."""
    rows = Idea.objects.of(circle.centre).filter(circle=circle).order_by("pk")
    return rows.select_related("author__centre", "centre", "circle")


def _talked_of(circle: Circle) -> IdeaQuerySet:
    return _of(circle).filter(stage=IdeaStage.TALKING)


def _say_day(idea: Idea, day: date | None, *, told: Collection[int]) -> None:
    """Once for each change, whoever makes it: the row says what was told last. Those
    hear it who were told the day before, but for whom is among `told`."""
    rows = Idea.objects.filter(pk=idea.pk, talk_on=idea.talk_on)
    if not rows.update(talk_on=day):
        return
    topic = f"idea-day:{idea.pk}"
    cancel_topic(topic)
    event = f"{topic}:{timezone.now():%Y%m%d%H%M%S%f}"
    for person, part, own in concerned(idea, IdeaStage.TALKING):
        if person.pk in told:
            continue
        tell(
            person,
            "ideas/new_day",
            event=event,
            channel=person.channel,
            context=words_for(idea, person, part, own) | {"on": day},
            links={"idea": link_to(idea, language=person.language)},
            topics=[f"idea:{idea.pk}", topic],
        )
