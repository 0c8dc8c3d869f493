"""What a provider who thought of somebody may know: with the person's consent, that they
came; never what they answered, nor why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from champions.enums import ConsentPurpose
from champions.models import Consent, Person, User
from champions.services.consents import give_consent, take_back_consent
from meetings.enums import InvitationState, MeetingKind
from meetings.models import Attendance, Invitation, Prescribed

WORDING = 1  # of `may_know_words`.


def may_know_words(provider: User) -> str:
    """What the person reads beside the box that they may tick."""
    return _("%(name)s may know whether I came") % {"name": provider.first_name}


def who_thought_of(person: Person, invitation: Invitation | None = None) -> list[User]:
    """Who of staff thought of this person, for this invitation or at any time."""
    rows = Prescribed.objects.filter(person=person, by__isnull=False)
    if invitation is not None:
        rows = rows.filter(invitation=invitation)
    users = User.objects.filter(pk__in=rows.values("by")).order_by("first_name", "pk")
    return list(users)


def who_may_know(person: Person) -> list[Consent]:
    """The living consents to a line for a chart."""
    given = Consent.objects.filter(
        person=person, purpose=ConsentPurpose.CHART, withdrawn_at=None
    )
    return list(given.exclude(to_whom=None).select_related("to_whom", "person"))


@transaction.atomic
def say_who_may_know(
    person: Person,
    chosen: Iterable[int],
    *,
    of: Iterable[User],
    how: str,
    by: User | None,
) -> None:
    """Of these providers, the ones whose ids are `chosen` may know from now on, and the
    others no longer."""
    ids = set(chosen)
    living = {one.to_whom_id: one for one in who_may_know(person)}
    for provider in of:
        if provider.pk in ids:
            give_consent(
                person,
                ConsentPurpose.CHART,
                wording=WORDING,
                how=how,
                by=by,
                to_whom=provider,
                language=get_language() or "",
            )
        elif provider.pk in living:
            take_back_consent(living[provider.pk], by=by)


# --- The line ---------------------------------------------------------------------


def chart_lines(rows: Sequence[Prescribed]) -> dict[int, str]:
    """The line for the chart of each, by the row's id; in three questions to the
    database for any number of rows. None for who waits, or whose invitation was taken
    back. Who came and does not allow it reads like who did not come."""
    told = _days_they_came(rows)
    return {
        row.pk: _line(row.invitation, told.get(row.pk))
        for row in rows
        if row.invitation and row.invitation.state != InvitationState.WITHDRAWN
    }


def _line(invitation: Invitation, came_on: date | None) -> str:
    day = date_format(invitation.meeting.on, "DATE_FORMAT")
    if came_on is None:
        return _("Invited to a welcome workshop on %(day)s.") % {"day": day}
    return _("Invited to a welcome workshop on %(day)s; came on %(came)s.") % {
        "day": day,
        "came": date_format(came_on, "DATE_FORMAT"),
    }


def _days_they_came(rows: Sequence[Prescribed]) -> dict[int, date]:
    """By row, the first workshop they came to after somebody thought of them, where the
    person allows this provider to know."""
    allowed = set(
        Consent.objects.filter(
            person__in={row.person_id for row in rows},
            purpose=ConsentPurpose.CHART,
            withdrawn_at=None,
        ).values_list("person", "to_whom")
    )
    shown = [row for row in rows if row.by_id and (row.person_id, row.by_id) in allowed]
    came = _workshops_of({row.person_id for row in shown})
    firsts: dict[int, date] = {}
    for row in shown:
        since = timezone.localdate(row.created_at, row.centre.tzinfo)
        days = [day for day in came.get(row.person_id, []) if day >= since]
        firsts |= {row.pk: min(days)} if days else {}
    return firsts


def _workshops_of(people: set[int]) -> dict[int, list[date]]:
    """The days on which each of these people came to a welcome workshop."""
    ticks = Attendance.objects.filter(
        came=True, seat__person__in=people, seat__meeting__kind=MeetingKind.WELCOME
    )
    days: dict[int, list[date]] = {}
    for person, on in ticks.values_list("seat__person", "seat__meeting__on"):
        if person is not None:
            days.setdefault(person, []).append(on)
    return days
