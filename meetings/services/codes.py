"""What a typed code opens, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from champions import links
from champions.enums import CodePurpose
from champions.models import PersonalCard, TypedCode
from champions.names import folded
from meetings.models import Invitation, RhythmAnswer, Seat

# Where the link of each purpose leads, by URL name.
OPENS = {
    CodePurpose.INVITATION: "meetings:invitation_link",
    CodePurpose.SEAT: "meetings:seat_link",
    CodePurpose.GUEST: "meetings:seat_link",
    CodePurpose.CARD: "account_card_link",
    CodePurpose.HOW_OFTEN: "meetings:how_often_link",
    CodePurpose.LETTERS: "meetings:letters_link",
}


@dataclass(frozen=True)
class Opener:
    """What a room above answers for its codes: the address of the link, the first name
    of whose it is, and where the front desk does the same for who calls."""

    address: Callable[[TypedCode], str]
    first_name: Callable[[TypedCode], str]
    desk_address: Callable[[TypedCode], str]


# Filled at start by the rooms above, whose addresses are not named here.
OPENED_ABOVE: dict[str, Opener] = {}


def desk_address_of(code: TypedCode) -> str:
    """Where the front desk goes on with a code of a room above; else nothing."""
    opener = OPENED_ABOVE.get(code.purpose)
    return opener.desk_address(code) if opener else ""


def address_of(code: TypedCode) -> str:
    """The address that the link of the same thing has; nothing when it has none."""
    if opener := OPENED_ABOVE.get(code.purpose):
        return opener.address(code)
    name = OPENS.get(CodePurpose(code.purpose))
    token = links.token(code.purpose, code.thing_id, code.generation)
    try:
        return reverse(name, kwargs={"token": token}) if name else ""
    except NoReverseMatch:
        return ""


def is_named(code: TypedCode, first_name: str) -> bool:
    """Whether the code belongs to somebody of that first name. One that stands on many
    letters is nobody's, and shows nothing of anybody: any name will do."""
    if code.purpose == CodePurpose.LETTERS:
        return bool(first_name)
    return bool(first_name) and folded(first_name) == folded(_name_behind(code))


def _name_behind(code: TypedCode) -> str:
    if opener := OPENED_ABOVE.get(code.purpose):
        return opener.first_name(code)
    if code.purpose == CodePurpose.INVITATION:
        return _first_name(Invitation.objects.filter(pk=code.thing_id))
    if code.purpose == CodePurpose.CARD:
        return _first_name(PersonalCard.objects.filter(pk=code.thing_id))
    if code.purpose == CodePurpose.HOW_OFTEN:
        return _first_name(RhythmAnswer.objects.filter(pk=code.thing_id))
    seat = Seat.objects.select_related("person").filter(pk=code.thing_id).first()
    return seat.name if seat else ""


def _first_name(
    things: QuerySet[Invitation] | QuerySet[PersonalCard] | QuerySet[RhythmAnswer],
) -> str:
    return things.values_list("person__first_name", flat=True).first() or ""
