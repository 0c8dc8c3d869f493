"""The page of a draw: the seal before, the seed and the list after, and no names."""

import pytest
import time_machine

from champions.enums import Channel
from meetings.enums import Say
from meetings.lots import seal_of
from meetings.services.draw_day import draw_at
from meetings.services.draws import give_places
from meetings.services.seats import answer
from tests.factories import make_centre, make_circle, make_seat, make_workshop_pair
from tests.meetings.test_lots import repeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    centre = make_centre()
    workshop = make_workshop_pair(centre, make_circle(centre), places=1)
    for name in ("Zébrine", "Quagga"):
        answer(make_seat(workshop, name), say=Say.YES, by=None, how=Channel.LETTER)
    return workshop


def page(client, workshop, more="", language="en"):
    return client.get(f"/{language}/cedar-lake/draw/{workshop.uuid}/{more}")


def plain(response):
    return response.content.decode().replace(" ", "")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_before_the_draw_it_shows_the_seal_and_keeps_the_seed(
    client, workshop, language
):
    shown = plain(page(client, workshop, language=language))

    assert seal_of(workshop.draw_seed) in shown
    assert workshop.draw_seed not in shown
    assert page(client, workshop, "list.csv").status_code == 404


def test_after_the_draw_anybody_repeats_it_from_the_list_without_names(
    client, workshop, tmp_path
):
    seal = seal_of(workshop.draw_seed)
    with time_machine.travel(draw_at(workshop)):
        give_places(workshop)
        shown = plain(page(client, workshop))
        rows = page(client, workshop, "list.csv").content

    kept = tmp_path / "list.csv"
    kept.write_bytes(rows)
    assert workshop.draw_seed in shown
    assert repeat(kept, seal).returncode == 0
    for names in (shown, rows.decode()):
        assert "Zébrine" not in names


def test_a_draft_has_no_such_page(client):
    centre = make_centre()
    draft = make_workshop_pair(centre, make_circle(centre), announced=False)

    assert page(client, draft).status_code == 404
