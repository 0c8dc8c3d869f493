"""The rows that a programme's page and every catalogue are made from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from champions.models import Centre
from cms.enums import LISTED_STATES
from cms.finding import listed_programmes, with_pages
from cms.models import Programme, ProgrammePage, Session
from cms.services.sessions import still_to_come
from meetings.enums import MeetingState

# How many dates a page, a feed or a listing names.
DATES_SHOWN = 5
SHOWN = (MeetingState.ANNOUNCED, MeetingState.CANCELLED)
CURRENCIES = {"CA": "CAD", "GB": "GBP"}


def published(
    centre: Centre | None = None, states: Collection[str] = LISTED_STATES
) -> QuerySet[Programme]:
    """What is in public, of one centre or of all, each with its `live_pages`, its
    `dates_ahead` and when anything of it last changed, `modified_at`. Three queries,
    however many."""
    listed = with_pages(listed_programmes(centre, states))
    dates = shown(Session.objects.all())
    return listed.annotate(modified_at=_last_change()).prefetch_related(
        Prefetch("sessions", queryset=dates, to_attr="dates_ahead")
    )


def shown(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Dates still to come, called-off ones among them, the next one first."""
    return still_to_come(sessions).filter(meeting__state__in=SHOWN)


def ahead_of(programme: Programme) -> list[Session]:
    """The `dates_ahead` of one programme, asked for once however often a page needs
    them."""
    if not hasattr(programme, "dates_ahead"):
        dates = shown(programme.sessions.all()).select_related(None)
        programme.dates_ahead = list(dates.select_related("meeting"))
        for one in programme.dates_ahead:
            one.meeting.centre = programme.centre
    return programme.dates_ahead


def page_address(page: ProgrammePage, programme: Programme) -> str:
    """The whole address of a programme's page in the language of its words."""
    path = f"{page.language}/{programme.centre.slug}/programmes/{programme.slug}/"
    return f"{settings.BASE_URL}/{path}"


def is_moved(session: Session) -> bool:
    """Whether a date is on another day than the plan said."""
    return session.meeting.on != session.original_on


def starts_at(session: Session) -> datetime:
    """On the wall of the centre."""
    return session.meeting.starts_at.astimezone(session.meeting.centre.tzinfo)


def ends_at(session: Session) -> datetime:
    return session.meeting.ends_at.astimezone(session.meeting.centre.tzinfo)


def is_off(session: Session) -> bool:
    return session.meeting.state == MeetingState.CANCELLED


def _last_change() -> Greatest:
    """Of the facts, the words in public, and the dates."""
    pages = ProgrammePage.objects.live().filter(programme=OuterRef("pk"))
    dates = Session.objects.filter(programme=OuterRef("pk"))
    changes = (
        _latest(pages, "programme", "last_published_at"),
        _latest(dates, "programme", "meeting__cancelled_at"),
        _latest(dates, "programme", "moved_at"),
    )
    return Greatest("updated_at", *(Coalesce(one, "updated_at") for one in changes))


def _latest(rows: QuerySet, by: str, field: str) -> Subquery:
    grouped = rows.order_by().values(by).annotate(latest=Max(field))
    return Subquery(grouped.values("latest"))


def currency_of(centre: Centre) -> str:
    """The three letters of ISO 4217."""
    return CURRENCIES[centre.country]
