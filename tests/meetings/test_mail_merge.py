"""Who prints letters from a word processor gets them as a table: address lines, words and
each person's own code, safe in a spreadsheet."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from champions.models import LetterBatch, Message, Person, ViewedPerson
from champions.permissions import SECOND_FACTOR
from champions.services import letters
from champions.services.codes import find_code
from champions.spreadsheets import unguarded
from champions.when import day_in_words
from meetings.enums import Route
from meetings.services.invitations import invite
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db
HOME = {"address": "22 Birch Road, Unit 3", "city": "Cedar Lake ON"}


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


@pytest.fixture
def lead(client, anne):
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def written_to(workshop, name="Rosa", **fields):
    person = make_person(workshop.centre, name, **{**HOME, **fields})
    return invite(person, workshop, route=Route.GENERAL, by=None)


def the_batch(workshop):
    letters.make_ready(workshop.centre, f"meeting:{workshop.pk}", by=None)
    return LetterBatch.objects.get()


def table(client, batch):
    answer = client.get(reverse("letters:merge", args=[batch.pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="cedar-lake-1.csv"'
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return list(rows)


def test_a_row_has_all_that_a_letter_needs(lead, centre, workshop):
    invitation = written_to(workshop, last_name="Invented", postal_code="P0X 1A0")

    (row,) = table(lead, the_batch(workshop))

    assert (row["Name"], row["Address"], row["Town"]) == (
        "Rosa Invented",
        "22 Birch Road, Unit 3",
        "Cedar Lake ON  P0X 1A0",
    )
    assert (row["First name"], row["Language"]) == ("Rosa", "English")
    assert row["Subject"].startswith("Rosa, come and make something")
    assert find_code(centre, row["Code"], source="here").thing_id == invitation.pk
    assert row["Online"].endswith("/en/go/")
    assert (row["Telephone"], row["Large print"]) == (centre.phone, "")
    assert row["Reply by"] == day_in_words(workshop.reply_by)
    assert "Hello Rosa" in row["Words"]
    assert row["Code"] in row["Words"]
    assert "{" not in row["Words"]
    assert f"/i/{invitation.pk}." not in row["Words"]


def test_what_is_said_to_somebody_is_in_their_language(lead, workshop):
    written_to(workshop, "Lucie", language="fr", large_print=True)

    (row,) = table(lead, the_batch(workshop))

    assert (row["Language"], row["Large print"]) == ("Français", "yes")
    assert row["Subject"].startswith("Lucie, venez")
    assert "Bonjour Lucie" in row["Words"]
    assert row["Online"].endswith("/fr/go/")
    assert row["Reply by"].split()[0] in {
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    }


def test_no_cell_is_a_formula(lead, workshop):
    written_to(workshop, "=HYPERLINK(1)", address="+1 Elm", city="@home")

    (row,) = table(lead, the_batch(workshop))

    for column, was in {"First name": "=HYPERLINK(1)", "Address": "+1 Elm"}.items():
        assert row[column] == f"'{was}"
        assert unguarded(row[column]) == was
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_whom_nobody_may_write_to_any_more_is_left_out(lead, workshop):
    written_to(workshop, "Rosa")
    written_to(workshop, "Sam")
    batch = the_batch(workshop)
    Person.objects.filter(first_name="Rosa").update(do_not_contact_at=timezone.now())

    assert [row["First name"] for row in table(lead, batch)] == ["Sam"]


def test_opening_it_posts_nothing_and_is_noted(lead, workshop):
    invitation = written_to(workshop)
    batch = the_batch(workshop)
    before = list(Message.objects.values())

    table(lead, batch)

    assert list(Message.objects.values()) == before
    assert set(ViewedPerson.objects.values_list("person_id", flat=True)) == {
        invitation.person_id
    }


def test_the_page_says_how_far_the_files_are(lead, workshop, monkeypatch):
    monkeypatch.setattr(letters, "BATCH", 1)
    written_to(workshop, "Rosa")
    written_to(workshop, "Sam")
    index = reverse("letters:index")
    letters.make_ready(workshop.centre, f"meeting:{workshop.pk}", by=None)

    assert "0 of 2 files are made." in lead.get(index).content.decode()
    letters.print_one()
    page = lead.get(index).content.decode()
    assert "1 of 2 files are made." in page
    assert 'data-refresh="letters"' in page
    letters.print_one()
    page = lead.get(index).content.decode()
    assert "files are made" not in page
    assert "data-refresh" not in page


def test_a_file_that_was_given_up_keeps_nobody_waiting(lead, workshop):
    written_to(workshop)
    batch = the_batch(workshop)
    LetterBatch.objects.filter(pk=batch.pk).update(attempts=3)

    page = lead.get(reverse("letters:index")).content.decode()

    assert "files are made" not in page
    assert "This file could not be made." in page
