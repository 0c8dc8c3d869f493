"""Rows about “How often shall we meet?”: champions are heard, and a group does not
change by an answer that is nobody's."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre
from cms.this_week.row import Row, Rows, day_at
from meetings.models import RhythmQuestion
from meetings.services.how_often import count_now

# Letters have arrived by then; a week later everybody should have been heard.
QUIET_DAYS, HEARD_DAYS = 7, 14


def few_have_said(centre: Centre, today: date) -> Rows:
    for question in RhythmQuestion.objects.of(centre).open().select_related("circle"):
        asked_on = day_at(centre, question.opened_at)
        if asked_on + timedelta(days=QUIET_DAYS) > today:
            continue
        if count_now(question).is_enough:
            continue
        yield Row(
            key=f"how-often:{question.pk}",
            due=asked_on + timedelta(days=HEARD_DAYS),
            centre=centre,
            thing=question.circle,
            circle_id=question.circle_id,
            title=_("Few have said how often the group %(name)s shall meet")
            % {"name": question.circle},
            rule=_("Each champion says it for themselves: by phone and on a card too."),
            verb=_("Hear the others"),
            url=_page_of(centre, question),
        )


def answers_not_theirs(centre: Centre, today: date) -> Rows:
    later = RhythmQuestion.objects.filter(
        circle=OuterRef("circle"), opened_at__gt=OuterRef("opened_at")
    )
    doubted = RhythmQuestion.objects.of(centre).exclude(doubted_at=None)
    for question in doubted.filter(~Exists(later)).select_related("circle"):
        yield Row(
            key=f"not-theirs:{question.pk}",
            due=day_at(centre, question.doubted_at),
            centre=centre,
            thing=question.circle,
            circle_id=question.circle_id,
            title=_("The group %(name)s changed by an answer that was not theirs")
            % {"name": question.circle},
            rule=_("The champions say how often they meet: ask them again."),
            verb=_("Ask again"),
            url=_page_of(centre, question),
        )


def _page_of(centre: Centre, question: RhythmQuestion) -> str:
    return reverse("meetings:how_often", args=[centre.slug, question.circle_id])
