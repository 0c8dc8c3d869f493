"""*This week* by mail, on Monday mornings, to point persons who asked for it: what waits,
no names of people, nothing when nothing waits."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from champions.enums import Language, Priority, Role
from champions.links import is_right, read_token
from champions.messages.outbox import tell_address
from champions.models import Centre, Message, Person, User
from cms.models import WeekHabit
from cms.this_week import MOST_ROWS, rows_of
from cms.this_week.later import put_off_by

MONDAY = 0
# From eight on; a machine that was off makes up for it until noon.
FROM, UNTIL = time(8), time(12)
# What the link at the foot of the mail is for.
PURPOSE = "week"


def send_this_week(now: datetime) -> int:
    """Write the mails that are due now by each centre's wall clock; returns how many.
    Asked again on the same Monday, nothing is written twice."""
    mails = [
        _tell(habit, centre, now.astimezone(centre.tzinfo))
        for centre in Centre.objects.all()
        if _is_time(now.astimezone(centre.tzinfo))
        for habit in _who_wants_it(centre)
    ]
    return sum(mail is not None for mail in mails)


def _is_time(local: datetime) -> bool:
    return local.weekday() == MONDAY and FROM <= local.time() < UNTIL


def _who_wants_it(centre: Centre):
    leads = centre.staff_roles.filter(role=Role.LEAD).values("user")
    habits = WeekHabit.objects.filter(by_mail=True, user__in=leads)
    return habits.exclude(user__email=None).select_related("user")


def _tell(habit: WeekHabit, centre: Centre, local: datetime) -> Message | None:
    language = _language_of(habit.user, centre)
    with translation.override(language):
        waiting = put_off_by(habit.user, rows_of(centre))
        rows = [one for one in waiting if one.until is None]
        words = [one.row.discreet or one.row.title for one in rows]
    if not words:
        return None
    return tell_address(
        habit.user.email,
        "cms/this_week",
        language=language,
        event=f"week:{centre.pk}:{local.date().isoformat()}",
        context={
            "centre_name": centre.name_in(language),
            "count": len(words),
            "rows": words[:MOST_ROWS],
            "more": max(len(words) - MOST_ROWS, 0),
            "address": settings.BASE_URL + reverse("wagtailadmin_home"),
        },
        priority=Priority.NOTICE,
        links={"stop": _stop_link(habit, language)},
        centre=centre,
        not_after=local + timedelta(hours=12),
    )


def _language_of(user: User, centre: Centre) -> str:
    known = Person.objects.of(centre).filter(user=user)
    return known.values_list("language", flat=True).first() or Language.ENGLISH


def _stop_link(habit: WeekHabit, language: str) -> dict[str, str | int]:
    path = f"/{language}/my/week/{{token}}/"
    return {"purpose": PURPOSE, "id": habit.pk, "path": path}


def habit_of_link(token: str) -> WeekHabit | None:
    """Whose Monday mail a link ends; nothing for one that is wrong."""
    read = read_token(token)
    if read is None or not is_right(read[1], PURPOSE, read[0], 1):
        return None
    return WeekHabit.objects.filter(pk=read[0]).select_related("user").first()
