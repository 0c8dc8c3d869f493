"""Counted mailings: letters that a centre posts from a system of its own. Kept are how
many, the day, and one code; people appear when they answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import ChampionState, Channel, CodePurpose, ConsentPurpose
from champions.history import record
from champions.models import Centre, Person, User
from champions.services.codes import issue_code, revoke_code
from champions.services.consents import give_consent
from champions.services.people import add_person, add_person_once
from champions.services.turns import take_turn
from champions.when import day_in_words
from meetings.enums import InvitationState, MeetingState, Route
from meetings.models import CountedMailing, Invitation, Meeting
from meetings.services.joining import WORDING, Way, find_known
from meetings.services.mailings import check_it_may_leave
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at
from meetings.services.thought_of import note_asked
from meetings.workshop_dates import last_posting

PURPOSE = CodePurpose.LETTERS.value
# The same numbers again within this time are the same button pressed again.
SAME_PRESS = timedelta(minutes=1)


class CountedError(RefusedError):
    """These letters cannot be counted like this; says what would mend it."""


class KnownAlreadyError(RefusedError):
    """Somebody of this name and way has an invitation, or is with us: whoever holds one
    of many equal letters is not shown theirs."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "We know somebody of this name there already. To keep every reply safe, "
                "please use the ten numbers of your own letter or mail, or call us."
            )
        )


@transaction.atomic
def count_letters(
    workshop: Meeting, *, letters: int, posted_on: date, by: User
) -> CountedMailing:
    """Write down how many letters are posted when, and give them their code."""
    check_it_may_leave(workshop)
    _check_day(workshop, posted_on)
    take_turn(workshop.centre)
    same = CountedMailing.objects.filter(
        meeting=workshop,
        letters=letters,
        posted_on=posted_on,
        taken_back_at=None,
        created_at__gt=timezone.now() - SAME_PRESS,
    ).first()
    if same:
        return same
    counted = CountedMailing.objects.create(
        centre=workshop.centre, meeting=workshop, letters=letters, posted_on=posted_on
    )
    _keep_code(counted)
    record(counted, "meetings.count_letters", by=by, letters=letters)
    return counted


@transaction.atomic
def correct_letters(
    counted: CountedMailing, *, letters: int, posted_on: date, by: User
) -> None:
    """There were more or fewer, or they left on another day."""
    if posted_on != counted.posted_on:
        _check_day(counted.meeting, posted_on)
    here = CountedMailing.objects.filter(pk=counted.pk, taken_back_at=None)
    if not here.update(letters=letters, posted_on=posted_on):
        raise CountedError(_("These letters were taken back."))
    record(counted, "meetings.correct_letters", by=by, letters=letters)


@transaction.atomic
def take_back_letters(counted: CountedMailing, *, by: User) -> bool:
    """Their link and code open nothing any more; who has answered by then stays
    invited. False when that was done before."""
    here = CountedMailing.objects.filter(pk=counted.pk, taken_back_at=None)
    taken = here.update(taken_back_at=timezone.now())
    if taken:
        revoke_code(purpose=PURPOSE, thing_id=counted.pk)
        record(counted, "meetings.take_back_letters", by=by)
    return bool(taken)


def keep_codes_alive(workshop: Meeting) -> None:
    """The workshop is on another day: so is the end of these codes."""
    for counted in CountedMailing.objects.filter(meeting=workshop, taken_back_at=None):
        _keep_code(counted)


def _keep_code(counted: CountedMailing) -> None:
    issue_code(
        counted.centre,
        purpose=PURPOSE,
        thing_id=counted.pk,
        generation=counted.generation,
        live_until=counted.meeting.starts_at,
    )


def _check_day(workshop: Meeting, posted_on: date) -> None:
    first, by = today_at(workshop.centre), workshop.reply_by
    last = last_posting(by) if by else first
    if not first <= posted_on <= last:
        raise CountedError(
            _("Choose a day from today on, by %(day)s: a letter needs three weeks.")
            % {"day": day_in_words(last)}
        )


# --- Who answers ------------------------------------------------------------------


def why_closed(counted: CountedMailing) -> str:
    """Why these letters open nothing any more; nothing while they do."""
    if counted.taken_back_at:
        return "withdrawn"
    if counted.meeting.state == MeetingState.CANCELLED:
        return "called_off"
    return "" if counted.meeting.takes_replies else "over"


@transaction.atomic
def appear(
    counted: CountedMailing,
    *,
    first_name: str,
    way: Way | None,
    language: str,
    by: User | None = None,
) -> Invitation:
    """Whoever got one of the letters says who they are: from now on the centre knows
    them, and they are invited, with everybody. Nothing is sent: they hold the letter.
    `by` is whoever typed their slip; somebody without a way is known by it alone.

    Raises KnownAlreadyError where the reply of somebody else could be seen."""
    centre = counted.centre
    take_turn(centre)
    known = find_known(centre, first_name, way) if way else None
    person = known or _add(centre, first_name, way, language, by)
    there = Invitation.objects.filter(person=person, meeting=counted.meeting).first()
    if known and _is_with_us(known):
        raise KnownAlreadyError
    if there and there.state != InvitationState.WITHDRAWN:
        if by or _is_half_way(there, counted):
            return there
        raise KnownAlreadyError
    _keep_consent(person, language, by)
    return _invite(counted, person, there, by)


def _is_half_way(there: Invitation, counted: CountedMailing) -> bool:
    """They said who they are, and have not answered yet."""
    return there.counted_id == counted.pk and there.state == InvitationState.SENT


def _is_with_us(person: Person) -> bool:
    champion = getattr(person, "champion", None)
    return champion is not None and champion.state != ChampionState.MOVED_ON


def _add(
    centre: Centre, first_name: str, way: Way | None, language: str, by: User | None
) -> Person:
    words = {"first_name": first_name, "language": language}
    if way is None and by:
        return add_person_once(centre, by=by, email="", phone="", **words)
    way = way or Way()
    return add_person(centre, by=by, email=way.email, phone=way.phone, **words)


def _keep_consent(person: Person, language: str, by: User | None) -> None:
    give_consent(
        person,
        ConsentPurpose.CONTACT,
        wording=WORDING,
        how=Channel.LETTER,
        language=language,
        to_whom=by,
        by=by,
    )


def _invite(
    counted: CountedMailing, person: Person, there: Invitation | None, by: User | None
) -> Invitation:
    fields: dict[str, Any] = {
        "route": Route.GENERAL,
        "channel": Channel.LETTER,
        "wished_channel": person.channel,
        "counted": counted,
        "mailing": None,
        "invited_by": None,
        "state": InvitationState.SENT,
        "sent_at": timezone.now(),
        # An older link that was taken back opens nothing.
        "generation": there.generation + 1 if there else 1,
    }
    invitation, _is_new = Invitation.objects.update_or_create(
        centre=person.centre, person=person, meeting=counted.meeting, defaults=fields
    )
    issue_code(
        person.centre,
        purpose=CodePurpose.INVITATION,
        thing_id=invitation.pk,
        generation=invitation.generation,
        live_until=counted.meeting.starts_at,
    )
    note_asked(invitation)
    record(invitation, "meetings.invite", by=by, route=str(Route.GENERAL))
    return invitation
