"""Talk first: by a day, kept by a second person alone, over by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from champions.enums import Role
from champions.models import Person, TalkFirst
from champions.services.merging import merge
from champions.services.people import become_champion, mark_died, mark_do_not_contact
from champions.services.privacy import erase, record_of
from champions.services.talking_first import (
    TalkFirstError,
    living_for,
    renew,
    talked,
    write_talk_first,
)
from tests.factories import (
    WALL,
    in_days,
    make_centre,
    make_champion,
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
def bo(centre):
    return make_staff(centre, Role.SUPPORTER, "Bo")


@pytest.fixture
def cleo(centre):
    return make_staff(centre, Role.PRESCRIBER, "Cleo")


@pytest.fixture
def rosa(centre):
    return make_person(centre)


def write(rosa, by, days=60, **fields):
    return write_talk_first(
        rosa, by=by, until=in_days(days), **{"promised_by": by} | fields
    )


def midnight_after(day):
    """The first moment of the next day on the centre's wall."""
    following = day + timedelta(days=1)
    return timezone.datetime(
        following.year, following.month, following.day, tzinfo=WALL
    )


def lapse(talk):
    moment = midnight_after(talk.until)
    return time_machine.travel(moment, tick=False)


def test_a_reason_has_no_column():
    """Neither words nor a choice: nothing but who, whom and when."""
    kinds = {type(field) for field in TalkFirst._meta.concrete_fields}

    assert kinds == {
        models.BigAutoField,
        models.ForeignKey,
        models.DateField,
        models.DateTimeField,
    }


def test_it_lives_through_its_last_day_on_the_wall_and_no_longer(rosa, anne):
    talk = write(rosa, anne)
    end = midnight_after(talk.until)

    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        assert living_for(rosa) == talk
    with time_machine.travel(end, tick=False):
        assert living_for(rosa) is None
        assert not Person.objects.talked_with_first().exists()


@pytest.mark.parametrize("days", [-1, 61])
def test_a_day_is_at_most_sixty_days_ahead(rosa, anne, days):
    with pytest.raises(TalkFirstError):
        write(rosa, anne, days)

    assert TalkFirst.objects.count() == 0


def test_pressing_twice_writes_once(rosa, anne):
    assert write(rosa, anne) == write(rosa, anne)


def test_who_comes_second_is_told(rosa, anne, bo):
    talk = write(rosa, anne)

    with pytest.raises(TalkFirstError):
        write(rosa, bo, 20)

    assert list(TalkFirst.objects.all()) == [talk]


@pytest.mark.db
def test_the_database_holds_one_for_a_person(rosa, anne):
    write(rosa, anne)

    with pytest.raises(IntegrityError), transaction.atomic():
        TalkFirst.objects.create(
            centre=rosa.centre,
            person=rosa,
            until=in_days(3),
            lapses_at=timezone.now(),
        )


@pytest.mark.db
def test_the_database_takes_no_renewal_by_who_wrote_it(rosa, anne):
    talk = write(rosa, anne)

    with pytest.raises(IntegrityError), transaction.atomic():
        TalkFirst.objects.filter(pk=talk.pk).update(renewed_by=anne)


def test_a_second_person_renews_for_sixty_days_from_then(rosa, anne, bo):
    talk = write(rosa, anne, 10)

    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        renew(talk, until=in_days(60), by=bo)
        assert living_for(rosa).until == in_days(60)
        with pytest.raises(TalkFirstError):
            renew(living_for(rosa), until=in_days(61), by=anne)


def test_neither_the_writer_nor_who_renewed_last_renews(rosa, anne, bo, cleo):
    talk = write(rosa, anne, 10)
    with pytest.raises(TalkFirstError):
        renew(talk, until=in_days(20), by=anne)
    renew(talk, until=in_days(20), by=bo)
    with pytest.raises(TalkFirstError):
        renew(talk, until=in_days(30), by=bo)

    renew(talk, until=in_days(30), by=cleo)
    renew(talk, until=in_days(40), by=bo)

    assert living_for(rosa).until == in_days(40)


@pytest.mark.db
def test_of_two_who_renew_at_once_the_second_is_told(rosa, anne, bo, cleo):
    write(rosa, anne, 10)
    seen_by_bo, seen_by_cleo = living_for(rosa), living_for(rosa)
    renew(seen_by_bo, until=in_days(20), by=bo)

    with pytest.raises(TalkFirstError):
        renew(seen_by_cleo, until=in_days(50), by=cleo)

    assert living_for(rosa).until == in_days(20)


