"""How a centre and its champions are doing with ideas, in a stretch of days: who waited
how long, who brought what, who decided, whose promises were kept. Never per person, and
nothing is said where there is too little to say it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median

from django.db.models import Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Centre, Circle
from ideas.enums import UNANSWERED_STAGES, IdeaStage, Origin, PromiseState
from ideas.models import Answer, Comment, Idea, Promise, Reaction

# Of fewer than this a share would point at somebody.
FEWEST = 5


@dataclass(frozen=True)
class Span:
    """The days that are looked at, from midnight to midnight on the centre's wall, and
    the group when it is one alone."""

    centre: Centre
    first: date
    after: date
    circle: Circle | None = None

    def within(self, field: str) -> Q:
        zone = self.centre.tzinfo
        return Q(
            **{
                f"{field}__gte": datetime.combine(self.first, time.min, zone),
                f"{field}__lt": datetime.combine(self.after, time.min, zone),
            }
        )

    def of_group(self, field: str) -> Q:
        return Q(**{field: self.circle}) if self.circle else Q()

    def days(self, start: datetime, end: datetime) -> int:
        """From one day on the wall to another."""
        zone = self.centre.tzinfo
        return (end.astimezone(zone).date() - start.astimezone(zone).date()).days


@dataclass(frozen=True)
class Said:
    """One thing that the page says, under its question."""

    question: str
    answers: tuple[str, ...]


def mirror_of(span: Span, more_said: Sequence[bool] = ()) -> list[Said]:
    """The whole page, in as many queries for many ideas as for one. `more_said` is what
    people said elsewhere in these days: whether each was written down for them."""
    ideas = list(_ideas(span))
    return [
        Said(_("How long until an idea was heard?"), _until_heard(span, ideas)),
        Said(_("How long until it had our answer?"), _until_answered(span, ideas)),
        Said(_("Who brought the ideas?"), _who_brought(ideas)),
        Said(_("Who decided?"), _who_decided(span)),
        Said(_("What became of promises?"), _promises(span)),
        Said(_("Who wrote?"), _who_wrote(span, ideas, more_said)),
    ]


def _ideas(span: Span) -> Iterable[Idea]:
    ideas = Idea.objects.of(span.centre).told().filter(span.within("shared_at"))
    ideas = ideas.filter(span.of_group("circle"))
    return ideas.annotate(first_answer_at=Min("answers__at")).order_by("pk")


def _until_heard(span: Span, ideas: list[Idea]) -> tuple[str, ...]:
    took = [span.days(one.shared_at, one.heard_at) for one in ideas if one.heard_at]
    wait = [i for i in ideas if i.stage == IdeaStage.SHARED and not i.heard_at]
    return (_days(took), *_waiting(len(wait)))


def _until_answered(span: Span, ideas: list[Idea]) -> tuple[str, ...]:
    pairs = [(one.shared_at, one.first_answer_at) for one in ideas]  # type: ignore[attr-defined]  # annotated above
    took = [span.days(shared, answered) for shared, answered in pairs if answered]
    wait = [
        shared
        for (shared, answered), one in zip(pairs, ideas, strict=True)
        if not answered and one.stage in UNANSWERED_STAGES
    ]
    return (_days(took), *_waiting(len(wait)))


def _days(took: list[int]) -> str:
    if len(took) < FEWEST:
        return _("Too few to say.")
    half = math.ceil(median(took))
    words = {
        "half": ngettext("%d day", "%d days", half) % half,
        "longest": ngettext("%d day", "%d days", max(took)) % max(took),
    }
    return _("Half of them within %(half)s; the longest %(longest)s.") % words


def _waiting(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (ngettext("%d still waits.", "%d still wait.", count) % count,)


def _who_brought(ideas: list[Idea]) -> tuple[str, ...]:
    if len(ideas) < FEWEST:
        return (_("Too few to say."),)
    numbers = Counter(idea.origin for idea in ideas)
    labels = (
        (Origin.CHAMPION, _("Champions")),
        (Origin.PUBLIC, _("Neighbours")),
        (Origin.STAFF, _("Staff")),
    )
    return tuple(
        _("%(who)s: %(share)s")
        % {"who": who, "share": _share(numbers[origin], len(ideas))}
        for origin, who in labels
    )


def _share(part: int, of: int) -> str:
    return _("%(part)s of %(of)s") % {"part": part, "of": of}


def _counted(words: str, part: int, of: int) -> str:
    """“Too few to say” where there are few in all."""
    if of < FEWEST:
        return words % {"share": _("too few to say")}
    return words % {"share": _share(part, of)}


def _who_decided(span: Span) -> tuple[str, ...]:
    answers = Answer.objects.of(span.centre).filter(span.within("at"))
    rows = answers.filter(span.of_group("idea__circle"))
    alone = list(rows.values_list("staff_alone", flat=True))
    words = _("Answers that staff gave alone: %(share)s")
    return (_counted(words, sum(alone), len(alone)),)


def _promises(span: Span) -> tuple[str, ...]:
    promises = Promise.objects.of(span.centre).filter(span.within("made_at"))
    rows = list(
        promises.filter(span.of_group("circle")).values_list("by_staff", "state")
    )
    sides = (
        (True, _("Staff’s, kept so far: %(share)s")),
        (False, _("Champions’, kept so far: %(share)s")),
    )
    return tuple(_kept(words, rows, by_staff=by_staff) for by_staff, words in sides)


def _kept(words: str, rows: list[tuple[bool, str]], *, by_staff: bool) -> str:
    states = [state for of_staff, state in rows if of_staff == by_staff]
    return _counted(words, states.count(PromiseState.KEPT), len(states))


def _who_wrote(
    span: Span, ideas: list[Idea], more_said: Sequence[bool]
) -> tuple[str, ...]:
    """What was told on paper, by phone or in person, of all that was said."""
    writers = [idea.written_down_by_id for idea in ideas]
    for said in (Comment.objects, Reaction.objects):
        rows = said.of(span.centre).filter(span.within("at"))
        rows = rows.filter(span.of_group("idea__circle")).order_by()
        writers += list(rows.values_list("written_down_by", flat=True))
    written = [writer is not None for writer in writers] + list(more_said)
    words = _("Written down for somebody, of all that was said: %(share)s")
    return (_counted(words, sum(written), len(written)),)
