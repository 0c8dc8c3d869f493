"""Whom a mailing asks: everybody on the list whom we may ask and never did, by lot, and
before them those who asked to be asked. Nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet

from champions.enums import Channel, ConsentPurpose
from champions.messages.ways import way_to, who_was_refused
from champions.messages.words import forms_of
from champions.models import Centre, Consent, Person
from meetings.enums import InvitationState, MailingState, MeetingState
from meetings.models import Invitation, Mailing
from meetings.services.invitations import MESSAGE

# Few enough for one question, many enough for a mailing.
LOOKED_AT_ONCE = 500
# What a workshop that was called off leaves open.
OPEN_AGAIN = (InvitationState.READY, InvitationState.SENT, InvitationState.ANSWERED)


def not_yet_asked(centre: Centre) -> QuerySet[Person]:
    """Everybody on the list whom we may ask and never did; no staff, no champions. Whom
    no invitation reached was not asked, nor was who did not say no to a workshop that
    was called off."""
    asked = _asked(centre).exclude(
        Q(state=InvitationState.UNDELIVERED)
        | Q(meeting__state=MeetingState.CANCELLED, state__in=OPEN_AGAIN)
    )
    return _neighbours(centre).exclude(pk__in=asked.values("person"))


def ask_again(centre: Centre) -> QuerySet[Person]:
    """Who said “not this time, ask me again” to the last invitation they had."""
    since = _asked(centre).filter(
        person=OuterRef("person"), created_at__gt=OuterRef("created_at")
    )
    later = _asked(centre).filter(state=InvitationState.MAYBE_LATER)
    last = later.exclude(Exists(since))
    return _neighbours(centre).filter(pk__in=last.values("person"))


def asked_to_join(centre: Centre) -> QuerySet[Person]:
    """Who put themselves forward when no workshop took replies."""
    asked = _asked(centre)
    joining = _contact(centre).filter(withdrawn_at=None)
    return (
        _neighbours(centre)
        .filter(pk__in=joining.values("person"))
        .exclude(pk__in=asked.values("person"))
    )


def _asked(centre: Centre) -> QuerySet[Invitation]:
    return Invitation.objects.of(centre).exclude(state=InvitationState.WITHDRAWN)


def _neighbours(centre: Centre) -> QuerySet[Person]:
    people = Person.objects.of(centre)
    return (
        people.may_be_asked()
        .filter(champion=None)
        .exclude(pk__in=people.staff().values("pk"))
        .exclude(pk__in=people.who_withdrew().values("pk"))
    )


def talked_with_first(centre: Centre) -> QuerySet[Person]:
    return Person.objects.of(centre).talked_with_first().order_by().only("pk")


def _contact(centre: Centre) -> QuerySet[Consent]:
    return Consent.objects.of(centre).filter(purpose=ConsentPurpose.CONTACT)


def reachable() -> Q:
    """Some way is known and safe besides meeting them; the outbox looks closer at each."""
    by_mail = ~Q(email="") & Q(email_refused_at=None)
    by_post = ~Q(address="") & Q(address_wrong_at=None)
    by_phone = Q(safe_to_phone=True, phone_wrong_at=None) & ~Q(phone="")
    return (Q(safe_to_write=True) & (by_mail | by_post)) | by_phone


def lot(seed: str, person_id: int) -> bytes:
    """Somebody's number in the lot of a mailing. It hangs on the seed and the person
    alone, so a list that changes meanwhile moves nobody else's."""
    return hashlib.sha256(f"{seed}:{person_id}".encode()).digest()


def draw_people(mailing: Mailing, most: int | None = None) -> list[Person]:
    """Who is asked next, in the order of the lot, after those who asked to be asked; at
    most as many as this mailing is still to ask."""
    return [person for person, _way in draw(mailing, most)]


def draw(mailing: Mailing, most: int | None = None) -> list[tuple[Person, Channel]]:
    """The same, each with the way by which they are asked."""
    left = mailing.size - mailing.prepared
    count = left if most is None else min(most, left)
    return list(islice(_in_turn(mailing), max(count, 0)))


def _in_turn(mailing: Mailing) -> Iterator[tuple[Person, Channel]]:
    """A call for who would like one, in the order of the lot, as long as there are any
    left; who can only be called is called all the same."""
    calls = mailing.calls - _calls_given(mailing) if mailing.calls else 0
    order, forms = iter(_in_order(mailing)), forms_of(MESSAGE)
    while people := _next_people(mailing, order):
        refused = who_was_refused(people)
        for one in people:
            wanted = Channel.PHONE if calls > 0 and _would_like_a_call(one) else None
            way = way_to(one, wanted, refused=one.pk in refused, forms=forms)
            calls -= way == Channel.PHONE
            if way:
                yield one, way


def _next_people(mailing: Mailing, order: Iterator[int]) -> list[Person]:
    ids = list(islice(order, LOOKED_AT_ONCE))
    found = Person.objects.of(mailing.centre).select_related("centre").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _would_like_a_call(person: Person) -> bool:
    return person.channel == Channel.PHONE


def _calls_given(mailing: Mailing) -> int:
    called = Invitation.objects.filter(mailing=mailing, channel=Channel.PHONE)
    return called.exclude(state=InvitationState.WITHDRAWN).count()


def _in_order(mailing: Mailing) -> list[int]:
    """Everybody who may be asked to this workshop: first who asked to join, then who
    asked for another time, then everybody else; by lot within each. With whom we talk
    first waits, but for who asked to join."""
    centre = mailing.centre
    first = talked_with_first(centre)
    # Whose invitation was taken back with a whole mailing was not asked.
    asked = Invitation.objects.filter(meeting=mailing.meeting_id).exclude(
        state=InvitationState.WITHDRAWN, mailing__state=MailingState.CANCELLED
    )
    here = asked.values("person")
    order: dict[int, None] = {}
    for people in (
        asked_to_join(centre),
        ask_again(centre).exclude(pk__in=first),
        not_yet_asked(centre).exclude(pk__in=first),
    ):
        free = people.exclude(pk__in=here)
        ids = free.order_by().values_list("pk", flat=True)
        lots = sorted(ids, key=lambda pk: lot(mailing.lot_seed, pk))
        order |= dict.fromkeys(lots)
    return list(order)
