"""A point person says what the columns of a list mean; it is remembered for the next."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ
from wagtail.models import ModelLogEntry

from champions import tasks
from champions.enums import LineOutcome, ListState
from champions.models import ContactList, HeadingMeaning, Person
from champions.services import list_reading
from champions.services.contact_lists import drop_list, start_import
from champions.services.list_bells import ListMovedError
from champions.services.list_columns import say_columns
from champions.services.list_reading import read_lines
from champions.services.privacy import erase
from tests.champions.contacts.files import workbook
from tests.champions.test_contact_lists_in_the_admin import page_of, upload, words_of
from tests.champions.test_importing_lists import PowerCutError, die_at
from tests.champions.test_staff_lists import sign_in
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db
KNOWN = "First name,Last name,Email,Reference\nZoé,Roy,zoe@example.org,Blue door\n"
DUTCH = "Roepnaam,Achternaam,Post\nZoé,Roy,zoe@example.org\nTom,Roy,\n"
BARE = "Zoé,Roy,zoe@example.org\nTom,Roy,tom@example.org\n"


@pytest.fixture
def cedar():
    return make_centre()


@pytest.fixture
def anne(client, cedar):
    return sign_in(client, cedar)


def a_file(text, name="clients.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return SimpleUploadedFile(name, content)


def sent(client, text):
    """A list that was uploaded; read if nothing was asked about it."""
    upload(client, a_file(text))
    contact_list = ContactList.objects.select_related("centre").latest("pk")
    return read(contact_list)


def read(contact_list):
    contact_list.refresh_from_db()
    if contact_list.state == ListState.READING:
        read_lines(contact_list, seconds=60)
        contact_list.refresh_from_db()
    return contact_list


def say(client, contact_list, *fields):
    words = {f"column-{at}": field for at, field in enumerate(fields)}
    answer = client.post(page_of(contact_list, "columns"), words)
    read(contact_list)
    return answer


def told(contact_list):
    lines = contact_list.lines.order_by("number")
    return [line.words for line in lines if line.outcome == LineOutcome.NEW]


ZOE = {"first_name": "Zoé", "last_name": "Roy", "email": "zoe@example.org"}


def test_columns_show_their_headings_and_how_many_are_filled_and_nobody(client, anne):
    contact_list = sent(client, KNOWN + "Tom,Roy,,\n")

    seen = words_of(client.get(page_of(contact_list, "columns")))

    assert ("Email 1 Leave out" in seen, "Last name 2 Leave out" in seen) == (
        True,
        True,
    )
    assert ("Zoé" in seen, "Blue door" in seen) == (False, False)


def test_a_column_can_be_left_out_and_the_list_is_read_anew(client, anne):
    contact_list = sent(client, KNOWN)
    assert told(contact_list) == [{**ZOE, "reference": "Blue door"}]

    say(client, contact_list, "first_name", "last_name", "email", "")

    assert told(contact_list) == [ZOE]
    assert (contact_list.state, contact_list.ignored) == (
        ListState.READ,
        ["Reference"],
    )


def test_headings_that_nobody_knows_are_asked_about_and_then_read(client, anne):
    contact_list = sent(client, DUTCH)
    assert contact_list.state == ListState.ASKING
    seen = words_of(client.get(page_of(contact_list), follow=True))
    assert "We are not sure what each column of this list is." in seen

    say(client, contact_list, "first_name", "last_name", "email")

    assert told(contact_list) == [ZOE, {"first_name": "Tom", "last_name": "Roy"}]


def test_a_list_without_headings_is_read_from_its_first_line(client, anne):
    contact_list = sent(client, BARE)
    seen = words_of(client.get(page_of(contact_list, "columns")))
    assert ("Column A 2" in seen, "Zoé" in seen) == (True, False)

    say(client, contact_list, "first_name", "last_name", "email")

    assert [words["first_name"] for words in told(contact_list)] == ["Zoé", "Tom"]


def test_what_was_said_once_is_known_the_next_time_and_said_so(client, anne, cedar):
    say(client, sent(client, DUTCH), "first_name", "last_name", "email")

    again = sent(client, DUTCH)

    assert (again.state, len(told(again))) == (ListState.READ, 2)
    assert "As last time." in words_of(client.get(page_of(again, "columns")))
    other = sign_in(client, make_centre("harbourview"))
    assert (other.pk, sent(client, DUTCH).state) == (other.pk, ListState.ASKING)


def test_what_was_said_can_be_forgotten(client, anne, cedar):
    contact_list = sent(client, DUTCH)
    say(client, contact_list, "first_name", "last_name", "email")

    answer = client.post(page_of(contact_list, "forget"), follow=True)

    assert "It is forgotten." in answer.content.decode()
    assert HeadingMeaning.objects.count() == 0
    assert sent(client, DUTCH).state == ListState.ASKING


def test_what_we_know_by_ourselves_is_not_remembered(client, anne):
    contact_list = sent(client, KNOWN)
    say(client, contact_list, "first_name", "last_name", "email", "")
    assert HeadingMeaning.objects.get().heading == "reference"

    say(client, contact_list, "first_name", "last_name", "email", "reference")

    assert HeadingMeaning.objects.count() == 0


def test_of_two_columns_of_one_kind_one_is_chosen_and_the_other_still_counts_alone(
    client, anne
):
    contact_list = sent(
        client, "First name,Email,Courriel\nZoé,a@example.org,b@a.org\n"
    )
    assert contact_list.state == ListState.ASKING

    say(client, contact_list, "first_name", "email", "")

    assert told(contact_list)[0]["email"] == "a@example.org"
    alone = sent(client, "Prénom,Courriel\nTom,b@example.org\n")
    assert told(alone)[0]["email"] == "b@example.org"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (("", "last_name", "email"), "Choose the column with first names."),
        (
            ("first_name", "email", "email"),
            "Achternaam: Only one column can be “E-mail”.",
        ),
        (("first_name", "diagnosis", ""), "Achternaam: Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_read(client, anne, fields, words):
    contact_list = sent(client, DUTCH)

    answer = say(client, contact_list, *fields)

    assert (answer.status_code, contact_list.state) == (422, ListState.ASKING)
    assert words in words_of(answer)


def test_several_sheets_are_chosen_from(client, anne):
    rows = [["Prénom", "Nom"], ["Zoé", "Roy"]]
    more = [["First name", "Last name"], ["Tom", "Roy"]]
    contact_list = sent(client, workbook(*rows, beside={"2026": more}).getvalue())
    seen = words_of(client.get(page_of(contact_list, "columns")))
    assert "Say which one has your people." in seen

    client.post(page_of(contact_list, "sheet"), {"sheet": "2026"})

    assert told(read(contact_list)) == [{"first_name": "Tom", "last_name": "Roy"}]


def test_a_sheet_that_is_not_there_changes_nothing(client, anne):
    contact_list = sent(client, workbook(["Prénom"], ["Zoé"]).getvalue())

    answer = client.post(page_of(contact_list, "sheet"), {"sheet": "2031"}, follow=True)

    assert "There is no sheet of that name." in answer.content.decode()
    assert read(contact_list).state == ListState.READ


def test_the_file_is_kept_until_it_is_not_needed_and_no_longer(
    client, anne, django_capture_on_commit_callbacks
):
    imported, dropped = sent(client, KNOWN), sent(client, DUTCH)
    kept = [one.file_name for one in (imported, dropped)]
    assert [storages["private"].exists(name) for name in kept] == [True, True]

    with django_capture_on_commit_callbacks(execute=True):
        start_import(imported, by=anne)
        drop_list(dropped, by=anne)

    assert [storages["private"].exists(name) for name in kept] == [False, False]


def test_when_somebody_is_wiped_no_file_is_kept_that_could_name_them(
    client, anne, cedar, django_capture_on_commit_callbacks
):
    waiting, ready = sent(client, DUTCH), sent(client, KNOWN)
    kept = [one.file_name for one in (waiting, ready)]

    with django_capture_on_commit_callbacks(execute=True):
        erase(make_person(cedar, "Zoé", name_key="zoeroy"))

    assert [storages["private"].exists(name) for name in kept] == [False, False]
    for contact_list in (waiting, ready):
        contact_list.refresh_from_db()
    assert (waiting.state, ready.state) == (ListState.DROPPED, ListState.READ)
    start_import(ready, by=anne)
    tasks.work_on_contact_list(ready.pk)
    assert not Person.objects.of(cedar).filter(email="zoe@example.org").exists()


def test_columns_are_said_once_and_never_of_a_list_on_its_way(client, anne):
    contact_list = sent(client, KNOWN)
    stale = ContactList.objects.select_related("centre").get()
    fields = ["first_name", "last_name", "email", ""]
    say_columns(contact_list, fields=fields, by=anne)

    with pytest.raises(ListMovedError):
        say_columns(stale, fields=fields, by=anne)
    assert OrmQ.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_reading_anew_goes_on_after_a_crash(client, anne, monkeypatch):
    monkeypatch.setattr(list_reading, "PIECE", 2)
    lines = [f"Ada{n},Roy,,\n" for n in range(7)]
    contact_list = sent(
        client, "First name,Last name,Email,Reference\n" + "".join(lines)
    )
    fields = ["first_name", "", "", ""]
    say_columns(contact_list, fields=fields, by=anne)
    die_at(monkeypatch, list_reading, "_mark_first_lines", 2)
    with pytest.raises(PowerCutError):
        tasks.work_on_contact_list(contact_list.pk)
    assert contact_list.lines.count() == 2

    tasks.work_on_contact_list(contact_list.pk)

    contact_list.refresh_from_db()
    assert [list(words) for words in told(contact_list)] == [["first_name"]] * 7
    assert contact_list.headings["filled"] == [7, 7]


def test_an_older_reading_that_wakes_up_late_writes_nothing(client, anne):
    contact_list = sent(client, KNOWN)
    late = ContactList.objects.select_related("centre").get()
    late.state, late.lines_done = ListState.READING, 0
    say_columns(contact_list, fields=["first_name", "", "", ""], by=anne)

    read_lines(late, seconds=60)

    contact_list.refresh_from_db()
    assert (contact_list.state, contact_list.lines_done) == (ListState.READING, 0)


def test_many_columns_ask_the_database_as_often_as_few(client, anne):
    few = sent(client, KNOWN)
    many = sent(client, "First name,Last name," + ",".join(f"x{n}" for n in range(60)))
    client.get(page_of(few, "columns"))

    counts = []
    for one in (few, many):
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(one, "columns"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_history_says_who_said_it(client, anne, cedar):
    contact_list = sent(client, KNOWN)

    say(client, contact_list, "first_name", "", "", "")

    line = ModelLogEntry.objects.for_instance(contact_list).latest("pk")
    assert (line.action, line.user) == ("champions.say_columns", anne)
