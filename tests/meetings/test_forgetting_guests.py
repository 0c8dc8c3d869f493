"""Who said "I will come" to a programme is forgotten thirty days after it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from meetings.models import Seat
from meetings.services.guests import SOMEBODY, forget_guests
from meetings.services.seats import come_as_guest
from tests.factories import make_centre, make_gathering

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    session = make_gathering(make_centre(), kind="session")
    return come_as_guest(session, name="Sam", reach="705-555-0101", submission=uuid4())


@pytest.mark.parametrize(("days", "name"), [(29, "Sam"), (31, SOMEBODY)])
def test_a_guest_is_forgotten_after_thirty_days(seat, days, name):
    forget_guests(seat.meeting.ends_at + timedelta(days=days))

    assert Seat.objects.get(pk=seat.pk).guest_name == name


def test_how_many_came_stays_known(seat):
    forget_guests(seat.meeting.ends_at + timedelta(days=31))

    forgotten = Seat.objects.get(pk=seat.pk)
    assert (forgotten.guest_reach, forgotten.reply) == ("", "coming")
