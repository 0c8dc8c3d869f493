"""Two records of one person become one: everything of the first is the second's."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from champions.enums import (
    ConsentPurpose,
)
from champions.models import (
    AlsoKnownAs,
    Champion,
    CircleMember,
    Consent,
    ContactLine,
    Message,
    MessageTopic,
    Person,
    PersonalCard,
    TalkFirst,
    ViewedPerson,
)
from champions.names import place_key
from champions.services.list_sorting import KEYS
from champions.services.pairs import merge_pairs
from champions.services.privacy import blank, take_cards

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
WISHES = (
    "safe_to_write",
    "safe_to_phone",
    "safe_to_leave_message",
    "wants_reminders",
)
# As much as the column of a champion's time holds; the other words have no end.
TIME_KEPT = 120


class TwoUsersError(Exception):
    """Both records sign in, each as somebody else's colleague: their roles come first."""


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
    take_cards(person)
    blank(person)
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
