"""Sums of money as they are written where a centre stands. Pure."""

from __future__ import annotations

from django.utils.translation import get_language

NO_BREAK = "\N{NO-BREAK SPACE}"
POUNDS = "GB"


def amount_in_words(cents: int, *, country: str) -> str:
    """“$12.50” or “£12.50”; in French “12,50 $”. `country` is two letters."""
    sign = "£" if country == POUNDS else "$"
    figures = f"{cents // 100}.{cents % 100:02}"
    if (get_language() or "").startswith("fr"):
        return f"{figures.replace('.', ',')}{NO_BREAK}{sign}"
    return f"{sign}{figures}"
