"""The days on which a centre's doors are shut: written down, and looked up."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import Centre, User
from champions.when import day_in_words
from meetings.closed_days import Closed, ShutDays
from meetings.models import ClosedDays


def shut_days(centre: Centre, today: date) -> ShutDays:
    """The holidays of the centre's place, and when it is closed from today on."""
    rows = ClosedDays.objects.of(centre).filter(last_on__gte=today)
    own = rows.values_list("first_on", "last_on", "words")
    return ShutDays(centre.region, tuple(Closed(*row) for row in own))


def kind_word(centre: Centre, on: date) -> str:
    """What is said of a day that was chosen although it is a holiday, or the centre is
    closed: the date stands. Nothing for any other day."""
    why = shut_days(centre, on).why(on)
    if not why:
        return ""
    words = {"day": day_in_words(on), "why": why}
    return _("Please note for %(day)s: %(why)s. The date stands.") % words


@transaction.atomic
def close_days(
    centre: Centre,
    *,
    first_on: date,
    last_on: date,
    words: str,
    by: User,
    known: ClosedDays | None = None,
) -> ClosedDays:
    """Write down that the centre is closed on these days, or change what was written
    (`known`). Dates that stand stay; they are shown with a kind word."""
    row = known or ClosedDays(centre=centre)
    row.first_on, row.last_on, row.words = first_on, last_on, words.strip()
    row.save()
    record(row, "meetings.close_days", by=by)
    return row


@transaction.atomic
def open_days(row: ClosedDays, *, by: User) -> None:
    """The centre is open on these days after all."""
    record(row, "meetings.open_days", by=by)
    row.delete()
