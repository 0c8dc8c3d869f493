"""Find something to join: the filters of a GET form, and what fits them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.utils.functional import cached_property

from champions.models import Centre
from champions.search import nearest, saying
from cms.cards import OF_A_SQUARE, Card, cards
from cms.enums import BEGINS, FITS_AGES, LISTED_STATES, Attending
from cms.find_form import FindForm
from cms.models import Area, Programme, ProgrammePage, Session
from cms.services.sessions import still_to_come
from meetings.enums import MeetingState

PER_PAGE = 20


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Found:
    centre: Centre | None
    asked: QueryDict
    # Composed with what was asked for, when a filter is on.
    filled: FindForm | None
    page: Page
    cards: list[Card]
    chips: list[Chip]
    meant: list[str]
    query: str

    @cached_property
    def form(self) -> FindForm:
        return self.filled or _form_of(self.asked, self.centre)

    @property
    def form_kept_as(self) -> str:
        """While no filter is on, the form is the same for everybody until something of
        the centre changes: to draw it takes a fifth of the page's time."""
        if self.centre is None or self.filled:
            return ""
        return f"{self.centre.uuid} {self.centre.version}"

    @property
    def query_start(self) -> str:
        """What a link to another page of the list begins with."""
        return f"{self.query}&" if self.query else ""


def find(centre: Centre | None, asked: QueryDict) -> Found:
    """The programmes of a centre, or of all, that fit what was asked, the next date
    first."""
    filled = None if _asks_nothing(asked) else _form_of(asked, centre)
    wanted, listed = filled.wanted() if filled else {}, listed_programmes(centre)
    page = Paginator(_fitting(listed, wanted), PER_PAGE).get_page(asked.get("page"))
    found = cards(page.object_list, centre)
    meant = []
    if not found and wanted.get("q"):
        meant = nearest(wanted["q"], _names(centre, listed))
    return Found(
        centre=centre,
        asked=asked,
        filled=filled,
        page=page,
        cards=found,
        chips=list(_chips(asked, filled, wanted)) if filled else [],
        meant=meant,
        query=_without(asked, "page"),
    )


def _asks_nothing(asked: QueryDict) -> bool:
    return FindForm.base_fields.keys().isdisjoint(asked)


def _form_of(asked: QueryDict, centre: Centre | None) -> FindForm:
    form = FindForm(asked, centre=centre)
    form.is_valid()
    return form


def _names(centre: Centre | None, listed: QuerySet[Programme]) -> list[str]:
    """What somebody may have meant: what programmes and parts of town are called."""
    areas = Area.objects.of(centre) if centre else Area.objects.all()
    names = [name for pair in areas.values_list("name", "name_fr") for name in pair]
    return [*listed.values_list("title", flat=True), *filter(None, names)]


def fitting(
    programmes: QuerySet[Programme], asked: QueryDict, centre: Centre
) -> tuple[QuerySet[Programme], list[str]]:
    """Those of a centre's programmes that fit the filters of its list, and the filters
    in words: for feeds and calendars of what a page shows."""
    form = FindForm(asked, centre=centre)
    wanted = form.wanted()
    words = [chip.label for chip in _chips(asked, form, wanted)]
    return _fitting(programmes, wanted), words


def listed_programmes(
    centre: Centre | None = None, states: Collection[str] = LISTED_STATES
) -> QuerySet[Programme]:
    """What is in public, of one centre or of all, in the order of its next date
    (`next_at`)."""
    programmes = Programme.objects.of(centre) if centre else Programme.objects.all()
    upcoming = still_to_come(
        Session.objects.filter(
            programme=OuterRef("pk"), meeting__state=MeetingState.ANNOUNCED
        )
    )
    starts = Subquery(upcoming.values("meeting__starts_at")[:1])
    listed = programmes.with_words().filter(state__in=states).annotate(next_at=starts)
    return listed.order_by(F("next_at").asc(nulls_last=True), "title")


def with_pages(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Each with its `live_pages`, its centre and its part of town."""
    live = ProgrammePage.objects.live().select_related("locale")
    return programmes.select_related("centre", "area").prefetch_related(
        Prefetch("pages", queryset=live, to_attr="live_pages")
    )


def _fitting(programmes: QuerySet[Programme], wanted: dict) -> QuerySet[Programme]:
    for name, value in wanted.items():
        programmes = programmes.filter(FITS[name](value))
    return programmes


def first_of_each_centre(most: int) -> QuerySet[Programme]:
    """So many of each centre, the next date first, and how many there are in all
    (`of_its_centre`), for their squares alone."""
    order = [F("next_at").asc(nulls_last=True), "title"]
    nth = Window(RowNumber(), partition_by="centre", order_by=order)
    in_all = Window(Count("pk"), partition_by="centre")
    listed = listed_programmes().annotate(nth=nth, of_its_centre=in_all)
    return listed.filter(nth__lte=most).only(*OF_A_SQUARE)


def _says(typed: str) -> Q:
    """Its own words or those of its part of town, whatever that is called by now."""
    return saying(typed, "search_text", "area__search_text")


def _begins(time_of_day: str) -> Q:
    start, end = BEGINS[time_of_day]
    return (Q(at__gte=start) if start else Q()) & (Q(at__lt=end) if end else Q())


def _has(needs: Collection[str]) -> Q:
    every = Q()
    for need in needs:
        every &= Q(access_text__contains=f" {need} ")
    return every


def _is_on(weekday: str) -> Q:
    dates = Session.objects.filter(
        programme=OuterRef("pk"),
        meeting__on__week_day=int(weekday),
        meeting__state=MeetingState.ANNOUNCED,
    )
    return Q(Exists(still_to_come(dates)))


# What each filter asks of a programme.
FITS: dict[str, Callable[[Any], Q]] = {
    "q": _says,
    "day": _is_on,
    "time": _begins,
    "centre": lambda slug: Q(centre__slug=slug),
    "area": lambda area: Q(area=int(area)),
    "language": lambda language: Q(language=language),
    "access": _has,
    "free": lambda free: Q(is_free=free),
    "attending": lambda way: Q(attending__in=[way, Attending.BOTH]),
    "ages": lambda ages: Q(ages__in=FITS_AGES[ages]),
}


def _chips(asked: QueryDict, form: FindForm, wanted: dict):
    """One chip a filter that is on; pressing it takes that filter away."""
    for name, value in wanted.items():
        for one in value if isinstance(value, list) else [value]:
            yield Chip(_said(form, name, one), f"?{_without(asked, name, one)}")


def _said(form: FindForm, name: str, value) -> str:
    field = form.fields[name]
    choices = dict(getattr(field, "choices", []))
    return str(choices.get(value) or (value if name == "q" else field.label))


def _without(asked: QueryDict, name: str, value=None) -> str:
    """The query without one filter, or without one of its values, and on page one."""
    rest = asked.copy()
    rest.pop("page", None)
    kept = [
        one for one in rest.pop(name, []) if value is not None and one != str(value)
    ]
    if kept and name == "access":
        rest.setlist(name, kept)
    return rest.urlencode()
