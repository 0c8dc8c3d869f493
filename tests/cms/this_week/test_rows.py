"""Each row of this week: caused, seen, done, gone."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from champions.enums import Channel, Role
from champions.messages.outbox import posted
from champions.models import Message
from champions.permissions import SECOND_FACTOR
from cms.this_week import rows_for, rows_of
from ideas.services.ideas import hear
from ideas.services.promises import keep_promise, make_promise
from meetings.enums import NeedKind, Route, Say
from meetings.models import Need
from meetings.services import answer
from meetings.services.booking import book_next
from meetings.services.gatherings import cancel_meeting, hold_meeting
from meetings.services.invitations import invite
from meetings.services.needs import arrange_need
from meetings.services.seats import ask
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_person,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db
AGES = timedelta(days=20)


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def circle(centre, anne):
    return make_circle(centre, lead=anne)


def titles(centre):
    return [row.title for row in rows_of(centre)]


def test_nothing_waits_in_a_new_centre(centre):
    assert titles(centre) == []


def test_an_idea_waits_for_a_first_word_until_it_is_heard(centre, anne, circle):
    make_gathering(centre, circle=circle)
    idea = make_idea(make_champion(centre, circle), "Film night", circle=circle)
    assert "The idea “Film night” waits for a first word" in titles(centre)

    hear(idea, by=anne)

    assert "The idea “Film night” waits for a first word" not in titles(centre)


def test_a_second_get_together_lost_to_snow_is_to_do_urgent_then_late(
    centre, anne, circle
):
    workshop = make_workshop_pair(centre, circle)
    with time_machine.travel(workshop.ends_at + timedelta(hours=1)):
        hold_meeting(workshop, by=anne)
        workshop.refresh_from_db()
        cancel_meeting(workshop.followed_by, why="Snow", by=anne)

    late = []
    for day in (1, 15, 21, 22):
        with time_machine.travel(workshop.starts_at + timedelta(days=day)):
            late += [row.late for row in rows_of(centre)]

    assert late == [False, False, False, True]


def test_booking_a_date_takes_the_row_away(centre, anne, circle):
    workshop = make_workshop_pair(centre, circle)
    with time_machine.travel(workshop.ends_at + timedelta(hours=1)):
        hold_meeting(workshop, by=anne)
        workshop.refresh_from_db()
        cancel_meeting(workshop.followed_by, why="Snow", by=anne)
        before = titles(centre)
        book_next(circle, on=workshop.on + timedelta(days=14), by=anne)

        assert before == ["The group Maple has no next get-together"]
        assert titles(centre) == []


def test_what_would_help_waits_until_it_is_arranged(centre, anne, circle):
    amina = make_champion(centre, circle)
    meeting = make_gathering(centre, circle=circle, days=5)
    answer(
        ask(meeting, amina),
        say=Say.YES,
        by=None,
        how=Channel.PHONE,
        needs=[NeedKind.RIDE],
    )
    assert len(titles(centre)) == 1

    arrange_need(Need.objects.get(), by=anne)

    assert titles(centre) == []


def test_a_promise_of_staff_is_late_the_day_after_and_a_champions_never(
    centre, anne, circle
):
    amina = make_champion(centre, circle)
    idea = make_idea(amina, circle=circle, stage="supported")
    for by_staff in (True, False):
        promise = make_promise(
            centre,
            words="the kettle" if by_staff else "a cake",
            by=anne,
            person=amina,
            by_staff=by_staff,
            due_on=in_days(-2),
            idea=idea,
        )
        if by_staff:
            of_staff = promise
    make_gathering(centre, circle=circle)
    assert titles(centre) == ["We promised: the kettle"]

    keep_promise(of_staff, by=anne)

    assert titles(centre) == []


def test_another_centres_rows_are_not_mine(centre, circle):
    make_idea(make_champion(centre, circle), "Film night", circle=circle)
    other = make_staff(make_centre("harbourview"), Role.LEAD)

    assert rows_for(other) == []


def test_the_same_by_command(centre, anne, circle, capsys):
    amina = make_champion(centre, circle, address="3 Elm Street")
    make_idea(amina, "Film night", circle=circle)
    make_idea(amina, "Older", circle=circle, shared_at=timezone.now() - AGES)
    make_promise(
        centre, words="the key", by=anne, person=None, by_staff=True, due_on=in_days(-2)
    )

    call_command("this_week", "cedar-lake")

    lines = capsys.readouterr().out.splitlines()
    rows = rows_for(anne)
    assert len(rows) > 3
    assert [line.partition(": ")[2].partition(" (")[0] for line in lines] == [
        row.title for row in rows
    ]
    assert all(
        line.endswith(f"{row.verb}: {row.url}")
        for line, row in zip(lines, rows, strict=True)
    )


def test_letters_wait_until_somebody_says_they_are_posted(centre, anne):
    person = make_person(centre, address="3 Elm Street", channel=Channel.LETTER)
    workshop = make_workshop_pair(centre, make_circle(centre, lead=anne))
    invite(person, workshop, route=Route.GENERAL, by=anne)
    assert "1 letter waits to be printed and posted" in titles(centre)

    posted(Message.objects.of(centre).letters_to_print(), by=anne)

    assert "1 letter waits to be printed and posted" not in titles(centre)


def test_a_late_promise_that_belongs_to_no_idea_is_not_forgotten(centre, anne, circle):
    make_gathering(centre, circle=circle)
    promise = make_promise(
        centre,
        words="the key",
        by=anne,
        person=None,
        by_staff=True,
        due_on=in_days(-2),
        circle=circle,
    )
    assert titles(centre) == ["We promised: the key"]

    keep_promise(promise, by=anne)

    assert titles(centre) == []


def test_who_can_only_be_called_waits_until_somebody_called(client, centre, anne):
    rosa = make_person(centre, phone="+17055550142", channel=Channel.PHONE)
    workshop = make_workshop_pair(centre, make_circle(centre, lead=anne))
    invite(rosa, workshop, route=Route.GENERAL, by=anne)
    row = next(each for each in rows_of(centre) if "call" in each.title)
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()

    page = client.get(row.url).content.decode()
    message = Message.objects.of(centre).calls_to_make().get()
    client.post(reverse("outbox:move", args=[message.pk]), {"say": "called"})

    assert row.title == "1 person waits for a call"
    assert 'href="tel:+17055550142"' in page
    assert [each for each in titles(centre) if "call" in each] == []


def test_a_staff_partner_sees_no_row_that_only_the_point_person_can_do(centre, anne):
    person = make_person(centre, address="3 Elm Street", channel=Channel.LETTER)
    workshop = make_workshop_pair(centre, make_circle(centre, lead=anne))
    invite(person, workshop, route=Route.GENERAL, by=anne)
    kofi = make_staff(centre, Role.SUPPORTER, "Kofi")

    assert "letters" in [row.key for row in rows_for(anne)]
    assert rows_for(kofi) == []


def test_an_idea_is_heard_with_one_press_where_the_day_is_known(
    client, centre, anne, circle
):
    amina = make_champion(centre, circle)
    far = make_idea(amina, "Film night")
    make_gathering(centre, circle=circle)
    near = make_idea(amina, "Soup", circle=circle)
    rows = {row.title.split("“")[1][:4]: row for row in rows_of(centre)}

    assert (rows["Soup"].posts, rows["Film"].posts) == (True, False)
    assert rows["Film"].url.endswith(f"/ideas/{far.pk}/#staff")
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    client.post(rows["Soup"].url)

    near.refresh_from_db()
    assert (near.heard_by, near.talk_on) == (anne, circle_day(circle))


def circle_day(circle):
    circle.refresh_from_db()
    return circle.next_on
