"""The words of this room: languages, channels, roles, and the states of its things."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """A language a person is written to in."""

    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"


class Channel(TextChoices):
    """A way to reach a person."""

    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")
    TEXT = "text", _("text message")
    PHONE = "phone", _("telephone")
    IN_PERSON = "in_person", _("in person")


class Region(TextChoices):
    """Where a centre stands: decides telephone form and paper, later holidays."""

    ONTARIO = "CA-ON", _("Ontario")
    QUEBEC = "CA-QC", _("Quebec")
    ENGLAND = "GB-ENG", _("England")
    WALES = "GB-WLS", _("Wales")


class Paper(TextChoices):
    """The size of sheet a centre prints on."""

    LETTER = "letter", _("Letter")
    A4 = "A4", _("A4")


class BlockKind(TextChoices):
    """What a quilt block stands for; decides which two patterns it may have."""

    CENTRE = "centre", _("centre")
    TOGETHER = "together", _("being together: talk, tea, food")
    MOVING = "moving", _("moving")
    MAKING = "making", _("making: needle, wood")
    PLAYING = "playing", _("playing: games, music")
    GROWING = "growing", _("growing: art, garden")
    LEARNING = "learning", _("learning")
    HELPING = "helping", _("helping")


class Role(TextChoices):
    """What a staff member does in one centre (design, section 7)."""

    LEAD = "lead", _("point person")
    SUPPORTER = "supporter", _("staff partner")
    DESK = "desk", _("front desk")
    PRESCRIBER = "prescriber", _("provider")
    EDITOR = "editor", _("editor")
    EVALUATOR = "evaluator", _("evaluator")
    PRIVACY = "privacy", _("privacy")


# Roles whose holders enter the Wagtail admin, and which pages they may then change.
ADMIN_ROLES = frozenset(
    {Role.LEAD, Role.SUPPORTER, Role.EDITOR, Role.EVALUATOR, Role.PRIVACY}
)
PAGE_ROLES = frozenset({Role.LEAD, Role.SUPPORTER, Role.EDITOR})
# Those who sit with a champions' group, and can take one over.
AT_THE_TABLE = frozenset({Role.LEAD, Role.SUPPORTER})
# Those who may say that somebody is talked with before they are invited, and do it.
TALK_FIRST = frozenset({Role.LEAD, Role.SUPPORTER, Role.PRESCRIBER})


class ChampionState(TextChoices):
    """Where a champion stands. Leaving is dignified: no reason is asked."""

    ACTIVE = "active", _("active")
    ON_BREAK = "on_break", _("on a break")
    MOVED_ON = "moved_on", _("moved on")


NEXT_CHAMPION_STATES: dict[str, frozenset[str]] = {
    ChampionState.ACTIVE: frozenset({ChampionState.ON_BREAK, ChampionState.MOVED_ON}),
    ChampionState.ON_BREAK: frozenset({ChampionState.ACTIVE, ChampionState.MOVED_ON}),
    ChampionState.MOVED_ON: frozenset({ChampionState.ACTIVE}),
}


class MessageState(TextChoices):
    """The life of a message in the outbox."""

    QUEUED = "queued", _("waiting")
    PAUSED = "paused", _("resting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    BOUNCED = "bounced", _("came back")
    AMBIGUOUS = "ambiguous", _("perhaps sent")
    CANCELLED = "cancelled", _("not sent")


NEXT_MESSAGE_STATES: dict[str, frozenset[str]] = {
    MessageState.QUEUED: frozenset(
        # A letter goes from queued to sent when somebody says that it was posted; a
        # call to a wrong number fails where there is no other way.
        {
            MessageState.SENDING,
            MessageState.PAUSED,
            MessageState.CANCELLED,
            MessageState.SENT,
            MessageState.FAILED,
        }
    ),
    # It rests with all of its topic until somebody lets that go on.
    MessageState.PAUSED: frozenset({MessageState.QUEUED, MessageState.CANCELLED}),
    MessageState.SENDING: frozenset(
        # Where a server that will not take it now puts it back: waiting, or what became
        # of its topic while it was leaving.
        {
            MessageState.QUEUED,
            MessageState.PAUSED,
            MessageState.CANCELLED,
            MessageState.SENT,
            MessageState.FAILED,
            MessageState.AMBIGUOUS,
            # A report may be here before the sender has written that it left.
            MessageState.BOUNCED,
        }
    ),
    MessageState.SENT: frozenset({MessageState.BOUNCED}),
    MessageState.FAILED: frozenset({MessageState.QUEUED}),
    # A letter that was typed in as come back by a slip of the hand.
    MessageState.BOUNCED: frozenset({MessageState.SENT}),
    MessageState.AMBIGUOUS: frozenset(
        {MessageState.QUEUED, MessageState.SENT, MessageState.BOUNCED}
    ),
    MessageState.CANCELLED: frozenset(),
}


class Priority(IntegerChoices):
    """Which message leaves first: a sign-in code never waits behind a mailing."""

    SIGN_IN = 0
    NOTICE = 5
    MAILING = 9


class ListState(TextChoices):
    """The life of an uploaded contact list."""

    ASKING = "asking", _("waits to hear what its columns mean")
    READING = "reading", _("being read")
    REFUSED = "refused", _("refused")
    READ = "read", _("ready to import")
    IMPORTING = "importing", _("being imported")
    IMPORTED = "imported", _("imported")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")
    DROPPED = "dropped", _("not imported")


NEXT_LIST_STATES: dict[str, frozenset[str]] = {
    ListState.ASKING: frozenset({ListState.READING, ListState.DROPPED}),
    ListState.READING: frozenset({ListState.READ, ListState.REFUSED}),
    ListState.REFUSED: frozenset(),
    # Read anew when its columns turn out to mean something else.
    ListState.READ: frozenset(
        {ListState.READING, ListState.IMPORTING, ListState.DROPPED}
    ),
    ListState.IMPORTING: frozenset({ListState.IMPORTED}),
    # For thirty days; what it changed in known people is forgotten then.
    ListState.IMPORTED: frozenset({ListState.UNDOING}),
    ListState.UNDOING: frozenset({ListState.UNDONE}),
    ListState.UNDONE: frozenset(),
    ListState.DROPPED: frozenset(),
}


class LineOutcome(TextChoices):
    """What becomes of one line of a contact list."""

    NEW = "new", _("new person")
    REPEAT = "repeat", _("same person again in this list")
    KNOWN = "known", _("already known to the centre")
    REFUSED = "refused", _("cannot be used")


class StayReason(TextChoices):
    """Why somebody stays when the list that brought them is taken back. Of several, the
    first counts."""

    CHAMPION = "champion", _("They are champions.")
    TAKES_PART = (
        "part",
        _("They were invited, have answered, or take part in something."),
    )
    WRITTEN_TO = "written", _("Something was written to them.")
    OTHER_LIST = "list", _("They stand on another list too.")
    CHANGED = "changed", _("Somebody changed their record, or they signed in.")


class PairReason(TextChoices):
    """Why two records may be of one person."""

    SAME = "same", _("the same name, and one way to reach them in common")
    NUMBER = "number", _("the same name and telephone, at two addresses")
    STREET = "street", _("the same name, on one street")
    SPELLING = "spelling", _("nearly the same name, and one way in common")


class ConsentPurpose(TextChoices):
    """What a person allows; each can be taken back on its own."""

    NAME = "name", _("my first name on public pages")
    PHOTO = "photo", _("my photo on public pages")
    STORY = "story", _("my story on public pages")
    CONTACT = "contact", _("the centre keeps my details and writes to me")
    # To one person of staff, who is named with it.
    CHART = "chart", _("who thought of me may know whether I came")


class CodePurpose(TextChoices):
    """What a typed code of ten digits, or a link, opens. One never opens another."""

    INVITATION = "invitation", _("invitation")
    SEAT = "seat", _("your place")
    CARD = "card", _("personal card")
    STOP = "stop", _("stop writing to me")
    FEED = "feed", _("calendar feed")
    GUEST = "guest", _("place of a guest")
    HOW_OFTEN = "how_often", _("how often shall we meet?")
    LETTERS = "letters", _("letters from the centre’s own system")
    FRIDGE = "fridge", _("fridge card")
