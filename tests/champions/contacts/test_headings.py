"""Columns are recognised in both languages; some are refused by name."""

import pytest

from champions.contacts.forbidden import reason_against
from champions.contacts.heading_names import NAMES
from champions.contacts.headings import field_of, find_headings
from champions.contacts.reading import Line
from champions.contacts.refusals import RefusedListError

HEALTH = "This says something about a person’s health."
CARD = "This is the number of a health card or a health record."
WHY = "This says why somebody was sent to you."
POLICE = "What a police check says must not be kept."
BIRTH = "Dates of birth are not needed to invite somebody."


def headings(*names):
    return find_headings([Line(1, list(names))])


def refusal(*names):
    with pytest.raises(RefusedListError) as refused:
        headings(*names)
    return refused.value


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("First Name", "first_name"),
        ("FORENAME", "first_name"),
        ("prenom", "first_name"),
        ("Prénom / First name", "first_name"),
        ("  first_name* ", "first_name"),
        ("Nom", "last_name"),
        ("Nom de famille (requis)", "last_name"),
        ("Surname", "last_name"),
        ("Courriel", "email"),
        ("E-mail address", "email"),
        ("Téléphone", "phone"),
        ("Cell", "phone"),
        ("Adresse", "address"),
        ("Ville", "city"),
        ("Code postal", "postal_code"),
        ("POSTCODE", "postal_code"),
        ("Langue préférée", "language"),
        ("Contact by", "channel"),
        ("Do Not Contact", "do_not_contact"),
        ("Contact OK?", "may_contact"),
        ("Référence", "reference"),
        ("Shoe size", ""),
        ("", ""),
    ],
)
def test_a_heading_is_known_however_it_is_typed(heading, field):
    assert field_of(heading) == field


def test_no_heading_that_we_know_is_forbidden():
    known = [name for names in NAMES.values() for name in names]

    assert [name for name in known if reason_against(name)] == []


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Diagnosis", HEALTH),
        ("Dx", HEALTH),
        ("diagnostics", HEALTH),
        ("Medication list", HEALTH),
        ("Médicaments", HEALTH),
        ("Notes médicales", HEALTH),
        ("Clinical notes", HEALTH),
        ("Condition", HEALTH),
        ("Problème de santé", HEALTH),
        ("Mental health", HEALTH),
        ("Allergies", HEALTH),
        ("Email / Diagnosis", HEALTH),
        ("OHIP Number", CARD),
        ("Health card #", CARD),
        ("Numéro d'assurance maladie", CARD),
        ("NHS number", CARD),
        ("Reason for referral", WHY),
        ("Motif de référence", WHY),
        ("Raison", WHY),
        ("Police check", POLICE),
        ("Casier judiciaire", POLICE),
        ("Date of birth", BIRTH),
        ("Date de naissance", BIRTH),
        ("SIN", "Official numbers are not needed to invite somebody."),
        ("GPS position", "Where somebody is must not be followed."),
    ],
)
def test_a_forbidden_column_is_refused_by_name_with_its_reason(heading, reason):
    refused = refusal("First name", heading, "Surname")

    assert refused.columns == ((heading, reason),)
    assert refused.reason.startswith("Nothing of this list was kept.")


@pytest.mark.parametrize(
    "heading",
    ["Health centre", "Centre de santé", "Health Champion?", "Notes", "Gender", "Age"],
)
def test_harmless_columns_are_left_out_and_said(heading):
    assert headings("First name", heading).ignored == (heading,)


def test_all_forbidden_columns_are_named_at_once():
    columns = refusal("First name", "Diagnosis", "OHIP Number").columns

    assert [name for name, _reason in columns] == ["Diagnosis", "OHIP Number"]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [("Emial", "Email"), ("Prenon", "Prénom"), ("Diagonsis", "Diagnosis")],
)
def test_a_slip_of_a_letter_asks_what_was_meant(heading, meant):
    columns = refusal("First name", "Last name", heading).columns

    assert columns == ((heading, f"Did you mean “{meant}”?"),)


@pytest.mark.parametrize("heading", ["Email 2", "Age", "Country", "State", "Title"])
def test_other_words_are_not_taken_for_slips(heading):
    assert headings("First name", heading).ignored == (heading,)


def test_two_columns_of_one_kind_are_refused():
    columns = refusal("First name", "Email", "Courriel").columns

    assert [name for name, _reason in columns] == ["Email", "Courriel"]


def test_several_telephones_are_usual_and_the_mobile_is_asked_first():
    found = headings("First name", "Work phone", "Home phone", "Mobile")

    assert found.columns["phone"] == (3, 2, 1)


def test_a_column_with_whole_names_is_left_when_there_is_a_last_name():
    found = headings("Name", "First name", "Last name")

    assert (found.columns["last_name"], found.ignored) == ((2,), ("Name",))


def test_title_lines_may_stand_above_the_headings():
    top = [
        Line(1, ["Clients of Cedar Lake"]),
        Line(3, ["", "exported", "3 May"]),
        Line(4, ["Nom", "Prénom", "Courriel"]),
        Line(5, ["Roy", "Zoé", "zoe@example.org"]),
    ]

    assert find_headings(top).line == 4


@pytest.mark.parametrize("names", [("Ada", "Roy"), ("Column1", "Column2"), ("Phone",)])
def test_a_list_without_headings_is_refused(names):
    assert refusal(*names).reason.startswith("No headings were found.")


def test_a_list_without_first_names_is_refused():
    assert refusal("Name", "Email").reason.startswith(
        "There is no column with first names."
    )
