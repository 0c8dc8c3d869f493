"""A contact list becomes people: once, in pieces, and never against their wish."""

from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils import timezone
from django_q.models import OrmQ
from wagtail.models import ModelLogEntry

from champions import tasks
from champions.contacts import reading
from champions.contacts.refusals import RefusedListError
from champions.enums import Channel, LineOutcome, ListState
from champions.models import ContactList, Person
from champions.services import list_importing, list_reading
from champions.services.contact_lists import (
    ListMovedError,
    drop_list,
    receive_upload,
    start_import,
    try_again,
)
from champions.services.people import add_person, change_person, mark_do_not_contact
from tests.champions.contacts.test_real_lists import LISTS
from tests.factories import make_centre, make_staff

pytestmark = pytest.mark.django_db

HEADINGS = "First name,Last name,Email,Phone,Address,Do not contact"
ZOE = "Zoé,Roy,zoe@example.org,705 555 0101,1 Elm Road,"
TOM = "Tom,Roy,zoe@example.org,705 555 0101,1 Elm Road,"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(list_reading, "PIECE", 2)
    monkeypatch.setattr(list_importing, "PIECE", 2)


def uploaded(centre, *lines, by=None, name="list.csv"):
    text = "\n".join([HEADINGS, *lines])
    return receive_upload(centre, ContentFile(text.encode(), name=name), by=by)


def read(contact_list):
    assert list_reading.read_lines(contact_list, seconds=60)
    contact_list.refresh_from_db()
    return contact_list


def imported(centre, *lines, by=None):
    contact_list = read(uploaded(centre, *lines, by=by))
    start_import(contact_list, by=by)
    assert list_importing.import_lines(contact_list, seconds=60)
    contact_list.refresh_from_db()
    return contact_list


def named(centre):
    people = Person.objects.of(centre).filter(user=None).order_by("pk")
    return [str(person) for person in people]


def files_kept():
    folder = storages["private"]
    return folder.listdir("contact-lists")[1] if folder.exists("contact-lists") else []


def test_the_whole_list_of_a_centre_becomes_its_people(centre, anne):
    with closing((LISTS / "cedar-lake-contacts.csv").open("rb")) as source:
        contact_list = receive_upload(centre, File(source), by=anne)
    read(contact_list)
    expected = {
        "new": 1864,
        "repeat": 27,
        "known": 0,
        "refused": 4,
        "new:do_not_contact": 12,
        "new:email_dropped": 3,
        "refused:nameless": 4,
        "repeat:email_dropped": 1,
        "repeat:do_not_contact": 1,
        "households": 1850,
        "no_address": 0,
    }
    assert contact_list.counts == expected

    start_import(contact_list, by=anne)
    list_importing.import_lines(contact_list, seconds=60)

    contact_list.refresh_from_db()
    people = Person.objects.of(centre).filter(user=None)
    assert (contact_list.state, contact_list.counts) == (ListState.IMPORTED, expected)
    assert people.count() == 1864
    assert people.filter(do_not_contact_at=None).count() == 1852
    assert people.get(first_name="=Ben").name_key == "=bentaylor"
    assert list(people.filter(last_name="Morales", first_name="Denise")) != []


def test_people_at_one_address_are_one_household(centre):
    contact_list = imported(
        centre, ZOE, TOM, "Ada,Roy,,,2 ELM road,", "Bea,Roy,b@example.org,,,"
    )

    assert (contact_list.counts["households"], contact_list.counts["no_address"]) == (
        2,
        1,
    )
    assert Person.objects.of(centre).households() == 2


def test_a_household_stays_one_however_its_address_is_written_down(centre, anne):
    imported(centre, ZOE, TOM)

    change_person(Person.objects.get(first_name="Tom"), by=anne, address="1, ELM road")

    assert Person.objects.of(centre).households() == 1


def test_a_name_that_half_a_town_has_is_compared_by_ways(centre, small_pieces):
    lines = [f"Ada,Roy,,,{number} Elm Road," for number in range(7)]
    imported(centre, *lines)

    assert imported(centre, *lines).counts["known"] == 7


def test_the_same_name_and_number_at_another_address_is_somebody_new(centre):
    imported(centre, ZOE)

    again = imported(centre, "Zoé,Roy,,705 555 0101,9 Oak Street,")

    assert (again.counts["new"], again.counts["new:doubtful"]) == (1, 1)


