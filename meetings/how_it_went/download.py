"""The table of how it went, for a spreadsheet: bare numbers, one row for all people of a
workshop and one for each route and channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from champions.models import Centre
from meetings.how_it_went.counting import MONTHS, Cell, Stay, Step, Tally, grouped
from meetings.how_it_went.figures import after
from meetings.how_it_went.page import Column, by_channel, by_route
from meetings.models import Meeting


def table_rows(
    cells: Iterable[Cell], workshops: Iterable[Meeting], centre: Centre
) -> Iterator[list[str]]:
    """Its heading and its rows; a cell is empty where nothing can be said."""
    yield _heading()
    found = grouped(cells, lambda cell: cell.meeting)
    for workshop in workshops:
        for row in _rows(found.get(workshop.pk, [])):
            yield [workshop.on.isoformat(), centre.local_name, *row]


def _heading() -> list[str]:
    stays = [
        words
        for months in MONTHS
        for words in (after(months), _("of them, %(n)s months") % {"n": months})
    ]
    steps = [str(step.label) for step in Step]
    return [_("Day"), _("Centre"), _("Counted by"), _("Group"), *steps, *stays]


def _rows(cells: list[Cell]) -> Iterator[list[str]]:
    yield _row(_("everybody"), Column(_("Together"), Tally(cells)))
    yield from (_row(_("route"), column) for column in by_route(cells))
    yield from (_row(_("channel"), column) for column in by_channel(cells))


def _row(counted_by: str, column: Column) -> list[str]:
    numbers = [column.number(step) for step in Step]
    bare = ["" if number is None else str(number) for number in numbers]
    stays = [words for months in MONTHS for words in _stays(months, column.tally)]
    return [counted_by, column.label, *bare, *stays]


def _stays(months: int, tally: Tally) -> list[str]:
    of = tally.still_of(months)
    return [str(tally.stays(Stay.HERE, months)), str(of)] if of else ["", ""]
