"""All rooms' repeated tasks, brought into django-q2's table."""

from django.db import transaction
from django_q.models import Schedule

from champions.schedules import SCHEDULES as CHAMPIONS
from champions.schedules import Repeated
from ideas.schedules import SCHEDULES as IDEAS
from meetings.schedules import SCHEDULES as MEETINGS

SCHEDULES = [
    *CHAMPIONS,
    *IDEAS,
    *MEETINGS,
    Repeated("programme dates", "cms.tasks.keep_dates_ahead", cron="0 7 * * *"),
    Repeated(
        "checked by dates held", "cms.tasks.renew_by_dates_held", cron="5 7 * * *"
    ),
    Repeated("pictures", "cms.tasks.take_pictures_down", cron="15 7 * * *"),
    # Often: Monday begins at another moment in each centre's zone.
    Repeated("this week by mail", "cms.tasks.mail_this_week", cron="0,30 * * * *"),
    Repeated("worries", "cms.tasks.forget_worries", minutes=15),
    Repeated("publish pages", "cms.tasks.publish_scheduled", minutes=5),
    Repeated("clear sessions", "cms.tasks.clear_sessions", cron="30 8 * * *"),
]


@transaction.atomic
def sync_schedules() -> None:
    """Make the table hold exactly SCHEDULES, besides what is to run once.

    A row that is right already is left alone: writing it again would lose the run
    that fell due while the site was off."""
    repeated = Schedule.objects.exclude(schedule_type=Schedule.ONCE)
    repeated.exclude(name__in=[wanted.name for wanted in SCHEDULES]).delete()
    for wanted in SCHEDULES:
        fields = _fields(wanted)
        if not repeated.filter(name=wanted.name, **fields).exists():
            repeated.filter(name=wanted.name).delete()
            Schedule.objects.create(name=wanted.name, **fields)


def _fields(wanted: Repeated) -> dict[str, str | int | None]:
    return {
        "func": wanted.task,
        "schedule_type": Schedule.CRON if wanted.cron else Schedule.MINUTES,
        "minutes": wanted.minutes,
        "cron": wanted.cron,
    }
