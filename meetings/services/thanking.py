"""Whom a group thanks at a get-together. The person hears of it once, on their own
channel; nobody counts who was thanked, or how often."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from champions.history import record
from champions.messages.outbox import cancel_topic, tell
from champions.messages.quiet import leaves_at
from champions.models import Person, User
from champions.services.turns import take_turn
from meetings.models import Meeting, Thanks
from meetings.services.telling import MAY_BE_A_SLIP


def topic_of(thanks: Thanks) -> str:
    return f"thanks:{thanks.pk}"


@transaction.atomic
def thank(
    meeting: Meeting,
    *,
    words: str,
    from_whom: Person | None,
    by: User,
    to: Person | None = None,
    to_words: str = "",
) -> Thanks:
    """Write down a word of thanks to a person, or to whoever `to_words` name. The same
    once more is said once. It leaves some minutes later, so that a slip can be taken
    back; nobody is told of thanks to themselves."""
    take_turn(meeting.centre)
    thanks, is_new = Thanks.objects.get_or_create(
        centre=meeting.centre,
        meeting=meeting,
        from_whom=from_whom,
        to=to,
        to_words="" if to else to_words,
        words=words,
        defaults={"written_by": by},
    )
    if is_new:
        record(meeting, "meetings.thank", by=by, thanks=thanks.pk)
        if to and to != from_whom:
            _tell(thanks, to)
    return thanks


def _tell(thanks: Thanks, person: Person) -> None:
    later = timezone.now() + MAY_BE_A_SLIP
    tell(
        person,
        "meetings/thanked",
        event=topic_of(thanks),
        context={"thanks": thanks, "meeting": thanks.meeting},
        channel=person.channel,
        not_before=leaves_at(later, thanks.centre.tzinfo),
        topics=[topic_of(thanks)],
    )


@transaction.atomic
def take_thanks_back(thanks: Thanks, *, by: User) -> None:
    """It was a slip: what has not left is not told. Twice changes nothing."""
    topic, meeting = topic_of(thanks), thanks.meeting
    gone, _rows = Thanks.objects.filter(pk=thanks.pk).delete()
    if gone:
        cancel_topic(topic)
        record(meeting, "meetings.thank_not", by=by)
