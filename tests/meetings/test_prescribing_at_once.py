"""Two providers, or one who presses four times, think of the same person at the same
moment, on both databases: there is one person, one invitation, one message."""

import pytest

from champions.enums import Role
from champions.models import Person
from meetings.models import Invitation, Prescribed
from meetings.services.joining import Way
from meetings.services.prescribing import prescribe
from tests.factories import make_centre, make_staff
from tests.meetings.test_how_often_at_once import at_once
from tests.meetings.workshops import a_workshop, told

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
ROSA = Way(email="rosa@example.org")


def thinking_of(centre, by, way, *, by_hand):
    said = {"first_name": "Rosa", "language": "en"}
    return lambda: prescribe(centre, way=way, by=by, by_hand=by_hand, **said)


@pytest.mark.parametrize("way", [ROSA, None], ids=["sent", "by a slip"])
def test_one_who_presses_four_times_invites_once(way):
    centre = make_centre()
    a_workshop(centre, make_staff(centre))
    sandra = make_staff(centre, Role.PRESCRIBER, "Sandra")

    at_once([thinking_of(centre, sandra, way, by_hand=way is None)] * 4)

    assert Person.objects.filter(first_name="Rosa").count() == 1
    assert (Invitation.objects.count(), Prescribed.objects.count()) == (1, 1)
    assert told().count() == 1


def test_two_providers_invite_once_and_both_see_it():
    centre = make_centre()
    a_workshop(centre, make_staff(centre))
    both = [make_staff(centre, Role.PRESCRIBER, name) for name in ("Sandra", "Kofi")]

    at_once([thinking_of(centre, one, ROSA, by_hand=False) for one in both])

    assert (Invitation.objects.count(), Prescribed.objects.count()) == (1, 2)
    assert told().count() == 1


def test_two_who_wait_for_a_workshop_wait_once():
    centre = make_centre()
    sandra = make_staff(centre, Role.PRESCRIBER, "Sandra")

    at_once([thinking_of(centre, sandra, ROSA, by_hand=False)] * 4)

    assert Prescribed.objects.filter(invitation=None).count() == 1
