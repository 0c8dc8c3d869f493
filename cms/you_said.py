"""You said, we did, we learned: what a centre can show for three months, read from what
was written down anyway. Nothing is typed twice; nobody is named, and no people are
counted. What did not work stands beside what did."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import ModelLogEntry

from champions.models import Centre
from champions.when import day_in_words
from cms.enums import LISTED_STATES, ProgrammeState
from cms.models import Programme, ProgrammePage, StoryPage
from ideas.enums import IdeaStage, Outcome, PromiseState
from ideas.mirror import Span
from ideas.models import Answer, Idea, Promise

DONE = frozenset({Outcome.YES, Outcome.TRY})
# The ideas of which the public is told in words; the others are their group's.
IN_PUBLIC = frozenset({IdeaStage.RUNNING, IdeaStage.RESTING, IdeaStage.FINISHED})


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year, by the calendar on the centre's wall."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def named(cls, text: str) -> Quarter | None:
        """“2026-3” is July to September 2026."""
        found = re.fullmatch(r"(2\d{3})-([1-4])", text)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> date:
        return self.next.first

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        if self.number == 4:
            return Quarter(self.year + 1, 1)
        return Quarter(self.year, self.number + 1)

    @property
    def before(self) -> Quarter:
        return Quarter.of(self.first - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


@dataclass(frozen=True)
class Line:
    """One thing that the page says; `words` in the language they were written in."""

    words: str
    said: str = ""
    why: str = ""
    language: str = ""
    url: str = ""


@dataclass(frozen=True)
class YouSaid:
    said: str
    answers: list[Line]
    did: list[Line]
    not_yet: list[Line]
    begun: list[Line]
    not_now: str
    learned: list[Line]
    stories: list[StoryPage]


def you_said(centre: Centre, quarter: Quarter) -> YouSaid:
    """In as many queries for much as for little."""
    span = Span(centre, quarter.first, quarter.after)
    answers = _answers(span)
    promises = Promise.objects.of(centre).filter(by_staff=True)
    promises = list(promises.filter(idea__in=_in_public(centre)).select_related("idea"))
    return YouSaid(
        said=_how_many(span),
        answers=[_answered(one) for one in answers if one.outcome in DONE],
        did=[_promised(one) for one in promises if _was_kept(one, span)],
        not_yet=[_promised(one) for one in promises if _is_late(one, span)],
        begun=_begun(span),
        not_now=_how_many_not_now(span),
        learned=_learned(span),
        stories=list(
            StoryPage.objects.of(centre)
            .in_public()
            .filter(span.within("first_published_at"))
        ),
    )


def _how_many(span: Span) -> str:
    shared = Idea.objects.of(span.centre).on_the_wall().filter(span.within("shared_at"))
    count = shared.count()
    if not count:
        return _("No new idea was shared.")
    return ngettext("%d idea was shared.", "%d ideas were shared.", count) % count


def _in_public(centre: Centre) -> QuerySet[Idea]:
    return Idea.objects.of(centre).told().filter(stage__in=IN_PUBLIC)


def _how_many_not_now(span: Span) -> str:
    """A number: the words, and why, are for whoever shared them and their group."""
    parked = Answer.objects.of(span.centre).filter(span.within("at"))
    count = parked.exclude(outcome__in=DONE).values("idea").distinct().count()
    if not count:
        return ""
    said = ngettext("%d idea cannot happen now.", "%d ideas cannot happen now.", count)
    # Not within the braces: what is collected to be translated is not found there.
    told = _("Whoever shared them was told why.")
    return f"{said % count} {told}"


def _answers(span: Span) -> list[Answer]:
    """The newest of each idea that happens, or did."""
    ideas = _in_public(span.centre)
    rows = Answer.objects.of(span.centre).filter(span.within("at"), idea__in=ideas)
    newest: dict[int, Answer] = {}
    for answer in rows.select_related("idea").order_by("-at", "-pk"):
        newest.setdefault(answer.idea_id, answer)
    return list(reversed(newest.values()))


def _answered(answer: Answer) -> Line:
    return Line(
        words=answer.idea.what,
        said=str(answer.get_outcome_display()),
        why=answer.promise if answer.outcome in DONE else answer.reason,
        language=answer.idea.language,
        url=answer.idea.programme_url,
    )


def _was_kept(promise: Promise, span: Span) -> bool:
    ended = promise.ended_at
    if promise.state != PromiseState.KEPT or ended is None:
        return False
    on = timezone.localdate(ended, span.centre.tzinfo)
    return span.first <= on < span.after


def _is_late(promise: Promise, span: Span) -> bool:
    today = timezone.localdate(timezone=span.centre.tzinfo)
    due = promise.first_due_on or promise.due_on
    is_open = promise.state == PromiseState.OPEN
    return (
        is_open and due is not None and due < today and span.first <= due < span.after
    )


def _promised(promise: Promise) -> Line:
    said = ""
    if promise.state == PromiseState.OPEN and promise.due_on:
        said = _("promised for %(day)s") % {"day": day_in_words(promise.due_on)}
    return Line(promise.words, said=said or promise.idea.what)


def _begun(span: Span) -> list[Line]:
    """Programmes whose page came out, each once."""
    pages = ProgrammePage.objects.live().filter(
        span.within("first_published_at"),
        programme__centre=span.centre,
        programme__state__in=LISTED_STATES,
    )
    found: dict[int, Line] = {}
    for page in pages.select_related("locale").order_by("first_published_at"):
        line = Line(page.title, why=page.what, language=page.language, url=page.url)
        found.setdefault(page.programme_id, line)
    return list(found.values())


def _learned(span: Span) -> list[Line]:
    """What came to a good end, and what it taught."""
    ideas = Idea.objects.of(span.centre).filter(stage=IdeaStage.FINISHED)
    over = ideas.filter(pk__in=_ended(span, "ideas.finished"))
    lines = [
        Line(one.what, why=one.learned, language=one.language)
        for one in over.order_by("pk")
    ]
    rows = Programme.objects.of(span.centre).filter(state=ProgrammeState.FINISHED)
    rows = rows.filter(pk__in=_ended(span, "cms.programme_finished"))
    rows = rows.exclude(idea__in=over.order_by().values("pk")).select_related("idea")
    return lines + [_finished(programme) for programme in rows]


def _finished(programme: Programme) -> Line:
    learned = programme.idea.learned if programme.idea else ""
    return Line(programme.title, why=learned, language=programme.language)


def _ended(span: Span, action: str) -> list[int]:
    logged: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(
        span.within("timestamp"), action=action, data__centre=span.centre.pk
    )
    return [int(pk) for pk in logged.values_list("object_id", flat=True)]
