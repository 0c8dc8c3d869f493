"""The agenda that fills itself, and the promises read aloud: read from the ideas and
promises of the group as they stand, nothing is copied."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Circle
from champions.when import day_in_words, hours
from ideas.cards import SEWN, from_whom
from ideas.enums import UNANSWERED_STAGES, PromiseState
from ideas.models import Idea, Promise
from meetings.agenda_order import in_order
from meetings.decided import answers_at
from meetings.enums import MeetingKind, MeetingState, Reply
from meetings.headings import heading_of
from meetings.models import Meeting, Need, RhythmQuestion
from meetings.services.agreeing import is_to_be_agreed
from meetings.services.rhythms import today_at

# What would help counts for whoever means to come.
MAY_COME = (Reply.COMING, Reply.HOPING, Reply.OFFERED)


@dataclass(frozen=True)
class Row:
    """One thing to talk about, known by its key within the agenda; `thing` and `sewn`
    are an idea's square."""

    key: str
    title: str
    line: str = ""
    url: str = ""
    thing: Any = None
    sewn: str = ""


@dataclass(frozen=True)
class Somebody:
    """Who promised, when their name was taken out of the books."""

    uuid: uuid.UUID
    first_name: str


@dataclass(frozen=True)
class PromiseLine:
    """A promise and how it stands in words; late is said of staff's alone. A champion
    is asked once whether it is still on their list."""

    promise: Promise
    person: Any
    state: str
    is_kept: bool
    is_late: bool
    is_asked: bool


def agenda_of(meeting: Meeting, *, for_staff: bool) -> list[Row]:
    """What is talked about: at a workshop its parts; else hello, every idea that waits
    for an answer or is looked at again, what people added, the promises, what would
    help, and when we meet next, as the group has put it in order. Once it was held: the
    ideas that were answered there."""
    if meeting.kind == MeetingKind.WELCOME:
        return _parts(meeting)
    added = [
        Row(f"item:{item.pk}", item.words, _named(item.person))
        for item in meeting.agenda_items.select_related("person")
    ]
    if meeting.state == MeetingState.HELD:
        return [*_answered(meeting), *added]
    rows = [
        *_opening(meeting),
        *_rhythm(meeting),
        *_waiting(meeting, for_staff=for_staff),
        *added,
        *_promises(meeting.circle),
        *_what_would_help(meeting),
        *_how_often(meeting),
        Row("next", _("When do we meet next?"), _("We choose the day together.")),
    ]
    by_key = {row.key: row for row in rows}
    return [by_key[key] for key in in_order(list(by_key), meeting.agenda_order)]


def _parts(meeting: Meeting) -> list[Row]:
    return [
        Row(
            f"part:{part.pk}",
            part.title or meeting.title or _("We meet"),
            hours(part.at, part.until),
        )
        for part in meeting.parts.order_by("number")
    ]


def _opening(meeting: Meeting) -> list[Row]:
    hello = Row("hello", _("Hello, and how are we?"), _("Everybody, 15 minutes"))
    if meeting.kind != MeetingKind.QUARTERLY:
        return [hello]
    return [
        hello,
        Row("mirror", _("Where our ideas stand"), url=_mirror(meeting)),
        Row("works", _("What works?")),
        Row("change", _("What should change?")),
        Row(
            "thank", _("Whom do we thank?"), url="#thanks" if _has_come(meeting) else ""
        ),
    ]


def _mirror(meeting: Meeting) -> str:
    """How we are doing with ideas, for the group alone."""
    page = reverse("meetings:mirror", args=[meeting.centre.slug])
    return f"{page}?group={meeting.circle_id or ''}"


def _how_often(meeting: Meeting) -> list[Row]:
    """It is talked about as long as the group is asked."""
    asked = RhythmQuestion.objects.open().filter(circle=meeting.circle)
    if meeting.circle is None or not asked.exists():
        return []
    words = _("Each says it for themselves: here, on a card, or to one of us alone")
    slug = meeting.centre.slug
    page = reverse("meetings:how_often", args=[slug, meeting.circle_id])
    return [Row("how-often", _("How often shall we meet?"), words, page)]


def _rhythm(meeting: Meeting) -> list[Row]:
    """At the second get-together the group sees how often it meets, and agrees; later
    only when the centre has changed it."""
    circle = meeting.circle
    if circle is None or not is_to_be_agreed(meeting):
        return []
    url = reverse("meetings:group", args=[meeting.centre.slug, circle.pk])
    line = _("Do we agree? Whoever notes presses once.")
    return [Row("rhythm", _("How often we meet, and the words we use"), line, url)]


def waiting_ideas(circle: Circle | None, on: date) -> list[Idea]:
    """Ideas of the group without an answer, the longest waiting first, and those to
    look at again by that day."""
    if circle is None:
        return []
    ideas = Idea.objects.of(circle.centre).at_the_table_of(circle, on)
    return list(ideas.select_related("author", "centre"))


