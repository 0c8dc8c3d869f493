from datetime import UTC, datetime
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from wagtail.models import ModelLogEntry

from champions.enums import ChampionState, Channel
from champions.models import Champion, CircleMember, Person
from champions.services import privacy
from champions.services.people import (
    ChampionMovedError,
    add_person,
    become_champion,
    call_person,
    change_person,
    describe_gifts,
    lift_do_not_contact,
    mark_died,
    mark_do_not_contact,
    move_champion,
    undo_died,
)
from tests.factories import make_centre, make_circle, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def test_a_new_person_is_kept_in_the_forms_they_are_recognised_by(centre, anne):
    person = add_person(
        centre,
        first_name=" Zoë ",
        last_name="Côté",
        email="Zoe@Example.org",
        phone="705 555 0142",
        by=anne,
    )

    person.refresh_from_db()
    assert (person.first_name, person.name_key) == ("Zoë", "zoecote")
    assert (person.email, person.email_key) == ("Zoe@Example.org", "zoe@example.org")
    assert person.phone == "+17055550142"


@pytest.mark.parametrize(
    ("ways", "channel"),
    [
        ({"email": "a@example.org", "phone": "7055550142"}, Channel.EMAIL),
        ({"address": "14 Cedar Street", "phone": "7055550142"}, Channel.LETTER),
        ({"phone": "7055550142"}, Channel.PHONE),
        ({}, Channel.IN_PERSON),
        ({"email": "a@example.org", "channel": Channel.TEXT}, Channel.TEXT),
    ],
)
def test_a_new_person_is_reached_by_the_first_way_given(centre, ways, channel):
    assert add_person(centre, first_name="Rosa", by=None, **ways).channel == channel


@pytest.mark.parametrize(
    "words",
    [
        {"first_name": ""},
        {"first_name": "x" * 81},
        {"email": "rosa at home"},
        {"phone": "12"},
        {"language": "de"},
    ],
)
def test_words_that_do_not_fit_are_refused_and_nobody_is_added(centre, words):
    with pytest.raises(ValidationError):
        add_person(centre, **{"first_name": "Rosa", "by": None} | words)

    assert Person.objects.count() == 0


def test_nothing_else_can_be_kept_about_a_person(centre):
    with pytest.raises(TypeError):
        add_person(centre, first_name="Rosa", by=None, diagnosis="none")


def test_a_change_writes_only_what_was_changed(centre, anne):
    person = make_person(centre, email="rosa@example.org")
    seen_before = Person.objects.get(pk=person.pk)
    change_person(person, city="Cedar Lake", by=anne)

    change_person(seen_before, phone="705-555-0142", by=anne)

    person.refresh_from_db()
    assert (person.city, person.phone) == ("Cedar Lake", "+17055550142")


def test_a_new_name_is_folded_anew(centre):
    person = make_person(centre, first_name="Rosa", last_name="Bell")

    change_person(person, last_name="Côté", by=None)

    person.refresh_from_db()
    assert person.name_key == "rosacote"


def test_the_history_names_fields_and_no_words(centre, anne):
    person = make_person(centre)

    change_person(person, city="Cedar Lake", by=anne)

    entry = ModelLogEntry.objects.get(action="champions.change_person")
    assert (entry.label, entry.user) == (f"person {person.pk}", anne)
    assert entry.data == {"centre": centre.pk, "fields": ["city"]}


def test_saying_yes_twice_makes_one_champion(centre, anne):
    person = make_person(centre)

    first = become_champion(person, by=anne)
    second = become_champion(person, by=anne)

    assert first == second
    assert ModelLogEntry.objects.filter(action="champions.become_champion").count() == 1


def test_a_champion_joins_the_circle_once(centre):
    person, circle = make_person(centre), make_circle(centre)

    become_champion(person, by=None, circle=circle)
    become_champion(person, by=None, circle=circle)

    assert CircleMember.objects.get().person == person


def test_nobody_joins_a_circle_of_another_centre(centre):
    person, elsewhere = make_person(centre), make_circle(make_centre("harbourview"))

    with pytest.raises(ValueError, match="one centre"):
        become_champion(person, by=None, circle=elsewhere)

    assert Champion.objects.count() == 0


def test_who_had_moved_on_is_back_by_saying_yes(centre):
    person = make_person(centre)
    move_champion(become_champion(person, by=None), to=ChampionState.MOVED_ON, by=None)

    assert become_champion(person, by=None).state == ChampionState.ACTIVE


def test_the_day_of_moving_on_is_kept_and_goes_with_who_comes_back(centre):
    champion = become_champion(make_person(centre), by=None)
    with time_machine.travel(datetime(2026, 3, 2, 15, tzinfo=UTC), tick=False):
        move_champion(champion, to=ChampionState.MOVED_ON, by=None)
    gone_at = Champion.objects.get().moved_on_at

    become_champion(champion.person, by=None)

    assert gone_at == datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert Champion.objects.get().moved_on_at is None


def test_a_champion_whose_record_is_wiped_moved_on_that_day(centre):
    champion = become_champion(make_person(centre), by=None)

    privacy.erase(champion.person)

    assert Champion.objects.get().moved_on_at is not None


@pytest.mark.db
def test_the_database_knows_no_champion_who_moved_on_at_no_time(centre):
    become_champion(make_person(centre), by=None)

    with pytest.raises(IntegrityError):
        Champion.objects.update(state=ChampionState.MOVED_ON)


def test_the_second_of_two_who_move_a_champion_is_told(centre):
    champion = become_champion(make_person(centre), by=None)
    move_champion(champion, to=ChampionState.MOVED_ON, by=None)

    with pytest.raises(ChampionMovedError):
        move_champion(champion, to=ChampionState.ON_BREAK, by=None)


def test_gifts_are_kept_in_the_persons_own_words(centre):
    champion = become_champion(make_person(centre), by=None)

    describe_gifts(champion, gifts="Soup!", matters="Snow", time="Mondays", by=None)

    champion.refresh_from_db()
    assert (champion.gifts, champion.matters, champion.time) == (
        "Soup!",
        "Snow",
        "Mondays",
    )


def test_do_not_contact_can_be_lifted_by_the_person(centre):
    person = make_person(centre)

    mark_do_not_contact(person, by=None)
    assert not person.may_be_asked
    lift_do_not_contact(person, by=None)

    assert Person.objects.may_be_asked().get() == person


def test_died_is_logged_once_and_can_be_undone(centre, anne):
    person = make_person(centre)

    mark_died(person, by=anne)
    mark_died(person, by=anne)
    assert not Person.objects.living().filter(pk=person.pk).exists()
    undo_died(person, by=anne)

    assert Person.objects.living().filter(pk=person.pk).exists()
    assert ModelLogEntry.objects.filter(action="champions.died").count() == 1


def test_who_is_called_otherwise_is_still_recognised_by_the_name_on_the_list(centre):
    rosa = make_person(centre, "Rosa", name_key="rosainvented")

    call_person(rosa, name=" Rosie ")

    rosa.refresh_from_db()
    assert (rosa.first_name, rosa.name_key) == ("Rosie", "rosainvented")


def test_those_known_before_households_were_counted_have_one_too():
    rosa = make_person(make_centre(), address="1, ELM Road", postal_code="p0l1a0")
    migration = import_module("champions.migrations.0016_households")

    migration.find_households(apps, None)

    rosa.refresh_from_db()
    assert rosa.address_key == "1elmroad p0l1a0"
