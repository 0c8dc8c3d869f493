"""Sums of money in templates: `{{ cents|money:centre }}`."""

from __future__ import annotations

from django import template

from champions.models import Centre
from champions.money import amount_in_words

register = template.Library()


@register.filter
def money(cents: int, centre: Centre) -> str:
    return amount_in_words(cents, country=centre.country)
