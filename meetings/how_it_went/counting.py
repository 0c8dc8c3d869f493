"""Who was asked, answered and came, in numbers of people. What each word means stands
here and nowhere else; the pages and the table to download read it.

Everybody is counted once in each number of a workshop. Three questions to the database for
one workshop as for all of a centre, however many people were asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from champions.enums import Channel
from champions.models import Centre
from meetings.enums import HOLDING, Audience, InvitationState, MeetingKind, Reply
from meetings.models import Attendance, CountedMailing, Invitation, Meeting, Seat
from meetings.models.invitation import InvitationQuerySet
from meetings.models.meeting import MeetingQuerySet
from meetings.models.seat import SeatQuerySet

Key = TypeVar("Key", str, int)
# After how many months we look who is still here.
MONTHS = (3, 6, 12)
# The route and the channel of those whom nobody asked: friends, and who walked in.
UNASKED = ""
# The route of those who answered a letter of the centre's own system: how many letters
# there were is known, not to whom.
COUNTED = "counted"
# Answered and was asked: the rate by which mailings are sized leaves friends out.
ASKED_AND_ANSWERED = "asked and answered"
# Letters of the centre's own system, and those of them who are known to have come to it.
IN_LETTERS, REACHED_BY_LETTERS = "in letters", "reached by letters"


class Step(TextChoices):
    """One number of the page, in the order in which people come to it."""

    ASKED = "asked", _("Asked")
    REACHED = "reached", pgettext_lazy("people", "Reached")
    ANSWERED = "answered", _("Answered")
    YES = "yes", _("Yes")
    MAYBE = "maybe", _("Not sure yet")
    LATER = "later", _("Ask me again")
    NO = "no", _("No, thank you")
    CAME = "came", _("Came")
    CHAMPION = "champion", pgettext_lazy("people", "Became champions")


MEANS = {
    Step.ASKED: _("Invited, and the invitation was not taken back."),
    Step.REACHED: _(
        "The invitation left and did not come back, or the person answered or came. Of "
        "letters from your own system we know only who answered or came."
    ),
    Step.ANSWERED: _("Said yes, not sure, ask me again, or no."),
    Step.YES: _("Hopes to come, has a place, or waits for one. The last word counts."),
    Step.MAYBE: _("Does not know yet."),
    Step.LATER: _("Not this time. They are asked first for the next workshop."),
    Step.NO: _("Does not want to come. We thank them and leave it there."),
    Step.CAME: _("Was ticked at one part or more, with or without an answer."),
    Step.CHAMPION: _(
        "Became a champion after being asked, there or later. Counted once: at the "
        "last workshop they were asked to before."
    ),
}
STILL_MEANS = _(
    "Of those who became champions that long ago, who has not moved on by then. A break "
    "counts as here. Who died by then is left out of both numbers."
)
WORDS = (Step.YES, Step.MAYBE, Step.LATER, Step.NO)
KNOWN_OF_EACH = ("is_in_letters", "state", "reply", "has_come")
_YES = [Reply.HOPING, Reply.WAITING, *HOLDING]


@dataclass(frozen=True)
class Cell:
    """People who were asked alike and came equally far: `n` of them."""

    centre: int
    meeting: int
    route: str
    channel: str
    steps: frozenset[str]
    n: int = 1


class Stay(StrEnum):
    """Where a champion stood some months after they became one."""

    TOO_EARLY = "too early"
    HERE = "here"
    GONE = "gone"

    def after(self, months: int) -> str:
        """The name under which it is counted."""
        return f"{self} {months}"


class Tally:
    """The numbers of some people together."""

    def __init__(self, cells: Iterable[Cell] = ()) -> None:
        self.numbers: Counter[str] = Counter()
        for cell in cells:
            self.numbers.update(dict.fromkeys(cell.steps, cell.n))

    def of(self, step: str) -> int:
        return self.numbers[step]

    @property
    def perhaps_reached(self) -> int:
        """Of how many letters of the centre's own system nobody can say it."""
        return max(self.of(IN_LETTERS) - self.of(REACHED_BY_LETTERS), 0)

    def stays(self, stay: Stay, months: int) -> int:
        return self.numbers[stay.after(months)]

    def still_of(self, months: int) -> int:
        """Of how many it can be said whether they are still here."""
        return self.stays(Stay.HERE, months) + self.stays(Stay.GONE, months)


