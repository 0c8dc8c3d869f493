"""Ideas as they stand on the wall and in the list: read for a whole page at once, so
that forty ideas cost no more queries than one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.when import day_in_words
from champions.wording import without_stop
from ideas.enums import (
    COMES_BACK,
    LANES,
    NEXT_STAGES,
    IdeaStage,
    Origin,
    Outcome,
    ReactionKind,
)
from ideas.models import Answer, Idea, Promise, Reaction

# How far the square of an idea is sewn (look, section 2: Sewing).
SEWN = {
    IdeaStage.SHARED: "new",
    IdeaStage.TALKING: "talking",
    IdeaStage.SUPPORTED: "getting_ready",
    IdeaStage.TRYING: "trying",
    IdeaStage.RUNNING: "happening",
    IdeaStage.RESTING: "on_a_break",
    IdeaStage.FINISHED: "happening",
    IdeaStage.PARKED: "not_now",
    IdeaStage.HANDED_ON: "not_now",
    IdeaStage.MERGED: "not_now",
}
NOT_NOW = frozenset({IdeaStage.PARKED, IdeaStage.HANDED_ON})


@dataclass(frozen=True)
class Card:
    """One idea with what stands beside its square."""

    idea: Idea
    numbers: Counter[str]
    answer: Answer | None = None
    promise: Promise | None = None

    @property
    def sewn(self) -> str:
        return SEWN[IdeaStage(self.idea.stage)]

    @property
    def url(self) -> str:
        return reverse("ideas:detail", args=[self.idea.centre.slug, self.idea.pk])

    @property
    def from_whom(self) -> str:
        return from_whom(self.idea)

    @property
    def ways(self) -> str:
        """The lanes to which it may come from where it stands."""
        to = NEXT_STAGES[self.idea.stage]
        lanes = (lane for lane, stages in LANES.items() if stages & to)
        return " ".join(lane for lane in lanes if self.idea.stage not in LANES[lane])

    @cached_property
    def line(self) -> str:
        """When we look again, or the reactions in words."""
        if self.idea.came_back_at and self.idea.stage in COMES_BACK:
            return _("It is time to look again.")
        day = self.idea.look_again_on
        if self.idea.stage == IdeaStage.PARKED and day:
            return _("We look again on %(day)s.") % {"day": day_in_words(day)}
        return counts_in_words(self.numbers)

    @cached_property
    def why_not(self) -> str:
        """The reason, wherever the answer was "not now" or "handed on"."""
        if self.idea.stage not in NOT_NOW or self.answer is None:
            return ""
        return self.answer.reason

    @cached_property
    def then(self) -> str:
        """What happens next, or why not."""
        return self.why_not or _next_line(self.idea, self.promise)


def standing_in_words(idea: Idea, answer: Answer | None) -> str:
    """Where an idea stands that is on no way from pencil to stitch; else nothing."""
    if idea.stage == IdeaStage.RESTING:
        return _("It is on a break.")
    if idea.stage == IdeaStage.FINISHED:
        return _("It finished well. Thank you to everybody who made it happen.")
    if idea.stage == IdeaStage.HANDED_ON:
        if answer is None or answer.outcome != Outcome.HANDED_ON:
            return _("It went along with its author, who moved on.")
        return _("It was handed on: %(whom)s") % {"whom": answer.next_step}
    if idea.came_back_at and idea.stage in COMES_BACK:
        return _("The time has come to look at it again.")
    if idea.stage == IdeaStage.PARKED and idea.look_again_on:
        day = day_in_words(idea.look_again_on)
        return _("Not now. We look again on %(day)s.") % {"day": day}
    if idea.stage == IdeaStage.MERGED and idea.merged_into:
        return _("It is told together with: %(what)s") % {"what": idea.merged_into.what}
    return ""


def from_whom(idea: Idea) -> str:
    if idea.author is None or idea.not_mine_at:
        return _("from a champion")
    if idea.origin == Origin.STAFF:
        return _("from %(name)s, staff") % {"name": idea.author.first_name}
    return _("from %(name)s") % {"name": idea.author.first_name}


def counts_in_words(numbers: Counter[str]) -> str:
    """“3 like it · 1 can help”; nothing of what nobody said."""
    likes, comers, helpers = (numbers[kind] for kind in ReactionKind)
    words = [
        likes and ngettext("%d likes it", "%d like it", likes) % likes,
        comers and ngettext("%d would come", "%d would come", comers) % comers,
        helpers and ngettext("%d can help", "%d can help", helpers) % helpers,
    ]
    return " · ".join(word for word in words if word)


def _next_line(idea: Idea, promise: Promise | None) -> str:
    if idea.stage == IdeaStage.TALKING:
        return _talk_line(idea)
    if idea.stage == IdeaStage.TRYING and idea.look_again_on:
        day = day_in_words(idea.look_again_on)
        return _("We look again on %(day)s.") % {"day": day}
    if idea.stage == IdeaStage.SUPPORTED and promise and promise.due_on:
        return promise_line(promise)
    return ""


def _talk_line(idea: Idea) -> str:
    day = idea.circle.next_on if idea.circle else None
    if day and day >= timezone.localdate(timezone=idea.centre.tzinfo):
        return _("On %(day)s, at the get-together.") % {"day": day_in_words(day)}
    return ""


def promise_line(promise: Promise) -> str:
    """“Anne: ask the bus company, by Tuesday 1 December”."""
    name = promise.person.first_name if promise.person else _("Staff")
    words = {"name": name, "promise": promise.words}
    if promise.due_on is None:
        return _("%(name)s: %(promise)s") % words
    words["promise"] = without_stop(promise.words)
    words["day"] = day_in_words(promise.due_on)
    return _("%(name)s: %(promise)s, by %(day)s") % words


def cards_of(ideas: list[Idea]) -> list[Card]:
    """Three queries, however many ideas; authors, groups and centres come with them."""
    numbers = _numbers_of(ideas)
    answers = {
        answer.idea_id: answer
        for answer in Answer.objects.filter(idea__in=ideas).order_by("at", "pk")
    }
    promises = Promise.objects.filter(idea__in=ideas, by_staff=True).open()
    soonest = {
        promise.idea_id: promise
        for promise in promises.select_related("person").order_by("-due_on", "-pk")
    }
    return [
        Card(idea, numbers[idea.pk], answers.get(idea.pk), soonest.get(idea.pk))
        for idea in ideas
    ]


def _numbers_of(ideas: list[Idea]) -> dict[int, Counter[str]]:
    """By idea; what was said to those told under it counts, and each person once."""
    of_all = Q(idea__in=ideas) | Q(idea__merged_into__in=ideas)
    told_at = Coalesce("idea__merged_into", "idea")
    said = Reaction.objects.filter(of_all).values_list(told_at, "kind", "person")
    numbers: dict[int, Counter[str]] = {idea.pk: Counter() for idea in ideas}
    for idea_id, kind, _person in said.order_by().distinct():
        numbers.setdefault(idea_id, Counter())[kind] += 1
    return numbers


def query_of(asked: dict[str, str]) -> str:
    """The filters as they stand in an address, for links that change one of them."""
    kept = {name: value for name, value in asked.items() if value}
    return urlencode(kept) + ("&" if kept else "")
