"""Find something to join: the filters of a GET form, and what fits them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
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
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from champions.enums import Language
from champions.models import Centre
from champions.search import nearest, saying
from champions.when import clock, day_in_words
from cms.enums import BEGINS, FITS_AGES, LISTED_STATES, Access, Attending
from cms.find_form import FindForm
from cms.models import Area, Picture, Programme, ProgrammePage, Session
from cms.picture_sizes import Photo, photo_of, with_sizes
from cms.services.sessions import still_to_come
from meetings.enums import MeetingState

PER_PAGE = 20


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Card:
    """A programme as a list shows it. `language` is that of its words, where it is not
    the reader's; else it is empty."""

    thing: Programme
    url: str
    title: str
    what: str
    next: str
    tags: list[str]
    photo: Photo | None
    language: str

    @property
    def near(self) -> str:
        """Where, and of which centre: for lists of all centres."""
        return f"{self.thing.place} · {self.thing.centre.local_name}"


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
    meant = []
    if not page.object_list and wanted.get("q"):
        meant = nearest(wanted["q"], _names(centre, listed))
    return Found(
        centre=centre,
        asked=asked,
        filled=filled,
        page=page,
        cards=cards(page.object_list),
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


def listed_programmes(centre: Centre | None = None) -> QuerySet[Programme]:
    """What is in public, of one centre or of all, with the start of its next date."""
    return in_public(centre, LISTED_STATES)


def in_public(centre: Centre | None, states: Collection[str]) -> QuerySet[Programme]:
    """The same of programmes in some states, each with its `live_pages`."""
    programmes = Programme.objects.of(centre) if centre else Programme.objects.all()
    upcoming = still_to_come(
        Session.objects.filter(
            programme=OuterRef("pk"), meeting__state=MeetingState.ANNOUNCED
        )
    )
    starts = Subquery(upcoming.values("meeting__starts_at")[:1])
    live = ProgrammePage.objects.live().select_related("locale")
    return (
        programmes.with_words()
        .filter(state__in=states)
        .select_related("centre", "area")
        .annotate(next_at=starts)
        .prefetch_related(Prefetch("pages", queryset=live, to_attr="live_pages"))
        .prefetch_related(Prefetch("pictures", _shown(), to_attr="shown_pictures"))
        .order_by(F("next_at").asc(nulls_last=True), "title")
    )


@cache
def _shown() -> QuerySet[Picture]:
    """Composed once: it takes longer than the question itself. Nothing in it depends on
    the clock; each list asks it anew."""
    return with_sizes(Picture.objects.shown())


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
    return listed.filter(nth__lte=most).prefetch_related(None)


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


def cards(programmes) -> list[Card]:
    """What a list shows of each, in the language of the page."""
    return [_card(programme) for programme in programmes]


def _card(programme: Programme) -> Card:
    page = page_in(programme, translation.get_language())
    return Card(
        thing=programme,
        url=address_of(programme),
        title=page.title,
        what=page.what,
        next=next_in_words(programme),
        tags=list(_tags(programme, page)),
        photo=next(map(photo_of, programme.shown_pictures[:1]), None),
        language=page.language if page.stands_in else "",
    )


def page_in(programme: Programme, language: str | None) -> ProgrammePage:
    """Its live page in a language, else in whichever it has one."""
    pages = programme.live_pages
    return next((page for page in pages if page.language == language), pages[0])


def address_of(programme: Programme) -> str:
    language = translation.get_language()
    return f"/{language}/{programme.centre.slug}/programmes/{programme.slug}/"


def next_in_words(programme: Programme) -> str:
    """“Tuesday 24 November, 10 am”, or nothing when no date is set."""
    if programme.next_at is None:
        return ""
    start = programme.next_at.astimezone(programme.centre.tzinfo)
    return f"{day_in_words(start.date())}, {clock(start.time())}"


def _tags(programme: Programme, page: ProgrammePage):
    if programme.is_free:
        yield _("Free")
    if programme.attending != Attending.IN_PERSON:
        yield str(programme.get_attending_display())
    for need in programme.access:
        yield Access(need).label
    if page.stands_in:
        yield Language(page.language).label


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
