"""The life of a programme, and how its dates repeat."""

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
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month, on the same weekday")


class Access(TextChoices):
    """What a neighbour asks before coming."""

    STEP_FREE = "step_free", _("no steps")
    SEATED = "seated", _("you can sit down")
    QUIET = "quiet", _("quiet")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    NEAR_BUS = "near_bus", _("near a bus stop")


class HowAllowed(TextChoices):
    """How somebody said that a picture of them may be shown."""

    SAID = "said", _("they said yes")
    SIGNED = "signed", _("they signed the form")
    PARENT = "parent", _("a parent signed the form")
