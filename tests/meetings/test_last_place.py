"""Many people press "yes" for the last place at the same moment, over real HTTP: one
gets it, all others wait, nobody sees an error. The same race without the lock must go
wrong, else it would prove nothing."""

import http.client
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse

from champions.capability import grant
from champions.enums import CodePurpose
from meetings.enums import Audience, Reply, Say
from meetings.models import Capacity
from meetings.services import places, seats
from meetings.services.draws import give_places
from meetings.services.places import held
from meetings.views import seats as views
from tests.conftest import PATIENCE
from tests.factories import (
    in_days,
    make_centre,
    make_circle,
    make_gathering,
    make_seat,
    make_workshop_pair,
)

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
# Between the check and the write; without the lock others come in between.
PAUSE = 0.03
PROOF = pytest.mark.prove
SECRET = "c" * 32


@pytest.fixture(autouse=True)
def _slow_check(monkeypatch):
    """Every check takes a moment longer, with the lock and without."""

    def slow(*args):
        left = places.free(*args)
        time.sleep(PAUSE)
        return left

    monkeypatch.setattr(seats, "free", slow)


@pytest.fixture
def _no_lock(monkeypatch):
    """PostgreSQL without the row lock; SQLite with check and write apart."""
    if connection.vendor == "postgresql":
        rows = Capacity.objects.order_by("pk")
        monkeypatch.setattr(
            seats,
            "lock_places",
            lambda meeting, audience: list(
                rows.filter(part__meeting=meeting, audience=audience)
            ),
        )
    else:
        monkeypatch.setattr(views, "answer", seats.answer.__wrapped__)
    monkeypatch.setattr(seats, "free", _of_two_who_look_at_once(places.free))


def _of_two_who_look_at_once(free):
    """Nobody writes before two have looked: left to the clock, a busy machine might let
    them come one after the other."""
    turn, both_looked = count(), Barrier(2)

    def look(*args):
        left = free(*args)
        if next(turn) < both_looked.parties:
            both_looked.wait(PATIENCE)
        return left

    return look


def race(live_server, meeting, people):
    """All of them say yes at once; how many answers of each status there were."""
    # The test server's queue of ten would turn callers away before they are heard.
    live_server.thread.httpd.socket.listen(4 * people)
    those = [
        make_seat(meeting, f"Rosa {n}", email=f"r{n}@example.org")
        for n in range(people)
    ]
    start = Barrier(people)
    with ThreadPoolExecutor(people) as pool:
        return Counter(
            pool.map(lambda seat: press_yes(live_server.url, seat, start), those)
        )


def press_yes(url, seat, start):
    client = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
    body = urlencode({"say": Say.YES.value, "csrfmiddlewaretoken": SECRET})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={SECRET}; {capability_of(seat)}",
    }
    client.connect()
    start.wait()
    client.request("POST", f"/en/seat/{seat.pk}/", body, headers)
    status = client.getresponse().status
    client.close()
    return status


def capability_of(seat):
    """The cookie a browser gets for "Yes, I am the person"."""
    response = HttpResponse()
    grant(response, CodePurpose.SEAT, seat.pk, seat.generation)
    return response.cookies.output(header="", attrs=[]).strip()


def replies(meeting):
    return Counter(meeting.seats.values_list("reply", flat=True))


@pytest.mark.parametrize(
    ("people", "rounds"), [(12, 2), pytest.param(50, 50, marks=PROOF)]
)
def test_one_of_many_gets_the_last_place(live_server, people, rounds):
    centre = make_centre()
    for _ in range(rounds):
        meeting = make_gathering(centre, places=1)

        statuses = race(live_server, meeting, people)

        assert statuses == {302: people}
        assert replies(meeting) == {Reply.COMING: 1, Reply.WAITING: people - 1}


@pytest.mark.parametrize("people", [8, pytest.param(50, marks=PROOF)])
def test_a_confirmed_workshop_is_first_come_too(live_server, people):
    centre = make_centre()
    workshop = make_workshop_pair(centre, make_circle(centre), places=2)
    type(workshop).objects.filter(pk=workshop.pk).update(reply_by=in_days(-8))
    workshop.refresh_from_db()
    give_places(workshop)

    statuses = race(live_server, workshop, people)

    assert statuses == {302: people}
    assert replies(workshop) == {Reply.COMING: 2, Reply.WAITING: people - 2}


@pytest.mark.usefixtures("_no_lock")
@pytest.mark.parametrize("people", [12, pytest.param(50, marks=PROOF)])
def test_without_the_lock_the_last_place_is_given_twice(live_server, people):
    meeting = make_gathering(make_centre(), places=1)

    race(live_server, meeting, people)

    assert held(meeting, Audience.CHAMPIONS) > 1
