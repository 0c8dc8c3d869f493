"""Twenty neighbours press “I will come” at the same moment for one last place: one gets
it, all others wait; and one form sent by two at once is one place."""

from collections import Counter
from uuid import uuid4

import pytest

from meetings.enums import Reply
from meetings.services.seats import come_as_guest
from tests.factories import make_centre, make_gathering
from tests.meetings.test_places_raced import at_once

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


def coming(meeting, name, submission):
    return lambda: come_as_guest(meeting, name=name, submission=submission)


def test_one_of_twenty_neighbours_gets_the_last_place():
    meeting = make_gathering(make_centre(), kind="session", places=1)

    at_once(*(coming(meeting, f"Gus {n}", uuid4()) for n in range(20)))

    replies = Counter(meeting.seats.values_list("reply", flat=True))
    assert replies == {Reply.COMING: 1, Reply.WAITING: 19}


def test_the_same_form_from_two_tabs_is_one_place():
    meeting = make_gathering(make_centre(), kind="session", places=5)
    form = uuid4()

    at_once(*(coming(meeting, "Gus", form) for _twice in range(2)))

    assert meeting.seats.count() == 1
