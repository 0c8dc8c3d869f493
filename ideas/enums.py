"""The life of an idea: its stages, the moves between them, and who is told of each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IdeaStage(TextChoices):
    """Where an idea stands. There is no "rejected"."""

    SHARED = "shared", pgettext_lazy("idea", "New")
    TALKING = "talking", _("Talking about it")
    SUPPORTED = "supported", _("Getting ready")
    TRYING = "trying", _("Trying it out")
    RUNNING = "running", _("Happening")
    RESTING = "resting", _("On a break")
    FINISHED = "finished", _("Finished well")
    PARKED = "parked", _("Not now")
    HANDED_ON = "handed_on", _("Handed on")
    MERGED = "merged", _("Told together with another idea")


S = IdeaStage
NEXT_STAGES: dict[str, frozenset[str]] = {
    S.SHARED: frozenset(
        {S.TALKING, S.SUPPORTED, S.TRYING, S.RUNNING, S.PARKED, S.HANDED_ON, S.MERGED}
    ),
    S.TALKING: frozenset(
        {S.SUPPORTED, S.TRYING, S.RUNNING, S.PARKED, S.HANDED_ON, S.MERGED}
    ),
    S.SUPPORTED: frozenset({S.TRYING, S.RUNNING, S.TALKING, S.PARKED, S.HANDED_ON}),
    S.TRYING: frozenset({S.SUPPORTED, S.RUNNING, S.TALKING, S.PARKED, S.HANDED_ON}),
    S.RUNNING: frozenset({S.RESTING, S.FINISHED}),
    S.RESTING: frozenset({S.RUNNING, S.FINISHED}),
    S.FINISHED: frozenset({S.RUNNING}),
    S.PARKED: frozenset({S.TALKING, S.SUPPORTED, S.TRYING, S.HANDED_ON}),
    S.HANDED_ON: frozenset({S.TALKING}),
    S.MERGED: frozenset({S.SHARED, S.TALKING}),
}
# Without an answer of the centre yet.
UNANSWERED_STAGES = frozenset({S.SHARED, S.TALKING})
# Where the words are their author's alone: “not mine” takes the idea down, and who is
# wiped takes them along. Once answered it is everybody's.
TAKEN_DOWN_STAGES = UNANSWERED_STAGES | {S.MERGED}
# The lanes of the board, in order; "Not now" holds what is parked or handed on.
LANES: dict[str, frozenset[str]] = {
    S.SHARED: frozenset({S.SHARED}),
    S.TALKING: frozenset({S.TALKING}),
    S.SUPPORTED: frozenset({S.SUPPORTED}),
    S.TRYING: frozenset({S.TRYING}),
    S.RUNNING: frozenset({S.RUNNING}),
    S.RESTING: frozenset({S.RESTING, S.FINISHED}),
    S.PARKED: frozenset({S.PARKED, S.HANDED_ON}),
}


class Outcome(TextChoices):
    """What an answer says; each leads to one stage."""

    YES = "supported", _("Yes")
    TRY = "trying", _("Let us try it small")
    YES_IF = "talking", _("Yes, if")
    NOT_NOW = "parked", _("Not now")
    HANDED_ON = "handed_on", _("Handed on to a partner")


# Outcomes that owe the author a reason in plain words (20 to 600 characters).
REASON_DUE = frozenset({Outcome.YES_IF, Outcome.NOT_NOW, Outcome.HANDED_ON})
REASON_LENGTH = (20, 600)


class ReactionKind(TextChoices):
    """Three different things, never added up."""

    LIKE = "like", _("I like it")
    WOULD_COME = "would_come", _("I’d come")
    CAN_HELP = "can_help", _("I can help")


class Told(TextChoices):
    """Who is told of a move: in which part somebody has an idea at heart."""

    AUTHOR = "author"
    HELPER = "helper"
    COMER = "comer"


# Who is told, once and on their own channel, when an idea arrives at a stage.
TOLD: dict[str, frozenset[str]] = {
    S.SHARED: frozenset(),
    S.TALKING: frozenset({Told.AUTHOR}),
    S.SUPPORTED: frozenset({Told.AUTHOR, Told.HELPER}),
    S.TRYING: frozenset({Told.AUTHOR, Told.HELPER}),
    S.RUNNING: frozenset({Told.AUTHOR, Told.HELPER, Told.COMER}),
    S.RESTING: frozenset({Told.AUTHOR}),
    S.FINISHED: frozenset({Told.AUTHOR}),
    S.PARKED: frozenset({Told.AUTHOR, Told.HELPER}),
    S.HANDED_ON: frozenset({Told.AUTHOR}),
    S.MERGED: frozenset({Told.AUTHOR}),
}


class Origin(TextChoices):
    """Who brought the idea; the share of each is shown to everybody."""

    CHAMPION = "champion", _("a champion")
    PUBLIC = "public", _("a neighbour")
    STAFF = "staff", _("staff")


class CheckKind(TextChoices):
    """What those who do a task may have to show; most tasks need nothing."""

    NONE = "none", _("no check")
    TALK = "talk", _("a talk about how we do it")
    PROMISE = "promise", _("a promise to keep things private")
    POLICE = "police", _("a police check, for this task alone")


class WhenAuthorLeaves(TextChoices):
    """What becomes of the ideas of somebody who moves on."""

    STAY = "stay", _("They stay with the group, with my name")
    NAMELESS = "nameless", _("They stay with the group, without my name")
    TAKE = "take", _("I take them along")


class PromiseState(TextChoices):
    """What became of a promise."""

    OPEN = "open", _("promised")
    KEPT = "kept", _("done, thank you")
    LET_GO = "let_go", _("let go")


NEXT_PROMISE_STATES: dict[str, frozenset[str]] = {
    PromiseState.OPEN: frozenset({PromiseState.KEPT, PromiseState.LET_GO}),
    PromiseState.KEPT: frozenset({PromiseState.OPEN}),
    PromiseState.LET_GO: frozenset({PromiseState.OPEN}),
}

# Where the day to look again brings an idea back to the table by itself.
COMES_BACK = frozenset({S.PARKED, S.TRYING})

# Every idea is heard by a person within so many days (guidebook, step 5).
HEARD_WITHIN_DAYS = 14
# What somebody spent for an idea is given back within so many days.
PAID_WITHIN_DAYS = 14
