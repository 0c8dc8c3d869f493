"""Rows about programmes: their pages are read in time and stay true."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from champions.models import Centre
from champions.when import day_in_words
from cms.check_state import READ_DAYS
from cms.enums import OutOfPlan
from cms.models import Programme, ProgrammePage, Session, StoryPage
from cms.services.sessions import still_to_come
from cms.services.truth import CHECK_DAYS
from cms.this_week.row import Row, Rows, day_at
from meetings.enums import MeetingState


def pages_to_read(centre: Centre, today: date) -> Rows:
    """Programme pages and stories that a champion has sent to be read."""
    asked = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    keys = list(asked.values_list("workflow_state__object_id", flat=True))
    pages = ProgrammePage.objects.filter(programme__centre=centre, pk__in=keys)
    stories = StoryPage.objects.of(centre).filter(pk__in=keys)
    for page in (*pages.select_related("programme"), *stories):
        programme = getattr(page, "programme", None)
        read_by = day_at(centre, page.latest_revision_created_at) + timedelta(
            days=READ_DAYS
        )
        yield Row(
            key=f"read:{page.pk}",
            due=read_by,
            last_on=read_by,
            centre=centre,
            thing=programme or centre,
            circle_id=programme.circle_id if programme else None,
            title=_("“%(page)s” waits to be read and published") % {"page": page.title},
            rule=_("A page is read within a week."),
            verb=_("Read it"),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )


def dates_to_decide(centre: Centre, today: date) -> Rows:
    """Dates that the plan does not say any more, to which somebody means to come."""
    asked = Session.objects.of(centre).filter(
        out_of_plan=OutOfPlan.ASKED, meeting__state=MeetingState.ANNOUNCED
    )
    for session in still_to_come(asked):
        programme = session.programme
        yield Row(
            key=f"decide:{session.pk}",
            due=session.meeting.on,
            last_on=session.meeting.on,
            centre=centre,
            thing=programme,
            circle_id=programme.circle_id,
            title=_("“%(title)s” on %(day)s: does it take place?")
            % {"title": programme, "day": day_in_words(session.meeting.on)},
            rule=_("The plan has changed, or the centre is closed; somebody comes."),
            verb=_("Decide"),
            url=reverse("programmes:lead", args=[centre.slug, programme.slug]),
        )


def programmes_to_check(centre: Centre, today: date) -> Rows:
    stale = (
        Programme.objects.of(centre)
        .listed()
        .filter(checked_on__lt=today - timedelta(days=CHECK_DAYS))
    )
    for programme in stale:
        yield Row(
            key=f"check:{programme.pk}",
            due=programme.checked_on + timedelta(days=CHECK_DAYS),
            centre=centre,
            thing=programme,
            circle_id=programme.circle_id,
            title=_("“%(title)s” was last checked on %(day)s")
            % {"title": programme, "day": day_in_words(programme.checked_on)},
            rule=_("Each programme is checked every quarter. A call is enough."),
            verb=_("Check it"),
            url=reverse("programmes:lead", args=[centre.slug, programme.slug]),
        )
