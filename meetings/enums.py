"""The words of gatherings: kinds, states, replies, and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingKind(TextChoices):
    """What a gathering is. Every one has places, replies and attendance alike."""

    WELCOME = "welcome", _("welcome workshop")
    SECOND = "second", _("second get-together")
    MONTHLY = "monthly", _("monthly get-together")
    QUARTERLY = "quarterly", _("quarterly get-together")
    EXTRA = "extra", _("extra get-together")
    SESSION = "session", _("session")


# Gatherings of the champions' group itself, which set its clock when held.
RHYTHM_KINDS = frozenset(
    {MeetingKind.SECOND, MeetingKind.MONTHLY, MeetingKind.QUARTERLY}
)


class MeetingState(TextChoices):
    """The life of a gathering."""

    DRAFT = "draft", _("being prepared")
    ANNOUNCED = "announced", _("announced")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("called off")


NEXT_MEETING_STATES: dict[str, frozenset[str]] = {
    MeetingState.DRAFT: frozenset({MeetingState.ANNOUNCED, MeetingState.CANCELLED}),
    MeetingState.ANNOUNCED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset(),
    # Only a date of a programme: a group's next date is chosen anew.
    MeetingState.CANCELLED: frozenset({MeetingState.ANNOUNCED}),
}


class Audience(TextChoices):
    """Whose places: staff never use a champion's."""

    CHAMPIONS = "champions", _("champions")
    STAFF = "staff", _("staff")
    GUESTS = "guests", _("guests")


class Reply(TextChoices):
    """Where a person's reply to a gathering stands (design, section 4: Seat)."""

    ASKED = "asked", _("asked")
    HOPING = "hoping", _("hoping to come")
    COMING = "coming", _("coming")
    MAYBE = "maybe", _("not sure yet")
    NOT_COMING = "not_coming", _("not coming")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("a place is offered")


R = Reply
_ANSWERS = frozenset({R.HOPING, R.COMING, R.MAYBE, R.NOT_COMING, R.WAITING})
NEXT_REPLIES: dict[str, frozenset[str]] = {
    R.ASKED: _ANSWERS,
    R.HOPING: frozenset({R.COMING, R.WAITING, R.MAYBE, R.NOT_COMING}),
    R.COMING: frozenset({R.MAYBE, R.NOT_COMING}),
    R.MAYBE: _ANSWERS,
    R.NOT_COMING: _ANSWERS,
    # A slip that came in time and is typed afterwards makes a hope of it.
    R.WAITING: frozenset({R.HOPING, R.OFFERED, R.COMING, R.MAYBE, R.NOT_COMING}),
    R.OFFERED: frozenset({R.COMING, R.WAITING, R.MAYBE, R.NOT_COMING}),
}
# Only these hold places, companions included.
HOLDING = frozenset({R.COMING, R.OFFERED})


class Say(TextChoices):
    """The four things an invited person can say; any may change to any."""

    YES = "yes", _("Yes, I hope to come")
    MAYBE = "maybe", _("Not sure yet")
    LATER = "later", _("Not this time, ask me again")
    NO = "no", _("No, thank you")


class NeedKind(TextChoices):
    """What would help. Never a reason to refuse a place."""

    RIDE = "ride", _("a ride")
    CHILD_CARE = "child_care", _("child care")
    INTERPRETER = "interpreter", _("an interpreter")
    FOOD = "food", _("food I can eat")
    QUIET = "quiet", _("a quiet place")
    STEP_FREE = "step_free", _("no steps")
    OTHER = "other", _("something else")


class InvitationState(TextChoices):
    """The life of an invitation; the yes itself is on the seat."""

    READY = "ready", _("ready")
    SENT = "sent", _("sent")
    UNDELIVERED = "undelivered", _("did not arrive")
    ANSWERED = "answered", _("answered")
    MAYBE_LATER = "maybe_later", _("ask me again")
    DECLINED = "declined", _("no, thank you")
    WITHDRAWN = "withdrawn", _("taken back")


