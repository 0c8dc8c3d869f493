"""From first words to what became of it: an idea's life in order, read from its rows
and from the history, in as many queries for a long life as for a short one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import registry

from ideas.cards import from_whom
from ideas.enums import PromiseState
from ideas.models import Answer, Idea, Promise, SameAs

# An answer also counts as having heard the idea; then it is told once.
AT_ONCE = timedelta(seconds=5)


@dataclass(frozen=True)
class Event:
    """One thing that happened; `url` leads to where it goes on."""

    at: datetime
    words: str
    url: str = ""


def timeline_of(idea: Idea) -> list[Event]:
    """All of it, the oldest first. Names are those that its page shows anyway."""
    answers = list(idea.answers.select_related("by").order_by("at", "pk"))
    events = [
        Event(idea.shared_at, _("Shared, %(whom)s") % {"whom": from_whom(idea)}),
        *_heard(idea, answers),
        *_answered(answers),
        *_moved(idea),
        *_told_together(idea),
        *_promised(idea),
    ]
    return sorted(events, key=lambda event: event.at)


def _heard(idea: Idea, answers: list[Answer]) -> Iterator[Event]:
    heard = idea.heard_at
    if heard is None or any(abs(one.at - heard) < AT_ONCE for one in answers):
        return
    if idea.heard_by:
        words = _("%(name)s heard it") % {"name": idea.heard_by.first_name}
    else:
        words = _("We heard it")
    yield Event(heard, words)


def _answered(answers: list[Answer]) -> Iterator[Event]:
    for answer in answers:
        said = str(answer.get_outcome_display())
        alone = _("Our answer: %(said)s (staff alone)")
        words = alone if answer.staff_alone else _("Our answer: %(said)s")
        yield Event(answer.at, words % {"said": said})
        if answer.look_again_asked_at:
            asked = _("The author sees it differently: look again")
            yield Event(answer.look_again_asked_at, asked)


def _moved(idea: Idea) -> Iterator[Event]:
    """What nobody answered but the author did, and the day that came by itself."""
    words = {
        "ideas.running": _("It is happening"),
        "ideas.resting": _("It takes a break"),
        "ideas.finished": _("It finished well"),
        "ideas.came_back": _("The day to look again has come"),
    }
    lines = registry.get_logs_for_instance(idea).filter(action__in=list(words))
    found = list(lines.order_by("timestamp", "pk").values_list("timestamp", "action"))
    begun = [at for at, action in found if action == "ideas.running"]
    for at, action in found:
        url = idea.programme_url if begun and at == begun[-1] else ""
        yield Event(at, words[action], url)


def _told_together(idea: Idea) -> Iterator[Event]:
    pairs = SameAs.objects.exclude(joined_at=None).filter(Q(idea=idea) | Q(into=idea))
    for same in pairs.select_related("idea", "into"):
        other = same.into if same.idea_id == idea.pk else same.idea
        if other.is_taken_down:
            continue
        url = reverse("ideas:detail", args=[idea.centre.slug, other.pk])
        what = {"what": other.what}
        if same.joined_at:
            yield Event(same.joined_at, _("Told together with “%(what)s”") % what, url)
        if same.ended_at:
            yield Event(same.ended_at, _("Apart again from “%(what)s”") % what, url)


def _promised(idea: Idea) -> Iterator[Event]:
    promises = Promise.objects.filter(idea=idea).select_related("person")
    for promise in promises.order_by("made_at", "pk"):
        name = promise.person.first_name if promise.person else _("Somebody")
        what = {"name": name, "words": promise.words}
        yield Event(promise.made_at, _("%(name)s promised: %(words)s") % what)
        if promise.state == PromiseState.KEPT and promise.ended_at:
            yield Event(promise.ended_at, _("%(name)s did it: %(words)s") % what)
