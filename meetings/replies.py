"""What a reply means, in words to the person who gave it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from champions.when import day_in_words
from meetings.enums import MeetingState, Reply
from meetings.models import Seat


@dataclass(frozen=True)
class Standing:
    """Where somebody's place stands: a short line, and what happens next."""

    title: str
    words: str


def standing_of(seat: Seat) -> Standing:
    """Says nothing but what is so: a hope is no place, an offer ends on a day."""
    if seat.meeting.state == MeetingState.CANCELLED:
        return Standing(_("This was called off."), seat.meeting.cancelled_why)
    if seat.meeting.has_begun:
        return Standing(_("This is over."), _("Thank you for being part of it."))
    return {
        Reply.ASKED: _asked,
        Reply.HOPING: _hoping,
        Reply.COMING: _coming,
        Reply.MAYBE: _maybe,
        Reply.NOT_COMING: _not_coming,
        Reply.WAITING: _waiting,
        Reply.OFFERED: _offered,
    }[Reply(seat.reply)](seat)


def _asked(seat: Seat) -> Standing:
    return Standing(_("Can you come?"), _("Yes, no and not sure are all good answers."))


def _hoping(seat: Seat) -> Standing:
    day = seat.meeting.reply_by
    words = (
        _("Everybody may answer until %(day)s. Soon after that we tell you.")
        % {"day": day_in_words(day)}
        if day
        else _("We will soon tell you whether there is a place for you.")
    )
    return Standing(_("You hope to come."), words)


def _coming(seat: Seat) -> Standing:
    return Standing(_("You said yes."), _("We are keeping a place for you."))


def _maybe(seat: Seat) -> Standing:
    return Standing(_("You are not sure yet."), _("Tell us when you know."))


def _not_coming(seat: Seat) -> Standing:
    return Standing(_("You said no."), _("That is fine. You can still change it."))


def _waiting(seat: Seat) -> Standing:
    return Standing(
        _("You are on the waiting list."),
        _(
            "All places are taken. When one comes free, those who wait longest are told."
        ),
    )


def _offered(seat: Seat) -> Standing:
    until = seat.offered_until
    if until is None:
        return Standing(_("A place has come free."), _("Would you like it?"))
    day = day_in_words(until.astimezone(seat.centre.tzinfo).date())
    words = _("We are keeping it for you until %(day)s. Would you like it?")
    return Standing(_("A place has come free."), words % {"day": day})
