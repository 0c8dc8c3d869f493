"""A point person brings three lists in, each as its centre exported it; every count on the
page is one that the list explains."""

import re
from pathlib import Path

import pytest

from champions.enums import Region
from champions.models import Centre, Person
from cms.services.centres import open_centre
from tests.factories import make_staff
from tests.journeys.cast import sign_in, work_until_idle

pytestmark = pytest.mark.browser
LISTS = Path(__file__).parents[1] / "data"
THEIR_NAMES = {
    "cedar-lake": "Cedar Lake",
    "harbourview": "Harbourview",
    "beck-lane": "Beck Lane",
}


def lead_of(slug, region):
    """A centre where nobody is known yet but its point person."""
    centre = Centre(
        slug=slug, name=THEIR_NAMES[slug], region=region, phone="705-555-0142"
    )
    return make_staff(open_centre(centre, by=None))


def counts_on(page):
    """What the page counts, by what it says about it."""
    rows = page.locator("main table.listing tbody tr").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    return {
        label.strip(): int(number.split("\n")[0].split(":")[0].replace(",", ""))
        for label, number in cells
    }


@pytest.mark.parametrize(
    ("slug", "region", "file", "counts"),
    [
        pytest.param(
            "cedar-lake",
            Region.ONTARIO,
            "cedar-lake-contacts.csv",
            {
                "New people": 1864,  # 1,850, and 14 partners who share everything
                "The same person again in this list": 27,
                "Cannot be used": 4,  # without a name
                "All lines below the headings": 1895,
                "New people we will never write to": 12,
                "Without the e-mail, which is not right": 3,
            },
            id="Cedar Lake",
        ),
        pytest.param(
            "harbourview",
            Region.ONTARIO,
            "harbourview-contacts.xlsx",
            {
                "New people": 4200,
                "All lines below the headings": 4200,
                "New people we will never write to": 45,  # Contact OK? No
                "Perhaps somebody we know, at another address": 1,
            },
            id="Harbourview",
            marks=pytest.mark.prove,
        ),
        pytest.param(
            "beck-lane",
            Region.ENGLAND,
            "beck-lane-contacts.csv",
            {
                "New people": 9600,
                "All lines below the headings": 9600,
                # A question mark stands where a letter stood before the export.
                "Letters of the name were lost": 24,
                "Perhaps somebody we know, at another address": 1,
            },
            id="Beck Lane",
            marks=pytest.mark.prove,
        ),
    ],
)
def test_a_list_is_brought_in_as_it_was_exported(
    page, live_server, transactional_db, slug, region, file, counts
):
    lead = lead_of(slug, region)
    sign_in(page, live_server, lead)

    page.goto(f"{live_server.url}/admin/contact-lists/")
    page.get_by_role("link", name="Upload a list").click()
    page.get_by_label("Your list").set_input_files(LISTS / file)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/contact-lists/*/")
    work_until_idle()
    page.reload()
    shown = counts_on(page)
    page.get_by_role("button", name=re.compile("^Import")).click()
    work_until_idle()
    page.reload()

    assert {what: count for what, count in shown.items() if count} == counts
    new = counts["New people"]
    assert page.get_by_role("heading", name=f"{new:,} people were added").is_visible()
    people = Person.objects.filter(centre__slug=slug).exclude(user=lead)
    assert people.count() == new
    never = counts.get("New people we will never write to", 0)
    assert people.exclude(do_not_contact_at=None).count() == never
