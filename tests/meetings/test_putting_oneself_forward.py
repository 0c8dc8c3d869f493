import pytest

from champions.models import Consent, Person
from meetings.enums import Route
from meetings.models import Invitation
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.django_db
JOIN = "/en/cedar-lake/join/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def workshop(centre):
    return a_workshop(centre, make_staff(centre))


def join(client, address=JOIN, **words):
    return client.post(
        address, {"first_name": "Yusuf", "reach": "yusuf@example.org"} | words
    )


def test_somebody_new_is_invited_to_the_next_workshop(client, workshop):
    answer = join(client)

    person = Person.objects.get(first_name="Yusuf")
    assert (person.email, person.channel) == ("yusuf@example.org", "email")
    assert list(Invitation.objects.values_list("person", "meeting", "route")) == [
        (person.pk, workshop.pk, Route.SELF)
    ]
    assert (answer.url, told().count()) == (f"{JOIN}?thanks", 1)


def test_a_telephone_number_is_enough(client, workshop):
    join(client, reach="(705) 555-0142")

    person = Person.objects.get(first_name="Yusuf")
    assert (person.phone, told().get().channel) == ("+17055550142", "phone")


@pytest.mark.parametrize("reach", ["later", "@", "12"])
def test_what_cannot_reach_anybody_is_asked_again(client, workshop, reach):
    page = join(client, reach=reach)

    assert (
        list(page.context["form"].errors),
        page.context["form"]["reach"].value(),
    ) == (
        ["reach"],
        reach,
    )


def test_twice_is_once(client, workshop):
    join(client)
    join(client, reach="YUSUF@example.org")

    assert Person.objects.filter(first_name="Yusuf").count() == 1
    assert (Invitation.objects.count(), Consent.objects.count()) == (1, 1)


def test_a_household_may_share_an_address(client, centre, workshop):
    make_person(centre, "Ida", email="yusuf@example.org")

    join(client)

    assert Invitation.objects.get().person.first_name == "Yusuf"


def test_they_are_written_to_in_the_language_of_the_page(client, workshop):
    join(client, "/fr/cedar-lake/join/")

    assert Person.objects.get(first_name="Yusuf").language == "fr"


def test_without_a_workshop_they_stay_on_the_list(client, centre):
    answer = join(client)

    page = client.get(answer.url)
    assert (Person.objects.count(), Invitation.objects.count()) == (1, 0)
    assert page.context["workshop"] is None


def test_a_machine_that_fills_in_everything_adds_nobody(client, workshop):
    join(client, website="https://spam.example")

    assert Person.objects.filter(first_name="Yusuf").count() == 0
