"""How it went as staff see it: the picture, its table, the file, and whose it is."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from champions.enums import Role
from champions.permissions import SECOND_FACTOR
from champions.services.people import become_champion
from champions.services.privacy import erase
from meetings.enums import Route, Say
from meetings.how_it_went.counting import COUNTED, Step, Tally
from meetings.how_it_went.page import HEADS
from meetings.how_it_went.picture import picture
from meetings.services.invitations import invite
from meetings.services.seats import answer, ask
from tests.champions.test_spreadsheets import read_back
from tests.factories import (
    make_centre,
    make_circle,
    make_person,
    make_staff,
    make_user,
    make_workshop_pair,
)
from tests.meetings.test_workshops_in_the_admin import signed_in

pytestmark = pytest.mark.django_db
ALL = "/admin/how-it-went/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def lead(client, centre):
    return signed_in(client, make_staff(centre))


def a_workshop(centre, *, days=40, people=2):
    """One said yes, the others nothing."""
    workshop = make_workshop_pair(centre, make_circle(centre, f"Day {days}"), days=days)
    for number in range(people):
        person = make_person(centre, f"Person {number}", address="22 Birch Road")
        invite(person, workshop, route=Route.GENERAL, by=None)
    answer(ask(workshop, person), say=Say.YES, by=None, how="letter")
    return workshop


def page_of(lead, address):
    answer = lead.get(ALL + address)
    assert answer.status_code == 200
    return answer


def test_a_workshop_has_its_picture_and_the_same_numbers_in_its_table(lead, centre):
    workshop = a_workshop(centre)

    page = page_of(lead, f"{workshop.pk}/")

    drawn = re.findall(
        r"<text[^>]*>(\w[^<]*) <tspan[^>]*>([^<]*)", page.content.decode()
    )
    table = {line.label: line.cells[0] for line in page.context["outcome"].routes.lines}
    assert dict(drawn)["Asked"] == "2"
    assert {label: table[label] for label, _number in drawn} == dict(drawn)


def test_each_word_of_the_table_is_told_in_a_sentence(lead, centre):
    page = page_of(lead, f"{a_workshop(centre).pk}/").content.decode()

    told = re.findall(r"<dt>([^<]*)</dt><dd>[^<]+\.</dd>", page)
    assert told == [*(step.label for step in Step), "Still here"]


def test_the_picture_needs_no_script_and_no_style_and_is_read_from_the_table():
    drawn = str(picture(Tally()))

    assert not re.search(r"<script|style=|http", drawn)
    assert 'aria-hidden="true"' in drawn
    assert "NaN" not in drawn


def test_every_route_has_a_short_name_of_its_own():
    assert set(HEADS) == {*Route, COUNTED}


def test_a_centre_is_told_together_and_each_workshop_the_newest_first(lead, centre):
    older, newer = (a_workshop(centre, days=days) for days in (40, 80))

    page = page_of(lead, f"centre/{centre.pk}/").context

    assert page["outcome"].together.of(Step.ASKED) == 4
    assert page["rows"] == [
        (newer, ["2", "1", "1", "0", "0"]),
        (older, ["2", "1", "1", "0", "0"]),
    ]


def test_a_centre_without_a_workshop_is_told_where_to_begin(lead, centre):
    page = page_of(lead, f"centre/{centre.pk}/").content.decode()

    assert "Nobody has been invited yet." in page


def test_who_leads_one_centre_comes_to_its_page_at_once(lead, centre):
    assert lead.get(ALL).url == f"{ALL}centre/{centre.pk}/"


def test_the_network_sees_the_centres_side_by_side(client, centre):
    a_workshop(centre)
    other = make_centre("harbourview")
    signed_in(client, make_user("net@example.org", is_superuser=True))

    rows = page_of(client, "").context["rows"]

    assert rows == [
        (centre, ["2", "1", "1", "0", "0"]),
        (other, ["0", "0", "0", "0", "0"]),
    ]


def test_the_file_has_a_row_for_everybody_each_route_and_each_channel(lead, centre):
    workshop = a_workshop(centre)

    file = page_of(lead, f"{workshop.pk}/table.csv")

    head, *rows = read_back(file.content.decode())
    assert head[:6] == ["Day", "Centre", "Counted by", "Group", "Asked", "Reached"]
    assert [row[2:6] for row in rows] == [
        ["everybody", "Together", "2", "1"],
        ["route", "with everybody", "2", "1"],
        ["route", "somebody thought of them", "0", "0"],
        ["route", "by themselves", "0", "0"],
        ["channel", "letter", "2", "1"],
    ]
    assert {row[0] for row in rows} == {workshop.on.isoformat()}
    assert file["Content-Disposition"].startswith("attachment")


def test_the_file_says_nothing_where_it_is_too_early(lead, centre):
    workshop = a_workshop(centre)
    with time_machine.travel(workshop.starts_at + timedelta(hours=2), tick=False):
        become_champion(workshop.seats.get().person, by=None)

    with time_machine.travel(workshop.starts_at + timedelta(days=100), tick=False):
        signed_in(lead, centre.staff_roles.get().user)
        file = page_of(lead, f"centre/{centre.pk}/table.csv")
        together = read_back(file.content.decode())[1]

    assert together[-6:] == ["1", "1", "", "", "", ""]


def test_who_was_wiped_keeps_the_numbers_and_leaves_the_shares(lead, centre):
    workshop = a_workshop(centre)
    erase(workshop.seats.get().person)

    page = page_of(lead, f"{workshop.pk}/").context

    assert page["outcome"].together.of(Step.ASKED) == 2
    assert [line.asked for line in page["without_email"]] == ["1 of 1", "1 of 1"]


# --- Whose it is ------------------------------------------------------------------

ADDRESSES = ("{w}/", "{w}/table.csv", "centre/{c}/", "centre/{c}/table.csv")


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_centres_numbers_answer_as_unknown_ones(lead, address):
    other = make_centre("harbourview")
    workshop = a_workshop(other)

    answers = [
        lead.get(ALL + address.format(w=w, c=c)).status_code
        for w, c in ((workshop.pk, other.pk), (9_999, 9_999))
    ]

    assert answers == [404, 404]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEAD])
def test_only_the_point_person_sees_it(client, centre, role):
    workshop = a_workshop(centre)
    signed_in(client, make_staff(centre, role, "Bo"))

    answers = [
        client.get(ALL + address.format(w=workshop.pk, c=centre.pk)).status_code
        for address in ("", *ADDRESSES)
    ]

    assert answers == [404] * 5


def test_the_second_step_is_asked_for(client, centre):
    client.force_login(make_staff(centre))
    assert SECOND_FACTOR not in client.session

    assert client.get(f"{ALL}centre/{centre.pk}/").status_code == 302


# --- Questions to the database ----------------------------------------------------


def test_no_page_asks_more_often_for_three_workshops_than_for_one(lead, centre):
    addresses = (f"centre/{centre.pk}/", f"centre/{centre.pk}/table.csv")
    counts = []
    for days in (40, 60, 80):
        a_workshop(centre, days=days, people=days // 20)
        page_of(lead, addresses[0])
        counts.append([_asked(lead, address) for address in addresses])

    assert counts[0] == counts[1] == counts[2]


def test_three_centres_ask_as_often_as_two(client):
    signed_in(client, make_user("net@example.org", is_superuser=True))
    counts = []
    for slug in ("one", "two", "three"):
        a_workshop(make_centre(slug))
        client.get(ALL)
        counts.append(_asked(client, ""))

    assert counts[1] == counts[2]


def _asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(ALL + address)
    return len(queries)
