import pytest
from django.urls import reverse

from champions.enums import Role
from champions.models import Champion, Circle, StaffRole, User
from champions.permissions import SECOND_FACTOR
from champions.services.roles import add_staff
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_person,
    make_staff,
)

pytestmark = pytest.mark.django_db
STAFF_FORM = {"first_name": "Ben", "email": "ben@example.org", "role": "desk"}


@pytest.fixture
def cedar():
    return make_centre()


@pytest.fixture
def harbour():
    return make_centre("harbourview")


@pytest.fixture
def anne(client, cedar):
    return sign_in(client, cedar)


def sign_in(client, centre, role=Role.LEAD):
    user = make_staff(centre, role)
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return user


@pytest.fixture
def rows(cedar, harbour):
    """A row of each list in the own centre, and one in the other."""
    return {
        centre.slug: {
            "champion_list": make_champion(
                centre, first_name=f"Amina{centre.pk}"
            ).champion,
            "groups": make_circle(centre, f"Maple{centre.pk}"),
            "staff": add_staff(
                centre,
                email=f"desk{centre.pk}@example.org",
                first_name=f"Desk{centre.pk}",
                role=Role.DESK,
                by=None,
            ).staff_roles.get(),
        }
        for centre in (cedar, harbour)
    }


PAGES = [
    ("champion_list", "edit"),
    ("groups", "edit"),
    ("staff", "delete"),
]


@pytest.mark.parametrize("name", ["champion_list", "groups", "staff"])
@pytest.mark.parametrize("view", ["index", "index_results"])
def test_a_list_shows_the_own_centre_alone(
    client, anne, cedar, harbour, rows, name, view
):
    words = {"champion_list": "Amina", "groups": "Maple", "staff": "Desk"}[name]

    text = client.get(reverse(f"{name}:{view}")).content.decode()

    assert f"{words}{cedar.pk}" in text
    assert f"{words}{harbour.pk}" not in text


def test_the_rows_as_a_spreadsheet_are_of_the_own_centre_alone(
    client, anne, harbour, rows
):
    answer = client.get(reverse("champion_list:index") + "?export=csv")

    assert f"Amina{harbour.pk}" not in answer.getvalue().decode()


@pytest.mark.parametrize(("name", "view"), PAGES)
def test_a_row_of_the_own_centre_opens(client, anne, rows, name, view):
    row = rows["cedar-lake"][name]

    assert client.get(reverse(f"{name}:{view}", args=[row.pk])).status_code == 200


