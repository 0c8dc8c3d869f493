"""What staff do with *this week* itself: put a row off, take it back, come back after an
absence, have it sent on Mondays."""

from __future__ import annotations

from datetime import timedelta, tzinfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from champions.models import Centre, User
from cms.models import Snooze, WeekHabit
from cms.this_week.later import Later, days_to_choose
from cms.this_week.row import Row
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at

# Who has not looked for longer is told what happened meanwhile.
AWAY_AFTER = timedelta(days=7)


def wall_of(user: User) -> tzinfo:
    """The zone whose days somebody's week is told in: that of their first centre."""
    centre = Centre.objects.visible_to(user).first()
    return centre.tzinfo if centre else timezone.get_default_timezone()


@transaction.atomic
def put_off(row: Row, *, until: Later, by: User) -> None:
    """The user does not see the row until then. Refused beyond the row's last day;
    choosing again changes the day."""
    day = days_to_choose(row).get(until)
    if day is None:
        raise RefusedError
    gone = Snooze.objects.filter(user=by, until__lte=today_at(row.centre))
    gone.of(row.centre).delete()
    Snooze.objects.update_or_create(
        user=by, centre=row.centre, key=row.key, defaults={"until": day}
    )


def take_back(row: Row, *, by: User) -> None:
    """Show the row again now."""
    Snooze.objects.of(row.centre).filter(user=by, key=row.key).delete()


def note_look(user: User) -> WeekHabit:
    """The user looks at *this week*. A look after an absence opens the page of what
    happened, and it stays open until they have read it."""
    now = timezone.now()
    habit, _new = WeekHabit.objects.get_or_create(user=user)
    mine = WeekHabit.objects.filter(pk=habit.pk)
    was_away = mine.filter(looked_at__lt=now - AWAY_AFTER, away_since=None)
    was_away.update(away_since=F("looked_at"))
    # Once an hour is often enough, and keeps looking cheap.
    mine.filter(looked_at__lt=now - timedelta(hours=1)).update(looked_at=now)
    habit.refresh_from_db()
    return habit


def caught_up(user: User) -> None:
    """They have read what happened."""
    WeekHabit.objects.filter(user=user).update(away_since=None)


def want_by_mail(user: User, *, wanted: bool) -> None:
    """Off until asked for; takes effect on the next Monday."""
    WeekHabit.objects.update_or_create(user=user, defaults={"by_mail": wanted})
