"""Before a centre's first welcome workshop: a few things to think of, each with its
reason. Nothing waits for them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from champions.history import record
from champions.models import Centre, User
from meetings.enums import FirstStep, MeetingKind, MeetingState
from meetings.models import Meeting, ThoughtOf

# In the order of the page; the last member of FirstStep is no thing to think of.
STEPS = tuple(step for step in FirstStep if step != FirstStep.PUT_AWAY)


def thought_of(centre: Centre) -> dict[str, ThoughtOf]:
    """What was ticked or noted so far, by step."""
    return {row.step: row for row in ThoughtOf.objects.of(centre).select_related("by")}


@transaction.atomic
def keep_step(
    centre: Centre, step: str, *, is_done: bool, note: str = "", by: User
) -> ThoughtOf:
    """Tick one, or take the tick away; the last word counts. Unchanged rows keep who
    wrote them."""
    note = note.strip()
    row, new = ThoughtOf.objects.get_or_create(centre=centre, step=step)
    if new or (row.is_done, row.note) != (is_done, note):
        row.is_done, row.note, row.at, row.by = is_done, note, timezone.now(), by
        row.save()
        record(centre, "meetings.first_step", by=by, step=step, done=is_done)
    return row


def put_away(centre: Centre, *, by: User) -> None:
    """It was talked through: the row of *this week* goes, the page stays."""
    keep_step(centre, FirstStep.PUT_AWAY, is_done=True, by=by)


def has_held_none(centre: Centre) -> bool:
    held = Meeting.objects.of(centre).held()
    return not held.filter(kind=MeetingKind.WELCOME).exists()


def first_workshop(centre: Centre) -> Meeting | None:
    """The workshop that is to be the centre's first: none was held so far."""
    if not has_held_none(centre):
        return None
    ahead = Meeting.objects.of(centre).filter(
        kind=MeetingKind.WELCOME,
        state__in=[MeetingState.DRAFT, MeetingState.ANNOUNCED],
    )
    return ahead.order_by("starts_at").first()


def are_open(centre: Centre) -> bool:
    """Whether something is not ticked yet and the page was not put away."""
    done = {step for step, row in thought_of(centre).items() if row.is_done}
    return FirstStep.PUT_AWAY not in done and not done.issuperset(STEPS)
