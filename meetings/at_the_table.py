"""What the page of a get-together shows besides agenda, people and promises: who leads
the talk, whom we thank, the one before, and whether the notes went round."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from champions.models import Person
from champions.permissions import Visit
from meetings.agenda import Row
from meetings.enums import MeetingKind, MeetingState
from meetings.forms.table import ChairForm, ThanksForm
from meetings.models import Meeting, Thanks
from meetings.services.sending_round import may_go_round, readers_of

AT_A_TABLE = (MeetingState.ANNOUNCED, MeetingState.HELD)
# Each thing to put in order is a form of its own: more would be a heavy page.
MOST_TO_ORDER = 40


def has_table(meeting: Meeting) -> bool:
    """A group's own get-together that takes or took place; a welcome workshop has a
    course of its own."""
    own = meeting.circle is not None and meeting.kind != MeetingKind.WELCOME
    return own and meeting.state in AT_A_TABLE


def people_at_table(meeting: Meeting) -> QuerySet[Person]:
    """Whom one may name here."""
    return readers_of(meeting).order_by("first_name", "last_name", "pk")


def table_parts(meeting: Meeting, visit: Visit, *, rows: list[Row]) -> dict[str, Any]:
    """In as many questions to the database for many people as for one."""
    if not has_table(meeting):
        return {"has_table": False}
    people = people_at_table(meeting)
    return {
        "has_table": True,
        "chair_form": ChairForm(meeting=meeting, people=people),
        "thanks_form": ThanksForm(people=people),
        "thanks": thanks_of(meeting, visit),
        "before": the_one_before(meeting),
        "may_go_round": may_go_round(meeting),
        "order_rows": _with_neighbours(rows)[:MOST_TO_ORDER],
        "order_has_more": len(rows) > MOST_TO_ORDER,
        "own_items": _own_items(meeting, visit),
    }


def thanks_of(meeting: Meeting, visit: Visit) -> list[tuple[Thanks, bool]]:
    """Each with whether this visitor may take it back."""
    rows = meeting.thanks.select_related("from_whom", "to")
    return [(one, may_take_back(one, visit)) for one in rows]


def may_take_back(thanks: Thanks, visit: Visit) -> bool:
    mine = thanks.from_whom_id is not None and visit.person is not None
    return visit.is_staff or (mine and thanks.from_whom == visit.person)


def the_one_before(meeting: Meeting) -> Meeting | None:
    if meeting.circle is None:
        return None
    rows = Meeting.objects.of_circle(meeting.circle).filter(
        state__in=AT_A_TABLE, strand=meeting.strand, starts_at__lt=meeting.starts_at
    )
    return rows.order_by("-starts_at").first()


def _with_neighbours(rows: list[Row]) -> list[dict[str, Any]]:
    """Each row with the key of the one before and of the one behind it."""
    keys = ["", *(row.key for row in rows), ""]
    return [
        {"row": row, "earlier": keys[number], "later": keys[number + 2]}
        for number, row in enumerate(rows)
    ]


def _own_items(meeting: Meeting, visit: Visit) -> list[Any]:
    """What somebody added and may take off again: their own, staff everything."""
    items = meeting.agenda_items.all()
    if not visit.is_staff:
        items = items.filter(person=visit.person, person__isnull=False)
    return list(items)
