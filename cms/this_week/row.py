"""A row of *this week*: what it is about, its rule in words, one thing to press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Centre
from champions.when import day_in_words


@dataclass(frozen=True)
class Row:
    """One thing to do.

    `key` names the row within its centre, the same on every asking ("no-date:12").
    `due` orders the rows, the nearest consequence first: the last good day, or the day
    since which something waits; `last_on` says so where there is such a last day, after
    which the row is not put off any more. `circle_id` is the group it belongs to: its
    staff partners see it; what belongs to no group is the point person's, and that of
    `promised_by`, a user's id. `posts` is for what is done by the press itself;
    otherwise `url` leads to the form. A title that names somebody has a `discreet`
    twin, for the mail.
    """

    key: str
    due: date
    centre: Centre
    thing: Any
    title: str
    rule: str
    verb: str
    url: str
    circle_id: int | None = None
    promised_by: int | None = None
    last_on: date | None = None
    sewn: str = "happening"
    late: bool = False
    posts: bool = False
    discreet: str = ""

    def how_long(self, today: date) -> str:
        """“3 days left”, “today”, “since Tuesday 3 November”."""
        days = (self.due - today).days
        if days > 0:
            return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
        if days == 0:
            return _("today")
        return _("since %(day)s") % {"day": day_in_words(self.due)}


Rows = Iterator[Row]
Question = Callable[[Centre, date], Rows]


def day_at(centre: Centre, moment: datetime) -> date:
    """The day of a moment on the calendar of the centre's wall."""
    return moment.astimezone(centre.tzinfo).date()


def one_row_for_all(
    things: QuerySet[Any],
    *,
    centre: Centre,
    since: str,
    title: Callable[[int], str],
    **row: Any,
) -> Rows:
    """One row that counts all of them, and waits since the oldest by its field
    `since`; none where there are none."""
    found = things.order_by().aggregate(n=Count("pk"), oldest=Min(since))
    if found["n"]:
        words = {"title": title(found["n"]), "due": day_at(centre, found["oldest"])}
        yield Row(centre=centre, thing=centre, **words, **row)
