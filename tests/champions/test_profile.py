import pytest
from django.urls import reverse

from champions.enums import Channel
from champions.models import Champion
from tests.factories import make_centre, make_champion, make_person

pytestmark = pytest.mark.django_db
FORM = {
    "first_name": "Amina",
    "last_name": "",
    "language": "en",
    "channel": "letter",
    "address": "14 Elm Street",
    "safe_to_write": "on",
    "gifts": "",
    "matters": "",
    "time": "",
}


@pytest.fixture
def amina(client):
    person = make_champion(
        make_centre(), channel=Channel.LETTER, address="14 Elm Street"
    )
    client.force_login(person.user)
    return person


def send(client, **fields):
    return client.post(reverse("champions:profile"), FORM | fields)


def test_a_champion_says_what_they_like_to_do(client, amina):
    send(client, gifts="Soup", matters="The path to school", time="Mondays")

    champion = Champion.objects.get(person=amina)
    assert (champion.gifts, champion.matters, champion.time) == (
        "Soup",
        "The path to school",
        "Mondays",
    )


def test_ways_to_be_reached_are_kept_in_their_form(client, amina):
    send(client, channel="text", phone="705 555 0142", language="fr")

    amina.refresh_from_db()
    assert (amina.channel, amina.phone, amina.language) == (
        "text",
        "+17055550142",
        "fr",
    )


def test_it_is_shown_as_people_write_it(client, amina):
    send(client, phone="705 555 0142")

    assert "(705) 555-0142" in client.get(reverse("champions:profile")).content.decode()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"channel": "email"}, "email"),
        ({"channel": "phone"}, "phone"),
        ({"channel": "text"}, "phone"),
        ({"address": ""}, "address"),
        ({"phone": "12"}, "phone"),
        ({"email": "amina at home"}, "email"),
        ({"first_name": ""}, "first_name"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(client, amina, fields, wrong):
    answer = send(client, city="Cedar Lake", **fields)

    assert list(answer.context["form"].errors) == [wrong]
    assert answer.context["form"]["city"].value() == "Cedar Lake"
    amina.refresh_from_db()
    assert amina.city == ""


def test_nobody_else_can_be_changed_by_it(client, amina):
    other = make_person(amina.centre, first_name="Sam")

    send(client, id=other.pk, person=other.pk, centre=99, user=99, first_name="Zoë")

    other.refresh_from_db()
    amina.refresh_from_db()
    assert (other.first_name, amina.first_name) == ("Sam", "Zoë")


def test_two_centres_are_two_pages(client, amina):
    elsewhere = make_person(
        make_centre("harbourview"),
        user=amina.user,
        channel=Channel.LETTER,
        address="14 Elm Street",
    )

    client.post(
        reverse("champions:profile") + "?at=harbourview", FORM | {"city": "Bay"}
    )

    elsewhere.refresh_from_db()
    amina.refresh_from_db()
    assert (elsewhere.city, amina.city) == ("Bay", "")


def test_a_centre_where_one_is_nobody_has_no_page(client, amina):
    make_centre("harbourview")

    for slug in ("harbourview", "nowhere"):
        answer = client.get(reverse("champions:profile") + f"?at={slug}")
        assert answer.status_code == 404


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get(reverse("champions:profile"))

    assert answer.headers["Location"] == "/en/accounts/login/?next=/en/my/profile/"
