import pytest

from champions.enums import CodePurpose, Role
from champions.models import View, ViewedPerson
from champions.permissions import SECOND_FACTOR
from champions.services.codes import digits_for
from meetings.enums import InvitationState, Route
from meetings.models import Invitation, Seat
from meetings.services.invitations import invite
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db
DESK = "/en/cedar-lake/desk/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def workshop(centre):
    return a_workshop(centre, make_staff(centre))


@pytest.fixture
def rosa(centre, workshop):
    rosa = make_person(
        centre,
        "Rosa",
        last_name="Invented",
        name_key="rosainvented",
        address="22 Birch Road",
    )
    invite(rosa, workshop, route=Route.GENERAL, by=None)
    return rosa


def signed_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


@pytest.fixture
def desk(client, centre):
    return signed_in(client, make_staff(centre, Role.DESK, "Dee"))


def find(desk, words):
    return desk.post(DESK, {"words": words})


def write_down(desk, rosa, workshop, say, **fields):
    words = {"say": say, "called": "Rosa", "how": "phone"} | fields
    data = {f"m{workshop.pk}-{name}": value for name, value in words.items()}
    return desk.post(f"{DESK}{rosa.pk}/{workshop.pk}/", data)


def seat_of(rosa, workshop):
    return Seat.objects.get(person=rosa, meeting=workshop)


def test_a_code_leads_to_its_person(desk, rosa):
    code = digits_for(CodePurpose.INVITATION, Invitation.objects.get().pk)

    assert find(desk, code).url == f"{DESK}{rosa.pk}/"


@pytest.mark.parametrize("words", ["rosa  INVENTED", "Rosa", "Rósa Invented"])
def test_a_name_leads_to_its_person(desk, rosa, words):
    assert find(desk, words).url == f"{DESK}{rosa.pk}/"


def test_several_of_one_name_are_told_apart_by_address(desk, centre, rosa):
    other = make_person(centre, "Rosa", address="1 Oak Street")

    page = find(desk, "Rosa")

    assert set(page.context["found"]) == {rosa, other}


def test_part_of_a_name_or_too_many_shows_nobody(desk, centre, rosa):
    for n in range(6):
        make_person(centre, "Ida", address=f"{n} Oak Street")

    pages = [find(desk, "Ros"), find(desk, "Ida")]

    assert [page.context["found"] for page in pages] == [[], []]


def test_somebody_of_another_centre_is_nobody_here(desk, rosa):
    make_person(make_centre("harbourview"), "Ida")

    assert find(desk, "Ida").context["found"] == []


def test_only_who_was_looked_for_can_be_opened(desk, rosa):
    assert desk.get(f"{DESK}{rosa.pk}/").status_code == 404


def test_who_is_shown_is_noted(desk, rosa):
    find(desk, "Rosa")
    desk.get(f"{DESK}{rosa.pk}/")

    assert list(View.objects.order_by("pk").values_list("page", flat=True)) == [
        "meetings:desk",
        "meetings:desk_person",
    ]
    assert set(ViewedPerson.objects.values_list("person_id", flat=True)) == {rosa.pk}


def test_an_answer_told_by_telephone_is_written_down(desk, rosa, workshop):
    find(desk, "Rosa")

    write_down(desk, rosa, workshop, "yes", companions=1)

    seat = seat_of(rosa, workshop)
    assert (seat.reply, seat.companions, seat.answered_how) == ("hoping", 1, "phone")
    assert seat.answered_by.first_name == "Dee"


def test_they_can_cancel_by_telephone(desk, rosa, workshop):
    find(desk, "Rosa")
    write_down(desk, rosa, workshop, "yes")

    write_down(desk, rosa, workshop, "no")

    assert (seat_of(rosa, workshop).reply, Invitation.objects.get().state) == (
        "not_coming",
        InvitationState.DECLINED,
    )


@pytest.mark.parametrize("how", ["phone", "letter", "in_person"])
def test_a_no_told_to_the_desk_or_on_a_slip_may_say_why(desk, rosa, workshop, how):
    find(desk, "Rosa")

    write_down(desk, rosa, workshop, "no", how=how, decline_reason="We move in May")

    invitation = Invitation.objects.get(person=rosa)
    assert invitation.state == InvitationState.DECLINED
    assert invitation.decline_reason == "We move in May"


def test_an_answer_without_a_choice_is_asked_again(desk, rosa, workshop):
    find(desk, "Rosa")

    page = write_down(desk, rosa, workshop, "")

    assert list(page.context["form"].errors) == ["say"]


def test_a_new_address_is_kept(desk, rosa):
    find(desk, "Rosa")

    desk.post(
        f"{DESK}{rosa.pk}/address/",
        {
            "ways-channel": "phone",
            "ways-language": "en",
            "ways-phone": "705 555 0199",
            "ways-address": "22 Birch Road",
        },
    )

    rosa.refresh_from_db()
    assert (rosa.phone, rosa.channel, rosa.address) == (
        "+17055550199",
        "phone",
        "22 Birch Road",
    )


def test_somebody_new_is_put_on_the_list(desk, workshop):
    desk.post(f"{DESK}new/", {"first_name": "Yusuf", "reach": "705-555-0142"})

    assert list(Invitation.objects.values_list("person__first_name", "route")) == [
        ("Yusuf", Route.SELF)
    ]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PRESCRIBER, Role.EVALUATOR])
def test_other_roles_have_no_desk(client, centre, role):
    signed_in(client, make_staff(centre, role))

    assert client.get(DESK).status_code == 404


def test_the_desk_of_one_centre_is_not_that_of_another(desk):
    make_centre("harbourview")

    assert desk.get("/en/harbourview/desk/").status_code == 404


def test_the_menu_leads_whoever_works_there_to_the_desk(desk, centre):
    menu = desk.get(DESK).context["frame"].menu

    assert [link.url for link in menu if link.current] == [DESK]


def test_the_menu_of_others_has_no_desk(client, centre):
    signed_in(client, make_staff(centre, Role.EDITOR))

    menu = client.get("/en/cedar-lake/join/").context["frame"].menu

    assert DESK not in [link.url for link in menu]


def test_a_telephone_number_is_shown_as_people_write_it(desk, rosa):
    rosa.phone = "+17055550142"
    rosa.save()

    page = desk.get(find(desk, "Rosa Invented").url)

    assert page.context["phone"] == "(705) 555-0142"
