import pytest

from champions.models import Circle
from meetings.enums import Audience, MeetingState, Say
from meetings.models import Capacity, Meeting
from meetings.services.seats import answer, ask
from meetings.services.workshops import (
    WorkshopError,
    announce_workshop,
    change_draft,
    filling_over,
    further_workshop,
    make_room,
    make_workshop,
    missing,
    plan_of,
    wanting_a_further,
)
from tests.factories import in_days, make_centre, make_circle, make_person, make_staff
from tests.meetings.workshops import a_plan, a_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def say_yes(workshop, name, companions=0):
    person = make_person(workshop.centre, name, address="22 Birch Road")
    return answer(
        ask(workshop, person),
        say=Say.YES,
        by=None,
        how="letter",
        companions=companions,
    )


def test_it_has_two_portions_with_their_own_places(centre, anne):
    workshop = a_workshop(centre, anne, places=24, staff_places=6)

    assert list(
        Capacity.objects.filter(part__meeting=workshop)
        .order_by("part__number", "audience")
        .values_list("part__number", "audience", "places")
    ) == [
        (1, Audience.CHAMPIONS, 24),
        (2, Audience.CHAMPIONS, 24),
        (2, Audience.STAFF, 6),
    ]


def test_it_makes_its_group_when_none_is_named(centre, anne):
    a_workshop(centre, anne, circle_name="Birch")

    assert list(Circle.objects.values_list("name", "lead")) == [("Birch", anne.pk)]


def test_it_is_for_an_existing_group(centre, anne):
    circle = make_circle(centre, lead=anne)

    workshop = make_workshop(centre, plan=a_plan(centre), by=anne, circle=circle)

    assert (workshop.circle, workshop.followed_by.circle) == (circle, circle)


def test_a_plan_that_leaves_no_time_makes_nothing(centre, anne):
    plan = a_plan(centre, reply_by=in_days(0))

    with pytest.raises(WorkshopError) as refused:
        make_workshop(centre, plan=plan, by=anne, circle_name="Maple")

    assert (list(refused.value.problems), Meeting.objects.count()) == (["reply_by"], 0)


@pytest.mark.parametrize("gap", [{"second_on": None}, {"second_place": ""}])
def test_it_is_not_announced_without_day_and_place_of_the_second(centre, anne, gap):
    workshop = make_workshop(
        centre, plan=a_plan(centre, **gap), by=anne, circle_name="Maple"
    )

    with pytest.raises(WorkshopError):
        announce_workshop(workshop, by=anne)

    workshop.refresh_from_db()
    assert (workshop.state, len(missing(workshop))) == (MeetingState.DRAFT, 1)


def test_announcing_it_announces_the_second_with_it(centre, anne):
    workshop = a_workshop(centre, anne)

    workshop.followed_by.refresh_from_db()
    assert workshop.followed_by.state == MeetingState.ANNOUNCED


def test_a_draft_can_be_changed_whole(centre, anne):
    workshop = a_workshop(centre, anne, second_on=None)
    plan = a_plan(centre, places=30, place="The library")

    change_draft(workshop, plan=plan, by=anne)

    workshop = Meeting.objects.get(pk=workshop.pk)
    assert plan_of(workshop) == plan


def test_an_announced_one_is_not_changed_like_a_draft(centre, anne):
    workshop = a_workshop(centre, anne)

    with pytest.raises(WorkshopError):
        change_draft(workshop, plan=a_plan(centre), by=anne)


def test_more_yeses_than_places_are_seen_until_there_is_room(centre, anne):
    workshop = a_workshop(centre, anne, places=2)
    say_yes(workshop, "Rosa")
    before = filling_over(centre)
    say_yes(workshop, "Yusuf", companions=1)
    full = filling_over(centre)

    make_room(workshop, places=3, by=anne)

    assert (before, full, filling_over(centre)) == ([], [workshop], [])


def test_a_further_workshop_is_wanted_until_it_is_prepared(centre, anne):
    workshop = a_workshop(centre, anne, places=1)
    say_yes(workshop, "Rosa", companions=1)
    wanted = wanting_a_further(centre)

    further_workshop(workshop, by=anne)

    assert (wanted, wanting_a_further(centre)) == ([workshop], [])


def test_a_further_workshop_is_a_draft_with_both_dates(centre, anne):
    workshop = a_workshop(centre, anne)

    further = further_workshop(workshop, by=anne)

    assert (further.state, further.circle, missing(further)) == (
        MeetingState.DRAFT,
        workshop.circle,
        [],
    )
    assert further.on > workshop.on
