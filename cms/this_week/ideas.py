"""Rows about ideas and promises: every idea is heard, every promise kept or changed, and
what somebody spent is given back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.models import Centre
from champions.when import day_in_words
from cms.this_week.row import Row, Rows
from ideas.cards import SEWN
from ideas.enums import IdeaStage
from ideas.models import Comment, Expense, Idea, Promise
from ideas.money import amount_of
from ideas.services.ideas import next_day
from meetings.enums import MeetingState
from meetings.models import Meeting

LOOK_WITHIN = timedelta(days=3)


def ideas_to_hear(centre: Centre, today: date) -> Rows:
    """Where the day on which its group meets is known, one press says both."""
    unheard = Idea.objects.of(centre).unheard()
    for idea in unheard.select_related("centre", "circle__centre"):
        day = next_day(idea)
        yield Row(
            key=f"hear:{idea.pk}",
            due=idea.hear_by,
            last_on=idea.hear_by,
            centre=centre,
            thing=idea,
            circle_id=idea.circle_id,
            sewn="new",
            title=_("The idea “%(idea)s” waits for a first word") % {"idea": idea.what},
            rule=_rule_of_hearing(day),
            verb=_("Say we heard you"),
            url=_where_heard(idea, day),
            posts=day is not None,
            late=idea.hear_by < today,
        )


def _rule_of_hearing(day: date | None) -> str:
    rule = _("Every idea is heard within 14 days.")
    if day is None:
        return rule
    words = _("We say that we talk about it on %(day)s.")
    return f"{rule} {words % {'day': day_in_words(day)}}"


def _where_heard(idea: Idea, day: date | None) -> str:
    args = [idea.centre.slug, idea.pk]
    if day is None:
        return reverse("ideas:detail", args=args) + "#staff"
    return reverse("ideas:hear", args=args)


def words_to_look_at(centre: Centre, today: date) -> Rows:
    """Somebody asked, or an author objects: nobody waits longer than three days."""
    asked = Min("reports__at", filter=Q(reports__looked_at=None))
    waiting = Comment.objects.of(centre).to_look_at().annotate(asked_at=asked)
    for comment in waiting.select_related("idea"):
        objects = comment.objected_at is not None and comment.settled_at is None
        since = comment.objected_at if objects else comment.asked_at
        due = timezone.localdate(since, centre.tzinfo) + LOOK_WITHIN
        idea = comment.idea
        yield Row(
            key=f"look:{comment.pk}",
            due=due,
            centre=centre,
            thing=idea,
            circle_id=idea.circle_id,
            sewn="talking",
            title=(
                _("An author wants hidden words to stand: “%(idea)s”")
                if objects
                else _("Somebody asks you to look at the talk about “%(idea)s”")
            )
            % {"idea": idea.what},
            rule=_("We look within three days; its author is told why."),
            verb=_("Look"),
            url=reverse("ideas:saying", args=[centre.slug, idea.pk, comment.pk]),
            late=due < today,
        )


def ideas_to_look_at_again(centre: Centre, today: date) -> Rows:
    """Parked or tried until a day that has come."""
    ideas = Idea.objects.of(centre).to_look_at_again(today)
    for idea in ideas.select_related("centre"):
        yield Row(
            key=f"again:{idea.pk}:{idea.look_again_on}",
            due=idea.look_again_on,
            last_on=idea.look_again_on,
            centre=centre,
            thing=idea,
            circle_id=idea.circle_id,
            sewn=SEWN[IdeaStage(idea.stage)],
            title=_("It is time to look at “%(idea)s” again") % {"idea": idea.what},
            rule=_("We said so in our answer. It is on the next agenda."),
            verb=_("Write our answer"),
            url=reverse("ideas:answer", args=[centre.slug, idea.pk]),
        )


def promises_to_keep(centre: Centre, today: date) -> Rows:
    late = Promise.objects.of(centre).late(today)
    late = list(late.select_related("idea", "circle", "centre"))
    pages = _pages_of(centre, {promise.circle_id for promise in late})
    for promise in late:
        yield Row(
            key=f"promise:{promise.pk}",
            due=promise.due_on,
            last_on=promise.due_on,
            centre=centre,
            thing=promise.idea or promise.circle or centre,
            circle_id=promise.circle_id,
            title=_("We promised: %(words)s") % {"words": promise.words},
            rule=_("The group sees it as late."),
            verb=_("Keep or change it"),
            url=_where_promised(promise, pages),
            late=True,
        )


def _pages_of(centre: Centre, circles: set[int | None]) -> dict[int | None, int]:
    """By group, its next or last get-together, on whose page its promises stand."""
    meetings = Meeting.objects.of(centre).filter(
        circle__in=circles, state__in=[MeetingState.ANNOUNCED, MeetingState.HELD]
    )
    return dict(meetings.order_by("starts_at").values_list("circle", "pk"))


def _where_promised(promise: Promise, pages: dict[int | None, int]) -> str:
    """Where the button stands that says “it is done”."""
    slug = promise.centre.slug
    if promise.idea_id:
        page = reverse("ideas:detail", args=[slug, promise.idea_id])
    elif promise.circle_id in pages:
        page = reverse("meetings:detail", args=[slug, pages[promise.circle_id]])
    else:
        return reverse("meetings:list", args=[slug])
    return f"{page}#promises"


def money_to_give_back(centre: Centre, today: date) -> Rows:
    """The sum and what for; whose it is stands on the page alone."""
    unpaid = Expense.objects.of(centre).unpaid()
    for expense in unpaid.select_related("idea__centre", "circle", "centre"):
        words = {"sum": amount_of(expense), "what": expense.what}
        yield Row(
            key=f"money:{expense.pk}",
            due=expense.pay_by,
            last_on=expense.pay_by,
            centre=centre,
            thing=expense.idea or expense.circle or centre,
            circle_id=expense.circle_id,
            title=_("%(sum)s for %(what)s is to be given back") % words,
            rule=_("What somebody spent is given back within 14 days."),
            verb=_("Give it back"),
            url=reverse("ideas:money", args=[centre.slug]),
            late=expense.pay_by < today,
        )