def test_the_same_list_again_adds_nobody(centre):
    imported(centre, ZOE, TOM, ZOE)

    again = imported(centre, ZOE, TOM, ZOE)

    assert named(centre) == ["Zoé Roy", "Tom Roy"]
    assert {key: again.counts[key] for key in LineOutcome.values} == {
        "new": 0,
        "repeat": 0,
        "known": 3,
        "refused": 0,
    }


def test_two_lists_read_side_by_side_do_not_add_anybody_twice(centre):
    first, second = read(uploaded(centre, ZOE)), read(uploaded(centre, ZOE, TOM))
    for contact_list in (first, second):
        start_import(contact_list, by=None)
        list_importing.import_lines(contact_list, seconds=60)

    second.refresh_from_db()
    assert named(centre) == ["Zoé Roy", "Tom Roy"]
    assert (second.counts["new"], second.counts["known"]) == (1, 1)


def test_the_same_person_at_another_centre_is_another_person(centre):
    other = make_centre("harbourview")
    imported(other, ZOE)

    assert imported(centre, ZOE).counts["new"] == 1
    assert (named(centre), named(other)) == (["Zoé Roy"], ["Zoé Roy"])


def test_a_repeat_is_recognised_across_pieces(centre, small_pieces):
    contact_list = imported(
        centre, ZOE, TOM, "Ada,Roy,,,2 Elm Road,", "ZOE,ROY,,,1 elm road,"
    )

    repeat = contact_list.lines.get(number=5)
    assert (repeat.outcome, repeat.same_as) == (LineOutcome.REPEAT, 2)
    assert repeat.person.first_name == "Zoé"


def test_do_not_contact_holds_for_the_person_wherever_the_list_says_it(
    centre, small_pieces
):
    contact_list = imported(centre, ZOE, TOM, ZOE + "yes", ZOE + "x")

    assert Person.objects.get(first_name="Zoé").do_not_contact_at is not None
    assert Person.objects.get(first_name="Tom").do_not_contact_at is None
    assert contact_list.counts["new:do_not_contact"] == 1


def test_a_list_can_mark_somebody_known_and_never_lifts_a_mark(centre, anne):
    imported(centre, ZOE, TOM)
    mark_do_not_contact(Person.objects.get(first_name="Tom"), by=anne)

    again = imported(centre, ZOE + "yes", TOM, by=anne)

    assert Person.objects.filter(do_not_contact_at=None, user=None).count() == 0
    assert again.counts["known:do_not_contact"] == 1


def test_somebody_added_by_hand_between_reading_and_importing_is_known(centre, anne):
    contact_list = read(uploaded(centre, ZOE, TOM))
    add_person(
        centre, first_name="zoe", last_name="roy", email="ZOE@example.org", by=anne
    )
    start_import(contact_list, by=anne)
    list_importing.import_lines(contact_list, seconds=60)

    contact_list.refresh_from_db()
    assert named(centre) == ["zoe roy", "Tom Roy"]
    assert (contact_list.counts["new"], contact_list.counts["known"]) == (1, 1)


@pytest.mark.parametrize(
    ("chosen", "email", "phone", "address", "way"),
    [
        ("email", "a@example.org", "", "1 Elm", Channel.EMAIL),
        ("email", "", "", "1 Elm", Channel.LETTER),
        ("text", "a@example.org", "705 555 0101", "1 Elm", Channel.TEXT),
        ("letter", "", "705 555 0101", "", Channel.PHONE),
        ("", "a@example.org", "", "1 Elm", Channel.EMAIL),
        ("", "", "", "", Channel.IN_PERSON),
    ],
)
def test_everybody_is_reached_the_way_they_chose_if_it_is_known(
    centre, chosen, email, phone, address, way
):
    text = (
        "First name,Contact by,Email,Phone,Address\n"
        f"Ada,{chosen},{email},{phone},{address}\n"
    )
    contact_list = receive_upload(
        centre, ContentFile(text.encode(), name="a.csv"), by=None
    )
    read(contact_list)
    start_import(contact_list, by=None)
    list_importing.import_lines(contact_list, seconds=60)

    assert Person.objects.get(first_name="Ada").channel == way


