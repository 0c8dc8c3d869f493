"""The life of a programme, and how its dates repeat."""

from datetime import time

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgrammeState(TextChoices):
    """What a programme is doing; listed = not finished, and a page of it is live."""

    STARTING = "starting", _("starting")
    RUNNING = "running", _("running")
    RESTING = "resting", _("on a break")
    FINISHED = "finished", _("finished well")


NEXT_PROGRAMME_STATES: dict[str, frozenset[str]] = {
    ProgrammeState.STARTING: frozenset(
        {ProgrammeState.RUNNING, ProgrammeState.FINISHED}
    ),
    ProgrammeState.RUNNING: frozenset(
        {ProgrammeState.RESTING, ProgrammeState.FINISHED}
    ),
    ProgrammeState.RESTING: frozenset(
        {ProgrammeState.RUNNING, ProgrammeState.FINISHED}
    ),
    ProgrammeState.FINISHED: frozenset({ProgrammeState.RUNNING}),
}
LISTED_STATES = frozenset(
    {ProgrammeState.STARTING, ProgrammeState.RUNNING, ProgrammeState.RESTING}
)


class Pattern(TextChoices):
    """How often a programme happens; wall-clock time in the centre's zone."""

    ONCE = "once", _("once")
    DATES = "dates", _("on some days that I name")
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month, on the same weekday")
    MONTHLY_BY_DATE = "month_date", _("every month, on the same date")


class OutOfPlan(TextChoices):
    """A date that the plan does not say any more, while somebody means to come."""

    IN_PLAN = "", _("as planned")
    ASKED = "asked", _("to be decided")
    STANDS = "stands", _("takes place all the same")


class Ages(TextChoices):
    """For whom a programme is meant."""

    EVERYONE = "everyone", _("everyone")
    WITH_CHILDREN = "children", _("children with an adult")
    YOUNG = "young", _("young people")
    ADULTS = "adults", _("adults")
    OLDER = "older", _("older adults")


class Attending(TextChoices):
    """Where people take part."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online or by telephone")
    BOTH = "both", _("in person or online")


class TimeOfDay(TextChoices):
    """When on a day something begins, on the wall of the centre."""

    MORNING = "morning", _("in the morning")
    AFTERNOON = "afternoon", _("in the afternoon")
    EVENING = "evening", _("in the evening")


# From the first time on, before the second; none is no bound.
BEGINS: dict[str, tuple[time | None, time | None]] = {
    TimeOfDay.MORNING: (None, time(12)),
    TimeOfDay.AFTERNOON: (time(12), time(17)),
    TimeOfDay.EVENING: (time(17), None),
}
# Whom a programme must be meant for, so that somebody of these ages fits in.
FITS_AGES: dict[str, frozenset[str]] = {
    Ages.WITH_CHILDREN: frozenset({Ages.WITH_CHILDREN, Ages.EVERYONE}),
    Ages.YOUNG: frozenset({Ages.YOUNG, Ages.EVERYONE}),
    Ages.ADULTS: frozenset({Ages.ADULTS, Ages.EVERYONE}),
    Ages.OLDER: frozenset({Ages.OLDER, Ages.ADULTS, Ages.EVERYONE}),
}


class Access(TextChoices):
    """What a neighbour asks before coming."""

    STEP_FREE = "step_free", _("no steps")
    SEATED = "seated", _("you can sit down")
    QUIET = "quiet", _("quiet")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    NEAR_BUS = "near_bus", _("near a bus stop")
    TOILET = "toilet", _("a toilet with no steps and room to turn")
    PARKING = "parking", _("parking close by")
    SCENT_FREE = "scent_free", _("please wear no scent")


class Accent(TextChoices):
    """The colours a centre may choose: each is measured against every ground it stands
    on, in light and in dark (cms/static/cms/css/tokens.css)."""

    CEDAR = "cedar", _("cedar green")
    LAKE = "lake", _("lake blue")
    NIGHT = "night", _("night blue")
    BERRY = "berry", _("berry red")
    CLAY = "clay", _("clay orange")
    MOSS = "moss", _("moss green")


class HowAllowed(TextChoices):
    """How somebody said that a picture of them may be shown."""

    SAID = "said", _("they said yes")
    SIGNED = "signed", _("they signed the form")
    PARENT = "parent", _("a parent signed the form")