def _waiting(meeting: Meeting, *, for_staff: bool) -> list[Row]:
    return [
        Row(
            f"idea:{idea.pk}",
            idea.what,
            _about(idea),
            _address(idea, meeting, for_staff=for_staff),
            idea,
            SEWN[idea.stage],  # type: ignore[index]  # a stage is its own word
        )
        for idea in waiting_ideas(meeting.circle, meeting.on)
    ]


def _about(idea: Idea) -> str:
    if idea.stage in UNANSWERED_STAGES or idea.look_again_on is None:
        return from_whom(idea)
    words = _("We said that we look at it again on %(day)s.")
    return words % {"day": day_in_words(idea.look_again_on)}


def _address(idea: Idea, meeting: Meeting, *, for_staff: bool) -> str:
    """The idea's page; for staff the place where our answer is written, which comes
    back here."""
    slug = meeting.centre.slug
    if not for_staff:
        return reverse("ideas:detail", args=[slug, idea.pk])
    back = reverse("meetings:detail", args=[slug, meeting.pk])
    words = {"on": meeting.on.isoformat(), "at": heading_of(meeting), "next": back}
    return f"{reverse('ideas:answer', args=[slug, idea.pk])}?{urlencode(words)}"


def _answered(meeting: Meeting) -> list[Row]:
    return [
        Row(
            f"answer:{answer.pk}",
            answer.idea.what,
            str(answer.get_outcome_display()),
            reverse("ideas:detail", args=[meeting.centre.slug, answer.idea_id]),
            answer.idea,
            SEWN[answer.idea.stage],  # type: ignore[index]  # a stage is its own word
        )
        for answer in answers_at(meeting)
    ]


def _promises(circle: Circle | None) -> list[Row]:
    count = open_promises(circle)
    if not count:
        return []
    line = ngettext("%d promise", "%d promises", count) % count
    return [Row("promises", _("What we promised"), line, "#promises")]


def _what_would_help(meeting: Meeting) -> list[Row]:
    """As a number: what it is and for whom is said by who wants to."""
    needs = Need.objects.filter(seat__meeting=meeting, arranged_at=None)
    count = needs.filter(seat__reply__in=MAY_COME).count()
    if not count:
        return []
    line = ngettext("%d thing is still open", "%d things are still open", count)
    return [Row("help", _("What would help somebody to come?"), line % count)]


def _has_come(meeting: Meeting) -> bool:
    return meeting.on <= timezone.localdate(timezone=meeting.centre.tzinfo)


def open_promises(circle: Circle | None) -> int:
    if circle is None:
        return 0
    return Promise.objects.of(circle.centre).filter(circle=circle).open().count()


def promise_lines(meeting: Meeting, today: date) -> list[PromiseLine]:
    """Open promises of the group, and those kept since it last met: they are carried
    on to each get-together until they are kept or let go."""
    if meeting.circle is None:
        return []
    last = (
        Meeting.objects.of_circle(meeting.circle)
        .held()
        .filter(starts_at__lt=meeting.starts_at)
        .order_by("-starts_at")
        .first()
    )
    since = last.starts_at if last else None
    kept = Q(state=PromiseState.KEPT)
    if since:
        kept &= Q(ended_at__gte=since)
    rows = Promise.objects.of(meeting.centre).filter(circle=meeting.circle)
    rows = rows.filter(Q(state=PromiseState.OPEN) | kept).select_related("person")
    return [_line(promise, today, since) for promise in rows]


def lines_on_paper(meeting: Meeting) -> list[PromiseLine]:
    """As they stand on its day; printed before, nothing is late yet that is not late
    today."""
    return promise_lines(meeting, min(meeting.on, today_at(meeting.centre)))


def _line(promise: Promise, today: date, since: datetime | None) -> PromiseLine:
    late = promise.is_late(today)
    person = promise.person or Somebody(uuid.UUID(int=0), _("Somebody"))
    return PromiseLine(
        promise,
        person,
        _state(promise, today, is_late=late),
        is_kept=promise.state == PromiseState.KEPT,
        is_late=late,
        is_asked=promise.is_to_ask(
            today, met_since=since is not None and promise.made_at < since
        ),
    )


def _state(promise: Promise, today: date, *, is_late: bool) -> str:
    if promise.state == PromiseState.KEPT:
        return _("done, thank you")
    if promise.due_on is None or (promise.due_on < today and not is_late):
        return _("when they can")
    words = _("late since %(day)s") if is_late else _("by %(day)s")
    return words % {"day": day_in_words(promise.due_on)}


def _named(person: Any) -> str:
    return _("from %(name)s") % {"name": person.first_name} if person else ""
