"""What this room holds about a person: shown, or wiped. Two records become one in
`merging`."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from champions.contacts.contact import Refusal
from champions.enums import (
    ChampionState,
    Channel,
    CodePurpose,
    LineOutcome,
    MessageState,
)
from champions.models import (
    AlsoKnownAs,
    Champion,
    CircleMember,
    Consent,
    ContactLine,
    LetterBatch,
    Message,
    Person,
    PersonalCard,
    SignIn,
    StaffRole,
    TalkFirst,
    User,
    View,
)
from champions.models.message import NOT_LEFT
from champions.names import address_key
from champions.services.codes import revoke_code
from champions.services.contact_lists import forget_kept_files
from champions.services.list_sorting import KEYS, NO_WORDS
from champions.services.merges import merges_of
from champions.services.pairs import forget_pairs_of
from champions.services.sign_in import residents_at

Rows = list[Any]
# What a centre wrote down about somebody; all of it is wiped.
WORDS = (
    "last_name",
    "name_key",
    "email",
    "email_key",
    "phone",
    "address",
    "city",
    "postal_code",
    "address_key",
    "call_when",
    "reference",
    "speaks",
)
# A message that is not over, and what is left of the words of one that is.
WAITING = (*NOT_LEFT, MessageState.SENDING)
NO_MESSAGE: dict[str, Any] = {"links": {}} | dict.fromkeys(
    ("to_address", "to_name", "subject", "text", "html", "calendar", "error"), ""
)


class StaffRecordError(Exception):
    """Staff have a record like anybody; their roles are taken away before it is wiped."""


def record_of(person: Person) -> dict[str, Rows]:
    """Everything of this room that is about one person, by kind of thing."""
    return {
        "person": [_fields_of(person)],
        "account": _account(person.user),
        "champion": list(
            Champion.objects.filter(person=person).values(
                "state", "gifts", "matters", "time", "became_at", "moved_on_at"
            )
        ),
        "groups": list(
            CircleMember.objects.filter(person=person).values(
                "circle__name", "joined_at"
            )
        ),
        "roles": list(
            StaffRole.objects.filter(user=person.user, centre=person.centre).values(
                "role", "created_at", "away_until"
            )
        )
        if person.user
        else [],
        "consents": list(
            Consent.objects.filter(person=person).values(
                "purpose",
                "to_whom__first_name",
                "wording",
                "language",
                "how",
                "given_at",
                "withdrawn_at",
            )
        ),
        "cards": list(
            PersonalCard.objects.filter(person=person).values("issued_at", "revoked_at")
        ),
        "talk_first": [
            {
                "words": talk.words,
                "until": talk.until,
                "written_at": talk.written_at,
                "renewed_at": talk.renewed_at,
                "ended_at": talk.ended_at,
            }
            for talk in TalkFirst.objects.filter(person=person).select_related(
                "promised_by"
            )
        ],
        "joined": list(merges_of(person).values("at", "words", "trace")),
        "also_known_as": list(AlsoKnownAs.objects.filter(person=person).values(*KEYS)),
        "lists": list(
            ContactLine.objects.filter(person=person)
            .order_by("imported_at", "pk")
            .values("contact_list__name", "number", "words", "imported_at", "marked_at")
        ),
        "messages": list(
            Message.objects.filter(person=person).values(
                "channel",
                "to_address",
                "to_name",
                "subject",
                "text",
                "state",
                "queued_at",
                "sent_at",
            )
        ),
        "views": list(
            views_of(person).values("user__first_name", "user__last_name", "page", "at")
        ),
    }


def views_of(person: Person) -> QuerySet[View]:
    """Each time that somebody was shown something about this person."""
    return View.objects.filter(people__person_id=person.pk).distinct()


def _fields_of(person: Person) -> dict[str, Any]:
    keys = {"name_key", "email_key", "address_key"}
    plumbing = {"id", "centre", "user", "merged_into"} | keys
    fields = person._meta.concrete_fields
    return {f.name: getattr(person, f.name) for f in fields if f.name not in plumbing}


def _account(user: User | None) -> Rows:
    if user is None:
        return []
    return [
        {
            "first_name": user.first_name,
            "last_name": user.last_name,
            "email": user.email,
            "last_login": user.last_login,
            "date_joined": user.date_joined,
        }
    ]


# --- Wiping -----------------------------------------------------------------------


@transaction.atomic
def erase(person: Person) -> None:
    """Wipe who somebody is. The row stays without a name, so that what was done
    together keeps its numbers; nobody is found by it, and nothing is sent to it.
    Raises StaffRecordError."""
    if person.user and StaffRole.objects.of(person.centre).filter(user=person.user):
        raise StaffRecordError
    address = person.email
    _forget_lines(person)
    _forget_messages(person)
    forget_pairs_of(person)
    merges_of(person).delete()
    AlsoKnownAs.objects.filter(person=person).delete()
    CircleMember.objects.filter(person=person).delete()
    TalkFirst.objects.filter(person=person).delete()
    Consent.objects.filter(person=person, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    Champion.objects.filter(person=person).update(
        gifts="",
        matters="",
        time="",
        state=ChampionState.MOVED_ON,
        moved_on_at=Coalesce("moved_on_at", timezone.now()),
    )
    take_cards(person)
    _let_go_of(person)
    blank(person)
    _forget_address(address)


def _forget_lines(person: Person) -> None:
    lines = ContactLine.objects.filter(person=person)
    if person.name_key:  # a repeat of the same person, or a line that was refused
        lines |= ContactLine.objects.of(person.centre).filter(name_key=person.name_key)
    # Nobody is made of a line that has no words any more.
    waiting = lines.filter(imported_at=None, outcome=LineOutcome.NEW)
    waiting.update(outcome=LineOutcome.REFUSED, reason=Refusal.FORGOTTEN)
    lines.update(**NO_WORDS, person=None, marked_at=None)
    forget_kept_files(person.centre)


def _forget_messages(person: Person) -> None:
    mine = Message.objects.filter(person=person)
    for batch in LetterBatch.objects.filter(messages__in=mine).distinct():
        if batch.file_name:
            storages["private"].delete(batch.file_name)
        LetterBatch.objects.filter(pk=batch.pk).update(file_name="", made_at=None)
    mine.filter(state__in=WAITING).update(state=MessageState.CANCELLED)
    mine.update(**NO_MESSAGE)


def _forget_address(address: str) -> None:
    """What was sent to the address itself. What still waits for somebody who goes on
    reading it leaves: their numbers to sign in, and all that guests are told."""
    key = address_key(address)
    if not key:
        return
    to_it = Message.objects.filter(person=None, to_address__iexact=address)
    if not residents_at(key):
        SignIn.objects.filter(email_key=key).delete()
        numbers = to_it.filter(centre=None, state__in=WAITING)
        numbers.update(state=MessageState.CANCELLED)
    to_it.exclude(state__in=WAITING).update(**NO_MESSAGE)


def take_cards(person: Person) -> None:
    for card in PersonalCard.objects.filter(person=person):
        revoke_code(purpose=CodePurpose.CARD, thing_id=card.pk)
        card.delete()


def _let_go_of(person: Person) -> None:
    """The account goes with its last record, and every sign-in with it."""
    user = person.user
    if user is None:
        return
    Person.objects.filter(pk=person.pk).update(user=None)
    person.user = None
    still = user.people.exists() or user.staff_roles.exists()
    if not still and not user.is_superuser:
        user.delete()


def blank(person: Person) -> None:
    with translation.override(person.language):
        person.first_name = _("Somebody who left")
    for field in WORDS:
        setattr(person, field, "")
    person.channel = Channel.IN_PERSON
    person.safe_to_write = person.safe_to_phone = False
    person.safe_to_leave_message = person.large_print = False
    person.erased_at = timezone.now()
    person.save()
