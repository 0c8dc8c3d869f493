"""How fast the mail of one centre leaves: a bucket of one minute's worth, so that no
centre uses up what the mail provider allows, and none waits behind another's mailing.

The bucket is kept as one moment, the one at which all that has left would have left at
an even pace (the generic cell rate algorithm, ITU-T I.371): one conditional write takes
shares, also with several senders at once. Times are UTC.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import DateTimeField, ExpressionWrapper, F, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Greatest
from django.utils import timezone

from champions.enums import Priority
from champions.models import Message, Pace

BUCKET = timedelta(minutes=1)
# Mailings leave so much of the bucket to what somebody waits for.
LEFT_BY_MAILINGS = BUCKET / 10
# Shares are taken some at a time; what a turn has not used goes back.
AT_ONCE = 10


@dataclass
class Paces:
    """Whose share is used up, as one turn of sending finds out, and the shares it has in
    hand, by centre and whether for mailings. Sign-in codes belong to no centre and are
    never held back."""

    used_up: set[int] = field(default_factory=set)
    used_up_by_mailings: set[int] = field(default_factory=set)
    in_hand: Counter[tuple[int, bool]] = field(default_factory=Counter)

    def held_back(self) -> Q:
        mailings = Q(
            centre__in=self.used_up_by_mailings, priority__gte=Priority.MAILING
        )
        return Q(centre__in=self.used_up) | mailings

    def holds_back(self, message: Message) -> bool:
        by_mailings = _is_mailing(message) and (
            message.centre_id in self.used_up_by_mailings
        )
        return by_mailings or message.centre_id in self.used_up

    def take(self, message: Message) -> bool:
        """One mail's share of its centre; false when it has to wait for the next turn."""
        if message.centre_id is None or not settings.MAILS_A_MINUTE:
            return True
        hand = (message.centre_id, _is_mailing(message))
        if not self.in_hand[hand]:
            self.in_hand[hand] = _take(*hand)
        if self.in_hand[hand]:
            self.in_hand[hand] -= 1
            return True
        (self.used_up_by_mailings if hand[1] else self.used_up).add(message.centre_id)
        return False

    def give_back(self) -> None:
        """At the end of a turn; a turn that is killed leaves a few shares unused."""
        for (centre_id, _for_mailings), shares in self.in_hand.items():
            if shares:
                then = _moment(F("used_until") - shares * _each())
                Pace.objects.filter(centre=centre_id).update(used_until=then)
        self.in_hand.clear()


def _is_mailing(message: Message) -> bool:
    return message.priority >= Priority.MAILING


def _each() -> timedelta:
    return BUCKET / settings.MAILS_A_MINUTE


def _moment(expression: CombinedExpression) -> ExpressionWrapper:
    return ExpressionWrapper(expression, output_field=DateTimeField())


def _take(centre_id: int, for_mailings: bool) -> int:  # noqa: FBT001  the two of a hand
    """How many shares were to be had: some, one, or none."""
    # Of one mail a minute nothing can be left: there is room for it at least.
    room = max(BUCKET - LEFT_BY_MAILINGS, _each()) if for_mailings else BUCKET
    now = timezone.now()
    Pace.objects.get_or_create(centre_id=centre_id, defaults={"used_until": now})
    began = Greatest(F("used_until"), Value(now, output_field=DateTimeField()))
    for shares in (AT_ONCE, 1):
        wanted = shares * _each()
        fits = Pace.objects.filter(
            centre=centre_id, used_until__lte=now + room - wanted
        )
        # Into an idle bucket, too, no more goes than there is room.
        if wanted <= room and fits.update(used_until=_moment(began + wanted)):
            return shares
    return 0
