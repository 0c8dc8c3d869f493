"""Asking one person to one welcome workshop: told once, by their own channel, and taken
back when need be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from champions.enums import Channel, CodePurpose, Priority
from champions.history import record
from champions.links import token
from champions.messages.by_hand import hand_over
from champions.messages.outbox import cancel_topic, tell
from champions.messages.quiet import leaves_at
from champions.messages.resting import pause_topic
from champions.messages.ways import way_to, why_not
from champions.messages.words import forms_of
from champions.models import Message, Person, User
from champions.services.codes import issue_code, revoke_code
from champions.services.talking_first import living_for
from meetings.calendars import mailed_calendar
from meetings.enums import InvitationState, MailingState, Reply, Route
from meetings.models import Invitation, Mailing, Meeting
from meetings.services.draw_day import draw_day
from meetings.services.refusals import RefusedError
from meetings.services.thought_of import note_asked
from meetings.workshop_dates import STAFF_JOIN

MESSAGE = "meetings/invitation"


# How somebody is told: an invitation, the words of its workshop, the event of it.
TellThem = Callable[["Invitation", "Workshop", str], object]


class InvitationError(RefusedError):
    """Somebody cannot be invited; says why, for staff."""


@dataclass(frozen=True)
class Workshop:
    """All that the words of an invitation say about a workshop, read once for many."""

    meeting: Meeting
    second: Meeting | None
    staff_from: time | None
    reply_by: date | None
    told_by: date | None
    signed_by: str
    entries: dict[str, str] = field(default_factory=dict)

    def entry_in(self, language: str) -> str:
        """The entry for a calendar, written once for many, in the language."""
        if language not in self.entries:
            with translation.override(language):
                self.entries[language] = mailed_calendar(
                    self.meeting, Reply.ASKED, url="{link:reply}"
                )
        return self.entries[language]

    @property
    def same_place(self) -> bool:
        return self.second is not None and self.second.place == self.meeting.place


def about(meeting: Meeting) -> Workshop:
    """Read the words of a workshop from its rows."""
    joined = meeting.parts.filter(number=STAFF_JOIN).first()
    lead = meeting.circle and meeting.circle.lead
    return Workshop(
        meeting=meeting,
        second=meeting.followed_by,
        staff_from=joined.at if joined else None,
        reply_by=meeting.reply_by,
        told_by=draw_day(meeting),
        signed_by=lead.first_name if lead else "",
    )


def invite(
    person: Person,
    meeting: Meeting,
    *,
    route: Route,
    by: User | None,
    channel: Channel | None = None,
    mailing: Mailing | None = None,
    words: Workshop | None = None,
    is_their_wish: bool = False,
    by_hand: bool = False,
) -> Invitation:
    """Ask a person and tell them; asking twice returns the first invitation, unless that
    was taken back: with its whole mailing, or before somebody thought of this person or
    they asked to join. They are asked by it anew.

    Whoever asked not to be written to is refused, unless they put themselves forward.
    With whom we talk first is refused too, unless it answers a wish of theirs; a
    mailing has left them out before. By `channel`, else by their own wish; a mailing
    calls nobody unless it says so. `by_hand`: they are given a slip at this moment, and
    nothing is sent. `words` spares reading the workshop again for each person of a
    mailing.
    """
    rows = Invitation.objects.filter(person=person, meeting=meeting)
    known = rows.select_related("mailing").first()
    if known and not _is_open_anew(known, route):
        return known
    _check_may_be_asked(person, route, is_wanted=bool(mailing or is_their_wish))
    wanted = channel if channel or mailing else person.channel
    how = Channel.IN_PERSON if by_hand else way_of(person, wanted)
    if how is None:
        raise InvitationError(_("We have no safe way to reach this person."))
    tell_them = _hand_over if by_hand else _tell
    fields: dict[str, Any] = {
        "route": route,
        "channel": how,
        "wished_channel": person.channel,
        "mailing": mailing,
        "invited_by": by,
    }
    words = words or about(meeting)
    if known:
        return _ask_again(known, words, fields, tell_them)
    try:
        with transaction.atomic():
            return _ask(person, words, fields, tell_them)
    except IntegrityError:
        return Invitation.objects.get(person=person, meeting=meeting)


def way_of(person: Person, wanted: str | None) -> Channel | None:
    """How an invitation would reach this person, who would like it this way."""
    return way_to(person, wanted, forms=forms_of(MESSAGE))


def _is_open_anew(known: Invitation, route: Route) -> bool:
    is_by_itself = known.state == InvitationState.WITHDRAWN and route != Route.GENERAL
    return known.was_taken_back or is_by_itself


def _check_may_be_asked(person: Person, route: Route, *, is_wanted: bool) -> None:
    if why_not(person, asked_for=route == Route.SELF):
        raise InvitationError(_("This person asked us not to write first."))
    if not (is_wanted or route == Route.SELF) and living_for(person):
        raise InvitationError(
            _("We talk with this person first, and invite afterwards.")
        )


def _ask(
    person: Person, words: Workshop, fields: dict[str, Any], tell_them: TellThem
) -> Invitation:
    invitation = Invitation.objects.create(
        centre=person.centre, person=person, meeting=words.meeting, **fields
    )
    tell_them(invitation, words, "")
    _note(invitation)
    return invitation


@transaction.atomic
def _ask_again(
    invitation: Invitation,
    words: Workshop,
    fields: dict[str, Any],
    tell_them: TellThem,
) -> Invitation:
    """The same invitation by another mailing or by somebody; with its own code and link,
    or with new ones where these had been taken back."""
    now = timezone.now()
    if not invitation.was_taken_back:
        fields["generation"] = F("generation") + 1
    taken_back = Invitation.objects.filter(
        pk=invitation.pk, state=InvitationState.WITHDRAWN
    )
    if taken_back.update(state=InvitationState.READY, created_at=now, **fields):
        invitation.refresh_from_db()
        stamp = int(now.timestamp() * 1_000_000)
        tell_them(invitation, words, f"invitation:{invitation.pk}:again:{stamp}")
        _note(invitation)
    return invitation


def _note(invitation: Invitation) -> None:
    """Of a mailing one line stands for all."""
    note_asked(invitation)
    if invitation.mailing_id is None:
        by, route = invitation.invited_by, str(invitation.route)
        record(invitation, "meetings.invite", by=by, route=route)


@transaction.atomic
def invite_again(invitation: Invitation, workshop: Meeting) -> bool:
    """The same invitation with the new day of a workshop that was moved before it left;
    once for each move. It rests where its mailing does. False when that was done."""
    event = f"invitation:{invitation.pk}:{workshop.sequence}"
    if Message.objects.filter(key__startswith=f"{event}:").exists():
        return False
    _tell_with_its_mailing(invitation, about(workshop), event)
    return True


def _tell_with_its_mailing(
    invitation: Invitation, words: Workshop, event: str, way: Channel | None = None
) -> None:
    mailing = _locked(invitation.mailing)
    _tell(invitation, words, event, way)
    if mailing and mailing.state == MailingState.PAUSED:
        pause_topic(f"invitation:{invitation.pk}")


@transaction.atomic
def invite_another_way(invitation: Invitation, way: Channel, words: Workshop) -> bool:
    """The same invitation, link and code by another way, after one that did not arrive.
    False when somebody was faster, or it was answered meanwhile."""
    lost = Invitation.objects.filter(
        pk=invitation.pk, state=InvitationState.UNDELIVERED
    )
    if not lost.update(state=InvitationState.READY, channel=way):
        return False
    invitation.state, invitation.channel = InvitationState.READY, way
    topic = f"invitation:{invitation.pk}"
    cancel_topic(topic)  # a card that lies at the front desk
    times = Message.objects.about(topic).filter(name=MESSAGE).count()
    _tell_with_its_mailing(invitation, words, f"{topic}:other:{times}")
    record(invitation, "meetings.another_way", by=None, way=str(way))
    return True


def invite_anew(invitation: Invitation) -> Message | None:
    """The same invitation once more, with the link and code of its new generation."""
    event = f"invitation:{invitation.pk}:anew:{invitation.generation}"
    return _tell(invitation, about(invitation.meeting), event)


@transaction.atomic
def lay_out_a_card(invitation: Invitation, words: Workshop) -> None:
    """A card at the front desk for one that did not arrive: it is undelivered all the
    same until somebody comes by for it."""
    event = f"invitation:{invitation.pk}"
    _tell_with_its_mailing(invitation, words, event, Channel.IN_PERSON)


def _locked(mailing: Mailing | None) -> Mailing | None:
    """As it stands now, and until the end of the transaction."""
    return mailing and Mailing.objects.select_for_update().get(pk=mailing.pk)


def _tell(
    invitation: Invitation, words: Workshop, event: str, way: Channel | None = None
) -> Message | None:
    """By the invitation's own channel, or once by another way."""
    person, meeting = invitation.person, words.meeting
    channel = way or Channel(invitation.channel)
    _keep_code(invitation, words)
    return tell(
        person,
        MESSAGE,
        event=event or f"invitation:{invitation.pk}",
        context=context_of(invitation, words),
        links={"reply": link_with_its_day(invitation, meeting)},
        topics=topics_of(invitation),
        channel=channel,
        not_after=meeting.starts_at,
        calendar=words.entry_in(person.language),
        priority=Priority.MAILING if invitation.mailing_id else Priority.NOTICE,
        not_before=_not_before(invitation, channel),
        asked_for=invitation.route == Route.SELF,
    )


