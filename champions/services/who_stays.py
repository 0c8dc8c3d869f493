"""Who stays when the contact list that brought them is taken back: everybody who has
become more than a line of it.

What others keep about people is asked of the database's own relations, so that rooms
above, and models to come, count without this room knowing them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    ForeignObjectRel,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from champions.enums import StayReason
from champions.models import (
    AlsoKnownAs,
    Champion,
    ContactLine,
    ContactList,
    Merge,
    Message,
    Pair,
    Person,
)

# Anything else that points at somebody means that they take part in something.
REASONS: dict[type[Model], StayReason] = {
    Champion: StayReason.CHAMPION,
    Message: StayReason.WRITTEN_TO,
    ContactLine: StayReason.OTHER_LIST,
    # Left by a second record that was joined with this one.
    AlsoKnownAs: StayReason.CHANGED,
    Merge: StayReason.CHANGED,
    Person: StayReason.CHANGED,
}
# That somebody looks like somebody else keeps nobody.
KEEPS_NOBODY = frozenset({Pair})


def with_reason(contact_list: ContactList) -> QuerySet[Any]:
    """People of the list's centre, each with `stays`: why, or an empty word."""
    people = Person.objects.of(contact_list.centre)
    pointing: dict[StayReason, list[Exists | Q]] = {reason: [] for reason in StayReason}
    for model, field in _pointing_at_people():
        reason = REASONS.get(model, StayReason.TAKES_PART)
        rows: QuerySet[Any] = QuerySet(model).filter(**{field: OuterRef("pk")})
        if model is ContactLine:
            rows = rows.exclude(contact_list=contact_list.pk)
        pointing[reason].append(Exists(rows))
    pointing[StayReason.CHANGED] += [_was_touched(), _is_logged()]
    whens = [
        When(one, then=Value(reason.value))
        for reason in StayReason
        for one in pointing[reason]
    ]
    return people.annotate(
        stays=Case(*whens, default=Value(""), output_field=CharField())
    )


def _pointing_at_people() -> Iterator[tuple[type[Model], str]]:
    for relation in Person._meta.get_fields(include_hidden=True):
        # Many people of many things are rows between them, which come by themselves.
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        model: type[Model] = relation.related_model
        if model not in KEEPS_NOBODY:
            yield model, relation.field.name


def _was_touched() -> Q:
    """An import writes one moment into both times, and marks nobody later."""
    return (
        Q(updated_at__gt=F("created_at"))
        | Q(do_not_contact_at__gt=F("created_at"))
        | Q(user__isnull=False)
        | Q(died_at__isnull=False)
    )


def _is_logged() -> Exists:
    """An import logs nothing about each person; whoever changes one does."""
    kind = ContentType.objects.get_for_model(Person, for_concrete_model=False)
    them = Cast(OuterRef("pk"), CharField())
    return Exists(ModelLogEntry.objects.filter(content_type=kind, object_id=them))
