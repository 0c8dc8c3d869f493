"""Where the words of a programme stand with the check by the centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wagtail.models import TaskState, WorkflowState

from champions.enums import PAGE_ROLES
from champions.models import Centre, StaffRole
from cms.models import ProgrammePage

# Within so many days a page is read and published.
READ_DAYS = 7


@dataclass(frozen=True)
class CheckState:
    """`waits_since` and `read_by` while somebody is to read it; `asked_for` is the change
    that was asked for, `asked_by` whom. Days are on the centre's calendar."""

    published_on: date | None
    waits_since: date | None = None
    read_by: date | None = None
    asks_change: bool = False
    asked_for: str = ""
    asked_by: str = ""
    readers: tuple[str, ...] = ()


def check_state_of(page: ProgrammePage) -> CheckState:
    centre = page.programme.centre
    last = page.last_published_at
    published_on = last.astimezone(centre.tzinfo).date() if last else None
    state = page.current_workflow_state
    if state is None:
        return CheckState(published_on)
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _change_wanted(published_on, state.current_task_state)
    since = state.current_task_state.started_at.astimezone(centre.tzinfo).date()
    return CheckState(
        published_on,
        waits_since=since,
        read_by=since + timedelta(days=READ_DAYS),
        readers=readers_of(centre),
    )


def _change_wanted(published_on: date | None, asked: TaskState) -> CheckState:
    who = asked.finished_by
    return CheckState(
        published_on,
        asks_change=True,
        asked_for=asked.comment,
        asked_by=who.name if who else "",
    )


def readers_of(centre: Centre) -> tuple[str, ...]:
    """The names of those who may read and publish it."""
    roles = StaffRole.objects.filter(centre=centre, role__in=PAGE_ROLES)
    names = {role.user.name for role in roles.select_related("user")}
    return tuple(sorted(name for name in names if name))
