"""How it went, as its pages show it: the tables, told apart by route and by channel, and
how many have no e-mail. What is counted, and what the words mean, is not here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from champions.enums import Channel
from champions.models import Centre
from meetings.enums import Route
from meetings.how_it_went.counting import (
    ASKED_AND_ANSWERED,
    COUNTED,
    MEANS,
    MONTHS,
    STILL_MEANS,
    UNASKED,
    Cell,
    Step,
    Tally,
    cells_of,
    grouped,
    invitations_to,
)
from meetings.how_it_went.figures import NOTHING, after, in_figures, share, still, taken
from meetings.how_it_went.newcomers import Newcomer, cells_of_champions, newcomers
from meetings.models import Meeting
from meetings.services.rhythms import today_at

ONLY_OF_ASKED = frozenset({Step.ASKED, Step.REACHED})
# A workshop, or a centre, in one line.
IN_ONE_LINE = (Step.ASKED, Step.ANSWERED, Step.YES, Step.CAME, Step.CHAMPION)
# Short, for the head of a column.
HEADS: dict[str, Any] = {
    Route.GENERAL: gettext_lazy("with everybody"),
    Route.PRESCRIBED: gettext_lazy("somebody thought of them"),
    Route.SELF: gettext_lazy("by themselves"),
    COUNTED: gettext_lazy("letters from your own system"),
}


@dataclass(frozen=True)
class Column:
    """One group of people: how it is called, and its numbers."""

    label: str
    tally: Tally
    is_asked: bool = True

    def number(self, step: str) -> int | None:
        """Nothing where it is no question for this group, or nobody can say it."""
        is_known = step != Step.REACHED or not self.tally.perhaps_reached
        return self.tally.of(step) if self._asks(step) and is_known else None

    def words(self, step: str) -> str:
        return taken(step, self.tally) if self._asks(step) else NOTHING

    def _asks(self, step: str) -> bool:
        return self.is_asked or step not in ONLY_OF_ASKED

    @property
    def answered(self) -> str:
        """The rate by which mailings are sized: friends were not asked."""
        if not self.is_asked:
            return NOTHING
        return share(self.tally.of(ASKED_AND_ANSWERED), self.tally.of(Step.ASKED))


@dataclass(frozen=True)
class Line:
    """One number of a table, for each group."""

    label: str
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """The same numbers for people told apart in one way."""

    columns: list[Column]

    @property
    def lines(self) -> Iterator[Line]:
        for step in Step:
            yield Line(str(step.label), [one.words(step) for one in self.columns])
            if step == Step.ANSWERED:
                rates = [column.answered for column in self.columns]
                yield Line(_("Answered, of those asked"), rates)
        for months in MONTHS:
            yield Line(after(months), [still(months, c.tally) for c in self.columns])


@dataclass(frozen=True)
class Outcome:
    """All that is known of some workshops."""

    cells: list[Cell]
    newcomers: list[Newcomer]
    # Champions of the centre whom no workshop brought.
    came_otherwise: int

    @property
    def together(self) -> Tally:
        return Tally(self.cells)

    @property
    def routes(self) -> Table:
        return Table([_together(self.cells), *by_route(self.cells)])

    @property
    def channels(self) -> Table:
        return Table([_together(self.cells), *by_channel(self.cells)])


def outcome(workshops: Sequence[Meeting], centre: Centre) -> Outcome:
    """Of one workshop, or of all of a centre: as many questions to the database."""
    everybody = newcomers([centre])
    shown = {workshop.pk for workshop in workshops}
    people = [one for one in everybody if one.meeting in shown]
    todays = {centre.pk: today_at(centre)}
    return Outcome(
        cells=[*cells_of(workshops), *cells_of_champions(people, todays)],
        newcomers=people,
        came_otherwise=sum(one.meeting is None for one in everybody),
    )


def meanings() -> list[tuple[str, str]]:
    """Each word of the tables, and what it means."""
    words = [(str(step.label), str(MEANS[step])) for step in Step]
    return [*words, (_("Still here"), str(STILL_MEANS))]


def one_line(tally: Tally) -> list[str]:
    return [in_figures(tally.of(step)) for step in IN_ONE_LINE]


# --- Groups of people -------------------------------------------------------------


def _together(cells: Iterable[Cell]) -> Column:
    return Column(_("Together"), Tally(cells))


def by_route(cells: Iterable[Cell]) -> list[Column]:
    """Every route, also one that nobody took; friends only where there are some."""
    found = grouped(cells, lambda cell: cell.route)
    ways = [*Route.values, *({COUNTED} & set(found))]
    asked = [Column(str(HEADS[one]), Tally(found.get(one, []))) for one in ways]
    return asked + _unasked(found)


def by_channel(cells: Iterable[Cell]) -> list[Column]:
    """The ways by which anybody was asked."""
    found = grouped(cells, lambda cell: cell.channel)
    asked = [
        Column(str(one.label), Tally(found[one])) for one in Channel if one in found
    ]
    return asked + _unasked(found)


def _unasked(found: dict[str, list[Cell]]) -> list[Column]:
    label = _("without an invitation")
    friends = found.get(UNASKED)
    return [Column(label, Tally(friends), is_asked=False)] if friends else []


# --- People without e-mail --------------------------------------------------------


@dataclass(frozen=True)
class WithoutEmail:
    """How many have no e-mail, among those asked and among champions."""

    language: str
    asked: str
    champions: str


# Without e-mail, and of how many.
Pair = tuple[int, int]


def without_email(
    workshops: Sequence[Meeting], people: Sequence[Newcomer]
) -> Iterator[WithoutEmail]:
    """By language and together, each person once, as their record stands today. Whose
    record was wiped is in neither number."""
    asked, came = _asked_without(workshops), _champions_without(people)
    for code in sorted({*asked, *came}):
        name = get_language_info(code)["name_translated"]
        yield _shares(name, [asked.get(code, (0, 0))], [came.get(code, (0, 0))])
    yield _shares(_("Together"), asked.values(), came.values())


def _asked_without(workshops: Sequence[Meeting]) -> dict[str, Pair]:
    known = invitations_to(workshops).filter(person__erased_at=None).order_by()
    rows = known.values_list("person__language").annotate(
        without=Count("person", distinct=True, filter=Q(person__email="")),
        everybody=Count("person", distinct=True),
    )
    return {language: (without, everybody) for language, without, everybody in rows}


def _champions_without(people: Sequence[Newcomer]) -> dict[str, Pair]:
    found: dict[str, Pair] = {}
    for one in people:
        if one.has_email is not None:
            without, everybody = found.get(one.language, (0, 0))
            found[one.language] = (without + (not one.has_email), everybody + 1)
    return found


def _shares(name: str, asked: Iterable[Pair], came: Iterable[Pair]) -> WithoutEmail:
    return WithoutEmail(name, _sum(asked), _sum(came))


def _sum(pairs: Iterable[Pair]) -> str:
    known = list(pairs)
    return share(sum(part for part, _of in known), sum(of for _part, of in known))
