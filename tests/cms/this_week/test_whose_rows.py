"""Seven rows, the nearest first; a lead all of the centre, a staff partner their own
groups; each row names its centre where there are two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from champions.enums import Channel, Role
from champions.models import Circle, StaffRole
from champions.services.talking_first import write_talk_first
from cms.this_week import MOST_ROWS, rows_for, rows_of
from ideas.services.promises import make_promise
from meetings.enums import Say
from meetings.services import answer
from meetings.services.seats import ask
from tests.cms.this_week.desk import Desk
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_person,
    make_staff,
)

pytestmark = pytest.mark.django_db


def share(centre, circle, count):
    amina = make_champion(centre, circle)
    for number in range(count):
        make_idea(amina, f"Idea {number}", circle=circle)


def test_seven_rows_stand_there_and_the_rest_behind_all(desk, centre, circle):
    make_gathering(centre, circle=circle)
    share(centre, circle, MOST_ROWS + 2)

    home, everything = desk.look("/admin/"), desk.look("/admin/this-week/")

    assert home.count("Say we heard you") == MOST_ROWS
    assert "All, 2 more" in home
    assert everything.count("Say we heard you") == MOST_ROWS + 2


def test_when_nothing_waits_you_are_done(desk, centre):
    page = desk.look("/admin/")

    assert "You are done." in page
    assert '<svg class="quilt' in page


def test_each_row_names_its_centre_where_there_are_two(desk, centre, circle, anne):
    make_gathering(centre, circle=circle)
    share(centre, circle, 1)
    assert "Cedar Lake · Every idea" not in desk.look("/admin/")

    StaffRole.objects.create(user=anne, centre=make_centre("beck"), role=Role.LEAD)

    assert "Cedar Lake · Every idea" in desk.look("/admin/")


def test_a_staff_partner_sees_the_rows_of_their_own_groups(centre, anne, circle):
    kofi = make_staff(centre, Role.SUPPORTER, "Kofi")
    circle.partners.add(kofi.staff_roles.get())
    other = make_circle(centre, "Birch", lead=anne)
    for group in (circle, other):
        make_gathering(centre, circle=group)
        make_idea(make_champion(centre, group), f"Film night of {group}", circle=group)
    make_idea(make_champion(centre), "Film night of nobody")

    assert [row.title for row in rows_for(kofi)] == [
        "The idea “Film night of Maple” waits for a first word"
    ]
    assert len(rows_for(anne)) == 3


def test_a_staff_partner_sees_whom_they_promised_to_talk_with(centre, anne):
    kofi = make_staff(centre, Role.SUPPORTER, "Kofi")
    for name, user in (("Rosa", kofi), ("Ida", anne)):
        day = in_days(20)
        write_talk_first(
            make_person(centre, name), promised_by=user, until=day, by=anne
        )

    assert [row.title for row in rows_for(kofi)] == [
        "Talk with Rosa before we invite them"
    ]
    assert len(rows_for(anne)) == 2


def some_of_each(centre, anne, count):
    for number in range(count):
        name = f"{Circle.objects.count()}-{number}"
        circle = make_circle(centre, f"Group {name}", lead=anne)
        amina = make_champion(centre, circle, address="3 Elm Street")
        make_idea(amina, f"Idea {name}", circle=circle)
        late = {"by_staff": True, "due_on": in_days(-2), "person": amina, "by": anne}
        make_promise(centre, words=f"Promise {name}", circle=circle, **late)
        dated = make_gathering(centre, circle=make_circle(centre, f"Dated {name}"))
        wishes = {"needs": [("ride", "", False)], "how": Channel.LETTER}
        answer(ask(dated, amina), say=Say.YES, by=anne, **wishes)
        rosa, day = make_person(centre, f"Rosa {name}"), in_days(9)
        write_talk_first(rosa, promised_by=anne, until=day, by=anne)


def count_queries(ask):
    with CaptureQueriesContext(connection) as asked:
        rows = ask()
    return len(asked), len(rows)


def test_more_rows_ask_the_database_no_more(centre, anne):
    some_of_each(centre, anne, 1)
    few, rows = count_queries(lambda: rows_of(centre))
    some_of_each(centre, anne, 2)
    many, more_rows = count_queries(lambda: rows_of(centre))

    assert (many, more_rows > rows) == (few, True)


def test_each_further_centre_asks_as_much_as_the_first(centre, anne):
    counts = []
    for number in range(3):
        counts.append(count_queries(lambda: rows_for(anne))[0])
        other = make_centre(f"centre-{number}")
        StaffRole.objects.create(user=anne, centre=other, role=Role.LEAD)

    assert counts[2] - counts[1] == counts[1] - counts[0]


def test_who_only_edits_pages_is_offered_no_week(centre):
    page = Desk(make_staff(centre, Role.EDITOR)).look("/admin/")

    assert "You are done." in page
    assert "/admin/this-week/" not in page
