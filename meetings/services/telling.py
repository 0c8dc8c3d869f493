"""What people are told about a gathering and their place at it, each thing once, on
their own channel; the words are in `templates/meetings/messages/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from champions.enums import Channel, MessageState
from champions.messages.outbox import cancel_topic
from champions.messages.quiet import leaves_at
from champions.models import Message
from meetings.enums import Audience, MeetingKind, Reply
from meetings.models import Meeting, Need, Seat
from meetings.services.offer_ways import OFFER
from meetings.services.seat_message import (
    AFTER_ALL,
    CALLED_OFF,
    MOVED,
    tell_seat,
    topic_of,
    way_of,
)
from meetings.services.times import moment

# What a change of reply is told by; the other replies are seen on the page at once.
AFTER_REPLY = {
    Reply.COMING.value: "meetings/you_are_in",
    Reply.HOPING.value: "meetings/hoping",
    Reply.WAITING.value: "meetings/waiting",
}

TELL_INVITED = "meetings.tasks.tell_invited"
# How long staff may take back that something is arranged before anybody reads it.
MAY_BE_A_SLIP = timedelta(minutes=5)


def asked(seat: Seat) -> None:
    """Whether they can come to a get-together of their group."""
    tell_seat(
        seat,
        "meetings/asked",
        f"asked:{seat.pk}",
        asked_for=False,
        more_topics=[_topic_of_question(seat)],
    )


def asked_as_staff(seat: Seat) -> None:
    """Whether they can come to a workshop: for the portion when staff join."""
    part = seat.meeting.parts.filter(capacities__audience=Audience.STAFF).first()
    tell_seat(
        seat,
        "meetings/asked_staff",
        f"asked:{seat.pk}",
        asked_for=False,
        about={"part": part},
        more_topics=[_topic_of_question(seat)],
    )


def is_answered(seat: Seat) -> None:
    """Who has answered on one way is not asked on another any more, nor once more."""
    cancel_topic(_topic_of_question(seat))
    if seat.person and seat.meeting.kind == MeetingKind.WELCOME:
        cancel_topic(topic_of_asking_again(seat.meeting_id), person=seat.person)


def topic_of_asking_again(meeting_id: int) -> str:
    """The one reminder of an invitation: letters of it are printed together, and whoever
    has it gets no other."""
    return f"asked_again:{meeting_id}"


def are_answered(invitations: Iterable[int]) -> None:
    """The same for who was invited to a workshop, by id: no letter is posted, no card
    handed over any more."""
    for pk in invitations:
        cancel_topic(f"invitation:{pk}")


def _topic_of_question(seat: Seat) -> str:
    return f"question:{seat.pk}"


def replied(seat: Seat) -> None:
    """What became of their answer: a place, a hope, or the waiting list. Nobody calls
    to say it: who answers by telephone hears it there, the page says it at once."""
    name = AFTER_REPLY.get(seat.reply)
    way = way_of(seat, name) if name else ""
    if name and way != Channel.PHONE:
        event = f"{seat.reply}:{seat.pk}:{_moment(seat)}"
        tell_seat(seat, name, event, at_once=True, **_by(seat, way))


def told_anew(seat: Seat) -> Message | None:
    """Their place once more, with the link and code of its new generation."""
    return tell_seat(seat, name_now(seat), f"anew:{seat.pk}:{seat.generation}")


def name_now(seat: Seat) -> str:
    """What a letter about this place says as it stands."""
    return AFTER_REPLY.get(seat.reply, "meetings/asked")


def confirmed(seat: Seat) -> None:
    """That the workshop has a place for them."""
    tell_seat(seat, "meetings/confirmed", f"confirmed:{seat.pk}")


def given(seat: Seat) -> None:
    """That a place is theirs which the draw left over. Unlike `replied` it comes unasked:
    who is told by telephone is called."""
    tell_seat(seat, "meetings/you_are_in", f"given:{seat.pk}")


def drawn(seat: Seat, *, place_in_line: int) -> None:
    """What the draw gave them, and how it was drawn; 0 in line is a place."""
    name = "meetings/missed" if place_in_line else "meetings/drawn"
    tell_seat(seat, name, f"drawn:{seat.pk}", about={"in_line": place_in_line})


def offered(seat: Seat, way: str) -> None:
    """That a place has come free, and until when it is kept for them; by the way on
    which an answer can still come back."""
    tell_seat(
        seat,
        OFFER,
        f"offered:{seat.pk}:{_moment(seat)}",
        more_topics=[_topic_of_offer(seat)],
        **_by(seat, way),
    )


def _by(seat: Seat, way: str) -> dict[str, Any]:
    """By this way; a guest has but one."""
    return {"channel": way} if seat.person else {}


def offer_is_over(seat: Seat) -> None:
    """Answered, or with the next: nobody posts or calls about it any more."""
    cancel_topic(_topic_of_offer(seat))


def _topic_of_offer(seat: Seat) -> str:
    return f"offer:{seat.pk}"


def topic_of_reminder(seat: Seat) -> str:
    return f"reminder:{seat.pk}"


def reminded(seat: Seat) -> None:
    """A guest's one reminder; one for each day to which it was moved."""
    tell_seat(
        seat,
        "meetings/reminder",
        f"reminder:{seat.pk}:{seat.meeting.sequence}",
        more_topics=[topic_of_reminder(seat)],
    )


