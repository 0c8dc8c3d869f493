"""Rows about links and codes: many wrong ones in a day, which go by themselves, and
letters that somebody else may have."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Centre
from champions.services.wrong_codes import many_wrong_codes
from champions.when import day_in_words
from cms.this_week.row import Row, Rows, day_at
from meetings.services.wrong_hands import gone_astray


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


def letters_astray(centre: Centre, today: date) -> Rows:
    found = gone_astray(centre)
    if not found:
        return
    yield Row(
        key="astray",
        due=day_at(centre, found[0].since),
        centre=centre,
        thing=centre,
        title=ngettext(
            "%(n)s letter or mail may have reached somebody else",
            "%(n)s letters or mails may have reached somebody else",
            len(found),
        )
        % {"n": len(found)},
        rule=_("Somebody opened it and said: this is not me."),
        verb=_("Look"),
        url=reverse("meetings:not_theirs", args=[centre.slug]),
    )
