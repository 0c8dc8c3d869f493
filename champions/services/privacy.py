"""What this room holds about a person: shown, wiped, or moved to another record."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from champions.contacts.contact import Refusal
from champions.enums import (
    ChampionState,
    Channel,
    CodePurpose,
    ConsentPurpose,
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
    MessageTopic,
    Person,
    PersonalCard,
    SignIn,
    StaffRole,
    TalkFirst,
    User,
    View,
    ViewedPerson,
)
from champions.models.message import NOT_LEFT
from champions.names import address_key, place_key
from champions.services.codes import revoke_code
from champions.services.contact_lists import forget_kept_files
from champions.services.list_sorting import KEYS, NO_WORDS
from champions.services.merges import merges_of
from champions.services.pairs import forget_pairs_of, merge_pairs
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
# Taken over by the record that stays, where it has nothing itself.
WAYS = (
    "email",
    "phone",
    "call_when",
    "reference",
    "speaks",
)
# One place: half of one and half of another is none.
PLACE = ("address", "city", "postal_code")
WRONG_WAYS = {
    "email": "email_refused_at",
    "phone": "phone_wrong_at",
    "address": "address_wrong_at",
}
# A message that is not over, and what is left of the words of one that is.
WAITING = (*NOT_LEFT, MessageState.SENDING)
NO_MESSAGE: dict[str, Any] = {"links": {}} | dict.fromkeys(
    ("to_address", "to_name", "subject", "text", "html", "calendar", "error"), ""
)
WISHES = (
    "safe_to_write",
    "safe_to_phone",
    "safe_to_leave_message",
    "wants_reminders",
)
# As much as the column of a champion's time holds; the other words have no end.
TIME_KEPT = 120


class StaffRecordError(Exception):
    """Staff have a record like anybody; their roles are taken away before it is wiped."""


class TwoUsersError(Exception):
    """Both records sign in, each as somebody else's colleague: their roles come first."""


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
            ContactLine.objects.filter(person=person).values(
                "contact_list__name", "number", "words", "imported_at", "marked_at"
            )
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
    _take_cards(person)
    _let_go_of(person)
    _blank(person)
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


def _take_cards(person: Person) -> None:
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


def _blank(person: Person) -> None:
    with translation.override(person.language):
        person.first_name = _("Somebody who left")
    for field in WORDS:
        setattr(person, field, "")
    person.channel = Channel.IN_PERSON
    person.safe_to_write = person.safe_to_phone = False
    person.safe_to_leave_message = person.large_print = False
    person.erased_at = timezone.now()
    person.save()


# --- Two records of one person ----------------------------------------------------


@transaction.atomic
def merge(person: Person, into: Person) -> None:
    """The two are one person: everything of the first becomes the second's, and the
    first stays as an empty row that leads to it, for links that are on paper. The more
    careful of two wishes counts. Raises TwoUsersError."""
    if person.centre_id != into.centre_id or person == into:
        raise ValueError("only two records of one centre become one")
    _merge_users(person, into)
    _merge_champions(person, into)
    _merge_rows(person, into)
    _merge_keys(person, into)
    merge_pairs(person, into)
    _merge_talks(person, into)
    _merge_messages(person, into)
    _merge_ways(person, into)
    CircleMember.objects.filter(person=person).delete()
    Consent.objects.filter(person=person).delete()
    _take_cards(person)
    _blank(person)
    Person.objects.filter(pk=person.pk).update(merged_into=into)


def _merge_users(person: Person, into: Person) -> None:
    gone, kept = person.user, into.user
    if gone is None:
        return
    if kept is not None and gone.staff_roles.exists():
        raise TwoUsersError
    Person.objects.filter(pk=person.pk).update(user=None)
    person.user = None
    if kept is None:
        Person.objects.filter(pk=into.pk).update(user=gone)
        into.user = gone
    elif not gone.people.exists() and not gone.is_superuser:
        gone.delete()