def test_in_quebec_somebody_without_a_language_is_written_to_in_french():
    centre = make_centre("st-agnes", region="CA-QC")
    imported(centre, ZOE)

    assert Person.objects.get(first_name="Zoé").language == "fr"


@pytest.mark.django_db(transaction=True)
def test_words_and_file_are_gone_once_they_are_not_needed(centre):
    contact_list = uploaded(centre, ZOE, ",Nobody,,705 555 0199,3 Elm Road,")
    assert storages["private"].exists(contact_list.file_name)

    kept = contact_list.file_name
    read(contact_list)
    assert contact_list.lines.get(number=3).words["phone"] == "705 555 0199"

    start_import(contact_list, by=None)
    assert (storages["private"].exists(kept), contact_list.file_name) == (False, "")
    list_importing.import_lines(contact_list, seconds=60)
    assert set(contact_list.lines.values_list("name_key", flat=True)) == {""}
    assert [line.words for line in contact_list.lines.all()] == [{}, {}]


def test_a_refused_list_leaves_no_trace(centre, anne):
    before = files_kept()
    with (
        closing((LISTS / "cedar-lake-with-diagnosis.csv").open("rb")) as source,
        pytest.raises(RefusedListError),
    ):
        receive_upload(centre, File(source), by=anne)

    assert (files_kept(), ContactList.objects.count()) == (before, 0)
    assert OrmQ.objects.count() == 0


def work_until_idle():
    """What the worker does with the bells that were rung, one after the other."""
    while job := OrmQ.objects.order_by("pk").first():
        task = job.task
        job.delete()
        getattr(tasks, task["func"].rpartition(".")[2])(*task["args"])


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_and_imports_a_list(centre, anne):
    contact_list = uploaded(centre, ZOE, TOM, by=anne)
    work_until_idle()
    contact_list.refresh_from_db()
    assert (contact_list.state, contact_list.counts["new"]) == (ListState.READ, 2)

    start_import(contact_list, by=anne)
    work_until_idle()
    contact_list.refresh_from_db()
    assert (contact_list.state, named(centre)) == (
        ListState.IMPORTED,
        ["Zoé Roy", "Tom Roy"],
    )


@pytest.mark.django_db(transaction=True)
def test_every_task_may_run_again(centre, small_pieces):
    contact_list = uploaded(centre, ZOE, TOM, "Ada,Roy,,,2 Elm Road,")
    tasks.work_on_contact_list(contact_list.pk)
    tasks.work_on_contact_list(contact_list.pk)
    contact_list.refresh_from_db()
    start_import(contact_list, by=None)
    tasks.work_on_contact_list(contact_list.pk)
    tasks.work_on_contact_list(contact_list.pk)
    work_until_idle()

    contact_list.refresh_from_db()
    assert named(centre) == ["Zoé Roy", "Tom Roy", "Ada Roy"]
    assert (contact_list.state, contact_list.lines_done) == (ListState.IMPORTED, 3)


class PowerCutError(Exception):
    pass


def die_at(monkeypatch, module, name, call):
    """Let the process die when a function is called for the n-th time."""
    real, calls = getattr(module, name), []

    def dying(*args, **kwargs):
        calls.append(name)
        if len(calls) == call:
            raise PowerCutError
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, dying)


