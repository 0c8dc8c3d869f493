"""A programme as a list shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db.models import Prefetch, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from champions.enums import Language
from champions.models import Centre
from champions.quilt import Block
from champions.when import clock, day_in_words
from cms.enums import Access, Attending
from cms.models import Programme, ProgrammePage
from cms.picture_sizes import Photo, photo_of, pictures_in_public

# What a card takes from its programme, and from the words of it. Bringing all that is
# known of twenty takes longer than the rest of the page.
OF_A_SQUARE = ("uuid", "quilt_kind", "quilt_salt", "centre")
OF_A_CARD = (*OF_A_SQUARE, "slug", "place", "is_free", "attending", "access")
OF_ITS_WORDS = ("programme", "title", "what", "locale__language_code")


@dataclass(frozen=True)
class Card:
    """A programme as a list shows it, and nothing but that: two that are equal look the
    same. `where` says its centre, too, in a list of all of them. `language` is that of
    its words, where it is not the reader's; else it is empty."""

    thing: Block
    url: str
    title: str
    what: str
    next: str
    tags: tuple[str, ...]
    photo: Photo | None
    where: str
    language: str


def cards(listed: QuerySet[Programme], centre: Centre | None = None) -> list[Card]:
    """What a list shows of each of the `listed_programmes`, all of one centre or of any,
    in the language of the page."""
    rows = listed if centre else listed.select_related("centre")
    programmes = list(rows.only(*OF_A_CARD).prefetch_related(*_with_each()))
    for programme in programmes if centre else ():
        programme.centre = centre
    return [_card(one, _where(one, centre)) for one in programmes]


def _where(programme: Programme, centre: Centre | None) -> str:
    if centre:
        return programme.place
    return f"{programme.place} · {programme.centre.local_name}"


@cache
def _with_each() -> tuple[Prefetch, Prefetch]:
    """Words and pictures. Composed once: it takes longer than the questions themselves.
    Nothing in them depends on the clock; each list asks them anew."""
    words = ProgrammePage.objects.live().select_related("locale").only(*OF_ITS_WORDS)
    return (
        Prefetch("pages", words, to_attr="live_pages"),
        Prefetch("pictures", pictures_in_public(), to_attr="shown_pictures"),
    )


def _card(programme: Programme, where: str) -> Card:
    page = page_in(programme, translation.get_language())
    return Card(
        thing=Block(programme.uuid, programme.quilt_kind, programme.quilt_salt),
        url=address_of(programme),
        title=page.title,
        what=page.what,
        next=next_in_words(programme),
        tags=tuple(_tags(programme, page)),
        photo=next(map(photo_of, programme.shown_pictures[:1]), None),
        where=where,
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
        yield str(Access(need).label)
    if page.stands_in:
        yield str(Language(page.language).label)
