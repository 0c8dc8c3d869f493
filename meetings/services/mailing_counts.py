"""What a mailing comes to, shown before it is sent. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from champions.enums import Channel
from champions.messages.worded import written_in
from champions.models import Person
from meetings.models import Mailing
from meetings.services.invitations import MESSAGE
from meetings.services.whom_to_ask import (
    draw,
    not_yet_asked,
    reachable,
    talked_with_first,
)


@dataclass(frozen=True)
class Counts:
    """What a mailing comes to, shown before it is sent."""

    people: int = 0
    by_channel: dict[str, int] = field(default_factory=dict)
    # Who would rather have a text or a call, and gets a letter for now.
    wished: dict[str, int] = field(default_factory=dict)
    by_language: dict[str, int] = field(default_factory=dict)
    # On the whole list: nobody may write to them or call them, a card waits at the desk.
    only_in_person: int = 0
    never_written_to: int = 0
    # Colleagues talk with them first; they remain to be asked.
    talked_with_first: int = 0
    left_afterwards: int = 0


def counts(mailing: Mailing) -> Counts:
    """What would be sent to how many, and who can be reached by a card alone."""
    drawn = draw(mailing)
    free = not_yet_asked(mailing.centre)
    everybody = Person.objects.of(mailing.centre).living()
    return Counts(
        people=len(drawn),
        by_channel=dict(Counter(str(way.value) for _person, way in drawn)),
        wished=dict(
            Counter(person.channel for person, way in drawn if _waits(person, way))
        ),
        by_language=dict(Counter(_language(mailing, *one) for one in drawn)),
        only_in_person=free.exclude(reachable()).count(),
        never_written_to=everybody.exclude(do_not_contact_at=None).count(),
        talked_with_first=free.filter(pk__in=talked_with_first(mailing.centre)).count(),
        left_afterwards=free.exclude(
            pk__in=[person.pk for person, _way in drawn]
        ).count(),
    )


def _language(mailing: Mailing, person: Person, way: Channel) -> str:
    """In which they are written to: in what they speak, where the centre has words."""
    return written_in(
        MESSAGE,
        mailing.centre,
        channel=way,
        language=person.language,
        speaks=person.speaks,
    )


def _waits(person: Person, way: Channel) -> bool:
    """Would rather have a text or a call, and gets a letter for now."""
    return way == Channel.LETTER and person.channel in {Channel.TEXT, Channel.PHONE}
