"""The papers of a programme and the month sheet of a centre: one template each for the
page that is printed and for the PDF. No rows are changed here.

Public ones hold nothing private: no name, no telephone but the centre's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from champions import quilt
from champions.enums import CodePurpose
from champions.models import Centre, Person
from champions.paper import block_of, pdf_of_html
from champions.qr import qr_svg
from champions.services.codes import digits_for
from cms.cards import page_in
from cms.enums import Access
from cms.finding import listed_programmes, with_pages
from cms.models import FridgeCard, Programme, ProgrammePage, Session
from cms.open_data.published import DATES_SHOWN, SHOWN, ahead_of, is_off
from cms.services.fridge import token_of
from cms.services.who_comes import dates_with_counts
from cms.when_it_happens import when_in_words
from meetings.services.rhythms import today_at

STYLE = "cms/css/programme_papers.css"
ACROSS, DOWN = 6, 2
# In large print the words need the room.
LARGE_ACROSS, LARGE_DOWN = 12, 1
# A name of more letters is set smaller, so that it stays on its line or two.
LONG_NAME, LONGER_NAME = 18, 34


@dataclass(frozen=True)
class Paper:
    """What is printed: a template, what it shows, and whether in large print."""

    template: str
    centre: Centre
    shown: dict[str, Any]
    is_large: bool = False

    def html(self, *, style: str = "", **bar: Any) -> str:
        """The document in the language that is spoken now; `style` is the address of
        its stylesheet when a browser shows it, `bar` what stands above it there."""
        fixed = {"centre": self.centre, "is_large": self.is_large, "style": style}
        fixed["LANGUAGE_CODE"] = get_language()
        return render_to_string(self.template, {**self.shown, **fixed, **bar})

    def pdf(self) -> bytes:
        """NoPdfError where the machine lacks Pango."""
        return pdf_of_html(self.html(), style=STYLE)


def poster_of(programme: Programme, *, is_large: bool) -> Paper:
    """For the wall: what, when in words, the next dates, where, and the telephone."""
    dates = ahead_of(programme)[:DATES_SHOWN]
    shown = _facts(programme) | {
        "dates": dates,
        "quilt": quilt.checkerboard(
            _block(programme),
            columns=LARGE_ACROSS if is_large else ACROSS,
            rows=LARGE_DOWN if is_large else DOWN,
        ),
    }
    return Paper("cms/papers/poster.html", programme.centre, shown, is_large)


def door_sign_of(programme: Programme, *, is_large: bool) -> Paper:
    """For the door today: yes, here, or why not and when instead."""
    today = today_at(programme.centre)
    dates = ahead_of(programme)
    todays = [one for one in dates if one.meeting.on == today]
    on_today = [one for one in todays if not is_off(one)]
    later = [one for one in dates if one.meeting.on > today and not is_off(one)]
    shown = _facts(programme) | {
        "today": today,
        "session": next(iter(on_today or todays), None),
        "is_on": bool(on_today),
        "next": next(iter(later), None),
        "dates": dates[:DATES_SHOWN],
    }
    return Paper("cms/papers/door.html", programme.centre, shown, is_large)


def day_sheet_of(programme: Programme, *, is_large: bool) -> Paper:
    """For those who run it: who comes, the door, the key, first aid, whom to call."""
    dates = dates_with_counts(programme)
    happening = [one for one in dates if not is_off(one.session)]
    shown = {
        "programme": programme,
        "own_block": quilt.svg(_block(programme)),
        "next": next(iter(happening), None),
        "dates": dates[:DATES_SHOWN],
        "partners": _partners(programme),
    }
    return Paper("cms/papers/day.html", programme.centre, shown, is_large)


def fridge_card_of(card: FridgeCard, *, is_large: bool) -> Paper:
    """Ten digits and a square; no name: whoever finds it cannot use it."""
    programme = card.programme
    path = reverse("programmes:fridge_link", args=[token_of(card)])
    go = reverse("meetings:centre_go", args=[card.centre.slug])
    shown = {
        "programme": programme,
        "own_block": quilt.svg(_block(programme)),
        "numbers": digits_for(CodePurpose.FRIDGE, card.pk),
        "qr": qr_svg(settings.BASE_URL + path),
        "short_address": _in_words(go),
    }
    return Paper("cms/papers/card.html", card.centre, shown, is_large)


def month_sheet_of(centre: Centre, month: date, *, is_large: bool) -> Paper:
    """All dates of a month, day by day, those called off among them."""
    path = f"/{get_language()}/{centre.slug}/programmes/"
    shown = {
        "month": month,
        "days": _days_of(centre, month),
        "own_block": quilt.svg(block_of(centre)),
        "qr": qr_svg(settings.BASE_URL + path),
        "short_address": _in_words(path),
    }
    return Paper("cms/papers/month.html", centre, shown, is_large)


@dataclass(frozen=True)
class Line:
    """One date on the month sheet."""

    session: Session
    page: ProgrammePage
    access: list[str]


def _days_of(centre: Centre, month: date) -> list[tuple[date, list[Line]]]:
    """Three queries, however many dates."""
    programmes = {one.pk: one for one in with_pages(listed_programmes(centre))}
    dates = Session.objects.of(centre).filter(
        programme__in=programmes,
        meeting__on__year=month.year,
        meeting__on__month=month.month,
        meeting__state__in=SHOWN,
    )
    related = ("meeting__centre", "programme__area")
    ordered = dates.select_related(*related).order_by("meeting__starts_at", "pk")
    lines = [_line(one, programmes[one.programme_id]) for one in ordered]
    by_day = groupby(lines, key=lambda line: line.session.meeting.on)
    return [(day, list(found)) for day, found in by_day]


def _line(session: Session, programme: Programme) -> Line:
    page = page_in(programme, get_language())
    return Line(session, page, access_in_words(programme.access))


def access_in_words(needs: Iterable[str]) -> list[str]:
    return [str(Access(need).label) for need in needs]


def _facts(programme: Programme) -> dict[str, Any]:
    """What every public paper of a programme says."""
    page = page_of(programme)
    path = f"/{get_language()}/{programme.centre.slug}/programmes/{programme.slug}/"
    return {
        "programme": programme,
        "page": page,
        "title_size": _size_of(page.title),
        "when": when_in_words(programme),
        "getting_in": access_in_words(programme.access),
        "own_block": quilt.svg(_block(programme)),
        "qr": qr_svg(settings.BASE_URL + path),
        "short_address": _in_words(path),
    }


def _in_words(path: str) -> SafeString:
    """The whole address without its first letters; it breaks where a part of it ends."""
    address = escape(urlsplit(settings.BASE_URL).netloc + path)
    return mark_safe(address.replace("/", "/<wbr>"))  # noqa: S308  escaped above


def page_of(programme: Programme) -> ProgrammePage:
    """Its live page in the language that is spoken now, else in whichever it has one;
    before anything is in public, its draft."""
    pages = list(programme.pages.select_related("locale").order_by("-live", "pk"))
    live = [page for page in pages if page.live]
    language = get_language()
    return next((page for page in live if page.language == language), pages[0])


def _size_of(title: str) -> str:
    if len(title) > LONGER_NAME:
        return "longer"
    return "long" if len(title) > LONG_NAME else ""


def _block(programme: Programme) -> quilt.Block:
    return quilt.Block(programme.uuid, programme.quilt_kind, programme.quilt_salt)


def _partners(programme: Programme) -> list[str]:
    """First names of the staff who go with its group."""
    if programme.circle is None:
        return []
    users = programme.circle.partners.values("user")
    people = Person.objects.of(programme.centre).living().filter(user__in=users)
    return list(people.order_by("first_name").values_list("first_name", flat=True))
