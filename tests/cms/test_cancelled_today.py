"""Called off on its own day, by page, card or telephone: one step, and it is so wherever
somebody reads it, and for everybody who said that they come."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from champions.enums import Role
from champions.models import Centre, Message
from cms.services import fridge
from cms.services.centres import open_centre
from cms.services.on_the_day import next_date
from meetings.models import Seat
from tests.cms import test_one_source as catalogues
from tests.cms.published import in_public
from tests.factories import make_champion, make_circle, make_staff
from tests.meetings.test_front_desk import signed_in

pytestmark = [
    pytest.mark.django_db,
    # Of rdflib's own parser, which is theirs to change.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
]
# Before eight in the morning, in quiet hours, of a day on which it takes place.
MORNING = datetime.fromisoformat("2026-12-11T06:30-05:00")
TRUTH = [
    (date(2026, 12, 11), "off"),
    (date(2026, 12, 18), "on"),
    (date(2027, 1, 8), "on"),
    (date(2027, 1, 15), "on"),
    (date(2027, 1, 22), "on"),
]


@pytest.fixture
def programme(monkeypatch):
    monkeypatch.setattr(catalogues, "NOW", MORNING)
    with time_machine.travel(MORNING, tick=False):
        centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
        centre = open_centre(centre, by=None)
        lead = make_champion(centre, make_circle(centre), "Doreen")
        yield in_public(centre, lead, first_on=date(2026, 12, 4))


@pytest.fixture
def gus(programme):
    """A neighbour who said that they come, and left a way to be told."""
    return Seat.objects.create(
        centre=programme.centre,
        meeting=next_date(programme).meeting,
        audience="guests",
        guest_name="Gus",
        guest_reach="gus@example.org",
        reply="coming",
    )


def by_page(programme):
    client = Client()
    client.force_login(programme.leads.get().user)
    client.post(
        f"{catalogues.PAGE}cancel/{next_date(programme).pk}/", {"why": "Burst pipe"}
    )


def by_card(programme):
    card = fridge.card_for(programme, programme.leads.get(), by=None)
    client = Client()
    client.post(f"/en/fridge/{fridge.token_of(card)}/", {"first_name": "Doreen"})
    sent = {"date": next_date(programme).pk, "why": "Burst pipe"}
    client.post(f"/en/fridge/{card.pk}/off/", sent)


def by_telephone(programme):
    dee = make_staff(programme.centre, Role.DESK, "Dee")
    sent = {"date": next_date(programme).pk, "why": "Burst pipe"}
    signed_in(Client(), dee).post(
        "/en/cedar-lake/desk/programmes/coffee-colour/off/", sent
    )


WAYS = [by_page, by_card, by_telephone]


@pytest.mark.parametrize("way", WAYS, ids=lambda one: one.__name__)
def test_every_reader_says_so_whichever_way(client, programme, gus, way):
    """Pages that were read before, and kept, say it too."""
    for reader in set(catalogues.READERS) - {catalogues.in_words_of_directory}:
        assert reader(client, programme)[0] == (TRUTH[0][0], "on")

    way(programme)

    found = {one.__name__: one(client, programme) for one in catalogues.READERS}
    assert {name for name, dates in found.items() if dates != TRUTH} == set()
    _lists_and_home_name_the_next_one(client)
    _the_door_says_why(client, programme)
    _who_comes_is_told_at_once()


def _lists_and_home_name_the_next_one(client):
    for path in ("/en/", "/en/cedar-lake/", catalogues.HOME):
        page = client.get(path).content.decode()
        assert "Friday 11 December" not in page, path
        assert "Friday 18 December" in page, path


def _the_door_says_why(client, programme):
    client.force_login(programme.leads.get().user)
    sign = client.get(f"{catalogues.PAGE}door/").content.decode()
    client.logout()
    assert "Not today" in sign
    assert "Burst pipe" in sign
    assert "Next time: Friday 18 December" in sign


def _who_comes_is_told_at_once():
    """In quiet hours too: it is about this very day."""
    told = Message.objects.get(name="meetings/called_off")
    assert told.to_address == "gus@example.org"
    assert told.not_before is None or told.not_before <= MORNING