LINES = [f"Person{number},Roy,,,{number} Elm Road," for number in range(7)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("piece", [1, 2, 4])
def test_reading_goes_on_after_a_crash(centre, small_pieces, monkeypatch, piece):
    contact_list = uploaded(centre, *LINES)
    die_at(monkeypatch, list_reading, "_mark_first_lines", piece)
    with pytest.raises(PowerCutError):
        tasks.work_on_contact_list(contact_list.pk)
    assert contact_list.lines.count() == 2 * (piece - 1)

    tasks.work_on_contact_list(contact_list.pk)

    contact_list.refresh_from_db()
    assert (contact_list.state, contact_list.counts["new"]) == (ListState.READ, 7)
    assert [line.number for line in contact_list.lines.all()] == list(range(2, 9))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("piece", [1, 2, 4])
def test_importing_goes_on_after_a_crash(centre, small_pieces, monkeypatch, piece):
    contact_list = read(uploaded(centre, *LINES))
    start_import(contact_list, by=None)
    die_at(monkeypatch, list_importing, "_keep_outcomes", piece)
    with pytest.raises(PowerCutError):
        tasks.work_on_contact_list(contact_list.pk)
    assert len(named(centre)) == 2 * (piece - 1)

    tasks.work_on_contact_list(contact_list.pk)

    contact_list.refresh_from_db()
    assert (contact_list.state, len(named(centre))) == (ListState.IMPORTED, 7)


@pytest.mark.django_db(transaction=True)
def test_a_list_at_a_standstill_is_taken_up_again_but_not_for_ever(centre):
    contact_list = uploaded(centre, ZOE)
    OrmQ.objects.all().delete()
    now = timezone.now()
    for minute in (2, 4, 6):
        with time_machine.travel(now + timedelta(minutes=minute)):
            tasks.resume_contact_lists()
            ContactList.objects.filter(pk=contact_list.pk).update(attempts=3)
    assert OrmQ.objects.count() == 1


def test_a_list_rests_after_three_attempts_until_somebody_asks(centre):
    contact_list = uploaded(centre, ZOE)
    ContactList.objects.filter(pk=contact_list.pk).update(attempts=3)

    tasks.work_on_contact_list(contact_list.pk)
    contact_list.refresh_from_db()
    assert contact_list.state == ListState.READING

    try_again(contact_list)
    tasks.work_on_contact_list(contact_list.pk)
    contact_list.refresh_from_db()
    assert contact_list.state == ListState.READ


def test_a_file_that_is_gone_is_said(centre):
    contact_list = uploaded(centre, ZOE)
    storages["private"].delete(contact_list.file_name)

    read(contact_list)

    assert (contact_list.state, contact_list.refusal) == (
        ListState.REFUSED,
        "The file is gone. Please upload it again.",
    )


def test_what_is_found_out_late_refuses_the_whole_list(
    centre, small_pieces, monkeypatch
):
    contact_list = uploaded(centre, *LINES)
    monkeypatch.setattr(reading, "MOST_LINES", 5)

    read(contact_list)

    assert contact_list.refusal.startswith("This list has more than 5 lines.")
    assert (contact_list.state, contact_list.lines.count()) == (ListState.REFUSED, 0)


def test_importing_is_begun_once(centre):
    contact_list = read(uploaded(centre, ZOE))
    start_import(contact_list, by=None)

    with pytest.raises(ListMovedError):
        start_import(contact_list, by=None)
    with pytest.raises(ListMovedError):
        drop_list(contact_list, by=None)


def test_a_dropped_list_keeps_no_words(centre, anne):
    contact_list = read(uploaded(centre, ZOE))

    drop_list(contact_list, by=anne)

    assert (contact_list.state, contact_list.lines.count()) == (ListState.DROPPED, 0)
    assert named(centre) == []


def test_a_list_that_nobody_imports_is_forgotten_after_a_week(centre):
    contact_list = read(uploaded(centre, ZOE))
    tasks.drop_forgotten_lists()
    assert contact_list.lines.count() == 1

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        tasks.drop_forgotten_lists()

    contact_list.refresh_from_db()
    assert (contact_list.state, contact_list.lines.count()) == (ListState.DROPPED, 0)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("clients.csv", "clients.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anne\\clients.xlsx", "clients.xlsx"),
        ("diabetes group.csv", "list.csv"),
        ("health-centre-clients.csv", "health-centre-clients.csv"),
        ("a\u202etxt.csv", "a txt.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_file_s_name_is_kept_only_as_far_as_it_is_harmless(centre, name, shown):
    file = ContentFile(f"{HEADINGS}\n{ZOE}".encode())
    file.name = name

    assert receive_upload(centre, file, by=None).name == shown


def test_history_says_who_uploaded_and_imported_and_names_nobody(centre, anne):
    contact_list = imported(centre, ZOE, by=anne)

    lines = ModelLogEntry.objects.for_instance(contact_list).order_by("pk")
    assert [(line.action, line.user, line.label) for line in lines] == [
        (f"champions.{verb}", anne, f"contactlist {contact_list.pk}")
        for verb in ("upload_list", "import_list", "list_imported")
    ]
