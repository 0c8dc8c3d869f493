"""Two records of one person were joined: what they were is remembered for thirty days,
so that whoever joined two people by mistake can part them again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import CodePurpose, PairReason
from champions.models import (
    AlsoKnownAs,
    Champion,
    CircleMember,
    Consent,
    ContactLine,
    Merge,
    Message,
    MessageTopic,
    Pair,
    Person,
    PersonalCard,
    TalkFirst,
    TypedCode,
    User,
    ViewedPerson,
)
from champions.models.merge import PARTED_WITHIN
from champions.models.message import NOT_LEFT
from champions.services.pairs import key_of
from champions.services.people import FIELDS, fill
from champions.services.row_traces import (
    StandsInTheWayError,
    Trace,
    Watch,
    put_back,
)


class PartingError(Exception):
    """They cannot be parted; the words say why."""


def watched(*people: Person) -> list[Watch]:
    """The rows of this room that joining these two may move, change or take away."""
    pks = [person.pk for person in people]
    mine = Q(person__in=pks)
    cards = PersonalCard.objects.filter(mine)
    topics = [f"person:{pk}" for pk in pks]
    return [
        Watch(Person.objects.filter(pk__in=pks)),
        Watch(Champion.objects.filter(mine)),
        Watch(CircleMember.objects.filter(mine)),
        Watch(Consent.objects.filter(mine)),
        Watch(cards),
        Watch(codes_of(CodePurpose.CARD, cards)),
        Watch(TalkFirst.objects.filter(mine)),
        Watch(AlsoKnownAs.objects.filter(mine)),
        Watch(Pair.objects.filter(Q(one__in=pks) | Q(other__in=pks))),
        Watch(ContactLine.objects.filter(mine), only=("person_id",)),
        Watch(Message.objects.filter(mine), only=("person_id",)),
        Watch(_not_left(mine), only=("state",)),
        Watch(MessageTopic.objects.filter(topic__in=topics), only=("topic",)),
        Watch(ViewedPerson.objects.filter(person_id__in=pks), only=("person_id",)),
    ]


def _not_left(mine: Q) -> QuerySet[Message]:
    """Held while they are looked at: what a sender took meanwhile would else be put back
    to where it was, and leave twice."""
    waiting = Message.objects.filter(mine, state__in=NOT_LEFT)
    return waiting.select_for_update()


def codes_of(purpose: CodePurpose, things: QuerySet[Any]) -> QuerySet[TypedCode]:
    """The codes by which these things are opened; they are of the things as they are
    now, since those may go."""
    pks = list(things.values_list("pk", flat=True))
    return TypedCode.objects.filter(purpose=purpose, thing_id__in=pks)


def remember_merge(
    person: Person,
    into: Person,
    *,
    words: dict[str, str],
    trace: Trace,
    by: User | None,
) -> None:
    """Keep what joining the two has changed."""
    Merge.objects.create(
        centre_id=into.centre_id,
        person=person,
        into=into,
        by=by,
        words=words,
        trace=trace,
    )


def words_of(person: Person) -> dict[str, str]:
    """What a centre has written down about somebody, in plain words."""
    return {
        name: value
        for name in sorted(FIELDS)
        if isinstance(value := getattr(person, name), str) and value
    }


def merges_of(person: Person) -> QuerySet[Merge]:
    """Everything that is remembered of records that became this one, or of it."""
    known: set[int] = set()
    found = {person.pk}
    while found - known:
        known |= found
        rows = Merge.objects.filter(into__in=known)
        found = set(rows.values_list("person", flat=True))
    return Merge.objects.filter(Q(into__in=known) | Q(person__in=known))


def why_not(merge: Merge) -> str:
    """Why these two cannot be parted now, in words for who asked; empty if they can."""
    if not Merge.objects.lately().filter(pk=merge.pk).exists():
        return _("Two records can be parted for thirty days. These are one for longer.")
    into = merge.into
    if into.erased_at or into.merged_into_id:
        return _("This record has changed too much since. They stay one.")
    if into.died_at and into.died_at > merge.at:
        return _("Since then you wrote that they died. If that is wrong, say so first.")
    later = Merge.objects.filter(pk__gt=merge.pk)
    both = [merge.person_id, merge.into_id]
    if later.filter(Q(into__in=both) | Q(person__in=both)).exists():
        return _("Another record was joined with this one later. Part that one first.")
    return ""


def hold(merge: Merge) -> Merge:
    """The merge, for whoever parts the two first. Raises PartingError."""
    rows = Merge.objects.select_for_update(of=("self",)).filter(pk=merge.pk)
    held = rows.select_related("person", "into", "centre").first()
    if held is None:
        raise PartingError(_("Somebody else was faster. They are two records again."))
    if reason := why_not(held):
        raise PartingError(reason)
    return held


@transaction.atomic
def part(held: Merge, *, by: User | None) -> int:
    """Everything that moved goes back, and what went comes back; what came after they
    were joined stays with the record that stayed. How many things could not go back.
    The rooms above have prepared theirs; they say what follows from it."""
    try:
        left = put_back(held.trace)
    except StandsInTheWayError as way:
        words = _("This record has changed too much since. They stay one.")
        raise PartingError(words) from way
    now = timezone.now()
    people = Person.objects.filter(pk__in=[held.person_id, held.into_id])
    people.update(updated_at=now)
    for one in people:
        _find_again(one)
    _keep_wishes(held)
    # Whoever parts them has said that they are two: nobody is asked about them again.
    Pair.objects.update_or_create(
        key=key_of(held.person_id, held.into_id),
        defaults={"decided_at": now, "decided_by": by},
        create_defaults={
            "centre_id": held.centre_id,
            "one_id": held.person_id,
            "other_id": held.into_id,
            "why": PairReason.SAME,
            "decided_at": now,
            "decided_by": by,
        },
    )
    held.delete()
    return left


def _find_again(person: Person) -> None:
    """By what they have now: a way may have gone back and its key not, or the other way
    round. The key of the name stays that of the list, whatever they are called."""
    fill(person)
    person.save(update_fields=["email_key", "address_key"])


def _keep_wishes(held: Merge) -> None:
    """Who said meanwhile that we must not write, or took a consent back, may have been
    either of the two: it counts for both."""
    into = Person.objects.get(pk=held.into_id)
    if into.do_not_contact_at and into.do_not_contact_at > held.at:
        Person.objects.filter(pk=held.person_id).update(
            do_not_contact_at=into.do_not_contact_at
        )
    taken = Consent.objects.filter(person__in=[held.person_id, held.into_id])
    for one in taken.filter(withdrawn_at__gt=held.at):
        Consent.objects.filter(
            person__in=[held.person_id, held.into_id],
            purpose=one.purpose,
            to_whom=one.to_whom_id,
            withdrawn_at=None,
            given_at__lte=held.at,
        ).update(withdrawn_at=one.withdrawn_at)


def forget_merges() -> None:
    """After thirty days two records are one for good."""
    Merge.objects.filter(at__lte=timezone.now() - PARTED_WITHIN).delete()
