"""“I will come” without an account: a waiting room is served, a machine is not, and who
is turned away loses nothing and is told whom to call."""

from uuid import uuid4

import pytest
import time_machine
from django.db.models import F
from django.urls import reverse

from champions.models import CodeTry
from champions.services import tries
from meetings.models import Seat
from tests.cms.test_programmes import centre, champion, programme, published
from tests.cms.test_programmes import upcoming_sessions as sessions_of

__all__ = ["centre", "champion", "programme", "published"]
pytestmark = pytest.mark.django_db
SORRY = "Please call us. We put you on the list together."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-09-07 15:20Z", tick=False) as clock:
        yield clock


@pytest.fixture
def come(clock, published, client):
    session = next(iter(sessions_of(published)))
    where = [published.centre.slug, published.slug, session.pk]
    address = reverse("programmes:come", args=where)

    def send(**said):
        return client.post(
            address, {"name": "Gus", "companions": 0, "submission": uuid4()} | said
        )

    return send


def often():
    """As if this source had sent as many as it may in this hour."""
    CodeTry.objects.update(count=tries.MOST_AN_HOUR)


def test_as_many_as_fill_a_waiting_room_are_written_down(come):
    come()
    CodeTry.objects.update(count=F("count") + tries.MOST_AN_HOUR - 2)

    assert come().status_code == 302
    assert Seat.objects.count() == 2


def test_one_more_is_asked_to_call_and_keeps_what_they_typed(come):
    come()
    often()

    answer = come(name="Gwendoline")

    assert answer.status_code == 200
    assert SORRY in answer.text
    assert 'value="Gwendoline"' in answer.text
    assert Seat.objects.count() == 1


def test_the_next_hour_begins_anew(come, clock):
    come()
    often()
    clock.move_to("2026-09-07 16:00Z")

    assert come().status_code == 302


def test_to_join_is_counted_apart(come, client):
    come()
    often()
    form = {"first_name": "Yusuf", "reach": "yusuf@example.org"}

    answer = client.post("/en/cedar-lake/join/", form)

    assert answer.status_code == 302


def test_to_join_has_its_own_limit_and_its_own_way_out(come, client):
    form = {"first_name": "Yusuf", "reach": "yusuf@example.org"}
    client.post("/en/cedar-lake/join/", form)
    often()

    answer = client.post("/en/cedar-lake/join/", form)

    assert SORRY in answer.text
    assert come().status_code == 302
