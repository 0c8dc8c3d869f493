"""A person's record in words that they can read: what each part and each line is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from champions.enums import (
    ChampionState,
    Channel,
    ConsentPurpose,
    Language,
    MessageState,
    Role,
)
from champions.models import Person
from champions.money import amount_in_words
from cms.enums import HowAllowed, ProgrammeState
from ideas.enums import IdeaStage, Outcome, PromiseState, ReactionKind
from meetings.enums import (
    HowOften,
    InvitationState,
    MeetingKind,
    NeedKind,
    Reply,
    Route,
    SaidHow,
)

TITLES = {
    "person": gettext_lazy("About you"),
    "account": gettext_lazy("How you sign in"),
    "champion": gettext_lazy("As a champion"),
    "groups": gettext_lazy("Your groups"),
    "roles": gettext_lazy("Your work here"),
    "consents": gettext_lazy("What you allowed"),
    "cards": gettext_lazy("Your card"),
    "lists": gettext_lazy("Contact lists that name you"),
    "also_known_as": gettext_lazy("How else you stand on a list"),
    "joined": gettext_lazy("Other records of you, until they are forgotten"),
    "ideas": gettext_lazy("Your ideas"),
    "drafts": gettext_lazy("An idea you began to write"),
    "gift_wishes": gettext_lazy("You hear of ideas that look for what you like to do"),
    "gifts_met": gettext_lazy("Ideas that looked for what you like to do"),
    "reports": gettext_lazy("When you asked us to look at something"),
    "reactions": gettext_lazy("What you said to ideas"),
    "comments": gettext_lazy("What you said in talks"),
    "answers": gettext_lazy("Answers you helped to find"),
    "promises": gettext_lazy("What you promised"),
    "expenses": gettext_lazy("What you spent for an idea"),
    "seats": gettext_lazy("Get-togethers"),
    "needs": gettext_lazy("What would help you"),
    "attendances": gettext_lazy("Where you came"),
    "talk_first": gettext_lazy("Before we invite you"),
    "invitations": gettext_lazy("Invitations"),
    "prescribed": gettext_lazy("Who at the centre thought of you"),
    "agenda_items": gettext_lazy("What you wanted to talk about"),
    "thanks_given": gettext_lazy("Thanks you gave"),
    "thanks_received": gettext_lazy("Thanks you were given"),
    "chaired": gettext_lazy("Get-togethers you led"),
    "hosted": gettext_lazy("Dates you hosted"),
    "noted": gettext_lazy("Notes you wrote"),
    "rhythm_words": gettext_lazy("What you said about how often to meet"),
    "rhythm_asked": gettext_lazy("When you asked how often to meet"),
    "monthly_strands": gettext_lazy("Groups in which you keep meeting every month"),
    "programmes": gettext_lazy("Programmes you run"),
    "in_pictures": gettext_lazy("Pictures of you"),
    "pictures": gettext_lazy("Pictures you added"),
    "asked_to_run": gettext_lazy("What you were asked to run"),
    "fridge_cards": gettext_lazy("Cards of what you run"),
    "things_needed": gettext_lazy("What you asked for"),
    "stories": gettext_lazy("Stories you told"),
    "messages": gettext_lazy("What we told you"),
}
LABELS = {
    "picture__programme__title": gettext_lazy("Programme"),
    "picture__alt": gettext_lazy("What can be seen?"),
    "picture__alt_other": gettext_lazy("The same in the other language"),
    "alt": gettext_lazy("What can be seen?"),
    "alt_other": gettext_lazy("The same in the other language"),
    "added_at": gettext_lazy("Added on"),
    "programme__title": gettext_lazy("Programme"),
    "asked_at": gettext_lazy("Asked on"),
    "asked_for": gettext_lazy("In words"),
    "arranged_at": gettext_lazy("Arranged on"),
    "agreed": gettext_lazy("You agreed"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "language": gettext_lazy("Language"),
    "channel": gettext_lazy("How to reach you"),
    "wished_channel": gettext_lazy("How you would rather be reached"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "address": gettext_lazy("Address"),
    "city": gettext_lazy("Town"),
    "postal_code": gettext_lazy("Postal code"),
    "safe_to_write": gettext_lazy("Safe to write"),
    "safe_to_phone": gettext_lazy("Safe to phone"),
    "safe_to_leave_message": gettext_lazy("Safe to leave a message"),
    "email_refused_at": gettext_lazy("Your mailbox took no mail from us, since"),
    "phone_wrong_at": gettext_lazy("Somebody else had your number, since"),
    "address_wrong_at": gettext_lazy("A letter to you came back, on"),
    "large_print": gettext_lazy("In large print"),
    "reference": gettext_lazy("The centre’s own reference"),
    "do_not_contact_at": gettext_lazy("You asked us not to write, on"),
    "created_at": gettext_lazy("Since"),
    "last_login": gettext_lazy("Last sign-in"),
    "state": gettext_lazy("How it stands"),
    "stage": gettext_lazy("How it stands"),
    "gifts": gettext_lazy("Gifts"),
    "matters": gettext_lazy("What matters to you"),
    "time": gettext_lazy("How much time"),
    "became_at": gettext_lazy("Champion since"),
    "moved_on_at": gettext_lazy("Moved on"),
    "circle__name": gettext_lazy("Group"),
    "answer__question__circle__name": gettext_lazy("Group"),
    "says": gettext_lazy("Your answer"),
    "how": gettext_lazy("By which way"),
    "named": gettext_lazy("With your first name for the group"),
    "names_asker": gettext_lazy("With your first name for the group"),
    "not_mine_at": gettext_lazy("You said that it is not yours, on"),
    "opened_at": gettext_lazy("When"),
    "joined_at": gettext_lazy("Since"),
    "role": gettext_lazy("Role"),
    "purpose": gettext_lazy("For what"),
    "to_whom__first_name": gettext_lazy("To whom"),
    "by__first_name": gettext_lazy("Who"),
    "given_at": gettext_lazy("Given on"),
    "withdrawn_at": gettext_lazy("Taken back on"),
    "issued_at": gettext_lazy("Made on"),
    "revoked_at": gettext_lazy("Taken back on"),
    "contact_list__name": gettext_lazy("List"),
    "marked_at": gettext_lazy("It asked us not to write to you, on"),
    "number": gettext_lazy("Line"),
    "what": gettext_lazy("Idea"),
    "why": gettext_lazy("Why"),
    "brings": gettext_lazy("What you could bring"),
    "wants": gettext_lazy("What help it would need"),
    "kept_at": gettext_lazy("Kept since"),
    "hidden_why": gettext_lazy("Why it was hidden"),
    "objection": gettext_lazy("What you said to that"),
    "kind": gettext_lazy("What"),
    "words": gettext_lazy("In words"),
    "until": gettext_lazy("By when"),
    "written_at": gettext_lazy("Written down on"),
    "renewed_at": gettext_lazy("Renewed on"),
    "ended_at": gettext_lazy("Over since"),
    "reason": gettext_lazy("Why"),
    "outcome": gettext_lazy("Answer"),
    "due_on": gettext_lazy("By when"),
    "moved_why": gettext_lazy("Why another day"),
    "spent": gettext_lazy("How much"),
    "said_at": gettext_lazy("Written down on"),
    "paid_at": gettext_lazy("Given back on"),
    "paid_by__first_name": gettext_lazy("Given back by"),
    "to_words": gettext_lazy("To whom"),
    "from_whom__first_name": gettext_lazy("From whom"),
    "meeting__kind": gettext_lazy("What"),
    "meeting__on": gettext_lazy("Day"),
    "invitation__meeting__on": gettext_lazy("Day of the workshop"),
    "meeting__place": gettext_lazy("Where"),
    "on": gettext_lazy("Day"),
    "first_on": gettext_lazy("From"),
    "place": gettext_lazy("Where"),
    "reply": gettext_lazy("Your answer"),
    "companions": gettext_lazy("People who come with you"),
    "helped_by": gettext_lazy("Who helps you"),
    "came": gettext_lazy("You came"),
    "part__title": gettext_lazy("Part"),
    "route": gettext_lazy("How it came about"),
    "decline_reason": gettext_lazy("Why not"),
    "sent_at": gettext_lazy("Sent"),
    "queued_at": gettext_lazy("Written"),
    "shared_at": gettext_lazy("Shared"),
    "at": gettext_lazy("When"),
    "title": gettext_lazy("Programme"),
    "subject": gettext_lazy("About"),
    "text": gettext_lazy("Words"),
    "to_address": gettext_lazy("Sent to"),
}
CHOICES: dict[tuple[str, str], Any] = {
    ("champion", "state"): ChampionState,
    ("messages", "state"): MessageState,
    ("programmes", "state"): ProgrammeState,
    ("ideas", "stage"): IdeaStage,
    ("promises", "state"): PromiseState,
    ("reactions", "kind"): ReactionKind,
    ("needs", "kind"): NeedKind,
    ("answers", "outcome"): Outcome,
    ("invitations", "state"): InvitationState,
    ("invitations", "route"): Route,
    ("seats", "reply"): Reply,
    ("consents", "purpose"): ConsentPurpose,
    ("rhythm_words", "says"): HowOften,
    ("rhythm_words", "how"): SaidHow,
    ("in_pictures", "how"): HowAllowed,
    ("roles", "role"): Role,
}
EVERYWHERE: dict[str, Any] = {
    "channel": Channel,
    "wished_channel": Channel,
    "language": Language,
    "meeting__kind": MeetingKind,
}
GATHERINGS = {"chaired", "hosted", "noted"}


@dataclass(frozen=True)
class Part:
    """One kind of thing: a title, and for each row its lines (label, words)."""

    title: str
    rows: list[list[tuple[str, str]]]


def readable(record: dict[str, list[Any]], person: Person) -> list[Part]:
    """The record part by part; what is empty is left out, ids and numbers too."""
    zone = person.centre.tzinfo
    country = person.centre.country
    record = record | {"expenses": _with_sums(record.get("expenses", []), country)}
    parts = []
    for kind, title in TITLES.items():
        rows = [_lines(kind, row, zone) for row in record.get(kind, [])]
        rows = [row for row in rows if row]
        if rows:
            parts.append(Part(str(title), rows))
    return parts


def _with_sums(rows: list[Any], country: str) -> list[dict[str, Any]]:
    return [
        {"spent": amount_in_words(row["cents"], country=country)} | row for row in rows
    ]


def _lines(kind: str, row: dict[str, Any], zone) -> list[tuple[str, str]]:
    return [
        (str(LABELS[name]), _said(kind, name, value, zone))
        for name, value in row.items()
        if name in LABELS and value not in (None, "", {}, [])
    ]


def _said(kind: str, name: str, value: Any, zone) -> str:
    choices = CHOICES.get((kind, name)) or EVERYWHERE.get(name)
    if kind in GATHERINGS and name == "kind":
        choices = MeetingKind
    if choices and value in choices.values:
        return str(choices(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value, zone), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, dict):
        return ", ".join(_said(kind, key, one, zone) for key, one in value.items())
    return str(value)


# The kinds of pages on which people are seen, by the first words of their addresses'
# names; the first that fits counts.
PAGES = {
    "meetings:how_often": gettext_lazy("about how often a group meets"),
    "meetings:desk": gettext_lazy("at the front desk"),
    "meetings:letters_back": gettext_lazy("among the letters that came back"),
    "meetings:talk_first": gettext_lazy("in the list of those we talk with first"),
    "meetings:own_talk": gettext_lazy("in the list of those we talk with first"),
    "meetings:prescribe": gettext_lazy("among people somebody thought of"),
    "meetings:slip": gettext_lazy("on a slip to hand over"),
    "meetings:": gettext_lazy("on the page of a get-together"),
    "ideas:": gettext_lazy("while writing down an idea"),
    "programmes:": gettext_lazy("on the page of a programme"),
    "contact_lists:": gettext_lazy("in a contact list"),
    "champion_list:": gettext_lazy("in the list of champions"),
    "champions:card": gettext_lazy("on the personal card"),
    "champions:profile": gettext_lazy("on the page about oneself"),
    "people:": gettext_lazy("in the list of people"),
    "talk_first:": gettext_lazy("in the list of those we talk with first"),
    "records": gettext_lazy("in the person’s record"),
    "pairs": gettext_lazy("among those who may be the same person"),
    "my_privacy": gettext_lazy("in one’s own record"),
    "messages:": gettext_lazy("among the messages"),
    "letters": gettext_lazy("among the letters"),
    "returned": gettext_lazy("among the letters that came back"),
    "workshops:": gettext_lazy("on the page of a welcome workshop"),
}


def page_in_words(name: str) -> str:
    found = (words for start, words in PAGES.items() if name.startswith(start))
    return str(next(found, _("on another page of the centre")))
