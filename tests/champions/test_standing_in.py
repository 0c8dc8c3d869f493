"""A point person is away, and the back-up stands in; a group or a role changes hands."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from champions.enums import Role
from champions.models import Message, Person, StaffRole
from champions.permissions import SECOND_FACTOR
from champions.services.people import mark_died
from champions.services.roles import take_role
from champions.services.standing_in import (
    NotAtTheTableError,
    circles_with_nobody,
    hand_over_circle,
    hand_over_role,
    say_away,
    say_back,
)
from tests.factories import in_days, make_centre, make_circle, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def ben(centre):
    return make_staff(centre, Role.SUPPORTER, first_name="Ben")


@pytest.fixture
def maple(centre, anne, ben):
    return make_circle(centre, lead=anne, back_up=ben)


def today(centre):
    return timezone.localdate(timezone=centre.tzinfo)


def away(user, centre, days=5):
    say_away(user, centre, until=today(centre) + timedelta(days=days), by=user)


def acts_as(user, centre):
    roles = StaffRole.objects.acting(user).filter(centre=centre)
    return set(roles.values_list("role", flat=True))


def told(user):
    rows = Message.objects.filter(person__user=user)
    return list(rows.values_list("name", flat=True))


# --- Away ---


def test_the_back_up_sees_everything_of_who_is_away_and_is_told(
    maple, centre, anne, ben
):
    before = acts_as(ben, centre)

    away(anne, centre)

    assert (before, acts_as(ben, centre)) == ({"supporter"}, {"supporter", "lead"})
    assert Person.objects.visible_to(ben).count() == 2
    assert told(ben) == ["champions/stand_in"]


def test_it_ends_by_itself_when_the_last_day_is_over_on_the_centres_wall(
    maple, centre, anne, ben
):
    away(anne, centre, days=2)
    end = timezone.datetime.combine(
        today(centre) + timedelta(days=3), timezone.datetime.min.time(), centre.tzinfo
    )

    acting = []
    for minutes in (-1, 1):
        with time_machine.travel(end + timedelta(minutes=minutes)):
            acting.append("lead" in acts_as(ben, centre))

    assert acting == [True, False]


def test_who_is_back_early_says_so(maple, centre, anne, ben):
    away(anne, centre)

    say_back(anne, centre, by=anne)

    assert acts_as(ben, centre) == {"supporter"}


@pytest.mark.parametrize("role", [Role.DESK, Role.EDITOR])
def test_nobody_stands_in_who_is_not_at_the_table(centre, anne, role):
    desk = make_staff(centre, role, first_name="Dee")
    make_circle(centre, lead=anne, back_up=desk)

    away(anne, centre)

    assert acts_as(desk, centre) == {role}


def test_a_back_up_at_another_centre_sees_nothing_more(centre, anne, ben):
    other = make_centre("harbourview")
    stranger = make_staff(other, Role.SUPPORTER, first_name="Sue")
    make_circle(other, lead=anne, back_up=stranger)

    away(anne, centre)

    assert acts_as(stranger, centre) == set()
    assert acts_as(stranger, other) == {"supporter"}


def test_to_be_away_is_logged_with_its_day(maple, centre, anne):
    away(anne, centre)

    line = ModelLogEntry.objects.get(action="champions.away")
    until = today(centre) + timedelta(days=5)
    assert (line.user, line.data["until"]) == (anne, until.isoformat())


def sign_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def test_pages_of_the_point_person_open_to_who_stands_in(
    client, maple, centre, anne, ben
):
    other = make_circle(centre, "Elm", lead=anne)
    page = reverse("champions:hand_over", args=[centre.slug, other.pk])
    sign_in(client, ben)
    before = client.get(page).status_code

    away(anne, centre)

    assert (before, client.get(page).status_code) == (404, 200)


def test_who_stands_in_gives_away_no_role(client, maple, centre, anne, ben):
    away(anne, centre)
    page = reverse("champions:hand_over_my_role", args=[centre.slug])

    assert sign_in(client, ben).get(page).status_code == 404


@pytest.mark.parametrize("days", [-1, 400])
def test_a_day_that_cannot_be_meant_is_refused(client, maple, centre, anne, days):
    url = reverse("champions:away", args=[centre.slug])

    page = sign_in(client, anne).post(url, {"until": in_days(days).isoformat()})

    assert page.context["form"].errors == {
        "until": ["Choose a day from today on, within a year."]
    }


# --- Handing over ---


def test_a_group_changes_hands_and_both_are_told(maple, centre, anne, ben):
    cleo = make_staff(centre, Role.SUPPORTER, first_name="Cleo")

    hand_over_circle(maple, to=cleo, back_up=ben, by=anne)

    maple.refresh_from_db()
    assert (maple.lead, maple.back_up) == (cleo, ben)
    assert [told(user) for user in (anne, cleo, ben)] == [
        ["champions/handed_over"],
        ["champions/handed_over"],
        [],
    ]


def test_two_groups_handed_over_within_a_second_are_told_both(maple, centre, anne, ben):
    elm = make_circle(centre, "Elm", lead=anne)
    now = timezone.now().replace(microsecond=1)

    for circle, moment in ((maple, now), (elm, now.replace(microsecond=2))):
        with time_machine.travel(moment, tick=False):
            hand_over_circle(circle, to=ben, back_up=None, by=anne)

    assert told(anne) == ["champions/handed_over"] * 2


def test_a_group_goes_to_nobody_of_another_centre(maple, anne):
    stranger = make_staff(make_centre("harbourview"), first_name="Sue")

    with pytest.raises(NotAtTheTableError):
        hand_over_circle(maple, to=stranger, back_up=None, by=anne)


def test_with_the_role_go_all_groups(maple, centre, anne, ben):
    elm = make_circle(centre, "Elm", lead=ben, back_up=anne)

    hand_over_role(anne, centre, to=ben, by=anne)

    maple.refresh_from_db()
    elm.refresh_from_db()
    assert (acts_as(anne, centre), "lead" in acts_as(ben, centre)) == (set(), True)
    assert (maple.lead, maple.back_up, elm.back_up) == (ben, None, None)
    assert [told(user) for user in (anne, ben)] == [["champions/handed_over"]] * 2


def test_a_point_person_hands_over_on_one_page(client, maple, centre, anne, ben):
    url = reverse("champions:hand_over_my_role", args=[centre.slug])

    sign_in(client, anne).post(url, {"to": ben.pk})

    assert "lead" in acts_as(ben, centre)


# --- Nobody left ---


def test_a_group_in_good_hands_is_not_named(maple, centre):
    assert list(circles_with_nobody(centre)) == []


def test_who_lost_the_role_leaves_the_group_with_nobody(maple, centre, anne, ben):
    make_staff(centre, first_name="Cleo")

    take_role(anne, centre, Role.LEAD, by=anne)

    assert list(circles_with_nobody(centre)) == [maple]


def test_away_with_a_back_up_is_somebody_and_both_away_is_nobody(
    maple, centre, anne, ben
):
    away(anne, centre)
    alone = list(circles_with_nobody(centre))
    away(ben, centre)

    assert (alone, list(circles_with_nobody(centre))) == ([], [maple])


def test_away_without_a_back_up_is_nobody(centre, anne):
    elm = make_circle(centre, "Elm", lead=anne)

    away(anne, centre)

    assert list(circles_with_nobody(centre)) == [elm]


def test_a_point_person_who_died_leaves_the_group_with_nobody(maple, centre, anne):
    mark_died(anne.people.get(), by=None)

    assert list(circles_with_nobody(centre)) == [maple]