def link_with_its_day(invitation: Invitation, meeting: Meeting) -> dict[str, str | int]:
    """Until when an answer counts stands with the link, for who prints letters from a
    table."""
    until = {"until": meeting.reply_by.isoformat()} if meeting.reply_by else {}
    return {**reply_link(invitation), **until}


def _hand_over(invitation: Invitation, words: Workshop, event: str) -> None:
    """They hold a slip: nothing is sent, and it counts as sent."""
    _keep_code(invitation, words)
    hand_over(
        invitation.person,
        MESSAGE,
        event=event or f"invitation:{invitation.pk}",
        context=context_of(invitation, words),
        links={"reply": reply_link(invitation)},
        topics=topics_of(invitation),
    )
    invitation.state, invitation.sent_at = InvitationState.SENT, timezone.now()
    invitation.save(update_fields=["state", "sent_at"])


def _keep_code(invitation: Invitation, words: Workshop) -> None:
    issue_code(
        invitation.centre,
        purpose=CodePurpose.INVITATION,
        thing_id=invitation.pk,
        generation=invitation.generation,
        live_until=words.meeting.starts_at,
    )


def _not_before(invitation: Invitation, channel: Channel) -> datetime | None:
    """Not while its mailing can be stopped as if nothing had been; None is now."""
    mailing = invitation.mailing
    if mailing is None or mailing.leaves_at is None or not mailing.is_in_the_house:
        return None
    if channel == Channel.EMAIL:
        return leaves_at(mailing.leaves_at, invitation.centre.tzinfo)
    return mailing.leaves_at


