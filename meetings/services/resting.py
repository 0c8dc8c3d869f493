"""A group rests, wakes, comes to its end, or goes on after all. Staff do it, with the
group; both ways back lead to where it was."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from champions.models import Circle, User
from meetings.cadence import KIND_OF
from meetings.enums import Stage, Strand
from meetings.models import Meeting, Rhythm, StrandMember
from meetings.services.gatherings import cancel_meeting
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import rhythm_of, set_stage


def dates_ahead(circle: Circle) -> list[Meeting]:
    """The group's own get-togethers that stand, the extra ones too."""
    ahead = Meeting.objects.of_circle(circle).upcoming()
    return list(ahead.select_related("centre", "circle__centre").order_by("starts_at"))


@transaction.atomic
def rest_group(circle: Circle, *, by: User, why: str, calls_off: bool) -> None:
    """The group takes a rest: its clock stands still and nobody waits for a date.
    Dates that stand are called off, and everybody is told, or stay as the last ones."""
    _stop(circle, Stage.RESTING, by=by, why=why, calls_off=calls_off)


@transaction.atomic
def close_group(circle: Circle, *, by: User, why: str, calls_off: bool) -> None:
    """The group has come to its end; what it did stays to be read."""
    _stop(circle, Stage.CLOSED, by=by, why=why, calls_off=calls_off)


def _stop(circle: Circle, to: str, *, by: User, why: str, calls_off: bool) -> None:
    for rhythm in _strands(circle):
        if rhythm.stage not in (to, Stage.CLOSED):
            set_stage(rhythm, to, by=by, why=why)
    if calls_off:
        for meeting in dates_ahead(circle):
            cancel_meeting(meeting, why=why, by=by)


@transaction.atomic
def wake_group(circle: Circle, *, by: User) -> None:
    """The group goes on in the stage it had, whether it rested or was closed; those who
    met monthly apart do so again."""
    whole, apart = _strands(circle)
    if whole.stage in KIND_OF:
        raise RefusedError(_("The group meets already."))
    if apart.stopped_on == whole.stopped_on and _has_members(circle):
        set_stage(apart, Stage.MONTHLY, by=by)
    set_stage(whole, whole.stage_before or Stage.SECOND, by=by)


def _strands(circle: Circle) -> tuple[Rhythm, Rhythm]:
    return rhythm_of(circle), rhythm_of(circle, Strand.MONTHLY)


def _has_members(circle: Circle) -> bool:
    return StrandMember.objects.filter(circle=circle).exists()
