"""What falls through if nobody acts: the rows of staff's start page.

Each row is a question asked of the data as it stands, never a stored to-do, so that it
goes when its reason goes. It says its rule in words and has one thing to press.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import TaskState

from champions.enums import MessageState, Role
from champions.models import Centre, Circle, Message, User
from champions.when import day_in_words
from cms.models import Programme, ProgrammePage
from ideas.models import Idea, Promise
from meetings.enums import Stage, Urgency
from meetings.models import Meeting, Need
from meetings.services.rhythms import standings, today_at
from meetings.services.workshops import waiting_for_a_decision

NEEDS_DAYS = 7
CHECK_DAYS = 130
MOST_ROWS = 7


@dataclass(frozen=True)
class Row:
    """One thing to do. `due` orders the rows: the nearest consequence first."""

    due: date
    centre: Centre
    thing: Any
    title: str
    rule: str
    verb: str
    url: str
    sewn: str = "happening"
    late: bool = False

    def how_long(self, today: date) -> str:
        """“3 days left”, “today”, “since Tuesday 3 November”."""
        days = (self.due - today).days
        if days > 0:
            return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
        if days == 0:
            return _("today")
        return _("since %(day)s") % {"day": day_in_words(self.due)}


Rows = Iterator[Row]


def rows_for(user: User) -> list[Row]:
    """Everything that waits in the centres where the user is lead or staff partner,
    the nearest consequence first."""
    everywhere = Centre.objects.all()
    if user.is_superuser:
        led = partnered = everywhere
    else:
        led = everywhere.filter(pk__in=user.centres_as({Role.LEAD}))
        partnered = everywhere.filter(
            pk__in=user.centres_as({Role.LEAD, Role.SUPPORTER})
        )
    rows = [row for centre in partnered for row in _ask(OF_THE_TABLE, centre)]
    rows += [row for centre in led for row in _ask(OF_THE_LEAD, centre)]
    return sorted(rows, key=lambda row: (row.due, row.title))


def rows_of(centre: Centre) -> list[Row]:
    """Everything that waits in one centre."""
    return [*_ask(OF_THE_TABLE, centre), *_ask(OF_THE_LEAD, centre)]


def _ask(questions: Questions, centre: Centre) -> Rows:
    today = today_at(centre)
    for question in questions:
        yield from question(centre, today)


def _groups_without_a_date(centre: Centre, today: date) -> Rows:
    rules = {
        Stage.SECOND: _("The second get-together is within three weeks."),
        Stage.MONTHLY: _("A group that meets monthly always has its next date."),
        Stage.QUARTERLY: _("A group that meets quarterly always has its next date."),
    }
    for group in standings(centre, today):
        circle, rhythm = group.circle, group.rhythm
        if group.urgency == Urgency.FINE or rhythm.stage not in rules:
            continue
        yield Row(
            due=rhythm.counts_from or _day_made(circle),
            centre=centre,
            thing=circle,
            title=_("The group %(name)s has no next get-together") % {"name": circle},
            rule=rules[rhythm.stage],
            verb=_("Propose a date"),
            url=reverse("meetings:book", args=[centre.slug, circle.pk]),
            late=group.urgency == Urgency.LATE,
        )


def _day_made(circle: Circle) -> date:
    """The day a group was made, on its centre's wall."""
    return circle.created_at.astimezone(circle.centre.tzinfo).date()


def _workshops_to_decide(centre: Centre, today: date) -> Rows:
    for workshop in waiting_for_a_decision(centre):
        yield Row(
            due=workshop.on,
            centre=centre,
            thing=centre,
            title=_("More people hope to come on %(day)s than there are places")
            % {"day": day_in_words(workshop.on)},
            rule=_("Nobody is chosen by machine: make room, or add a workshop."),
            verb=_("Decide"),
            url=reverse("workshops:one", args=[workshop.pk]),
        )


def _needs_to_arrange(centre: Centre, today: date) -> Rows:
    soon = Need.objects.of(centre).filter(
        arranged_at=None,
        seat__reply__in=["coming", "hoping", "offered"],
        seat__meeting__state="announced",
        seat__meeting__on__gte=today,
        seat__meeting__on__lte=today + timedelta(days=NEEDS_DAYS),
    )
    counts = dict(
        soon.order_by().values_list("seat__meeting").annotate(n=models.Count("pk"))
    )
    meetings = Meeting.objects.of(centre).filter(pk__in=counts)
    for meeting in meetings.select_related("circle"):
        count = counts[meeting.pk]
        yield Row(
            due=meeting.on,
            centre=centre,
            thing=meeting.circle or centre,
            title=ngettext(
                "%(n)s thing would help somebody to come on %(day)s",
                "%(n)s things would help somebody to come on %(day)s",
                count,
            )
            % {"n": count, "day": day_in_words(meeting.on)},
            rule=_("Rides and the like are arranged seven days before."),
            verb=_("Arrange it"),
            url=reverse("meetings:detail", args=[centre.slug, meeting.pk]) + "#needs",
        )


