import pytest

from champions.models import Centre
from cms.demo.ending import NotADemoError, start_empty
from cms.demo.installation import DemoRefusedError, make_demo
from cms.models import DemoMark
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


def test_the_demo_is_refused_where_there_is_a_centre():
    make_centre()

    with pytest.raises(DemoRefusedError):
        make_demo()

    assert not DemoMark.objects.exists()


def test_a_real_installation_is_never_emptied():
    make_centre()

    with pytest.raises(NotADemoError):
        start_empty()

    assert Centre.objects.count() == 1


def test_the_address_of_a_centre_cannot_be_one_of_ours(client):
    form = client.post("/en/set-up/", {"slug": "admin"}).context["form"]

    assert form.errors["slug"] == [
        "This word has another use in addresses. Choose a different one."
    ]
