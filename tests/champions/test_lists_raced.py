"""Several workers at one list, or at two lists of one centre, add nobody twice."""

import threading
from contextlib import closing

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from champions.enums import ListState
from champions.models import ContactList, Person
from champions.services import list_importing, list_reading, list_undoing
from champions.services.contact_lists import receive_upload, start_import
from tests.factories import make_centre

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db]
TEXT = "First name,Address\n" + "".join(f"Ada{n},{n} Elm\n" for n in range(20))


@pytest.fixture
def centre(monkeypatch):
    for service in (list_reading, list_importing, list_undoing):
        monkeypatch.setattr(service, "PIECE", 3)
        monkeypatch.setattr(service, "PAUSE", 0)
    return make_centre()


def uploaded(centre):
    return receive_upload(centre, ContentFile(TEXT.encode(), name="a.csv"), by=None)


def at_once(step, lists):
    """Each list in a thread of its own, begun together; raises what any of them did."""
    start, faults = threading.Barrier(len(lists)), []

    def work(pk):
        with closing(connection):
            try:
                mine = ContactList.objects.select_related("centre").get(pk=pk)
                start.wait()
                step(mine, seconds=60)
            except Exception as fault:  # noqa: BLE001  told to the test below
                faults.append(fault)

    threads = [threading.Thread(target=work, args=[one.pk]) for one in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    for one in lists:
        one.refresh_from_db()


def test_two_workers_read_one_list(centre):
    contact_list = uploaded(centre)

    at_once(list_reading.read_lines, [contact_list, contact_list])

    assert (contact_list.state, contact_list.counts["new"]) == (ListState.READ, 20)


def test_two_workers_import_one_list(centre):
    contact_list = uploaded(centre)
    list_reading.read_lines(contact_list, seconds=60)
    start_import(contact_list, by=None)

    at_once(list_importing.import_lines, [contact_list, contact_list])

    assert (contact_list.state, contact_list.lines_done) == (ListState.IMPORTED, 20)
    assert Person.objects.of(centre).count() == 20


def test_two_lists_of_one_centre_are_imported_side_by_side(centre):
    lists = [uploaded(centre), uploaded(centre)]
    for contact_list in lists:
        list_reading.read_lines(contact_list, seconds=60)
        start_import(contact_list, by=None)

    at_once(list_importing.import_lines, lists)

    assert [one.state for one in lists] == [ListState.IMPORTED, ListState.IMPORTED]
    assert sum(one.counts["new"] for one in lists) == 20
    assert Person.objects.of(centre).count() == 20


def imported(centre):
    contact_list = uploaded(centre)
    list_reading.read_lines(contact_list, seconds=60)
    start_import(contact_list, by=None)
    list_importing.import_lines(contact_list, seconds=60)
    return contact_list


def test_two_workers_take_one_list_back(centre):
    contact_list = imported(centre)
    list_undoing.start_undo(contact_list, by=None)

    at_once(list_undoing.undo_lines, [contact_list, contact_list])

    assert contact_list.state == ListState.UNDONE
    assert contact_list.counts["taken_back"]["leave"] == 20
    assert Person.objects.of(centre).count() == 0


def test_who_stands_on_a_list_that_is_imported_now_is_there_in_the_end(centre):
    second = uploaded(centre)
    list_reading.read_lines(second, seconds=60)
    first = imported(centre)
    start_import(second, by=None)
    list_undoing.start_undo(first, by=None)

    def work(contact_list, *, seconds):
        undoing = contact_list.pk == first.pk
        step = list_undoing.undo_lines if undoing else list_importing.import_lines
        return step(contact_list, seconds=seconds)

    at_once(work, [first, second])

    assert Person.objects.of(centre).count() == 20
    assert not second.lines.filter(person=None).exists()
    assert second.counts["new"] == first.counts["taken_back"]["leave"]
