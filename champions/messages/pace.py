"""How fast the mail of one centre leaves: a bucket of one minute's worth, so that no
centre uses up what the mail provider allows, and none waits behind another's mailing.

The bucket is kept as one moment, the one at which all that has left would have left at
an even pace (the generic cell rate algorithm, ITU-T I.371): one conditional write takes
a mail's share, also with several senders at once. Times are UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import DateTimeField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from champions.enums import Priority
from champions.models import Message, Pace

BUCKET = timedelta(minutes=1)
# Mailings leave so much of the bucket to what somebody waits for.
LEFT_BY_MAILINGS = BUCKET / 10


@dataclass
class Paces:
    """Whose share is used up, as one turn of sending finds out. Sign-in codes belong to
    no centre and are never held back."""

    used_up: set[int] = field(default_factory=set)
    used_up_by_mailings: set[int] = field(default_factory=set)

    def held_back(self) -> Q:
        mailings = Q(
            centre__in=self.used_up_by_mailings, priority__gte=Priority.MAILING
        )
        return Q(centre__in=self.used_up) | mailings

    def take(self, message: Message) -> bool:
        """One mail's share of its centre; false when it has to wait for the next turn."""
        if message.centre_id is None or not settings.MAILS_A_MINUTE:
            return True
        is_mailing = message.priority >= Priority.MAILING
        room = BUCKET - LEFT_BY_MAILINGS if is_mailing else BUCKET
        if _take(message.centre_id, timezone.now(), room):
            return True
        (self.used_up_by_mailings if is_mailing else self.used_up).add(
            message.centre_id
        )
        return False


def _take(centre_id: int, now: datetime, room: timedelta) -> bool:
    each = BUCKET / settings.MAILS_A_MINUTE
    fits = Pace.objects.filter(centre=centre_id, used_until__lte=now + room - each)
    began = Greatest(F("used_until"), Value(now, output_field=DateTimeField()))
    then = ExpressionWrapper(began + each, output_field=DateTimeField())
    if fits.update(used_until=then):
        return True
    _pace, is_new = Pace.objects.get_or_create(
        centre_id=centre_id, defaults={"used_until": now + each}
    )
    return is_new
