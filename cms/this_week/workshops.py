"""Rows about welcome workshops and the mailings to them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Centre
from champions.when import day_in_words
from cms.this_week.row import Row, Rows
from meetings.enums import MailingState
from meetings.models import Invitation, Mailing, Meeting
from meetings.services.arrivals import waiting_for_a_hand
from meetings.services.draw_day import draw_day
from meetings.services.workshops import wanting_a_further
from meetings.workshop_dates import last_posting


def workshops_too_small(centre: Centre, today: date) -> Rows:
    """More people want to come than there are places, and there is no further workshop
    for them: one press prepares it."""
    for workshop in wanting_a_further(centre):
        yield Row(
            key=f"further:{workshop.pk}",
            due=_day(workshop),
            last_on=_day(workshop),
            centre=centre,
            thing=centre,
            circle_id=workshop.circle_id,
            title=_("More people hope to come on %(day)s than there are places")
            % {"day": day_in_words(workshop.on)},
            rule=_rule(workshop),
            verb=_("Prepare a further workshop"),
            url=reverse("workshops:further", args=[workshop.pk]),
            posts=True,
        )


def mailings_that_rest(centre: Centre, today: date) -> Rows:
    """Nothing of them leaves until somebody lets them go on, or stops them."""
    resting = Mailing.objects.of(centre).filter(
        state=MailingState.PAUSED, meeting__ends_at__gt=timezone.now()
    )
    for mailing in resting.select_related("meeting"):
        workshop = mailing.meeting
        last = last_posting(workshop.reply_by or workshop.on)
        yield Row(
            key=f"resting:{mailing.pk}",
            due=last,
            last_on=last,
            centre=centre,
            thing=centre,
            circle_id=workshop.circle_id,
            title=_("A mailing to the workshop on %(day)s rests")
            % {"day": day_in_words(workshop.on)},
            rule=_(
                "After %(day)s it is too late for letters. Let it go on, or stop it."
            )
            % {"day": day_in_words(last)},
            verb=_("Look"),
            url=reverse("workshops:mailing", args=[mailing.pk]),
        )


def invitations_without_a_way(centre: Centre, today: date) -> Rows:
    """Did not arrive, and no other way is known; asked of each workshop."""
    lost = waiting_for_a_hand(Invitation.objects.of(centre), today).order_by()
    counts = dict(lost.values_list("meeting").annotate(n=Count("pk")))
    for workshop in Meeting.objects.filter(pk__in=counts):
        n = counts[workshop.pk]
        yield Row(
            key=f"lost:{workshop.pk}",
            due=workshop.reply_by or workshop.on,
            last_on=workshop.reply_by,
            centre=centre,
            thing=centre,
            circle_id=workshop.circle_id,
            title=ngettext(
                "%(n)s invitation did not arrive, and we know no other way",
                "%(n)s invitations did not arrive, and we know no other way",
                n,
            )
            % {"n": n},
            rule=_("With another address or number it goes again by itself."),
            verb=_("Look"),
            url=reverse("workshops:lost", args=[workshop.pk]),
        )


def _day(workshop: Meeting) -> date:
    given = workshop.confirmed_at is not None
    return workshop.on if given else draw_day(workshop) or workshop.on


def _rule(workshop: Meeting) -> str:
    if workshop.confirmed_at:
        return _("Who got no place comes first at a further workshop.")
    return _(
        "Lots are drawn on %(day)s. You can make room before. Who gets no place comes "
        "first at a further workshop."
    ) % {"day": day_in_words(_day(workshop))}