def _merge_champions(person: Person, into: Person) -> None:
    gone = Champion.objects.filter(person=person).first()
    kept = Champion.objects.filter(person=into).first()
    if gone is None:
        return
    if kept is None:
        Champion.objects.filter(pk=gone.pk).update(person=into)
        return
    for field in ("gifts", "matters", "time"):
        words = [getattr(kept, field), getattr(gone, field)]
        setattr(kept, field, "\n".join(dict.fromkeys(filter(None, words))))
    kept.time = kept.time[:TIME_KEPT]
    kept.became_at = min(kept.became_at, gone.became_at)
    kept.save()
    gone.delete()


def _merge_rows(person: Person, into: Person) -> None:
    here = CircleMember.objects.filter(person=into).values("circle")
    mine = CircleMember.objects.filter(person=person)
    mine.exclude(circle__in=here).update(person=into)
    mine_given = Consent.objects.filter(person=person)
    mine_given.exclude(_given_by_both(into), withdrawn_at=None).update(person=into)
    if not PersonalCard.objects.filter(person=into).exists():
        PersonalCard.objects.filter(person=person).update(person=into)
    ContactLine.objects.filter(person=person).update(person=into)


def _merge_talks(person: Person, into: Person) -> None:
    """Of two that are open the longer one counts, as the more careful wish; a champion
    has said yes."""
    both = TalkFirst.objects.filter(person__in=[person, into])
    over = list(both.filter(ended_at=None).order_by("-lapses_at"))
    if not Champion.objects.filter(person=into).exists():
        over = over[1:]
    both.filter(pk__in=[talk.pk for talk in over]).update(ended_at=timezone.now())
    both.update(person=into)


def _given_by_both(into: Person) -> Q:
    """What the record that stays allows already; for a chart, to the same provider."""
    living = Consent.objects.filter(person=into, withdrawn_at=None)
    charts = living.filter(purpose=ConsentPurpose.CHART)
    others = living.exclude(purpose=ConsentPurpose.CHART)
    return Q(purpose__in=others.values("purpose")) | Q(
        purpose=ConsentPurpose.CHART, to_whom__in=charts.values("to_whom")
    )


def _merge_keys(person: Person, into: Person) -> None:
    """An older list that still says it makes nobody new."""
    AlsoKnownAs.objects.filter(person=person).update(person=into)
    known = {key: getattr(person, key) for key in KEYS}
    AlsoKnownAs.objects.create(centre=into.centre, person=into, **known)


def _merge_messages(person: Person, into: Person) -> None:
    Message.objects.filter(person=person).update(person=into)
    was, now = f"person:{person.pk}", f"person:{into.pk}"
    both = MessageTopic.objects.filter(topic=now).values("message")
    MessageTopic.objects.filter(topic=was).exclude(message__in=both).update(topic=now)
    seen = ViewedPerson.objects.filter(person_id=into.pk).values("view")
    ViewedPerson.objects.filter(person_id=person.pk).exclude(view__in=seen).update(
        person_id=into.pk
    )


def _merge_ways(person: Person, into: Person) -> None:
    for way, wrong in WRONG_WAYS.items():
        if not getattr(into, way):
            setattr(into, wrong, getattr(person, wrong))
    for field in WAYS:
        setattr(into, field, getattr(into, field) or getattr(person, field))
    if not into.address and (person.address or not (into.city or into.postal_code)):
        for field in PLACE:
            setattr(into, field, getattr(person, field))
    into.email_key = into.email_key or person.email_key
    into.address_key = place_key(into.address, into.postal_code or into.city)
    for field in WISHES:
        setattr(into, field, getattr(into, field) and getattr(person, field))
    for field in ("died_at", "large_print"):
        setattr(into, field, getattr(into, field) or getattr(person, field))
    marks = filter(None, (into.do_not_contact_at, person.do_not_contact_at))
    into.do_not_contact_at = max(marks, default=None)
    into.created_at = min(into.created_at, person.created_at)
    into.save()
