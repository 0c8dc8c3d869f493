"""The people of a gathering as its page shows them: who is coming in numbers, what
would help, and the rows to tick. Few queries, however many people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Person
from meetings.enums import NeedKind, Reply
from meetings.models import Meeting, Need, Part, Seat

HOPEFUL = frozenset({Reply.COMING, Reply.HOPING, Reply.OFFERED, Reply.MAYBE})


@dataclass(frozen=True)
class Tick:
    """One person to tick; the number stands on the printed sheet too."""

    seat_id: int
    name: str
    came: bool
    said: str


@dataclass(frozen=True)
class TickList:
    """One part of a gathering and everybody who might be there; those who said no
    stand apart."""

    part: Part
    people: list[Tick]
    said_no: list[Tick] = field(default_factory=list)
    # Who is new is written down once, however often the form is sent.
    submission: UUID = field(default_factory=uuid4)

    @property
    def ticked(self) -> list[int]:
        return [tick.seat_id for tick in (*self.people, *self.said_no) if tick.came]


def seats_of(meeting: Meeting) -> list[Seat]:
    """Everybody asked, by name, with what they need to be shown."""
    seats = meeting.seats.select_related("person").prefetch_related("attendances")
    return sorted(seats, key=lambda seat: (seat.name.casefold(), seat.pk))


def tick_lists(meeting: Meeting, seats: list[Seat]) -> list[TickList]:
    names = names_of(seats)
    lists = []
    for part in meeting.parts.order_by("number").prefetch_related("capacities"):
        theirs = {capacity.audience for capacity in part.capacities.all()}
        likely: list[Tick] = []
        said_no: list[Tick] = []
        for seat in seats:
            marks = {m.part_id: m.came for m in seat.attendances.all()}
            # Staff come for the second portion of a workshop alone.
            if seat.audience not in theirs and part.pk not in marks:
                continue
            tick = Tick(
                seat.pk,
                names[seat.pk],
                marks.get(part.pk, False),
                str(seat.get_reply_display()),
            )
            apart = seat.reply == Reply.NOT_COMING and not tick.came
            (said_no if apart else likely).append(tick)
        lists.append(TickList(part, likely, said_no))
    return lists


def might_be_called(seats: list[Seat]) -> list[Tick]:
    """Everybody the centre knows who was asked; who is noted already is shown to
    nobody, for nobody is marked for staying away."""
    names = names_of(seats)
    return [
        Tick(seat.pk, names[seat.pk], came=False, said="")
        for seat in seats
        if seat.person_id
    ]


def names_of(seats: list[Seat]) -> dict[int, str]:
    """First names; the last name's letter where two have the same. Of a guest who did
    not allow it, no name."""
    shown = {seat.pk: seat.name_for_hosts or _("a neighbour") for seat in seats}
    often = Counter(shown.values())
    return {
        seat.pk: _name(
            shown[seat.pk],
            seat.person.last_name if seat.person else "",
            is_shared=often[shown[seat.pk]] > 1,
        )
        for seat in seats
    }


def names_of_people(people: Iterable[Person]) -> dict[int, str]:
    """The same for people, whether they have a seat or not."""
    known = list(people)
    often = Counter(one.first_name for one in known)
    return {
        one.pk: _name(
            one.first_name, one.last_name, is_shared=often[one.first_name] > 1
        )
        for one in known
    }


def _name(first_name: str, last_name: str, *, is_shared: bool) -> str:
    return f"{first_name} {last_name[:1]}." if is_shared and last_name else first_name


def counts_in_words(seats: list[Seat]) -> str:
    """“11 coming · 2 not sure”; companions are people too."""
    numbers: Counter[str] = Counter()
    for seat in seats:
        numbers[seat.reply] += seat.places
    coming, hoping = numbers[Reply.COMING], numbers[Reply.HOPING]
    maybe = numbers[Reply.MAYBE]
    waiting = numbers[Reply.WAITING] + numbers[Reply.OFFERED]
    words = [
        coming and ngettext("%d coming", "%d coming", coming) % coming,
        hoping and ngettext("%d hopes to come", "%d hope to come", hoping) % hoping,
        maybe and ngettext("%d not sure", "%d not sure", maybe) % maybe,
        waiting and ngettext("%d waiting", "%d waiting", waiting) % waiting,
    ]
    return " · ".join(word for word in words if word)


def came_in_words(seats: list[Seat]) -> str:
    came = sum(any(m.came for m in seat.attendances.all()) for seat in seats)
    return ngettext("%d person came", "%d people came", came) % came if came else ""


def needs_of(meeting: Meeting) -> list[Need]:
    rows = Need.objects.of(meeting.centre).filter(
        seat__meeting=meeting, seat__reply__in=HOPEFUL
    )
    related = ("seat__person", "seat__meeting__circle__lead", "owner")
    return list(rows.select_related(*related))


def needs_in_words(needs: list[Need]) -> list[str]:
    """Numbers for the group; a name only where its owner said that the group may
    know."""
    kinds = Counter(need.kind for need in needs)
    lines = []
    for kind, count in kinds.items():
        names = [n.seat.name for n in needs if n.kind == kind and n.tell_group]
        line = _("%(need)s: %(count)d") % {"need": NeedKind(kind).label, "count": count}
        lines.append(f"{line} ({', '.join(names)})" if names else line)
    return lines


def need_in_words(need: Need) -> str:
    """For staff: who needs what, in the person's own words."""
    words = {"name": need.seat.name, "need": need.get_kind_display()}
    line = _("%(name)s: %(need)s") % words
    return f"{line} – {need.words}" if need.words else line
