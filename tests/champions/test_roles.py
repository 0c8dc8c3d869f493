import pytest
from wagtail.models import ModelLogEntry

from champions.enums import Role
from champions.models import Person, StaffRole, User
from champions.services.roles import (
    LastLeadError,
    SharedAddressError,
    add_staff,
    grant_role,
    take_role,
)
from tests.factories import make_centre, make_person, make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def test_a_role_is_given_once_and_logged_without_names(centre, anne):
    ben = make_user("ben@example.org")

    grant_role(ben, centre, Role.DESK, by=anne)
    grant_role(ben, centre, Role.DESK, by=anne)

    assert StaffRole.objects.get(user=ben).role == Role.DESK
    entry = ModelLogEntry.objects.get(action="champions.grant_role")
    assert entry.data == {"centre": centre.pk, "user": ben.pk, "role": "desk"}


def test_a_role_is_taken_in_one_centre_only(centre, anne):
    ben, other = make_user("ben@example.org"), make_centre("harbourview")
    grant_role(ben, centre, Role.DESK, by=anne)
    grant_role(ben, other, Role.DESK, by=anne)

    take_role(ben, centre, Role.DESK, by=anne)

    assert StaffRole.objects.get(user=ben).centre == other


def test_a_role_that_does_not_exist_is_refused(centre):
    with pytest.raises(ValueError, match="emperor"):
        grant_role(make_user("ben@example.org"), centre, "emperor", by=None)


@pytest.mark.parametrize("email", [None, "home@example.org"])
def test_nobody_is_staff_by_an_address_that_is_not_theirs_alone(centre, email):
    make_person(centre, first_name="Rosa", email="home@example.org")

    with pytest.raises(SharedAddressError):
        grant_role(make_user(email), centre, Role.DESK, by=None)


def test_a_role_of_the_admin_comes_and_goes_with_its_group(centre, anne):
    ben = make_user("ben@example.org")

    grant_role(ben, centre, Role.EDITOR, by=anne)
    assert [group.name for group in ben.groups.all()] == [f"centre {centre.pk}: editor"]
    take_role(ben, centre, Role.EDITOR, by=anne)

    assert ben.groups.count() == 0


def test_a_centre_keeps_a_point_person(centre, anne):
    with pytest.raises(LastLeadError):
        take_role(anne, centre, Role.LEAD, by=anne)

    assert StaffRole.objects.get().user == anne


def test_the_network_administrator_may_take_the_last_point_person(centre, anne):
    admin = User.objects.create_superuser("net@example.org", "unused")

    take_role(anne, centre, Role.LEAD, by=admin)

    assert StaffRole.objects.count() == 0


def test_new_staff_are_a_user_and_a_person_of_the_centre(centre, anne):
    ben = add_staff(
        centre, email="Ben@Example.org", first_name="Ben", role=Role.DESK, by=anne
    )

    assert ben.email == "ben@example.org"
    assert Person.objects.of(centre).get(user=ben).first_name == "Ben"


def test_new_staff_whom_the_list_knows_are_that_person(centre):
    known = make_person(
        centre, first_name="Ben", email="ben@example.org", name_key="ben"
    )

    ben = add_staff(
        centre, email="BEN@example.org", first_name="ben", role=Role.DESK, by=None
    )

    assert Person.objects.get(user=ben) == known


def test_staff_of_two_centres_are_one_user(centre):
    first, second = (
        add_staff(at, email="ben@example.org", first_name="Ben", role="lead", by=None)
        for at in (centre, make_centre("harbourview"))
    )

    assert first == second
    assert Person.objects.filter(user=first).count() == 2


def test_an_address_of_a_household_makes_nobody_staff(centre):
    make_person(centre, first_name="Rosa", email="home@example.org", name_key="rosa")

    with pytest.raises(SharedAddressError):
        add_staff(
            centre, email="home@example.org", first_name="Ben", role="desk", by=None
        )

    assert User.objects.count() == 0
