"""Columns are recognised in both languages; some are refused by name."""

import pytest
from django.utils import translation

from champions.contacts.columns import COLUMNS
from champions.contacts.forbidden import reason_against
from champions.contacts.headings import BESIDE, field_of, find_headings
from champions.contacts.reading import Line
from champions.contacts.refusals import RefusedListError, UnclearListError

HEALTH = "This says something about a person’s health."
CARD = "This is the number of a health card or a health record."
WHY = "This says why somebody was sent to you."
POLICE = "What a police check says must not be kept."
BIRTH = "Dates of birth are not needed to invite somebody."


def headings(*names, **meanings):
    return find_headings([Line(1, list(names))], meanings)


def refusal(*names):
    with pytest.raises(RefusedListError) as refused:
        headings(*names)
    return refused.value


def question(*names, **meanings):
    """What is not clear, and what is guessed for each column."""
    with pytest.raises(UnclearListError) as unclear:
        headings(*names, **meanings)
    return unclear.value.columns, unclear.value.headings.fields


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
    known = [name for column in COLUMNS for name in column.headings]

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


def test_what_was_meant_by_a_slip_is_proposed():
    _columns, fields = question("First name", "Emial", "Shoe size")

    assert fields == ("first_name", "email", "")


def test_a_slip_of_a_forbidden_heading_is_refused_and_never_asked_about():
    refused = refusal("First name", "Diagonsis")

    assert not isinstance(refused, UnclearListError)


def test_what_the_centre_said_before_is_not_asked_again():
    found = headings("Rufname", "Emial", "Notes", rufname="first_name", emial="")

    assert found.fields == ("first_name", "", "")


def test_what_the_centre_says_never_opens_a_forbidden_column():
    with pytest.raises(RefusedListError) as refused:
        headings("First name", "Diagnosis", diagnosis="reference")

    assert refused.value.columns == (("Diagnosis", HEALTH),)


def test_a_column_left_out_beside_a_better_one_counts_where_it_is_alone():
    beside = headings("First name", "Email", "Courriel", courriel=BESIDE)
    alone = headings("First name", "Courriel", courriel=BESIDE)

    assert (beside.fields, alone.fields) == (
        ("first_name", "email", ""),
        ("first_name", "email"),
    )


@pytest.mark.parametrize("heading", ["Email 2", "Age", "Country", "State", "Title"])
def test_other_words_are_not_taken_for_slips(heading):
    assert headings("First name", heading).ignored == (heading,)


def test_two_columns_of_one_kind_are_asked_about():
    columns, fields = question("First name", "Email", "Courriel")

    assert [name for name, _reason in columns] == ["Email", "Courriel"]
    assert fields == ("first_name", "email", "email")


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


@pytest.mark.parametrize("names", [("Phone",), ("Ada",), ("Some words, not a list",)])
def test_what_is_no_table_is_refused(names):
    refused = refusal(*names)

    assert refused.reason.startswith("No headings were found.")
    assert not isinstance(refused, UnclearListError)


def test_headings_that_nobody_knows_are_asked_about_and_guessed_by_what_is_below():
    top = [
        Line(1, ["Ledenlijst"]),
        Line(2, ["Roepnaam", "Achternaam", "Post", "Bel"]),
        Line(3, ["Zoé", "Roy", "zoe@example.org", "705 555 0101"]),
        Line(4, ["Tom", "Roy", "", "(705) 555-0102"]),
    ]

    with pytest.raises(UnclearListError) as unclear:
        find_headings(top)

    found = unclear.value.headings
    assert (found.line, found.names) == (
        2,
        ("Roepnaam", "Achternaam", "Post", "Bel"),
    )
    assert found.fields == ("", "", "email", "phone")


def test_a_list_without_headings_shows_nobody_as_one():
    top = [
        Line(1, ["Zoé", "Roy", "zoe@example.org", "P0L 1A0"]),
        Line(2, ["Tom", "Roy", "tom@example.org", "P0L 1A0"]),
    ]

    with pytest.raises(UnclearListError) as unclear:
        find_headings(top)

    found = unclear.value.headings
    assert (found.line, found.names) == (0, ("", "", "", ""))
    assert found.fields == ("", "", "email", "postal_code")


@pytest.mark.parametrize("word", ["Diagnose", "Género / Diagnóstico", "Casier"])
def test_a_forbidden_column_among_headings_nobody_knows_refuses_the_list(word):
    with pytest.raises(RefusedListError) as refused:
        find_headings([Line(1, ["Etunimi", "Sukunimi", word])])

    assert [name for name, _why in refused.value.columns] == [word]


def test_a_list_without_first_names_is_asked_about():
    assert question("Name", "Email") == ((), ("last_name", "email"))


def test_every_kind_of_column_is_known_by_the_name_we_give_it():
    for language in ("en", "fr"):
        with translation.override(language):
            labels = {str(column.label): column.field for column in COLUMNS}

        assert {label: field_of(label) for label in labels} == labels
