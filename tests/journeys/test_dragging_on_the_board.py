"""A card dragged to another lane only opens the form that brings it there: the link below
the card and the form do the same without a mouse and without a script."""

import pytest
from playwright.sync_api import expect

from ideas.enums import IdeaStage
from ideas.models import Idea
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_idea,
    make_staff,
)
from tests.journeys.cast import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def board(transactional_db):
    """One card in each of three lanes; returns the point person and the author."""
    centre = make_centre()
    circle = make_circle(centre, next_on=in_days(9))
    amina = make_champion(centre, circle)
    for stage in (IdeaStage.SHARED, IdeaStage.TALKING, IdeaStage.SUPPORTED):
        make_idea(amina, f"Idea {stage}", circle=circle, stage=stage)
    return make_staff(centre), amina


def open_board(page, live_server, user):
    sign_in(page, live_server, user)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/en/cedar-lake/ideas/?view=board")


def drag(page, card, lane):
    page.locator(".lane li", has_text=card).drag_to(
        page.locator(".lane", has_text=lane).locator("h2")
    )


@pytest.mark.parametrize(
    ("lane", "address"),
    [("Talking about it", "#staff"), ("Getting ready", "answer/?outcome=supported")],
)
def test_a_card_let_go_in_a_lane_opens_its_form_and_moves_nothing(
    page, live_server, board, lane, address
):
    anne, _amina = board
    idea = Idea.objects.get(stage=IdeaStage.SHARED)
    open_board(page, live_server, anne)

    drag(page, idea.what, lane)

    page.wait_for_url(f"**/ideas/{idea.pk}/{address}")
    if "answer" in address:
        expect(page.get_by_role("radio", name="Yes", exact=True)).to_be_checked()
    idea.refresh_from_db()
    assert idea.stage == IdeaStage.SHARED


def test_no_lane_takes_a_card_that_cannot_come_there(page, live_server, board):
    anne, _amina = board
    open_board(page, live_server, anne)
    here = page.url

    drag(page, "Idea supported", "New")
    drag(page, "Idea shared", "New")

    assert page.url == here


def test_only_who_may_move_a_card_may_drag_it(page, live_server, board):
    anne, amina = board
    open_board(page, live_server, anne)
    for_staff = page.locator("[draggable=true]").count()
    open_board(page, live_server, amina.user)

    assert (for_staff, page.locator("[draggable=true]").count()) == (3, 0)
