"""Attendance of twenty on a tablet, with the connection cut in the middle."""

import pytest
from django.utils import translation
from playwright.sync_api import expect

from meetings.models import Attendance, Seat
from tests.factories import make_person
from tests.journeys.cast import a_group, cedar_lake, english_on, sign_in

pytestmark = pytest.mark.browser
PEOPLE = 20
FEW_TAPS = 22
TABLET = {"width": 768, "height": 1024}


@pytest.fixture(autouse=True)
def _language_of_the_tests():
    with translation.override("en"):
        yield


@pytest.fixture
def table(transactional_db, live_server):
    """The page of a group of twenty that met yesterday, and who takes attendance."""
    stage = cedar_lake()
    (amina,), second = a_group(stage, workshop_ago=15, count=1)
    Seat.objects.bulk_create(
        Seat(
            centre=stage.centre,
            meeting=second,
            person=make_person(stage.centre, f"Neighbour {n}"),
        )
        for n in range(2, PEOPLE + 1)
    )
    path = f"cedar-lake/meetings/{second.pk}/#who-came"
    return live_server, amina, path


def came():
    return Attendance.objects.filter(came=True).count()


def open_table(page, table, language):
    live_server, amina, path = table
    page.set_viewport_size(TABLET)
    sign_in(page, live_server, amina.user)
    page.goto(f"{live_server.url}/{language}/{path}")


def rows(page):
    names = page.locator("#who-came [data-rows] .words").all_inner_texts()
    return [name for name in names if name.startswith("Neighbour")]


@pytest.mark.parametrize(
    ("language", "not_saved", "saved"),
    [
        ("en", "15 not saved yet: keep this page open.", "All saved."),
        ("fr", "15 pas encore enregistrées : gardez cette page ouverte.", "Tout est"),
    ],
)
def test_ticks_made_without_a_connection_are_sent_when_it_is_back(
    page, table, language, not_saved, saved
):
    open_table(page, table, language)
    form = page.locator("#who-came form").first
    before, taps = came(), 0
    for number, name in enumerate(rows(page)):
        page.context.set_offline(number >= PEOPLE // 4)
        form.get_by_text(name, exact=True).click()
        taps += 1
        if number < PEOPLE // 4:
            expect(form.locator("[data-state]")).to_contain_text(saved)
    expect(form.locator("[data-state]")).to_have_text(not_saved)
    assert came() == before + PEOPLE // 4

    page.context.set_offline(False)

    expect(form.locator("[data-state]")).to_contain_text(saved)
    assert (taps <= FEW_TAPS, came()) == (True, before + PEOPLE)
    if language == "fr":
        assert english_on(page) == []


def test_a_page_loaded_again_still_has_its_ticks_and_no_names_are_kept(page, table):
    open_table(page, table, "en")
    form = page.locator("#who-came form").first
    state = form.locator("[data-state]")
    page.route("**/attendance/tick/", lambda route: route.abort())
    before, name = came(), rows(page)[0]
    form.get_by_text(name, exact=True).click()
    expect(state).to_have_text("1 not saved yet: keep this page open.")
    assert name not in page.evaluate("JSON.stringify(sessionStorage)")
    page.on("dialog", lambda dialog: dialog.accept())

    page.reload()
    expect(form.get_by_label(name, exact=True)).to_be_checked()
    page.unroute("**/attendance/tick/")

    expect(state).to_contain_text("All saved.")
    form.get_by_label("Somebody new? First name").fill("Ines")
    form.get_by_role("button", name="Save who came").click()
    expect(page.get_by_text("Saved: 2 people came.")).to_be_visible()
    expect(form.get_by_label("Ines", exact=True)).to_be_checked()
    assert came() == before + 2


def test_without_a_script_twenty_are_ticked_and_saved_in_22_taps(
    page_without_javascript, table
):
    page = page_without_javascript
    open_table(page, table, "fr")
    form = page.locator("#who-came form").first
    before, names = came(), rows(page)
    for name in names:
        form.get_by_text(name, exact=True).click()
    form.get_by_role("button", name="Garder les présences").first.click()

    assert (len(names) + 1 <= FEW_TAPS, came()) == (True, before + PEOPLE)