def _ideas_to_hear(centre: Centre, today: date) -> Rows:
    for idea in Idea.objects.of(centre).unheard().select_related("centre"):
        yield Row(
            due=idea.hear_by,
            centre=centre,
            thing=idea,
            sewn="new",
            title=_("The idea “%(idea)s” waits for a first word") % {"idea": idea.what},
            rule=_("Every idea is heard within 14 days."),
            verb=_("Say we heard you"),
            url=reverse("ideas:detail", args=[centre.slug, idea.pk]),
            late=idea.hear_by < today,
        )


def _promises_to_keep(centre: Centre, today: date) -> Rows:
    late = (
        Promise.objects.of(centre)
        .late(today)
        .select_related("idea", "circle", "centre")
    )
    for promise in late:
        yield Row(
            due=promise.due_on,
            centre=centre,
            thing=promise.idea or promise.circle or centre,
            title=_("We promised: %(words)s") % {"words": promise.words},
            rule=_("The group sees it as late."),
            verb=_("Keep or change it"),
            url=_where_promised(promise),
            late=True,
        )


def _where_promised(promise: Promise) -> str:
    """The page of its idea; what was promised without one stands on those of the
    group's get-togethers."""
    slug = promise.centre.slug
    if promise.idea_id:
        return reverse("ideas:detail", args=[slug, promise.idea_id])
    return reverse("meetings:list", args=[slug])


def _letters_to_post(centre: Centre, today: date) -> Rows:
    letters = Message.objects.of(centre).letters_to_print()
    oldest = letters.order_by("queued_at").first()
    if oldest is not None:
        count = letters.count()
        yield Row(
            due=oldest.queued_at.astimezone(centre.tzinfo).date(),
            centre=centre,
            thing=centre,
            title=ngettext(
                "%(n)s letter waits to be printed and posted",
                "%(n)s letters wait to be printed and posted",
                count,
            )
            % {"n": count},
            rule=_("They count as sent when you say that they are posted."),
            verb=_("Print them"),
            url=reverse("letters:index"),
        )


def _calls_to_make(centre: Centre, today: date) -> Rows:
    calls = Message.objects.of(centre).calls_to_make()
    oldest = calls.order_by("queued_at").first()
    if oldest is not None:
        count = calls.count()
        yield Row(
            due=oldest.queued_at.astimezone(centre.tzinfo).date(),
            centre=centre,
            thing=centre,
            title=ngettext(
                "%(n)s person waits for a call",
                "%(n)s people wait for a call",
                count,
            )
            % {"n": count},
            rule=_("They can be told by telephone alone."),
            verb=_("Call them"),
            url=reverse("outbox:index") + "?state=queued&channel=phone",
        )


def _messages_in_doubt(centre: Centre, today: date) -> Rows:
    doubtful = Message.objects.of(centre).filter(
        state__in=[MessageState.AMBIGUOUS, MessageState.FAILED]
    )
    count = doubtful.count()
    if count:
        yield Row(
            due=today,
            centre=centre,
            thing=centre,
            title=ngettext(
                "%(n)s mail may not have arrived",
                "%(n)s mails may not have arrived",
                count,
            )
            % {"n": count},
            rule=_("We never send twice by ourselves: you decide."),
            verb=_("Look"),
            url=reverse("outbox:index"),
        )


def _pages_to_read(centre: Centre, today: date) -> Rows:
    """Programme pages that a champion has sent to be read."""
    asked = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    keys = asked.values_list("workflow_state__object_id", flat=True)
    pages = ProgrammePage.objects.filter(programme__centre=centre, pk__in=list(keys))
    for page in pages.select_related("programme"):
        since = page.latest_revision_created_at.astimezone(centre.tzinfo).date()
        yield Row(
            due=since + timedelta(days=NEEDS_DAYS),
            centre=centre,
            thing=page.programme,
            title=_("“%(page)s” waits to be read and published") % {"page": page.title},
            rule=_("A page is read within a week."),
            verb=_("Read it"),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )


def _programmes_to_check(centre: Centre, today: date) -> Rows:
    stale = (
        Programme.objects.of(centre)
        .listed()
        .filter(checked_on__lt=today - timedelta(days=CHECK_DAYS))
    )
    for programme in stale:
        yield Row(
            due=programme.checked_on + timedelta(days=CHECK_DAYS),
            centre=centre,
            thing=programme,
            title=_("“%(title)s” was last checked on %(day)s")
            % {"title": programme, "day": day_in_words(programme.checked_on)},
            rule=_("Each programme is checked every quarter. A call is enough."),
            verb=_("Check it"),
            url=reverse("programmes:lead", args=[centre.slug, programme.slug]),
        )


Questions = tuple[Callable[[Centre, date], Rows], ...]
OF_THE_TABLE: Questions = (
    _groups_without_a_date,
    _needs_to_arrange,
    _ideas_to_hear,
    _promises_to_keep,
    _pages_to_read,
    _programmes_to_check,
)
# What only the point person can do: others would find no such page.
OF_THE_LEAD: Questions = (
    _workshops_to_decide,
    _letters_to_post,
    _calls_to_make,
    _messages_in_doubt,
)
