"""Called off on its own day, by page, card or telephone: one step, and it is so wherever
somebody reads it, and for everybody who said that they come."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from champions.enums import Role
from champions.models import Centre, Message
from cms.services import fridge
from cms.services.centres import open_centre
from cms.services.on_the_day import next_date
from cms.services.programmes import set_state
from cms.services.sessions import take_place
from meetings.models import Seat
from meetings.services.refusals import RefusedError
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
# A directory's words speak only of what is called off.
WHO_SAY_ALL_IS_WELL = set(catalogues.READERS) - {catalogues.in_words_of_directory}


@pytest.mark.parametrize("way", WAYS, ids=lambda one: one.__name__)
def test_every_reader_says_so_whichever_way(client, programme, gus, way):
    """Pages that were read before, and kept, say it too."""
    for reader in WHO_SAY_ALL_IS_WELL:
        assert reader(client, programme)[0] == (TRUTH[0][0], "on")

    way(programme)

    found = {one.__name__: one(client, programme) for one in catalogues.READERS}
    assert {name for name, dates in found.items() if dates != TRUTH} == set()
    _lists_and_home_name_the_next_one(client)
    _the_door_says_why(client, programme)
    _who_comes_is_told_at_once()


def test_called_off_by_mistake_it_takes_place_and_every_reader_says_so(
    client, programme, gus
):
    session = next_date(programme)
    by_page(programme)
    lead = Client()
    lead.force_login(programme.leads.get().user)
    pages = [lead.get(f"{catalogues.PAGE}lead/").content.decode()]
    back = f"{catalogues.PAGE}after-all/{session.pk}/"

    with time_machine.travel(MORNING + timedelta(minutes=10), tick=False):
        for _twice in range(2):
            lead.post(back)
        found = {one.__name__: one(client, programme) for one in WHO_SAY_ALL_IS_WELL}
        pages.append(lead.get(f"{catalogues.PAGE}lead/").content.decode())

    assert [back in page for page in pages] == [True, False]
    assert {dates[0] for dates in found.values()} == {(date(2026, 12, 11), "on")}
    told = Message.objects.get(name="meetings/after_all")
    assert (told.to_address, told.state) == ("gus@example.org", "queued")
    assert "takes place after all" in told.text
    assert Seat.objects.get().reply == "coming"


def test_called_off_once_more_whoever_comes_is_told_once_more(programme, gus):
    for _twice in range(2):
        session = next_date(programme)
        by_page(programme)
        take_place(session, by=programme.leads.get().user)

    told = Message.objects.filter(to_address="gus@example.org")
    assert sorted(told.values_list("name", flat=True)) == [
        "meetings/after_all",
        "meetings/after_all",
        "meetings/called_off",
        "meetings/called_off",
    ]


def test_what_has_begun_or_rests_does_not_take_place_after_all(programme):
    session, lead = next_date(programme), programme.leads.get().user
    by_page(programme)

    with (
        time_machine.travel(session.meeting.ends_at),
        pytest.raises(RefusedError),
    ):
        take_place(session, by=lead)
    set_state(programme, "resting", by=lead)
    session.refresh_from_db()
    with pytest.raises(RefusedError):
        take_place(session, by=lead)


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
