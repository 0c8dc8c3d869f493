"""`manage.py import_contacts CENTRE FILE [--dry-run]`: it imports, or changes nothing."""

import pytest
from django.core.management import CommandError, call_command

from champions.models import ContactList, Person
from tests.champions.contacts.test_real_lists import LISTS
from tests.factories import make_centre

pytestmark = pytest.mark.django_db
LINES = "First name,Last name,Address\nZoé,Roy,1 Elm\nZOE,ROY,1 elm\n,Roy,2 Elm\n"
SAID = [
    "1  new person",
    "1  same person again in this list",
    "0  already known to the centre",
    "1  cannot be used",
]


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def small_list(tmp_path):
    path = tmp_path / "clients.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def said(capsys):
    return [line.strip() for line in capsys.readouterr().out.splitlines()]


def test_a_list_is_imported_and_counted(centre, small_list, capsys):
    call_command("import_contacts", "cedar-lake", small_list)

    assert said(capsys) == SAID
    assert [str(person) for person in Person.objects.of(centre)] == ["Zoé Roy"]


def test_a_dry_run_says_the_same_and_changes_nothing(centre, small_list, capsys):
    call_command("import_contacts", "cedar-lake", small_list, dry_run=True)

    assert said(capsys) == SAID
    assert (Person.objects.count(), ContactList.objects.count()) == (0, 0)


def test_the_same_list_again_adds_nobody(centre, small_list, capsys):
    call_command("import_contacts", "cedar-lake", small_list)
    call_command("import_contacts", "cedar-lake", small_list, dry_run=True)

    assert said(capsys)[4:] == [
        "0  new person",
        "0  same person again in this list",
        "2  already known to the centre",
        "1  cannot be used",
    ]


@pytest.mark.parametrize(
    ("slug", "file", "reason"),
    [
        ("nowhere", "cedar-lake-contacts.csv", "There is no centre “nowhere”."),
        ("cedar-lake", "gone.csv", "gone.csv: No such file or directory."),
        ("cedar-lake", "", "Is a directory."),
        (
            "cedar-lake",
            "cedar-lake-with-diagnosis.csv",
            "Diagnosis: This says something",
        ),
    ],
)
def test_a_refusal_is_one_line_and_changes_nothing(centre, slug, file, reason):
    with pytest.raises(CommandError) as refused:
        call_command("import_contacts", slug, LISTS / file)

    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (Person.objects.count(), ContactList.objects.count()) == (0, 0)
