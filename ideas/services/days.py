"""The day on which a group talks about an idea, and who hears of it: said by itself when
the group's next get-together gets a date, and again when that date moves. However many
ideas wait, each person hears of all of theirs in one message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation

from champions.history import record_many
from champions.messages.many import Telling, tell_many, ways_of
from champions.messages.outbox import cancel_topics
from champions.models import Circle, Person
from ideas.enums import IdeaStage
from ideas.models import Idea, IdeaQuerySet
from ideas.services.moves import (
    MESSAGES,
    concerned_by_each,
    link_to,
    lock_ideas,
    words_for,
)

NEW_DAY = "ideas/new_day"


@transaction.atomic
def day_is_set(circle: Circle, *, told: Collection[int] = ()) -> None:
    """The group's next get-together has a date, or another one: `circle.next_on`. Who
    waits to be heard hears now; who was told another day that is still to come hears
    the new one, unless they are among `told`, ids of people who hear of the move as
    guests of the get-together. Nobody hears one day twice."""
    if circle.next_on is None:
        return
    _hear_all(circle, circle.next_on)
    today = timezone.localdate(timezone=circle.centre.tzinfo)
    others = _talked_of(circle).exclude(talk_on=circle.next_on)
    # What was talked about on a day that is over stays as it is: nothing is new.
    _say_day(others.exclude(talk_on__lt=today), circle.next_on, told=told)


@transaction.atomic
def day_is_lost(circle: Circle, *, on: date, told: Collection[int] = ()) -> None:
    """The get-together of that day was called off: who was told it, and is not among
    `told`, hears that there will be another."""
    _say_day(_talked_of(circle).filter(talk_on=on), None, told=told)


def _of(circle: Circle) -> IdeaQuerySet:
    """In the order in which ideas are locked everywhere."""
    rows = Idea.objects.of(circle.centre).filter(circle=circle).order_by("pk")
    return rows.select_related("author__centre", "centre", "circle")


def _talked_of(circle: Circle) -> IdeaQuerySet:
    return _of(circle).filter(stage=IdeaStage.TALKING)


def _locked(rows: IdeaQuerySet) -> list[Idea]:
    """As they are once nobody else changes them, with all that is told under them:
    somebody of staff may hear or answer one at the same moment."""
    wanted = list(rows.values_list("pk", flat=True))
    lock_ideas(Q(pk__in=wanted) | Q(merged_into__in=wanted))
    return list(rows.filter(pk__in=wanted))


def _hear_all(circle: Circle, day: date) -> None:
    """What `hear` does for one idea, for all that wait."""
    ideas, now = _locked(_of(circle).unheard()), timezone.now()
    heard: dict[str, Any] = {"heard_at": now, "heard_by": None}
    Idea.objects.filter(pk__in=[idea.pk for idea in ideas]).unheard().update(
        stage=IdeaStage.TALKING,
        talk_on=day,
        move_count=F("move_count") + 1,
        updated_at=now,
        **heard,
    )
    Idea.objects.filter(merged_into__in=ideas, heard_at=None).update(**heard)
    record_many(ideas, f"ideas.{IdeaStage.TALKING}", by=None)
    for idea in ideas:
        idea.stage, idea.move_count = IdeaStage.TALKING, idea.move_count + 1
    events = {idea.pk: f"idea:{idea.pk}:{idea.move_count}" for idea in ideas}
    _tell_all(MESSAGES[IdeaStage.TALKING], ideas, day, events)


def _say_day(rows: IdeaQuerySet, day: date | None, *, told: Collection[int]) -> None:
    """Once for each change, whoever makes it: the row says what was told last. Those
    hear it who were told the day before, but for whom is among `told`."""
    ideas = _locked(rows)
    Idea.objects.filter(pk__in=[idea.pk for idea in ideas]).update(talk_on=day)
    cancel_topics(_topic(idea) for idea in ideas)
    at = f"{timezone.now():%Y%m%d%H%M%S%f}"
    events = {idea.pk: f"{_topic(idea)}:{at}" for idea in ideas}
    # Who was never told a day hears this one as the idea's author all the same.
    told_before = {idea.pk for idea in ideas if idea.talk_on}
    _tell_all(NEW_DAY, ideas, day, events, dict.fromkeys(told_before, told))


def _topic(idea: Idea) -> str:
    return f"idea-day:{idea.pk}"


def _tell_all(
    name: str,
    ideas: Sequence[Idea],
    day: date | None,
    events: dict[int, str],
    told: dict[int, Collection[int]] | None = None,
) -> None:
    """One message to each person, about all of these ideas that concern them. Its key
    is the event of the first: each event happens once. `told` are, by idea, people who
    hear of it otherwise."""
    known = told or {}
    people: dict[int, Person] = {}
    theirs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    concerns = concerned_by_each(ideas, IdeaStage.TALKING)
    for idea in ideas:
        for person, part, own in concerns[idea.pk]:
            if person.pk not in known.get(idea.pk, ()):
                people.setdefault(person.pk, person)
                theirs[person.pk].append(words_for(idea, person, part, own))
    tellings = [
        _telling(name, people[pk], about, day, events) for pk, about in theirs.items()
    ]
    ways = ways_of(list(people.values()), name, with_calls=True)
    tell_many(name, tellings, ways=ways)


def _telling(
    name: str,
    person: Person,
    about: list[dict[str, Any]],
    day: date | None,
    events: dict[int, str],
) -> Telling:
    ideas = [one["idea"] for one in about]
    topics = [f"idea:{idea.pk}" for idea in ideas]
    if name == NEW_DAY:
        topics += [_topic(idea) for idea in ideas]
    return Telling(
        person,
        f"{events[ideas[0].pk]}:person:{person.pk}",
        context=about[0] | {"on": day, "several": about if len(about) > 1 else []},
        links={"idea": _link_to(ideas, language=person.language)},
        topics=topics,
    )


def _link_to(ideas: Sequence[Idea], *, language: str) -> dict[str, Any]:
    """The page of the one; or all that are theirs."""
    link = link_to(ideas[0], language=language)
    if len(ideas) == 1:
        return link
    with translation.override(language):
        path = reverse("ideas:list", args=[ideas[0].centre.slug])
    return link | {"path": f"{path}?mine=on"}