@pytest.mark.parametrize(("name", "view"), PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_row_of_another_centre_is_as_unknown_as_none(
    client, anne, rows, name, view, method
):
    theirs = reverse(f"{name}:{view}", args=[rows["harbourview"][name].pk])
    nobodys = reverse(f"{name}:{view}", args=[999_999])

    answers = [getattr(client, method)(url) for url in (theirs, nobodys)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("name", ["champion_list", "groups", "staff"])
@pytest.mark.parametrize("view", ["copy", "history", "usage", "inspect", "reorder"])
def test_what_is_not_fenced_has_no_address(client, anne, rows, name, view):
    row = rows["cedar-lake"][name]
    prefix = {"champion_list": "champions"}.get(name, name)

    assert client.get(f"/admin/{prefix}/{view}/{row.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.DESK, Role.EDITOR, Role.PRIVACY])
def test_other_staff_do_not_know_these_lists(client, cedar, role):
    sign_in(client, cedar, role)

    assert client.get(reverse("staff:index")).status_code == 404
    assert client.post(reverse("staff:add"), STAFF_FORM).status_code == 404


def test_without_the_second_step_nothing_is_shown(client, cedar):
    client.force_login(make_staff(cedar))

    answer = client.get(reverse("staff:index"))

    assert answer.headers["Location"] == "/en/accounts/2fa/?next=/admin/staff/"


def test_a_point_person_gives_a_role(client, anne, cedar):
    answer = client.post(reverse("staff:add"), STAFF_FORM)

    assert answer.headers["Location"] == reverse("staff:index")
    role = StaffRole.objects.get(role=Role.DESK)
    assert (role.user.email, role.centre) == ("ben@example.org", cedar)


def test_who_works_in_one_centre_gives_no_role_in_another(client, anne, cedar, harbour):
    client.post(reverse("staff:add"), STAFF_FORM | {"centre": harbour.pk})

    assert StaffRole.objects.get(role=Role.DESK).centre == cedar


def test_who_leads_two_centres_says_which(client, anne, cedar, harbour):
    StaffRole.objects.create(user=anne, centre=harbour, role=Role.LEAD)

    client.post(reverse("staff:add"), STAFF_FORM)
    assert not StaffRole.objects.filter(role=Role.DESK).exists()
    client.post(reverse("staff:add"), STAFF_FORM | {"centre": harbour.pk})

    assert StaffRole.objects.get(role=Role.DESK).centre == harbour


def test_an_address_that_several_read_is_refused_beside_its_field(client, anne, cedar):
    make_person(cedar, first_name="Rosa", email="ben@example.org")

    answer = client.post(reverse("staff:add"), STAFF_FORM)

    assert answer.context["form"].errors["email"] == [
        "Several people use this address. Staff need one of their own."
    ]
    assert not User.objects.filter(email="ben@example.org").exists()


def test_a_role_is_taken_away_by_a_button(client, anne, rows):
    role = rows["cedar-lake"]["staff"]

    client.get(reverse("staff:delete", args=[role.pk]))
    assert StaffRole.objects.filter(pk=role.pk).exists()
    client.post(reverse("staff:delete", args=[role.pk]))

    assert not StaffRole.objects.filter(pk=role.pk).exists()


def test_the_last_point_person_stays_and_is_told_why(client, anne, cedar):
    role = StaffRole.objects.get(user=anne)

    answer = client.post(reverse("staff:delete", args=[role.pk]), follow=True)

    words = "A centre keeps a point person. Give the role to somebody first."
    assert words in answer.content.decode()
    assert StaffRole.objects.filter(pk=role.pk).exists()


def test_a_group_gets_its_staff(client, anne, cedar):
    partner = StaffRole.objects.get(user=make_staff(cedar, Role.SUPPORTER, "Nour"))

    client.post(
        reverse("groups:add"),
        {"name": "Maple", "lead": anne.pk, "back_up": "", "partners": [partner.pk]},
    )

    circle = Circle.objects.get()
    assert (circle.centre, circle.lead) == (cedar, anne)
    assert list(circle.partners.all()) == [partner]


def test_staff_of_another_centre_lead_no_group_here(client, anne, cedar, harbour):
    theirs = make_staff(harbour)
    partner = StaffRole.objects.get(user=theirs)

    for form in ({"lead": theirs.pk}, {"lead": anne.pk, "partners": [partner.pk]}):
        client.post(reverse("groups:add"), {"name": "Maple"} | form)

    assert Circle.objects.count() == 0


def test_a_name_is_given_to_one_group_of_a_centre(client, anne, cedar):
    make_circle(cedar, "Maple", lead=anne)

    answer = client.post(reverse("groups:add"), {"name": " Maple", "lead": anne.pk})

    assert answer.context["form"].errors["name"] == [
        "Another group of the centre has this name."
    ]


def test_gifts_are_written_down_for_a_champion(client, anne, rows):
    champion = rows["cedar-lake"]["champion_list"]

    client.post(
        reverse("champion_list:edit", args=[champion.pk]),
        {"gifts": "Soup", "matters": "", "time": ""},
    )

    assert Champion.objects.get(pk=champion.pk).gifts == "Soup"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("champion_list", 19), ("groups", 15), ("staff", 15)]
)
def test_a_longer_list_asks_no_more_of_the_database(
    client, anne, cedar, name, queries, count, django_assert_num_queries
):
    """A list of people is also noted in the log of views: four more."""
    for number in range(count):
        make_champion(cedar, first_name=f"Amina{number}")
        make_circle(cedar, f"Maple{number}", lead=anne, back_up=anne)
        make_staff(cedar, Role.DESK)
    client.get(reverse(f"{name}:index"))

    with django_assert_num_queries(queries):
        client.get(reverse(f"{name}:index"))
