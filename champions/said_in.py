"""Days, times and spans in any language: by our own words in English and French, by
CLDR's (through Babel) in every other. Pure.

Each function takes the tag of the language (see `champions/languages.py`) and `instead`,
English or French, for a language of which CLDR has no days.
"""

from __future__ import annotations

from datetime import date, datetime, time

from babel import Locale
from babel.dates import format_date, format_time
from babel.units import format_unit
from django.utils import translation

from champions import when
from champions.languages import is_ours, locale_of

DECEMBER = 12
# What Babel says of an hour where CLDR has no word for it.
NO_WORD = "hour"


def day(on: date, tag: str, *, instead: str) -> str:
    """“Thursday 3 December”, “jueves, 3 de diciembre de 2026”."""
    locale = _speaking(tag)
    if locale is None:
        with translation.override(_ours(tag, instead)):
            return when.day_in_words(on)
    return format_date(on, "full", locale)


def clock(at: time, tag: str, *, instead: str) -> str:
    """“1:30 pm”, “13:30”."""
    locale = _speaking(tag)
    if locale is None:
        with translation.override(_ours(tag, instead)):
            return when.clock(at)
    return format_time(at, "short", locale=locale)


def hours(at: time, until: time, tag: str, *, instead: str) -> str:
    """“1:30 to 4 pm”, “13:30 – 16:00”."""
    if _speaking(tag) is None:
        with translation.override(_ours(tag, instead)):
            return when.hours(at, until)
    start, end = (clock(one, tag, instead=instead) for one in (at, until))
    return f"{start} – {end}"


def how_long(at: time, until: time, tag: str, *, instead: str) -> str:
    """“two and a half hours”, “2,5 horas”."""
    locale = _speaking(tag)
    if locale is None:
        with translation.override(_ours(tag, instead)):
            return when.how_long(at, until)
    span = datetime.combine(date.min, until) - datetime.combine(date.min, at)
    number = round(span.total_seconds() / 3600, 2)
    said = (
        format_unit(number, "hour", size, locale=locale) for size in ("long", "short")
    )  # type: ignore[arg-type]  # both are lengths
    return next((words for words in said if NO_WORD not in words), f"{number:g} h")


def _ours(tag: str, instead: str) -> str:
    return tag if is_ours(tag) else instead


def _speaking(tag: str) -> Locale | None:
    """What says days in a language; None for ours, and where CLDR numbers the months."""
    locale = None if is_ours(tag) else locale_of(tag)
    numbered = locale and locale.months["format"]["wide"][DECEMBER].startswith("M1")
    return None if numbered else locale