def test_what_is_over_is_not_renewed(rosa, anne, bo):
    talk = write(rosa, anne)
    talked(talk, by=anne)

    with pytest.raises(TalkFirstError):
        renew(talk, until=in_days(20), by=bo)


def test_who_kept_the_last_one_does_not_write_the_next(rosa, anne, bo):
    """Else one person could keep somebody out for ever."""
    first = write(rosa, anne)

    with lapse(first):
        with pytest.raises(TalkFirstError):
            write(rosa, anne)
        second = write(rosa, bo)

    assert TalkFirst.objects.get(ended_at=None) == second


def test_when_they_talked_it_is_over_once(rosa, anne, bo):
    talk = write(rosa, anne)

    assert (talked(talk, by=bo), talked(talk, by=anne)) == (True, False)
    assert living_for(rosa) is None


def test_with_who_becomes_a_champion_nothing_is_left_to_talk_about(rosa, anne):
    write(rosa, anne)

    become_champion(rosa, by=anne)

    assert living_for(rosa) is None
    with pytest.raises(TalkFirstError):
        write(rosa, anne)


@pytest.mark.parametrize("mark", [mark_died, mark_do_not_contact])
def test_whom_we_invite_to_nothing_we_talk_with_no_more(rosa, anne, mark):
    write(rosa, anne)

    mark(rosa, by=anne)

    assert not TalkFirst.objects.living().exists()


@pytest.mark.parametrize("role", [Role.DESK, Role.EDITOR, Role.PRIVACY])
def test_who_does_not_invite_does_not_promise_it(rosa, anne, role):
    other = make_staff(rosa.centre, role, "Dee")

    with pytest.raises(TalkFirstError):
        write(rosa, anne, promised_by=other)


def test_nobody_of_another_centre_promises_it(rosa, anne):
    stranger = make_staff(make_centre("harbourview"))

    with pytest.raises(TalkFirstError):
        write(rosa, anne, promised_by=stranger)


def test_the_point_person_sees_all_and_others_their_own_part(rosa, anne, bo, cleo):
    centre = rosa.centre
    talk = write(rosa, bo, promised_by=cleo)
    dee = make_staff(centre, Role.DESK, "Dee")
    eve = make_staff(centre, Role.SUPPORTER, "Eve")
    there = make_staff(make_centre("harbourview"))

    seen = [
        list(TalkFirst.objects.visible_to(user))
        for user in (anne, bo, cleo, dee, eve, there)
    ]

    assert seen == [[talk], [talk], [talk], [], [], []]


def test_who_lost_the_role_sees_it_no_more(rosa, bo):
    write(rosa, bo)

    bo.staff_roles.all().delete()

    assert not TalkFirst.objects.visible_to(bo).exists()


def test_the_person_reads_who_and_by_when(rosa, anne):
    with time_machine.travel("2026-11-20 15:00:00+00:00"):
        write(rosa, anne, 22)

        (row,) = record_of(rosa)["talk_first"]

    assert row["words"] == (
        "Anne would like to talk with you before we invite you, "
        "by Saturday 12 December."
    )


def test_erased_nothing_of_it_is_left(rosa, anne):
    write(rosa, anne)

    erase(rosa)

    assert TalkFirst.objects.count() == 0


def test_of_two_records_the_longer_one_counts(rosa, anne, bo):
    other = make_person(rosa.centre)
    write(rosa, anne, 10)
    longer = write(other, bo, 20)

    merge(other, rosa)

    assert (living_for(rosa), TalkFirst.objects.filter(person=rosa).count()) == (
        longer,
        2,
    )


def test_joined_with_a_champion_it_is_over(rosa, anne):
    amina = make_champion(rosa.centre)
    write(rosa, anne)

    merge(rosa, amina)

    assert not TalkFirst.objects.living().exists()


def test_the_history_says_what_was_done_and_names_nobody(rosa, anne, bo):
    talk = write(rosa, anne)
    renew(talk, until=in_days(50), by=bo)
    talked(talk, by=bo)

    written = ModelLogEntry.objects.filter(action__contains="talk").order_by("pk")

    assert [(one.action, one.label) for one in written] == [
        ("champions.talk_first", f"person {rosa.pk}"),
        ("champions.renew_talk_first", f"person {rosa.pk}"),
        ("champions.talked", f"person {rosa.pk}"),
    ]
