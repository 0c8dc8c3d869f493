"""The printed sheet, typed back by the five digits of its rows."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from champions.permissions import SECOND_FACTOR
from meetings.enums import Audience
from meetings.models import Attendance, Seat
from meetings.row_codes import read_codes, row_codes
from meetings.services.attendance import walk_in
from meetings.services.seats import ask
from meetings.services.sheets import counts, take_back, type_back
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_person,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def meeting(centre, anne):
    circle = make_circle(centre, lead=anne)
    for name in ("Amina", "Rosa"):
        make_champion(centre, circle, name)
    return make_gathering(centre, circle=circle)


@pytest.fixture
def two_parts(meeting, centre):
    """Champions meet in the first, staff join in the second."""
    first, second = meeting.parts.get(), meeting.parts.get()
    second.pk, second.number, second.title = None, 2, "Staff join"
    second.save()
    for audience in (Audience.CHAMPIONS, Audience.STAFF):
        second.capacities.create(centre=centre, audience=audience, places=9)
    first.capacities.filter(audience=Audience.STAFF).delete()
    return first, second


@pytest.fixture(autouse=True)
def _on_the_day(meeting):
    with time_machine.travel(meeting.starts_at + timedelta(minutes=5), tick=False):
        yield


def codes_of(meeting):
    codes = row_codes(meeting.seats.values_list("pk", flat=True))
    return {seat.name: codes[seat.pk] for seat in meeting.seats.all()}


def came(meeting):
    rows = Attendance.objects.filter(part__meeting=meeting, came=True)
    return sorted((row.seat.name, row.part.number) for row in rows)


# --- The codes ---


def test_codes_are_five_digits_and_differ():
    codes = row_codes(range(1, 8182))

    assert {len(code) for code in codes.values()} == {5}
    assert len(set(codes.values())) == 8181


def test_ids_on_the_same_code_are_told_apart_whoever_was_first():
    both = row_codes([7, 7 + 8181])

    assert both[7] == row_codes([7])[7]
    assert len(set(both.values())) == 2


def slips_of_the_hand(code):
    for at, digit in enumerate(code):
        for other in "0123456789":
            if other != digit:
                yield code[:at] + other + code[at + 1 :]
    for at in range(4):
        if code[at] != code[at + 1]:
            yield code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def test_one_wrong_digit_or_two_swapped_never_name_somebody_else():
    everything = set(row_codes(range(1, 8182)).values())
    some = list(row_codes(range(1, 60)).values())

    assert [
        s for code in some for s in slips_of_the_hand(code) if s in everything
    ] == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("47102", ["47102"]),
        (" 471 02 ", ["47102"]),
        ("47102 10010", ["47102", "10010"]),
        ("4710210010", ["47102", "10010"]),
        ("47102, Rosa", ["47102", "Rosa"]),
    ],
)
def test_codes_are_read_as_people_type_them(typed, read):
    assert read_codes(typed) == read


# --- Typing ---


def test_a_code_ticks_its_row_and_says_what_is_new(meeting):
    codes = codes_of(meeting)
    typed = f"{codes['Amina']} {codes['Rosa']} 12345"

    said = type_back(meeting, typed, parts=meeting.parts.all(), by=None)
    again = type_back(meeting, codes["Rosa"], parts=meeting.parts.all(), by=None)

    assert came(meeting) == [("Amina", 1), ("Rosa", 1)]
    assert (len(said.new), said.unknown, again.new) == (2, ["12345"], [])


def test_staff_are_ticked_in_the_part_that_is_theirs(meeting, two_parts):
    typed = " ".join(codes_of(meeting).values())

    type_back(meeting, typed, parts=two_parts, by=None)

    expected = [("Amina", 1), ("Amina", 2), ("Anne", 2), ("Rosa", 1), ("Rosa", 2)]
    assert came(meeting) == expected
    assert [number for _part, number in counts(meeting)] == [2, 3]


def test_a_code_of_another_gathering_opens_nothing(meeting, centre):
    other = make_gathering(centre)
    ask(other, make_person(centre, "Zoe"))
    foreign = codes_of(other)["Zoe"]

    said = type_back(meeting, foreign, parts=meeting.parts.all(), by=None)

    assert (said.seats, said.unknown) == ([], [foreign])


def test_taking_back_undoes_what_was_new_alone(meeting):
    codes, parts = codes_of(meeting), list(meeting.parts.all())
    type_back(meeting, codes["Amina"], parts=parts, by=None)
    both = " ".join(codes.values())
    said = type_back(meeting, both, parts=parts, by=None)

    take_back(meeting, said.new, by=None)

    assert came(meeting) == [("Amina", 1)]


# --- The page ---


@pytest.fixture
def staff(client, anne):
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def to(meeting, *more, name="sheet_back"):
    return reverse(f"meetings:{name}", args=[meeting.centre.slug, meeting.pk, *more])


def test_the_page_says_who_came_and_how_many_and_takes_it_back(staff, meeting):
    sent = {"codes": codes_of(meeting)["Rosa"]}

    shown = staff.post(to(meeting), sent, follow=True)
    page = shown.content.decode()
    staff.post(to(meeting), {"undo": shown.context["undo"]})

    assert "Rosa came." in page
    assert "<strong>1 person</strong>" in page
    assert came(meeting) == []


def test_what_is_no_code_is_said_beside_the_field_and_the_others_are_kept(
    staff, meeting
):
    sent = {"codes": f"{codes_of(meeting)['Rosa']} 12345"}

    page = staff.post(to(meeting), sent)

    assert "12345 is not on this sheet." in page.content.decode()
    assert page.context["codes_form"]["codes"].value() == "12345"
    assert came(meeting) == [("Rosa", 1)]


def test_who_is_not_on_the_sheet_is_added_once(staff, meeting, two_parts):
    sent = {"first_name": "Bea", "submission": uuid.uuid4()}

    for _press in range(2):
        staff.post(to(meeting), sent)

    assert came(meeting) == [("Bea", 1), ("Bea", 2)]
    assert meeting.seats.filter(guest_name="Bea").count() == 1


def test_somebody_who_walked_in_is_found_and_linked(staff, meeting, centre):
    lou = make_person(centre, "Lou")
    seat = walk_in(meeting, first_name="Lou", by=None)
    page = to(meeting, seat.pk, name="who_walked_in")

    found = staff.post(page, {"words": "lou"}).context["found"]
    staff.post(page, {"words": "lou", "person": lou.pk})

    assert found == [lou]
    assert Seat.objects.get(pk=seat.pk).person == lou


def test_nobody_is_linked_by_number_alone(staff, meeting, centre):
    make_person(centre, "Lou")
    hidden = make_person(centre, "Zoe")
    seat = walk_in(meeting, first_name="Lou", by=None)
    page = to(meeting, seat.pk, name="who_walked_in")

    refused = staff.post(page, {"words": "lou", "person": hidden.pk})

    assert refused.status_code == 404
    assert Seat.objects.get(pk=seat.pk).person is None


def test_champions_of_the_group_type_too_and_find_nobody(client, meeting):
    client.force_login(meeting.seats.get(person__first_name="Amina").person.user)
    seat = walk_in(meeting, first_name="Lou", by=None)

    assert client.get(to(meeting)).status_code == 200
    closed = client.get(to(meeting, seat.pk, name="who_walked_in"))
    assert closed.status_code == 404