def needs_no_reminder(seat: Seat) -> None:
    """They do not come after all: a reminder that has not left stays here."""
    cancel_topic(topic_of_reminder(seat))


def arranged(need: Need) -> None:
    """That what would help them is arranged. A little later than the press, so that
    one that was a slip can be taken back."""
    done = need.arranged_at
    stamp = int(done.timestamp() * 1_000_000) if done else 0
    tell_seat(
        need.seat,
        "meetings/arranged",
        f"arranged:{need.pk}:{stamp}",
        more_topics=[_topic_of_need(need)],
        about={"need": need},
        not_before=_once_no_slip(need.seat.meeting),
    )


def _once_no_slip(meeting: Meeting) -> datetime:
    """Some minutes from now, and not at night unless it is of use today alone."""
    zone = meeting.centre.tzinfo
    needed_by = moment(meeting.on, time.min, zone)
    return leaves_at(timezone.now() + MAY_BE_A_SLIP, zone, needed_by=needed_by)


def not_arranged(need: Need) -> None:
    """Take back that it is arranged; who was told already hears that we go on looking."""
    topic = _topic_of_need(need)
    told = Message.objects.about(topic).filter(name="meetings/arranged")
    gone = told.exclude(state__in=[MessageState.QUEUED, MessageState.CANCELLED])
    cancel_topic(topic)
    if gone.exists():
        tell_seat(
            need.seat,
            "meetings/not_arranged",
            f"not_arranged:{need.pk}:{gone.latest('pk').pk}",
            more_topics=[topic],
            about={"need": need},
        )


def _topic_of_need(need: Need) -> str:
    return f"need:{need.pk}"


def moved(meeting: Meeting, *, was_on: date, note: str = "") -> None:
    """That it is on another day, at another time or place, and the word about it. Who means to come on the
    old day hears of it before, whatever the hour."""
    first = min(was_on, meeting.on)
    _tell_all(meeting, MOVED, f"moved:{meeting.sequence}", first, {"note": note})


def called_off(meeting: Meeting) -> None:
    """That it will not take place."""
    _tell_all(meeting, CALLED_OFF, f"called_off:{meeting.sequence}", meeting.on)


def after_all(meeting: Meeting) -> None:
    """That it takes place although it was called off."""
    _tell_all(meeting, AFTER_ALL, f"after_all:{meeting.sequence}", meeting.on)


def _tell_all(
    meeting: Meeting,
    name: str,
    event: str,
    first: date,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Everybody who did not say no; what was still to leave about it does not. On the
    very day, `first`, it leaves at once, in the night too."""
    cancel_topic(topic_of(meeting))
    cancel_topic(f"notice:{topic_of(meeting)}")
    concerned = meeting.seats.exclude(reply=Reply.NOT_COMING)
    for seat in concerned.select_related("person__centre", "meeting__centre"):
        tell_seat(
            seat,
            name,
            f"{event}:{seat.pk}",
            topic=f"notice:{topic_of(meeting)}",
            about=about,
            asked_for=seat.reply != Reply.ASKED,
            needed_by=day_begins(meeting, first),
        )
    if meeting.kind == MeetingKind.WELCOME:
        # There may be thousands: in the background, so that nobody waits for it.
        transaction.on_commit(lambda: async_task(TELL_INVITED, meeting.pk))


def day_begins(meeting: Meeting, day: date) -> datetime:
    return moment(day, time.min, meeting.centre.tzinfo)


def _moment(seat: Seat) -> int:
    """Tells one change of a seat from the next, so that each is told once."""
    return int(seat.updated_at.timestamp() * 1_000_000)
