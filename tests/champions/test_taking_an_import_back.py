"""An import is taken back: who is known only by it leaves, everybody else stays."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from champions import tasks
from champions.enums import ListState, StayReason
from champions.messages.outbox import tell
from champions.models import ContactLine, ContactList, Pair, Person
from champions.services import list_undoing
from champions.services.contact_lists import start_import
from champions.services.list_bells import ListMovedError
from champions.services.list_importing import import_lines
from champions.services.list_undoing import foresee, start_undo, undo_lines
from champions.services.merging import merge
from champions.services.pairs import find_pairs
from champions.services.people import (
    add_person,
    become_champion,
    call_person,
    change_person,
    lift_do_not_contact,
    mark_by_list,
    mark_died,
    mark_do_not_contact,
)
from champions.services.privacy import erase, record_of
from champions.services.talking_first import write_talk_first
from meetings.enums import Route
from meetings.services.invitations import invite
from meetings.services.seats import ask
from tests.champions.test_importing_lists import (
    PowerCutError,
    anne,
    centre,
    imported,
    named,
    read,
    uploaded,
    work_until_idle,
)
from tests.factories import in_days, make_centre, make_circle, make_gathering
from tests.meetings.workshops import a_workshop

__all__ = ["anne", "centre"]
pytestmark = [pytest.mark.django_db, pytest.mark.db]

ZOE = "Zoé,Roy,zoe@example.org,705 555 0101,1 Elm Road,"
TOM = "Tom,Roy,tom@example.org,705 555 0102,2 Elm Road,"
ADA = "Ada,Roy,ada@example.org,705 555 0103,3 Elm Road,"


def taken_back(contact_list, by=None):
    start_undo(contact_list, by=by)
    assert undo_lines(contact_list, seconds=60)
    contact_list.refresh_from_db()
    return contact_list


def zoe():
    return Person.objects.select_related("centre").get(name_key="zoeroy")


def test_who_is_known_only_by_the_list_leaves(centre, anne):
    add_person(centre, first_name="Old", by=anne)
    contact_list = imported(centre, ZOE, TOM, ZOE, ",nobody,,,,")

    taken_back(contact_list, by=anne)

    assert named(centre) == ["Old"]
    assert contact_list.state == ListState.UNDONE
    assert contact_list.counts["taken_back"] == {"leave": 2, "unmarked": 0, "stay": {}}
    assert not contact_list.lines.exclude(person=None).exists()


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (lambda zoe, anne: become_champion(zoe, by=anne), StayReason.CHAMPION),
        (
            lambda zoe, anne: invite(
                zoe, a_workshop(zoe.centre, anne), route=Route.GENERAL, by=anne
            ),
            StayReason.TAKES_PART,
        ),
        (
            lambda zoe, _anne: ask(
                make_gathering(zoe.centre, circle=make_circle(zoe.centre)), zoe
            ),
            StayReason.TAKES_PART,
        ),
        (
            lambda zoe, anne: write_talk_first(
                zoe, promised_by=anne, until=in_days(9), by=anne
            ),
            StayReason.TAKES_PART,
        ),
        (
            lambda zoe, _anne: tell(zoe, "told/code", event="x", context={"code": 1}),
            StayReason.WRITTEN_TO,
        ),
        (lambda zoe, _anne: imported(zoe.centre, ZOE), StayReason.OTHER_LIST),
        (lambda zoe, anne: change_person(zoe, by=anne, city="X"), StayReason.CHANGED),
        (lambda zoe, anne: call_person(zoe, name="Zo", by=anne), StayReason.CHANGED),
        (lambda zoe, anne: mark_do_not_contact(zoe, by=anne), StayReason.CHANGED),
        (lambda zoe, anne: mark_died(zoe, by=anne), StayReason.CHANGED),
        (
            lambda zoe, anne: merge(
                add_person(zoe.centre, first_name="Zoe", by=anne), zoe
            ),
            StayReason.CHANGED,
        ),
    ],
)
def test_who_has_become_more_than_a_line_of_it_stays(centre, anne, happens, why):
    contact_list = imported(centre, ZOE, TOM)
    happens(zoe(), anne)
    foreseen = foresee(contact_list)

    taken_back(contact_list)

    assert (foreseen.leave, foreseen.stay) == (1, {why: 1})
    assert list_undoing.what_happened(contact_list) == foreseen
    assert Person.objects.filter(name_key="zoeroy", user=None).exists()
    assert not Person.objects.filter(name_key="tomroy").exists()


def test_a_list_s_own_mark_that_somebody_lifted_keeps_them(centre, anne):
    contact_list = imported(centre, ZOE + "yes")
    lift_do_not_contact(zoe(), by=anne)

    taken_back(contact_list)

    assert named(centre) == ["Zoé Roy"]


def test_somebody_found_to_look_like_them_keeps_nobody(centre):
    imported(centre, ZOE)
    contact_list = imported(centre, "Zoé,Roy,,705 555 0101,9 Oak Street,")
    find_pairs(centre)
    assert Pair.objects.count() == 1

    taken_back(contact_list)

    assert (named(centre), Pair.objects.count()) == (["Zoé Roy"], 0)


def test_a_known_person_s_mark_goes_back_to_what_it_was(centre):
    imported(centre, ZOE, TOM)
    contact_list = imported(centre, ZOE + "yes", TOM)
    assert zoe().do_not_contact_at is not None
    assert foresee(contact_list).unmarked == 1

    taken_back(contact_list)

    assert zoe().do_not_contact_at is None
    assert contact_list.counts["taken_back"]["unmarked"] == 1
    assert ModelLogEntry.objects.get(action="champions.mark_taken_back").object_id == (
        str(zoe().pk)
    )


def test_a_mark_that_somebody_made_anew_stays(centre, anne):
    imported(centre, ZOE)
    contact_list = imported(centre, ZOE + "yes")
    lift_do_not_contact(zoe(), by=anne)
    mark_do_not_contact(zoe(), by=anne)

    taken_back(contact_list)

    assert zoe().do_not_contact_at is not None


def test_whoever_says_stop_after_a_list_has_marked_them_stays_marked(centre):
    imported(centre, ZOE)
    contact_list = imported(centre, ZOE + "yes")
    mark_do_not_contact(zoe(), by=None)

    taken_back(contact_list)

    assert zoe().do_not_contact_at is not None


def test_whoever_says_stop_while_the_list_is_taken_back_stays_marked(
    centre, monkeypatch
):
    imported(centre, ZOE)
    contact_list = imported(centre, ZOE + "yes")
    lock = list_undoing._lock

    def waited_for_the_press(*args):
        mark_do_not_contact(zoe(), by=None)
        return lock(*args)

    monkeypatch.setattr(list_undoing, "_lock", waited_for_the_press)
    taken_back(contact_list)

    assert zoe().do_not_contact_at is not None


def test_somebody_new_whom_staff_mark_too_stays(centre, anne):
    contact_list = imported(centre, ZOE + "yes")
    mark_do_not_contact(zoe(), by=anne)

    taken_back(contact_list)

    assert named(centre) == ["Zoé Roy"]


def test_a_stop_said_by_either_of_two_records_that_were_joined_stays(centre, anne):
    imported(centre, ZOE)
    contact_list = imported(centre, ZOE + "yes")
    zoe_too = add_person(centre, first_name="Zoe", by=anne)
    mark_do_not_contact(zoe_too, by=None)
    merge(zoe_too, zoe())

    taken_back(contact_list)

    assert zoe().do_not_contact_at is not None


def test_a_list_does_not_take_over_what_somebody_says_while_it_is_imported(
    centre, anne
):
    imported(centre, ZOE)
    person = zoe()
    mark_do_not_contact(zoe(), by=None)

    mark_by_list(person, by=anne)

    assert person.do_not_contact_at is None


@pytest.mark.parametrize("first", [0, 1])
def test_a_mark_that_two_lists_make_goes_with_the_second_of_them(centre, first):
    imported(centre, ZOE)
    lists = [imported(centre, ZOE + "yes") for _list in range(2)]
    foreseen = foresee(lists[first])

    taken_back(lists[first])
    still = zoe().do_not_contact_at
    taken_back(lists[1 - first])

    assert (foreseen.unmarked, still is not None) == (0, True)
    assert zoe().do_not_contact_at is None


def test_what_a_list_said_before_somebody_asked_to_hear_again_is_over(centre, anne):
    imported(centre, ZOE + "yes")
    lift_do_not_contact(zoe(), by=anne)
    contact_list = imported(centre, ZOE + "yes")

    taken_back(contact_list)

    assert zoe().do_not_contact_at is None


def test_a_list_that_was_only_read_keeps_nobody_marked(centre):
    imported(centre, ZOE)
    contact_list = imported(centre, ZOE + "yes")
    read(uploaded(centre, ZOE + "yes"))

    taken_back(contact_list)

    assert zoe().do_not_contact_at is None


def test_a_mark_that_stood_before_stays(centre, anne):
    imported(centre, ZOE)
    contact_list = read(uploaded(centre, ZOE + "yes"))
    mark_do_not_contact(zoe(), by=anne)
    start_import(contact_list, by=anne)
    import_lines(contact_list, seconds=60)

    taken_back(contact_list)

    assert zoe().do_not_contact_at is not None


def test_the_file_can_be_imported_again(centre):
    taken_back(imported(centre, ZOE, TOM))

    again = imported(centre, ZOE, TOM)

    assert (again.counts["new"], named(centre)) == (2, ["Zoé Roy", "Tom Roy"])


def test_a_list_that_was_taken_back_keeps_nobody_of_another(centre):
    first, second = imported(centre, ZOE), imported(centre, ZOE)

    taken_back(second)
    taken_back(first)

    assert named(centre) == []


def test_the_second_of_two_is_told(centre, anne):
    contact_list = imported(centre, ZOE)
    same = ContactList.objects.get(pk=contact_list.pk)
    start_undo(contact_list, by=anne)

    with pytest.raises(ListMovedError):
        start_undo(same, by=anne)

    assert "faster" in list_undoing.why_not(contact_list)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ListState.IMPORTING, "People are still being added."),
        (ListState.READ, "Nobody was added by this list."),
        (ListState.UNDONE, "Somebody else was faster."),
    ],
)
def test_only_an_imported_list_is_taken_back(centre, state, words):
    contact_list = imported(centre, ZOE)
    ContactList.objects.update(state=state)
    contact_list.refresh_from_db()

    with pytest.raises(ListMovedError):
        start_undo(contact_list, by=None)

    assert list_undoing.why_not(contact_list).startswith(words)
    assert named(centre) == ["Zoé Roy"]


def test_after_thirty_days_it_stands(centre):
    imported(centre, ZOE)
    contact_list = imported(centre, ZOE + "yes")

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        tasks.drop_forgotten_lists()
        reason = list_undoing.why_not(contact_list)
        with pytest.raises(ListMovedError):
            start_undo(contact_list, by=None)

    assert "thirty days" in reason
    assert not ContactLine.objects.exclude(marked_at=None).exists()


def test_what_is_remembered_of_somebody_is_shown_and_goes_with_them(centre):
    imported(centre, ZOE)
    contact_list = imported(centre, ZOE + "yes")
    assert record_of(zoe())["lists"][-1]["marked_at"] == zoe().do_not_contact_at

    erase(zoe())

    assert contact_list.lines.filter(marked_at=None, person=None).count() == 1


def test_nobody_of_another_centre_leaves(centre):
    other = make_centre("harbourview")
    imported(other, ZOE)

    taken_back(imported(centre, ZOE))

    assert (named(other), named(centre)) == (["Zoé Roy"], [])


def test_who_stops_in_the_middle_goes_on_there(centre, monkeypatch):
    monkeypatch.setattr(list_undoing, "PIECE", 2)
    contact_list = imported(centre, ZOE, TOM, ADA, ZOE)
    start_undo(contact_list, by=None)
    let_go, calls = list_undoing._let_go, []

    def dies(*args):
        let_go(*args)
        calls.append(1)
        if len(calls) == 2:
            raise PowerCutError

    monkeypatch.setattr(list_undoing, "_let_go", dies)
    with pytest.raises(PowerCutError):
        undo_lines(contact_list, seconds=60)
    contact_list.refresh_from_db()
    assert (contact_list.lines_done, named(centre)) == (2, ["Ada Roy"])

    undo_lines(contact_list, seconds=60)

    contact_list.refresh_from_db()
    assert (contact_list.counts["taken_back"]["leave"], named(centre)) == (3, [])


def test_a_piece_asks_the_database_as_often_for_many_as_for_few(centre):
    asked = []
    for many in (3, 60):
        lines = [f"P{n},Roy,p{n}@example.org,,{n} Elm," for n in range(many)]
        contact_list = imported(centre, *lines)
        start_undo(contact_list, by=None)
        with CaptureQueriesContext(connection) as queries:
            undo_lines(contact_list, seconds=60)
        asked.append([what(q["sql"]) for q in queries if "DELETE" not in q["sql"]])

    assert named(centre) == []
    assert asked[0] == asked[1]


def what(sql):
    """A question without what it names: of which rows it is."""
    return f"{sql.split()[0]} {sql.partition(' FROM ')[2].partition(' WHERE ')[0]}"


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_a_list_back(centre, anne):
    contact_list = imported(centre, ZOE, TOM)
    start_undo(contact_list, by=anne)
    work_until_idle()

    contact_list.refresh_from_db()
    assert (contact_list.state, named(centre)) == (ListState.UNDONE, [])
    logged = ModelLogEntry.objects.get(action="champions.undo_list")
    assert (logged.user, logged.object_id) == (anne, str(contact_list.pk))
