"""How many people to ask so that the places fill, and by when everybody was asked."""

from __future__ import annotations

import math
from datetime import date

from django.db.models import Exists, OuterRef, Sum

from champions.models import Centre
from meetings.cadence import months_later
from meetings.enums import HOLDING, InvitationState, MailingState, Reply, Route
from meetings.models import CountedMailing, Invitation, Mailing, Meeting, Seat
from meetings.services.rhythms import today_at

# Of a hundred people asked, two or three say yes (design, section 4).
USUAL_RATE = 0.025
# With fewer people asked than this, the centre's own rate is chance.
ENOUGH_ASKED = 200
MONTHS_FOR_EVERYBODY = 6
DAYS_OF_A_MONTH = 30


def expected_rate(centre: Centre) -> float:
    """How many of those asked say yes: the usual rate, then the centre's own."""
    over = Meeting.objects.of(centre).filter(reply_by__lt=today_at(centre))
    asked = (
        Invitation.objects.of(centre)
        .filter(meeting__in=over, route=Route.GENERAL)
        .exclude(state=InvitationState.WITHDRAWN)
    )
    letters = CountedMailing.objects.of(centre).filter(
        meeting__in=over, taken_back_at=None
    )
    # Whoever answered one of those letters is among their number.
    known = asked.exclude(counted__isnull=False, counted__taken_back_at=None)
    count = known.count() + (letters.aggregate(n=Sum("letters"))["n"] or 0)
    if count < ENOUGH_ASKED:
        return USUAL_RATE
    yes = Seat.objects.of(centre).filter(
        meeting__in=over,
        person__in=asked.values("person"),
        reply__in=[Reply.HOPING, Reply.WAITING, *HOLDING],
    )
    return max(yes.count(), 1) / count


def size_of(centre: Centre, places: int) -> int:
    """How many people to ask so that about `places` of them say yes."""
    # Rounded first: 24 / 0.025 must be 960, not 961 by the noise of the last digit.
    return math.ceil(round(places / expected_rate(centre), 6))


def everybody_asked_by(centre: Centre) -> date:
    """The day by which the whole list shall have been asked once: six months from the
    first mailing. One that was stopped before anything left was none."""
    asked = Invitation.objects.filter(mailing=OuterRef("pk")).exclude(
        state=InvitationState.WITHDRAWN
    )
    begun = (
        Mailing.objects.of(centre)
        .filter(sent_at__isnull=False)
        .exclude(~Exists(asked), state=MailingState.CANCELLED)
    )
    first = begun.order_by("sent_at").first()
    day = first and first.sent_on
    return months_later(day or today_at(centre), MONTHS_FOR_EVERYBODY)


def everybody_asked_at_this_pace(left: int, size: int, today: date) -> date:
    """When nobody is left to be asked, with a mailing of this size each month."""
    return months_later(today, math.ceil(left / size)) if left else today


def size_for_six_months(centre: Centre, left: int) -> int:
    """How many to ask each month so that everybody is asked by the day promised."""
    days = (everybody_asked_by(centre) - today_at(centre)).days
    return math.ceil(left / max(days // DAYS_OF_A_MONTH, 1))
