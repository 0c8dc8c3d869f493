"""A provider thinks of somebody: a first name, perhaps a way to reach them, a language.
They get a slip or are told; where there is no workshop yet, they are asked first to the
next one, in the provider's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import Channel
from champions.history import record
from champions.models import Centre, Person, TalkFirst, User
from champions.names import folded
from champions.services.people import add_person, in_language
from champions.services.talking_first import living_for
from champions.services.turns import take_turn
from champions.when import day_in_words
from meetings.enums import Route
from meetings.models import Meeting, Prescribed
from meetings.services.invitations import invite, way_of
from meetings.services.joining import Way, people_called
from meetings.services.left_alone import is_left_alone, open_invitation
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at
from meetings.services.thought_of import thought_of
from meetings.services.workshops import may_still_post, workshops

# A button that is pressed twice makes one slip; two people of one name are given theirs
# more than a minute apart.
SAME_PRESS = timedelta(minutes=1)


class NeverFirstError(RefusedError):
    """Nothing may be sent or handed to this person; never says why (design, section 4:
    We never write first)."""


class TalkedWithFirstError(RefusedError):
    """A colleague talks with this person before anybody invites them; says who."""


class NoWayError(RefusedError):
    """There is no way on which they can be told; says what would mend it."""


@dataclass(frozen=True)
class Thought:
    """What came of thinking of somebody."""

    row: Prescribed
    # How they are told; nothing while they wait for a workshop.
    way: Channel | None
    # They had an invitation before, and nothing was sent a second time.
    is_repeat: bool = False


@transaction.atomic
def prescribe(
    centre: Centre,
    *,
    first_name: str,
    way: Way | None,
    language: str,
    by: User,
    by_hand: bool,
) -> Thought:
    """Invite one person to the next workshop whose reply-by date they can still meet.
    Pressing twice invites once, and who has an open invitation keeps that one. Raises
    NeverFirstError, TalkedWithFirstError and NoWayError; then nothing is written, sent
    or printed."""
    take_turn(centre)
    known = _lately(centre, first_name, by) if way is None else None
    if way is not None:
        known = _known(centre, first_name, way)
    if known:
        _refuse_if_left_alone(known)
    person = known or _add(centre, first_name, way, language, by)
    open_one = open_invitation(person)
    if open_one:
        row = thought_of(open_one, by=by)
        return Thought(row, Channel(open_one.channel), is_repeat=True)
    return _think_of(person, way, by=by, by_hand=by_hand)


def _refuse_if_left_alone(person: Person) -> None:
    if is_left_alone(person):
        raise NeverFirstError(
            _(
                "We never write first to some people, and this page does not say to "
                "whom or why. Nothing was sent or printed. You can speak with them. If "
                "they would like to hear from us, the front desk writes it down."
            )
        )
    talk = living_for(person)
    if talk:
        raise TalkedWithFirstError(
            _(
                "%(name)s talks with this person first, by %(day)s. Nothing was sent or "
                "printed. Speak with %(name)s."
            )
            % {"name": _who_talks(talk), "day": day_in_words(talk.until)}
        )


def _who_talks(talk: TalkFirst) -> str:
    return talk.promised_by.first_name if talk.promised_by else _("a colleague")


def _known(centre: Centre, first_name: str, way: Way) -> Person | None:
    """Living or not: nobody is added anew who must be left alone."""
    return min(
        people_called(centre, first_name, way),
        key=lambda one: one.died_at is not None,
        default=None,
    )


def _lately(centre: Centre, first_name: str, by: User) -> Person | None:
    """Who was given a slip by the first press of the same button."""
    rows = Prescribed.objects.of(centre).filter(
        by=by,
        created_at__gt=timezone.now() - SAME_PRESS,
        person__email="",
        person__phone="",
    )
    people = (row.person for row in rows.select_related("person__centre"))
    wanted = folded(first_name)
    return next((one for one in people if folded(one.first_name) == wanted), None)


def _add(
    centre: Centre, first_name: str, way: Way | None, language: str, by: User
) -> Person:
    way = way or Way()
    spoken = {"language": centre.usual_language} | in_language(language)
    return add_person(
        centre,
        first_name=first_name,
        email=way.email,
        phone=way.phone,
        by=by,
        **spoken,
    )


def _think_of(person: Person, way: Way | None, *, by: User, by_hand: bool) -> Thought:
    wanted = way.channel if way else None
    how = Channel.IN_PERSON if by_hand else way_of(person, wanted)
    # A provider gives a slip at this moment instead of letting a card wait.
    if how is None or (how == Channel.IN_PERSON and not by_hand):
        raise NoWayError(_("We have no safe way to reach them. Hand them a slip."))
    workshop = workshop_for(person.centre, how)
    if workshop is None:
        return _wait(person, by)
    invitation = invite(
        person, workshop, route=Route.PRESCRIBED, by=by, channel=wanted, by_hand=by_hand
    )
    return Thought(thought_of(invitation, by=by), Channel(invitation.channel))


def workshop_for(centre: Centre, how: Channel) -> Meeting | None:
    """The next one whose reply-by date can still be met on this way: a letter needs
    three weeks, a slip in the hand, a mail or a call can be answered the same day."""
    ahead = workshops(centre).upcoming().filter(reply_by__gte=today_at(centre))
    fits = (one for one in ahead if how != Channel.LETTER or may_still_post(one))
    return next(fits, None)


def _wait(person: Person, by: User) -> Thought:
    """They are asked as soon as the next workshop is announced."""
    if way_of(person, person.channel) in {None, Channel.IN_PERSON}:
        raise NoWayError(
            _(
                "There is no date yet for a workshop. Write down how we reach them: "
                "then they are asked first."
            )
        )
    row, is_new = Prescribed.objects.get_or_create(
        centre=person.centre, person=person, by=by, invitation=None
    )
    if is_new:
        record(row, "meetings.prescribe", by=by)
    return Thought(row, None, is_repeat=not is_new)
