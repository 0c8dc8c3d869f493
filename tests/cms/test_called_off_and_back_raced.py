"""A break, a way back and a change at the same moment: nobody waits for ever, nobody is
told twice, and no date takes place while its programme rests."""

from uuid import uuid4

import pytest

from champions.models import Centre, Message
from cms.enums import ProgrammeState
from cms.services import programmes
from cms.services.centres import open_centre
from cms.services.sessions import cancel_session, take_place, upcoming_sessions
from meetings.enums import MeetingState
from meetings.services.seats import come_as_guest
from tests.cms.published import in_public
from tests.factories import make_champion, make_circle
from tests.meetings.test_places_raced import at_once

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programme():
    centre = open_centre(Centre(slug="cedar-lake", name="Cedar", phone="1"), by=None)
    return in_public(centre, make_champion(centre, make_circle(centre), "Doreen"))


@pytest.fixture
def off(programme):
    """A date for which somebody meant to come, and that was called off."""
    session = upcoming_sessions(programme).first()
    said = {"name": "Inès", "reach": "ines@example.org", "submission": uuid4()}
    come_as_guest(session.meeting, **said)
    cancel_session(session, why="Snow", by=None)
    return session


def told():
    return Message.objects.filter(name="meetings/after_all").count()


def test_pressed_by_five_at_once_it_takes_place_once(off):
    at_once(*(lambda: take_place(off, by=None) for _five in range(5)))

    off.meeting.refresh_from_db()
    assert (off.meeting.state, told()) == (MeetingState.ANNOUNCED, 1)


@pytest.mark.parametrize("_time", range(3))
def test_no_date_takes_place_while_its_programme_rests(programme, off, _time):
    lead = programme.leads.get().user

    def rest():
        programmes.set_state(programme, ProgrammeState.RESTING, by=lead)

    at_once(rest, lambda: take_place(off, by=None))

    programme.refresh_from_db()
    off.meeting.refresh_from_db()
    assert programme.state == ProgrammeState.RESTING
    assert off.meeting.state == MeetingState.CANCELLED
