"""Ten years of one group, told twice: by the rules of `meetings.cadence`, and by an
oracle that knows no dates but puts a stroke on the wall for each day that passes.

The two are compared on every day. Any difference is a Disagreement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from meetings import cadence
from meetings.cadence import GUIDEBOOK, Clock, Policy
from meetings.closed_days import Closed, ShutDays
from meetings.enums import RHYTHM_KINDS
from meetings.services.times import moment

AFTERNOON = time(13, 30)
FRIDAY = 4
WHOLE, APART = "circle", "monthly"
DAY = timedelta(days=1)
# How likely something is on any one day.
BOOKS, SNOW, EXTRA, PAUSE, WAKES, TURNS, MOVES = (
    0.3,
    0.1,
    0.01,
    0.001,
    0.02,
    0.004,
    0.001,
)


class DisagreementError(AssertionError):
    """The rules and the wall say different things."""


@dataclass
class Wall:
    """The oracle: strokes since each strand last met, and the numbers of the guidebook
    as a child would read them. Strokes stop while the group rests."""

    strokes: dict[str, int] = field(default_factory=dict)
    stage: dict[str, str] = field(default_factory=lambda: {WHOLE: "second"})
    rests: bool = False

    # The last day to take one's time, and the last day without a reason.
    NUMBERS = {"second": (14, 21), "monthly": (35, 45), "quarterly": (91, 120)}

    def night(self) -> None:
        if not self.rests:
            for strand in self.strokes:
                self.strokes[strand] += 1

    def workshop(self) -> None:
        self.strokes[WHOLE] = 0

    def met(self, strand: str) -> None:
        self.strokes[strand] = 0
        if self.stage[strand] == "second":
            self.stage[strand] = "monthly"

    def turns_quarterly(self) -> None:
        self.stage[WHOLE], self.stage[APART] = "quarterly", "monthly"
        self.strokes[APART] = self.strokes[WHOLE]

    def standing(self, strand: str, *, has_date: bool) -> str:
        if has_date or self.rests:
            return "fine"
        calm, last = self.NUMBERS[self.stage[strand]]
        strokes = self.strokes[strand]
        if strokes <= calm:
            return "to_do"
        return "urgent" if strokes <= last else "late"

    def owes_reason(self, strand: str, *, in_days: int) -> bool:
        return self.strokes[strand] + in_days > self.NUMBERS[self.stage[strand]][1]


@dataclass(frozen=True)
class Rules:
    """What the product does; each field can be planted with a fault."""

    policy: Policy = GUIDEBOOK
    setting: frozenset[str] = RHYTHM_KINDS
    # Whether moments are derived anew when the zone of the centre changes.
    derives_again: bool = True
    # Whether those who stay monthly count from their own last get-together.
    counts_apart: bool = True


@dataclass
class Booking:
    on: date
    kind: str
    starts_at: datetime


@dataclass
class Life:
    """A group, its centre, and what both tellers know of it."""

    rules: Rules
    zone: str
    rng: Random
    today: date
    region: str = "CA-ON"
    wall: Wall = field(default_factory=Wall)
    clocks: dict[str, Clock] = field(default_factory=dict)
    booked: dict[str, Booking] = field(default_factory=dict)
    stopped_on: date | None = None
    shut: ShutDays = field(init=False)
    held: int = 0

    def __post_init__(self) -> None:
        first = self.today + timedelta(days=self.rng.randrange(400))
        weeks = [
            Closed(on, on + timedelta(days=self.rng.randrange(3, 20)))
            for on in (first + timedelta(days=331 * n) for n in range(11))
        ]
        self.shut = ShutDays(self.region, tuple(weeks))
        self.clocks[WHOLE] = cadence.after_held(
            Clock("second", None), "welcome", self.today
        )
        self.wall.workshop()

    def likely(self, chance: float) -> bool:
        return self.rng.random() < chance

    def live(self, days: int) -> int:
        """How many get-togethers were held."""
        for _night in range(days):
            self.today += DAY
            self.wall.night()
            self.the_day()
            self.changes()
            for strand in self.clocks:
                self.compare(strand)
                if strand not in self.booked and self.likely(BOOKS):
                    self.book(strand)
        return self.held

    # --- What happens ---

    def the_day(self) -> None:
        for strand, booking in list(self.booked.items()):
            on_the_wall = booking.starts_at.astimezone(ZoneInfo(self.zone))
            expect((on_the_wall.date(), on_the_wall.time()), (booking.on, AFTERNOON))
            if on_the_wall.date() == self.today:
                del self.booked[strand]
                if not self.likely(SNOW):
                    self.hold(strand, booking.kind)
        if self.likely(EXTRA):
            self.clock(WHOLE, "extra")

    def hold(self, strand: str, kind: str) -> None:
        self.clock(strand, kind)
        self.wall.met(strand)
        self.held += 1

    def clock(self, strand: str, kind: str) -> None:
        whose = strand if self.rules.counts_apart else WHOLE
        self.clocks[whose] = cadence.after_held(
            self.clocks[whose], kind, self.today, setting=self.rules.setting
        )

    def changes(self) -> None:
        if self.stopped_on and self.likely(WAKES):
            self.wake()
        elif not self.stopped_on and self.likely(PAUSE):
            self.stopped_on, self.wall.rests = self.today, True
            self.booked.clear()
        elif self.clocks[WHOLE].stage == "monthly" and self.likely(TURNS):
            whole = self.clocks[WHOLE].counts_from
            self.clocks = {
                WHOLE: Clock("quarterly", whole),
                APART: Clock("monthly", whole),
            }
            self.booked.clear()
            self.wall.turns_quarterly()
        if self.likely(MOVES):
            self.move_house()

    def wake(self) -> None:
        for strand, clock in self.clocks.items():
            since = cadence.after_rest(clock.counts_from, self.stopped_on, self.today)
            self.clocks[strand] = Clock(clock.stage, since)
        self.stopped_on, self.wall.rests = None, False

    def move_house(self) -> None:
        """The zone of the centre changes, or its country's clocks."""
        self.zone = self.rng.choice(["Europe/London", "Pacific/Auckland", "Etc/UTC"])
        if self.rules.derives_again:
            for booking in self.booked.values():
                booking.starts_at = moment(booking.on, AFTERNOON, ZoneInfo(self.zone))

    # --- What both say ---

    def compare(self, strand: str) -> None:
        clock, has_date = self.clocks[strand], strand in self.booked
        stage = "resting" if self.stopped_on else clock.stage
        said = cadence.urgency(
            self.rules.policy, stage, clock.counts_from, self.today, has_date=has_date
        )
        expect(said, self.wall.standing(strand, has_date=has_date))

    def book(self, strand: str) -> None:
        clock = self.clocks[strand]
        if self.stopped_on:
            return
        days = cadence.proposals(
            self.rules.policy,
            clock.stage,
            clock.counts_from,
            self.today,
            weekday=self.rng.randrange(5),
            shut=self.shut,
        )
        expect(len(set(days)), 3)
        for on in days:
            self.check_day(strand, on)
        kind = cadence.KIND_OF[clock.stage]
        on = self.rng.choice(days)
        at = moment(on, AFTERNOON, ZoneInfo(self.zone))
        self.booked[strand] = Booking(on, kind, at)

    def check_day(self, strand: str, on: date) -> None:
        clock, in_days = self.clocks[strand], (on - self.today).days
        said = cadence.needs_reason(
            self.rules.policy, clock.stage, clock.counts_from, on
        )
        expect(said, self.wall.owes_reason(strand, in_days=in_days))
        closed = [c for c in self.shut.closed if c.first <= on <= c.last]
        expect((closed, in_days >= 7, on.weekday() <= FRIDAY), ([], True, True))
        expect((on.month, on.day) in {(12, 25), (1, 1), (7, 1)}, False)  # noqa: FBT003  what is expected


def expect(said: object, counted: object) -> None:
    if said != counted:
        raise DisagreementError(f"the rules say {said}, the wall says {counted}")


def live(rules: Rules, *, zone: str, seed: int, days: int = 3653) -> int:
    """Ten years of a group from some day of 2025 on; how often it met."""
    rng = Random(seed)  # noqa: S311  a test's own chance
    begins = date(2025, 1, 1) + timedelta(days=rng.randrange(365))
    return Life(rules, zone, rng, begins).live(days)
