"""Days and times as people say them, in the language of the page or letter. Pure."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

NOON = 12
MINUTES = 60
HALF = 30
# Longer than this nothing lasts on one day of ours; beyond it figures will do.
SPELT = 8
NO_BREAK = "\N{NO-BREAK SPACE}"


def day_in_words(day: date) -> str:
    """“Thursday 3 December”; in French “jeudi 3 décembre”, and “1er” for the first."""
    words = date_format(day, "l j F")
    if not _is_french():
        return words
    # A catalogue may hold a day with a capital, for the head of a list.
    return words.lower().replace(" 1 ", " 1er " if day.day == 1 else " 1 ")


def day_shortly(day: date) -> str:
    """“Thu 3 Dec”, “jeu 3 déc”: for a text message, where each sign counts."""
    words = date_format(day, "D j M").replace(".", "")
    return words.lower() if _is_french() else words


def clock(at: time) -> str:
    """“1:30 pm”, “4 pm”; in French “13 h 30”, “16 h”."""
    if _is_french():
        minutes = f"{NO_BREAK}{at.minute:02}" if at.minute else ""
        return f"{at.hour}{NO_BREAK}h{minutes}"
    return f"{_figures(at)}{NO_BREAK}{_half(at)}"


def hours(at: time, until: time) -> str:
    """“1:30 to 4 pm”, “11 am to 1 pm”; in French “de 13 h 30 à 16 h”."""
    start = (
        _figures(at) if not _is_french() and _half(at) == _half(until) else clock(at)
    )
    return _("%(start)s to %(end)s") % {"start": start, "end": clock(until)}


def how_long(at: time, until: time) -> str:
    """“two and a half hours”, “45 minutes”, “2 hours and 15 minutes”; in French “deux
    heures et demie”. As people say it, for who wonders whether it is too long."""
    span = datetime.combine(date.min, until) - datetime.combine(date.min, at)
    whole, minutes = divmod(int(span.total_seconds()) // MINUTES, MINUTES)
    if not whole:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes == HALF:
        return _half_hours(whole)
    hour = ngettext("%(n)s hour", "%(n)s hours", whole)
    said = hour % {"n": whole if minutes else _spelt(whole)}
    if not minutes:
        return said
    more = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("%(hours)s and %(minutes)s") % {"hours": said, "minutes": more}


def _half_hours(whole: int) -> str:
    if whole == 1:
        return _("one and a half hours")
    return _("%(n)s and a half hours") % {"n": _spelt(whole)}


def _spelt(number: int) -> str:
    """“two”; in French the feminine “une”, for an hour."""
    words = (
        "",
        pgettext("hours", "one"),
        pgettext("hours", "two"),
        pgettext("hours", "three"),
        pgettext("hours", "four"),
        pgettext("hours", "five"),
        pgettext("hours", "six"),
        pgettext("hours", "seven"),
        pgettext("hours", "eight"),
    )
    return words[number] if number <= SPELT else str(number)


def _is_french() -> bool:
    return (get_language() or "").startswith("fr")


def _figures(at: time) -> str:
    hour = at.hour % NOON or NOON
    return f"{hour}:{at.minute:02}" if at.minute else str(hour)


def _half(at: time) -> str:
    return "am" if at.hour < NOON else "pm"
