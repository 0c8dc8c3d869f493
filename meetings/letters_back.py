"""Letters that came back lately, in words for staff: whose, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Centre, Message
from meetings.did_not_arrive import now_in_words
from meetings.enums import InvitationState
from meetings.models import Invitation
from meetings.services.arrivals import has_failed, messages_of
from meetings.services.other_ways import next_way
from meetings.services.returned_letters import Found, Returned, invitations_of
from meetings.services.rhythms import today_at


@dataclass(frozen=True)
class LetterBack:
    """One letter as the page shows it."""

    letter: Message
    now: str


def rows_of(centre: Centre, letters: Sequence[Message]) -> list[LetterBack]:
    """They come with their people and topics; as few questions for fifty as for one."""
    shown, today = list(letters), today_at(centre)
    invited = invitations_of(shown)
    told = messages_of(list(invited.values()))
    return [
        LetterBack(letter, _now(invited.get(letter.pk), told, today))
        for letter in shown
    ]


def _now(one: Invitation | None, told: dict[int, list[Message]], today: date) -> str:
    if one is None:
        return _("Nothing is posted there until we know another address.")
    if one.state != InvitationState.UNDELIVERED or not _is_of_use(one, today):
        return now_in_words(one, needs_a_hand=False)
    lost = filter(has_failed, told.get(one.pk, []))
    way = next_way(one.person, lost, one.meeting, today)
    if way is None:
        return now_in_words(one, needs_a_hand=True)
    return _("In a few minutes it goes another way: %(way)s.") % {"way": way.label}


def _is_of_use(one: Invitation, today: date) -> bool:
    return today <= (one.meeting.reply_by or one.meeting.on)


def said_of(noted: Sequence[Returned]) -> tuple[str, list[str]]:
    """What to say after typing: how many were noted, and what to look at again."""
    count = sum(one.found == Found.NOTED for one in noted)
    done = ngettext(
        "%(n)s letter is noted as come back.",
        "%(n)s letters are noted as come back.",
        count,
    ) % {"n": count}
    return done if count else "", [_wrong(one) for one in noted if _is_wrong(one)]


def _is_wrong(one: Returned) -> bool:
    return one.found != Found.NOTED


def _wrong(one: Returned) -> str:
    said = {
        Found.BEFORE: _("%(code)s: noted before (%(who)s)."),
        Found.NO_LETTER: _("%(code)s: no letter is in the post to %(who)s."),
    }
    words = said.get(one.found, _("%(code)s: we do not know this code."))
    return words % {"code": one.typed, "who": one.person}
