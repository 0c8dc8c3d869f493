import pytest
from django.urls import reverse

from tests.factories import make_centre, make_champion, make_circle

pytestmark = pytest.mark.django_db

NEVER = "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.fixture
def champion():
    centre = make_centre()
    return make_champion(centre, make_circle(centre), "Doreen")


@pytest.mark.parametrize("name", ["my_page", "meetings:go"])
def test_no_browser_keeps_what_somebody_saw_signed_in(client, champion, name):
    client.force_login(champion.user)

    assert client.get(reverse(name)).headers["Cache-Control"] == NEVER


def test_no_browser_keeps_what_a_link_opened(client, champion):
    unknown = client.get(reverse("meetings:seat", args=[999]))

    assert unknown.headers["Cache-Control"] == NEVER


def test_a_visitors_page_may_be_kept(client, champion):
    assert "Cache-Control" not in client.get("/en/help/").headers
