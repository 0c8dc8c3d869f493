"""Champions in the numbers of how it went: which workshop brought each of them, and
whether they are still here. Three questions to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from champions.models import Centre, Champion
from meetings.cadence import months_later
from meetings.how_it_went.counting import (
    MONTHS,
    UNASKED,
    Cell,
    Stay,
    Step,
    invitations_to,
    seats_unasked,
    way_of_asking,
    workshops_told,
)


@dataclass(frozen=True)
class Newcomer:
    """A champion, and the workshop, route and channel that brought them."""

    centre: int
    meeting: int | None
    route: str
    channel: str
    language: str
    has_email: bool | None
    became_on: date
    moved_on_on: date | None = None
    died_on: date | None = None

    def stay(self, months: int, today: date) -> Stay | None:
        """Whether they were here so many months after; nothing for who died by then."""
        due = months_later(self.became_on, months)
        if self.died_on and self.died_on <= due:
            return None
        if due > today:
            return Stay.TOO_EARLY
        gone = self.moved_on_on is not None and self.moved_on_on <= due
        return Stay.GONE if gone else Stay.HERE


class Contact(NamedTuple):
    """Somebody was asked to a workshop, or came there unasked; the earliest first."""

    at: datetime
    meeting: int
    route: str = UNASKED
    channel: str = UNASKED


def newcomers(centres: Iterable[Centre]) -> list[Newcomer]:
    """Every champion of these centres with the workshop that brought them: the last one
    they were asked to, or came to, before they said yes. None for who came another
    way, like housebound people who say yes by telephone."""
    known = {centre.pk: centre for centre in centres}
    brought = _contacts(known.values())
    champions = Champion.objects.filter(centre__in=known).select_related("person")
    return [
        _newcomer(champion, known[champion.centre_id], brought[champion.person_id])
        for champion in champions.order_by("pk")
    ]


def _contacts(centres: Iterable[Centre]) -> dict[int, list[Contact]]:
    """When each champion was asked to which workshop, or came there; by person."""
    workshops = workshops_told(centres)
    asked = invitations_to(workshops).filter(person__champion__isnull=False)
    unasked = seats_unasked(workshops).filter(person__champion__isnull=False)
    found: dict[int, list[Contact]] = defaultdict(list)
    ways = ("created_at", "meeting", "way", "channel")
    asked = asked.annotate(way=way_of_asking())
    for person, *way in asked.values_list("person", *ways):
        found[person].append(Contact._make(way))
    moments = ("created_at", "meeting__starts_at", "meeting")
    for person, written, began, meeting in unasked.values_list("person", *moments):
        found[person].append(Contact(min(written, began), meeting))
    return found


def _newcomer(champion: Champion, centre: Centre, contacts: list[Contact]) -> Newcomer:
    before = [one for one in contacts if one.at <= champion.became_at]
    last, person = max(before, default=None), champion.person
    return Newcomer(
        centre=centre.pk,
        meeting=last.meeting if last else None,
        route=last.route if last else UNASKED,
        channel=last.channel if last else UNASKED,
        language=person.language,
        has_email=None if person.erased_at else bool(person.email),
        became_on=_day(champion.became_at, centre),
        moved_on_on=champion.moved_on_at and _day(champion.moved_on_at, centre),
        died_on=person.died_at and _day(person.died_at, centre),
    )


def _day(moment: datetime, centre: Centre) -> date:
    return moment.astimezone(centre.tzinfo).date()


def cells_of_champions(
    people: Iterable[Newcomer], todays: dict[int, date]
) -> list[Cell]:
    """Champions as they are counted; `todays` is the day on each centre's wall."""
    return [
        Cell(
            one.centre,
            one.meeting,
            one.route,
            one.channel,
            frozenset({Step.CHAMPION, *_stays(one, todays[one.centre])}),
        )
        for one in people
        if one.meeting is not None
    ]


def _stays(one: Newcomer, today: date) -> Iterator[str]:
    for months in MONTHS:
        stay = one.stay(months, today)
        if stay:
            yield stay.after(months)
