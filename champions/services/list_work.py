"""What the worker does with a list when its bell rings: a piece of time's worth."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from champions.enums import ListState
from champions.models import ContactList
from champions.services.contact_lists import (
    AT_WORK,
    MOST_ATTEMPTS,
    lists_at_a_standstill,
)
from champions.services.list_bells import ring_for
from champions.services.list_importing import import_lines
from champions.services.list_reading import read_lines
from champions.services.list_undoing import undo_lines

# Well below a task's time limit; then others have their turn.
TURN = 20.0
STEPS = {
    ListState.READING: read_lines,
    ListState.IMPORTING: import_lines,
    ListState.UNDOING: undo_lines,
}


def work_on(pk: int) -> None:
    """Read, import or take back on. Does nothing for a list that is gone, done or resting."""
    here = ContactList.objects.filter(pk=pk, state__in=AT_WORK)
    # Written before the work: a list that kills its worker must not do so forever.
    if not here.filter(attempts__lt=MOST_ATTEMPTS).update(
        attempts=F("attempts") + 1, worked_at=timezone.now()
    ):
        return
    contact_list = here.select_related("centre", "uploaded_by").get()
    step = STEPS[ListState(contact_list.state)]
    if not step(contact_list, seconds=TURN):
        ring_for(contact_list)


def resume_work() -> None:
    """Ring again for every list that stands still."""
    for contact_list in lists_at_a_standstill():
        ring_for(contact_list)
