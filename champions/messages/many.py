"""Telling many people one thing at once: as few questions to the database for a thousand
as for one. What each is told, and whether they may be, is decided as in `outbox`."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from champions.enums import Channel, Priority
from champions.messages.outbox import (
    Link,
    leaving_at,
    message_id,
    ring,
    stop_link,
    where_to,
)
from champions.messages.ways import (
    NEEDS_A_FORM,
    NO_FORMS,
    can_reach,
    way_to,
    who_was_refused,
    who_withdrew,
    why_not,
)
from champions.messages.words import forms_of, marks_of, render
from champions.models import Centre, Message, MessageTopic, Person

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Telling:
    """One person and what is theirs in a message to many. `key` makes it told once,
    whatever the channel; the person comes with their centre. By this `channel` or not
    at all, where one is given."""

    person: Person
    key: str
    context: Mapping[str, Any]
    links: Mapping[str, Link] = field(default_factory=dict)
    topics: Iterable[str] = ()
    calendar: str = ""
    asked_for: bool = False
    not_after: datetime | None = None
    needed_by: datetime | None = None
    channel: Channel | None = None
    priority: int = Priority.NOTICE


@dataclass(frozen=True)
class Ways:
    """How each of many people is reached; nobody who may not be told has a way."""

    refused: frozenset[int]
    withdrew: frozenset[int]
    # For which channels the message has words of its own.
    forms: frozenset[Channel] = NO_FORMS
    # Who would like a call gets one: there are few.
    with_calls: bool = False

    def of(self, person: Person, *, asked_for: bool) -> Channel | None:
        if not self._may_be_told(person, asked_for=asked_for):
            return None
        wanted = person.channel if self.with_calls else None
        refused = person.pk in self.refused
        return way_to(person, wanted, refused=refused, forms=self.forms)

    def only(
        self, channel: Channel, person: Person, *, asked_for: bool
    ) -> Channel | None:
        """This channel, if it is still known and safe."""
        has_words = channel not in NEEDS_A_FORM or channel in self.forms
        refused = person.pk in self.refused
        if has_words and self._may_be_told(person, asked_for=asked_for):
            return channel if can_reach(person, channel, refused=refused) else None
        return None

    def _may_be_told(self, person: Person, *, asked_for: bool) -> bool:
        withdrew = person.pk in self.withdrew
        return not why_not(person, asked_for=asked_for, withdrew=withdrew)


def ways_of(people: Sequence[Person], name: str, *, with_calls: bool = False) -> Ways:
    """How the message of this name reaches each; asked once for all of them, in two
    questions."""
    return Ways(
        who_was_refused(people), who_withdrew(people), forms_of(name), with_calls
    )


@transaction.atomic
def tell_many(
    name: str, tellings: Sequence[Telling], *, ways: Ways | None = None
) -> int:
    """Tell each person once; returns how many messages are new. Two workers who do the
    same at once write each of them once."""
    ways = ways or ways_of([one.person for one in tellings], name)
    known = set(
        Message.objects.filter(key__in=[one.key for one in tellings]).values_list(
            "key", flat=True
        )
    )
    _share_centres(tellings)
    rows = {
        one.key: (one, row)
        for one in tellings
        if one.key not in known and (row := _row(name, one, ways)) is not None
    }
    Message.objects.bulk_create(
        [row for _one, row in rows.values()], ignore_conflicts=True
    )
    _add_topics({key: one for key, (one, _row) in rows.items()})
    if rows:
        ring()
    return len(rows)


def _share_centres(tellings: Sequence[Telling]) -> None:
    """Each person came with a copy of their centre, and each copy would be asked anew
    for the centre's own words."""
    shared: dict[int, Centre] = {}
    for one in tellings:
        person = one.person
        person.centre = shared.setdefault(person.centre_id, person.centre)


def _row(name: str, one: Telling, ways: Ways) -> Message | None:
    person = one.person
    way = (
        ways.only(one.channel, person, asked_for=one.asked_for)
        if one.channel
        else ways.of(person, asked_for=one.asked_for)
    )
    if way is None:
        logger.info("Person %s is not told %s", person.pk, one.key)
        return None
    if missing := marks_of(name, way) - {*one.links, "stop"}:
        raise LookupError(f"{name} asks for links that are not given: {missing}")
    words = render(
        name,
        channel=way,
        language=person.language,
        context={"person": person, "centre": person.centre, **one.context},
        links=one.links,
        centre=person.centre,
    )
    is_mail = way == Channel.EMAIL
    return Message(
        centre=person.centre,
        person=person,
        key=one.key,
        name=name,
        channel=way,
        language=person.language,
        priority=one.priority,
        to_address=where_to(person, way),
        subject=words.subject,
        text=words.text,
        html=words.html,
        said_in=words.said_in,
        links={**one.links, "stop": stop_link(person)},
        calendar=one.calendar if is_mail else "",
        message_id=message_id(),
        not_before=leaving_at(person.centre, one.needed_by)
        if is_mail
        else timezone.now(),
        not_after=one.not_after,
        asked_for=one.asked_for,
    )


def _add_topics(tellings: Mapping[str, Telling]) -> None:
    """To the rows as they stand: another worker may have written some of them."""
    written = Message.objects.filter(key__in=tellings).values_list("pk", "key")
    MessageTopic.objects.bulk_create(
        [
            MessageTopic(message_id=pk, topic=topic)
            for pk, key in written
            for topic in {f"person:{tellings[key].person.pk}", *tellings[key].topics}
        ],
        ignore_conflicts=True,
    )
