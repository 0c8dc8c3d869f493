"""A person becomes a champion by a yes: at the workshop, later, or by telephone."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from champions.enums import Role
from champions.models import Champion, CircleMember, Person
from champions.permissions import SECOND_FACTOR
from meetings.services.attendance import mark_attendance, walk_in
from meetings.services.welcoming import could_become_champions, hear_yes
from tests.factories import (
    make_centre,
    make_circle,
    make_person,
    make_seat,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return make_workshop_pair(centre, make_circle(centre, lead=anne))


@pytest.fixture
def rosa(workshop):
    return make_seat(workshop)


@pytest.fixture
def the_day(workshop):
    with time_machine.travel(workshop.starts_at + timedelta(minutes=90)):
        yield


@pytest.fixture
def as_staff(client, anne, the_day):
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def came(seat, by):
    part = seat.meeting.parts.get()
    mark_attendance(seat.meeting, part=part, came={seat.pk: True}, by=by)


def yes(client, workshop, **said):
    url = reverse("meetings:yes", args=[workshop.centre.slug, workshop.pk])
    return client.post(url, said)


def test_whoever_came_can_say_yes_with_their_gifts_in_their_own_words(
    as_staff, anne, workshop, rosa
):
    came(rosa, anne)

    yes(
        as_staff,
        workshop,
        **{f"yes_{rosa.pk}": "on", f"gifts_{rosa.pk}": "Soup for twenty"},
    )

    champion = Champion.objects.get(person=rosa.person)
    assert champion.gifts == "Soup for twenty"
    assert CircleMember.objects.filter(
        circle=workshop.circle, person=rosa.person
    ).exists()


def test_nobody_becomes_a_champion_by_coming_alone(as_staff, anne, workshop, rosa):
    came(rosa, anne)

    yes(as_staff, workshop)

    assert Champion.objects.count() == 0


def test_who_did_not_come_is_not_on_the_list(workshop, rosa, the_day):
    assert could_become_champions(workshop) == []


def test_a_walk_in_who_says_yes_is_known_to_the_centre(anne, workshop, the_day):
    seat = walk_in(workshop, first_name="Zoe", by=anne)

    hear_yes(seat, by=anne, gifts="Singing")

    zoe = Person.objects.get(first_name="Zoe")
    seat.refresh_from_db()
    assert (seat.person, seat.guest_name) == (zoe, "")
    assert zoe.champion.gifts == "Singing"


def test_the_form_sent_twice_makes_one_champion(as_staff, anne, workshop, rosa):
    came(rosa, anne)

    for _twice in range(2):
        yes(as_staff, workshop, **{f"yes_{rosa.pk}": "on"})

    assert Champion.objects.count() == 1


def test_a_yes_by_telephone_is_heard_at_the_front_desk(client, centre, workshop):
    person = make_person(centre, first_name="Lucille")
    client.force_login(make_staff(centre, Role.DESK))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    client.post(reverse("meetings:desk", args=[centre.slug]), {"words": "Lucille"})

    client.post(
        reverse("meetings:desk_champion", args=[centre.slug, person.pk]),
        {"circle": workshop.circle.pk},
    )

    assert CircleMember.objects.filter(person=person, circle=workshop.circle).exists()