def context_of(invitation: Invitation, words: Workshop) -> dict[str, Any]:
    """What the templates of an invitation may say; never why somebody was chosen."""
    by = invitation.invited_by
    return {
        "invitation": invitation,
        "person": invitation.person,
        "centre": invitation.centre,
        "workshop": words,
        "meeting": words.meeting,
        "second": words.second,
        "thought_of_by": by.first_name
        if by and invitation.route == Route.PRESCRIBED
        else "",
    }


def reply_link(invitation: Invitation) -> dict[str, str | int]:
    return {
        "purpose": CodePurpose.INVITATION.value,
        "id": invitation.pk,
        "generation": invitation.generation,
        "path": f"/{invitation.person.language}/i/{{token}}/",
    }


def link_of(invitation: Invitation) -> str:
    """The whole address of the reply, as a QR code holds it."""
    link = reply_link(invitation)
    secret = token(str(link["purpose"]), invitation.pk, invitation.generation)
    return settings.BASE_URL + str(link["path"]).replace("{token}", secret)


def topics_of(invitation: Invitation) -> list[str]:
    topics = [f"invitation:{invitation.pk}", f"meeting:{invitation.meeting_id}"]
    if invitation.mailing_id:
        topics.append(f"mailing:{invitation.mailing_id}")
    return topics


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User | None) -> bool:
    """Take an invitation back before it is answered; its link and code open nothing
    any more. False when it was answered meanwhile."""
    taken = Invitation.objects.filter(
        pk=invitation.pk,
        state__in=[
            InvitationState.READY,
            InvitationState.SENT,
            InvitationState.UNDELIVERED,
        ],
    ).update(state=InvitationState.WITHDRAWN)
    if taken:
        revoke_code(purpose=CodePurpose.INVITATION, thing_id=invitation.pk)
        cancel_topic(f"invitation:{invitation.pk}")
        record(invitation, "meetings.withdraw_invitation", by=by)
    return bool(taken)
