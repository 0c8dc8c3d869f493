"""A row about codes: many wrong ones in a day. It goes by itself."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Centre
from champions.services.wrong_codes import many_wrong_codes
from champions.when import day_in_words
from cms.this_week.row import Row, Rows, day_at


def many_typed(centre: Centre, today: date) -> Rows:
    many = many_wrong_codes(centre)
    if many is None:
        return
    since = day_at(centre, many.since)
    title = (
        ngettext(
            "%(n)s wrong code was typed here since %(day)s",
            "%(n)s wrong codes were typed here since %(day)s",
            many.count,
        )
        if many.is_here
        else ngettext(
            "%(n)s wrong code was typed in all centres together since %(day)s",
            "%(n)s wrong codes were typed in all centres together since %(day)s",
            many.count,
        )
    )
    yield Row(
        key="wrong-codes",
        due=since,
        centre=centre,
        thing=centre,
        title=title % {"n": many.count, "day": day_in_words(since)},
        rule=_("Perhaps somebody is guessing. Nobody is shut out by it."),
        verb=_("What to do"),
        url=reverse("meetings:wrong_codes", args=[centre.slug]),
    )
