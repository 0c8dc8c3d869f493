"""“No more messages from us”, by page or by the mail program's own button."""

import pytest
from django.test import Client

from champions.enums import CodePurpose
from champions.links import token
from champions.models import Message, Person
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return make_person(make_centre(), email="rosa@example.org")


def address(person, purpose=CodePurpose.STOP, generation=1):
    return f"/en/stop/{token(purpose, person.pk, generation)}/"


def has_stopped(person):
    return Person.objects.get(pk=person.pk).do_not_contact_at is not None


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_changes_nothing(client, rosa, method):
    getattr(client, method)(address(rosa))

    assert not has_stopped(rosa)


def test_the_page_shows_no_name(client, rosa):
    page = client.get(address(rosa)).content.decode()

    assert "Cedar Lake" in page
    assert "Rosa" not in page


def test_the_button_stops(client, rosa):
    response = client.post(address(rosa), {"say": "stop"}, follow=True)

    assert has_stopped(rosa)
    assert "<h1>We no longer write to you</h1>" in response.content.decode()


def test_pressed_by_mistake_it_can_be_taken_back(client, rosa):
    client.post(address(rosa), {"say": "stop"})
    client.post(address(rosa), {"say": "again"})

    assert not has_stopped(rosa)


def test_a_mail_program_stops_with_one_click_and_no_cookie(rosa):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(address(rosa), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 204
    assert has_stopped(rosa)


@pytest.mark.parametrize("say", ["stop", "again", ""])
def test_anything_else_from_elsewhere_is_refused(rosa, say):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(address(rosa), {"say": say})

    assert response.status_code == 403
    assert not has_stopped(rosa)


@pytest.mark.parametrize(
    "purpose", [purpose for purpose in CodePurpose if purpose != CodePurpose.STOP]
)
def test_a_link_for_something_else_stops_nothing(client, rosa, purpose):
    response = client.post(address(rosa, purpose), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 404
    assert not has_stopped(rosa)


@pytest.mark.parametrize("secret", ["1.x", "nonsense", "1.AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_wrong_link_gets_a_kind_answer(client, rosa, secret):
    response = client.get(f"/en/stop/{secret}/")

    assert response.status_code == 404
    assert "call the centre" in response.content.decode()


def test_the_page_speaks_french(client, rosa):
    page = client.get(address(rosa).replace("/en/", "/fr/")).content.decode()

    assert "<h1>Ne plus recevoir nos messages ?</h1>" in page


def test_nothing_is_told_by_stopping(client, rosa):
    client.post(address(rosa), {"say": "stop"})

    assert Message.objects.count() == 0