def grouped(cells: Iterable[Cell], by: Callable[[Cell], Key]) -> dict[Key, list[Cell]]:
    """The cells of each route, channel, workshop or centre."""
    groups: dict[Key, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(by(cell), []).append(cell)
    return groups


# --- Asked, answered, came --------------------------------------------------------


def workshops_told(centres: Iterable[Centre]) -> MeetingQuerySet:
    """Workshops to which anybody could have been asked, the newest first."""
    rows = Meeting.objects.filter(centre__in=centres, kind=MeetingKind.WELCOME)
    return rows.filter(announced_at__isnull=False).order_by("-on", "-pk")


Workshops = QuerySet[Meeting] | Sequence[Meeting]


def cells_of(workshops: Workshops) -> list[Cell]:
    """Everybody asked to these workshops, and who came unasked."""
    return [*_asked(workshops), *_letters(workshops), *_unasked(workshops)]


def _letters(workshops: Workshops) -> Iterator[Cell]:
    """Counted mailings, by their numbers alone."""
    posted = CountedMailing.objects.filter(
        meeting__in=workshops, taken_back_at=None
    ).order_by()
    rows = posted.values_list("centre", "meeting").annotate(n=Sum("letters"))
    for centre, meeting, n in rows:
        steps = frozenset({Step.ASKED, IN_LETTERS})
        yield Cell(centre, meeting, COUNTED, Channel.LETTER, steps, n)


def way_of_asking() -> Case:
    """The route of an invitation, with letters of the centre's own apart."""
    return Case(When(counted__isnull=False, then=Value(COUNTED)), default=F("route"))


def _asked(workshops: Workshops) -> Iterator[Cell]:
    seat = Seat.objects.filter(meeting=OuterRef("meeting"), person=OuterRef("person"))
    came = Attendance.objects.filter(
        seat__meeting=OuterRef("meeting"), seat__person=OuterRef("person"), came=True
    )
    rows = (
        invitations_to(workshops)
        .annotate(
            reply=Subquery(seat.values("reply")),
            has_come=Exists(came),
            way=way_of_asking(),
            is_in_letters=_is(counted__isnull=False, counted__taken_back_at=None),
        )
        .order_by()
        .values_list("centre", "meeting", "way", "channel", *KNOWN_OF_EACH)
        .annotate(n=Count("pk"))
    )
    for centre, meeting, route, channel, in_letters, state, reply, has_come, n in rows:
        said = _word(state, reply)
        # Who is among letters that are counted is not counted twice.
        steps: set[str] = set() if in_letters else {Step.ASKED}
        steps |= _far(said, has_come=has_come)
        if state == InvitationState.SENT or said or has_come:
            steps.add(Step.REACHED)
        if said:
            steps.add(ASKED_AND_ANSWERED)
        if in_letters and Step.REACHED in steps:
            steps.add(REACHED_BY_LETTERS)
        yield Cell(centre, meeting, route, channel, frozenset(steps), n)


def invitations_to(workshops: Workshops) -> InvitationQuerySet:
    """Those that count as asked."""
    rows = Invitation.objects.filter(meeting__in=workshops)
    return rows.exclude(state=InvitationState.WITHDRAWN)


def _word(state: str, reply: str | None) -> Step | None:
    """What somebody said last. Who said yes or maybe and has no seat any more, because
    they take a break or died, counts by the yes."""
    if reply == Reply.MAYBE:
        return Step.MAYBE
    if reply in _YES:
        return Step.YES
    if state == InvitationState.MAYBE_LATER:
        return Step.LATER
    if state == InvitationState.DECLINED or reply == Reply.NOT_COMING:
        return Step.NO
    return Step.YES if state == InvitationState.ANSWERED else None


def _far(said: Step | None, *, has_come: bool) -> set[str]:
    answered: set[str] = {Step.ANSWERED, said} if said else set()
    return answered | {Step.CAME} if has_come else answered


def _unasked(workshops: Workshops) -> Iterator[Cell]:
    came = Attendance.objects.filter(seat=OuterRef("pk"), came=True)
    rows = (
        seats_unasked(workshops)
        .annotate(has_come=Exists(came), is_later=_is(next_time_at__isnull=False))
        .order_by()
        .values_list("centre", "meeting", "reply", "is_later", "has_come")
        .annotate(n=Count("pk"))
    )
    for centre, meeting, reply, is_later, has_come, n in rows:
        state = InvitationState.MAYBE_LATER if is_later else ""
        steps = _far(_word(state, reply), has_come=has_come)
        yield Cell(centre, meeting, UNASKED, UNASKED, frozenset(steps), n)


def _is(**lookup: object) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**lookup), output_field=BooleanField())


def seats_unasked(workshops: Workshops) -> SeatQuerySet:
    """Friends who answered, and who walked in. Champions who come to help are left out:
    they are at home here already."""
    asked = invitations_to(workshops).filter(
        meeting=OuterRef("meeting"), person=OuterRef("person")
    )
    came = Attendance.objects.filter(seat=OuterRef("pk"), came=True)
    seats = Seat.objects.filter(meeting__in=workshops, audience=Audience.CHAMPIONS)
    return seats.filter(
        ~Exists(asked), Exists(came) | Q(replied_at__isnull=False)
    ).exclude(
        # A sheet is typed back some days later: they came when it began.
        person__champion__became_at__lt=Least("created_at", "meeting__starts_at")
    )