I = InvitationState  # noqa: E741  one letter keeps the table readable
_REPLIES = frozenset({I.ANSWERED, I.MAYBE_LATER, I.DECLINED})
NEXT_INVITATION_STATES: dict[str, frozenset[str]] = {
    # Somebody may answer by phone before their letter is posted.
    I.READY: _REPLIES | {I.SENT, I.UNDELIVERED, I.WITHDRAWN},
    I.SENT: _REPLIES | {I.UNDELIVERED, I.WITHDRAWN},
    # Ready again: it goes another way.
    I.UNDELIVERED: _REPLIES | {I.READY, I.SENT, I.WITHDRAWN},
    I.ANSWERED: _REPLIES,
    I.MAYBE_LATER: _REPLIES,
    I.DECLINED: _REPLIES,
    # Asked again after a mailing that was stopped; or somebody at the centre thinks of
    # them, or they ask to join.
    I.WITHDRAWN: frozenset({I.READY}),
}


class Route(TextChoices):
    """How somebody came to be asked; kept apart in every count."""

    GENERAL = "general", _("asked with everybody")
    PRESCRIBED = "prescribed", _("somebody at the centre thought of them")
    SELF = "self", _("put themselves forward")


class MailingState(TextChoices):
    """The life of a mailing."""

    DRAFT = "draft", _("being prepared")
    SENDING = "sending", _("on its way")
    PAUSED = "paused", _("resting")
    SENT = "sent", _("sent")
    CANCELLED = "cancelled", _("stopped")


NEXT_MAILING_STATES: dict[str, frozenset[str]] = {
    MailingState.DRAFT: frozenset({MailingState.SENDING, MailingState.CANCELLED}),
    MailingState.SENDING: frozenset(
        {MailingState.SENT, MailingState.PAUSED, MailingState.CANCELLED}
    ),
    MailingState.PAUSED: frozenset(
        {MailingState.SENDING, MailingState.SENT, MailingState.CANCELLED}
    ),
    # What has not left the house can still rest, or be taken back.
    MailingState.SENT: frozenset({MailingState.PAUSED, MailingState.CANCELLED}),
    MailingState.CANCELLED: frozenset(),
}


class Stage(TextChoices):
    """How a group meets now. Never moved by elapsed time."""

    SECOND = "second", _("before the second get-together")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    RESTING = "resting", _("resting")
    CLOSED = "closed", _("closed")


NEXT_RHYTHM_STAGES: dict[str, frozenset[str]] = {
    Stage.SECOND: frozenset({Stage.MONTHLY, Stage.RESTING, Stage.CLOSED}),
    Stage.MONTHLY: frozenset({Stage.QUARTERLY, Stage.RESTING, Stage.CLOSED}),
    Stage.QUARTERLY: frozenset({Stage.MONTHLY, Stage.RESTING, Stage.CLOSED}),
    Stage.RESTING: frozenset(
        {Stage.SECOND, Stage.MONTHLY, Stage.QUARTERLY, Stage.CLOSED}
    ),
    # Closing can be undone, and those who want monthly may come back.
    Stage.CLOSED: frozenset({Stage.SECOND, Stage.MONTHLY, Stage.QUARTERLY}),
}


class Strand(TextChoices):
    """A group's own get-togethers, or those of the ones who want to stay monthly."""

    CIRCLE = "circle", _("the whole group")
    MONTHLY = "monthly", _("those who meet monthly")


class HowOften(TextChoices):
    """What a champion says about how often the group meets; always their own word."""

    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every three months: we are ready")
    NOT_SURE = "not_sure", _("I am not sure yet")


class SaidHow(TextChoices):
    """The way by which somebody said it; all but the page are written down by staff."""

    PAGE = "page", _("on the page")
    CARD = "card", _("on a card")
    PHONE = "phone", _("by telephone")
    IN_PERSON = "in_person", _("in person")


WRITTEN_DOWN = frozenset({SaidHow.CARD, SaidHow.PHONE, SaidHow.IN_PERSON})


class Urgency(TextChoices):
    """How a missing date stands; "late" is said of staff's promise alone."""

    FINE = "fine", _("fine")
    TO_DO = "to_do", _("to do")
    URGENT = "urgent", _("urgent")
    LATE = "late", _("late")


class FirstStep(TextChoices):
    """What to think of before a centre's first welcome workshop (guidebook, step 5:
    "when there is organizational readiness"; Thomas, Lynch and Spencer 2021)."""

    LEAD = "lead", _("A point person, and a back-up")
    TIME = "time", _("Time of staff")
    ROOM = "room", _("A room")
    MONEY = "money", _("Money for travel")
    LEARNING = "learning", _("How we will see what it does, agreed together")
    # Not a thing to think of: the page has been talked through and is put away.
    PUT_AWAY = "put_away", _("Talked through")
