"""After an absence one page tells what happened: by group, in plain words, of what the
reader may see."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from champions.enums import Role
from champions.models import Person
from cms.models import WeekHabit
from ideas.models import Idea
from meetings.services.gatherings import hold_meeting
from tests.cms.this_week.desk import Desk
from tests.cms.this_week.test_each_row import at, describe, read_and_publish
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_staff,
)

pytestmark = pytest.mark.django_db
PAGE = "/admin/what-happened/"
OFFER = "Good to see you again."


def go_to(**span):
    return time_machine.travel(timezone.now() + timedelta(**span))


def back_after(desk, **span):
    """The start page as it greets somebody who was away."""
    with go_to(**span):
        desk.sign_in()
        return desk.look("/admin/")


def told(desk, since=None):
    page = desk.look(PAGE + (f"?since={since.isoformat()}" if since else ""))
    return page.partition("<main")[2]


def test_it_is_offered_after_more_than_seven_days_until_it_is_read(desk, centre):
    assert OFFER not in desk.look("/admin/")
    assert OFFER not in back_after(desk, days=6)
    with go_to(days=14):
        desk.sign_in()
        assert OFFER in desk.look("/admin/")
        assert OFFER in desk.look("/admin/")

        desk.press(PAGE, "/read/")

        assert OFFER not in desk.look("/admin/")


def test_it_begins_with_the_last_look(desk, centre, circle, amina):
    make_idea(amina, "Old news", circle=circle, shared_at=in_time(days=-20))
    desk.look("/admin/")
    WeekHabit.objects.update(looked_at=in_time(days=-10))
    desk.look("/admin/")
    make_idea(amina, "Film night", circle=circle, shared_at=in_time(days=-9))

    page = told(desk)

    assert "A new idea: “Film night”." in page
    assert "Old news" not in page


def in_time(**span):
    return timezone.now() + timedelta(**span)


def test_it_tells_all_that_is_done_at_the_table(desk, neighbour, centre, circle):
    meeting = make_gathering(centre, circle=circle)
    neighbour.press(at("ideas:new", centre), what="Film night")
    idea = Idea.objects.get()
    desk.press(
        at("ideas:answer", centre, idea.pk),
        outcome="supported",
        promise="the kettle",
        due_on=in_days(2).isoformat(),
        send="1",
    )
    desk.press(at("ideas:detail", centre, idea.pk), "/promises/", to="kept")
    read_and_publish(desk, describe(neighbour, centre))
    lost = make_gathering(centre, circle=circle, days=20)
    desk.press(at("meetings:cancel", centre, lost.pk), why="Snow.")
    moved = make_gathering(centre, circle=circle, days=9)
    desk.press(
        at("meetings:move", centre, moved.pk),
        on=in_days(10).isoformat(),
        sequence=moved.sequence,
    )
    with time_machine.travel(meeting.ends_at + timedelta(hours=1)):
        hold_meeting(meeting, by=desk.user)
        desk.sign_in()
        page = told(desk, since=in_days(-20))

    for words in (
        "The group Maple",
        "Monthly get-together on",
        ": 0 people came.",
        "A date was found: Monthly get-together on",
        "Called off: Monthly get-together on",
        "Snow.",
        "Moved: Monthly get-together is on",
        "A new idea: “Film night”.",
        "“Film night” was answered: Yes.",
        "Promised: the kettle",
        "Done: the kettle",
        "1 person became a champion.",
        "“Tea and cards” is there for everybody to see.",
    ):
        assert words in page


def test_it_names_nobody(desk, neighbour, centre, circle):
    neighbour.press(at("ideas:new", centre), what="Film night")

    names = Person.objects.of(centre).values_list("first_name", flat=True)
    page = told(desk)

    assert [name for name in names if name in page] == []


def test_a_staff_partner_reads_of_their_own_groups(centre, circle):
    kofi = make_staff(centre, Role.SUPPORTER, "Kofi")
    circle.partners.add(kofi.staff_roles.get())
    for group in (circle, make_circle(centre, "Birch")):
        make_idea(make_champion(centre, group), f"Idea of {group}", circle=group)
    make_idea(make_champion(centre), "Idea of nobody")
    elsewhere = make_centre("harbourview")
    make_idea(make_champion(elsewhere), "Idea of others")

    page = told(Desk(kofi))

    assert "Idea of Maple" in page
    assert [one for one in ("Birch", "nobody", "others") if one in page] == []


@pytest.mark.parametrize("since", ["2031-99-99", "nonsense", "", "1001-01-01"])
def test_a_day_that_is_none_or_too_long_ago_does_no_harm(desk, centre, since):
    answer = desk.client.get(reverse("week_what_happened"), {"since": since})

    assert "It was quiet" in answer.content.decode()


def test_a_quiet_time_is_said_to_be_quiet(desk, centre):
    assert "It was quiet: nothing new since that day." in told(desk)


def test_the_days_to_choose_are_those_of_the_wall(desk, centre):
    """Late in the evening in Toronto it is tomorrow already in UTC."""
    with time_machine.travel("2026-11-20T02:30:00Z"):
        desk.sign_in()
        page = desk.look(PAGE)

    assert 'max="2026-11-19"' in page
