"""Before a centre's first workshop: five things to think of, and no gate."""

import pytest
from django.urls import reverse

from champions.enums import Role
from champions.permissions import SECOND_FACTOR
from meetings.enums import FirstStep, MeetingState
from meetings.models import Meeting, ThoughtOf
from meetings.services.first_steps import (
    STEPS,
    are_open,
    first_workshop,
    keep_step,
    put_away,
)
from tests.factories import make_centre, make_staff
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def sign_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def page_of(centre):
    return reverse("workshops:before", args=[centre.pk])


def test_a_workshop_is_announced_with_nothing_ticked(centre, anne):
    workshop = a_workshop(centre, anne)

    assert are_open(centre)
    assert workshop.state == MeetingState.ANNOUNCED


def test_only_the_first_workshop_of_a_centre_has_it(centre, anne):
    workshop = a_workshop(centre, anne)
    before = first_workshop(centre)

    Meeting.objects.filter(pk=workshop.pk).update(state=MeetingState.HELD)
    a_workshop(centre, anne)

    assert (before, first_workshop(centre)) == (workshop, None)


@pytest.mark.parametrize("role", [Role.LEAD, Role.SUPPORTER])
def test_staff_tick_and_note(client, centre, role):
    user = make_staff(centre, role)
    sign_in(client, user)

    client.post(page_of(centre), {"done_room": "on", "note_room": "The library"})

    row = ThoughtOf.objects.get(step=FirstStep.ROOM)
    assert (row.is_done, row.note, row.by) == (True, "The library", user)
    assert "The library" in client.get(page_of(centre)).content.decode()


def test_each_line_says_why_and_who_says_so(client, centre, anne):
    page = sign_in(client, anne).get(page_of(centre)).content.decode()

    assert page.count("Source: ") == len(STEPS) == 5


def test_when_all_is_ticked_nothing_is_open(centre, anne):
    for step in STEPS:
        keep_step(centre, step, is_done=True, by=anne)

    assert not are_open(centre)


def test_it_can_be_put_away_with_nothing_ticked(centre, anne):
    put_away(centre, by=anne)

    assert not are_open(centre)


def test_who_ticked_first_stays_when_another_saves_the_same(centre, anne):
    keep_step(centre, FirstStep.ROOM, is_done=True, by=anne)

    keep_step(centre, FirstStep.ROOM, is_done=True, by=make_staff(centre))

    assert ThoughtOf.objects.get().by == anne


def test_another_centre_is_not_found(client, centre):
    stranger = make_staff(make_centre("elsewhere"))

    assert sign_in(client, stranger).get(page_of(centre)).status_code == 404
