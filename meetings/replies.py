"""What a reply means, in words to the person who gave it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from champions.when import day_in_words
from meetings.enums import MeetingState, Reply
from meetings.models import DrawnLot, Meeting, Seat
from meetings.services.draw_day import draw_day
from meetings.services.offer_ways import way_in_time
from meetings.services.places import place_in_line, waits_for_confirmation


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
    told = draw_day(seat.meeting)
    words = (
        _(
            "On %(day)s we tell you whether there is a place for you. If more people "
            "say yes than there is room, we draw lots: each yes has the same chance."
        )
        % {"day": day_in_words(told)}
        if told
        else _("We will soon tell you whether there is a place for you.")
    )
    return Standing(_("You hope to come."), words)


def _coming(seat: Seat) -> Standing:
    kept = _("We are keeping a place for you.")
    drawn = DrawnLot.objects.filter(meeting=seat.meeting_id, party=seat.uuid)
    if seat.meeting.drawn_at and drawn.filter(has_place=True).exists():
        return Standing(_("You have a place."), f"{how_drawn(seat)} {kept}")
    return Standing(_("You said yes."), kept)


def _maybe(seat: Seat) -> Standing:
    return Standing(_("You are not sure yet."), _("Tell us when you know."))


def _not_coming(seat: Seat) -> Standing:
    return Standing(_("You said no."), _("That is fine. You can still change it."))


def _waiting(seat: Seat) -> Standing:
    """Why, and where they stand."""
    if waits_for_confirmation(seat.meeting):
        return Standing(_("You are on the list."), before_the_draw(seat.meeting))
    missed = seat.meeting.drawn_at and seat.lot
    words = [how_drawn(seat) if missed else _("All places are taken."), _in_line(seat)]
    if missed:
        words.append(_("Next time you come first."))
    return Standing(_("You are on the waiting list."), " ".join(words))


def before_the_draw(meeting: Meeting) -> str:
    """What a yes after the reply-by date may hope for."""
    told, by = draw_day(meeting), meeting.reply_by
    if told is None or by is None:
        return _("We will soon tell you whether there is a place for you.")
    words = _(
        "The places are shared out on %(told)s among those who said yes by %(day)s. "
        "If there is still room then, you get a place."
    )
    return words % {"told": day_in_words(told), "day": day_in_words(by)}


def how_drawn(seat: Seat) -> str:
    words = _(
        "More people said yes than there are places, so we drew lots. Every yes that "
        "came by %(day)s had the same chance, by letter, by telephone or by e-mail."
    )
    by = seat.meeting.reply_by or seat.meeting.on
    return words % {"day": day_in_words(by)}


def _in_line(seat: Seat) -> str:
    number = place_in_line(seat)
    words = _("You are number %(n)s on the list.") % {"n": number}
    if seat.companions:
        words += " " + _("You need %(n)s places together.") % {"n": seat.places}
    if way_in_time(seat, timezone.now()) is None:
        return words + " " + _("We could not reach you in time now: please call us.")
    return words + " " + _("When a place comes free, we tell you in this order.")


def _offered(seat: Seat) -> Standing:
    until = seat.offered_until
    if until is None:
        return Standing(_("A place has come free."), _("Would you like it?"))
    day = day_in_words(until.astimezone(seat.centre.tzinfo).date())
    words = _("We are keeping it for you until %(day)s. Would you like it?")
    return Standing(_("A place has come free."), words % {"day": day})
