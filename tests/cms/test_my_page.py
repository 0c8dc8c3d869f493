from datetime import time

import pytest
from django.urls import reverse

from champions.models import Centre, Champion
from champions.search import search_text
from champions.services.people import describe_gifts
from cms.enums import Pattern
from cms.my_page import my_page
from cms.services.centres import open_centre
from cms.services.programmes import describe_programme
from ideas.enums import PromiseState
from ideas.services.minding import hide, keep_hidden, object_to_hiding
from ideas.services.promises import make_promise
from ideas.services.talk import say
from meetings.enums import Reply
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
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return open_centre(Centre(slug="cedar-lake", name="Cedar Lake"), by=None)


@pytest.fixture
def doreen(centre):
    return make_champion(centre, make_circle(centre), "Doreen")


def run(lead, title):
    return describe_programme(
        lead.centre,
        lead=lead,
        by=lead.user,
        facts={
            "title": title,
            "language": "en",
            "pattern": Pattern.WEEKLY,
            "first_on": in_days(3),
            "at": time(10),
            "until": time(11),
            "place": "Library",
        },
        words={"what": "Tea.", "about": "", "first_visit": ""},
    )


def ideas_for(person):
    return [card.idea.what for card in my_page(person.user).others_ideas]


def test_a_champion_sees_ideas_that_could_use_their_hands(centre, doreen):
    idea = make_idea(make_champion(centre, first_name="Amina"))

    assert ideas_for(doreen) == [idea.what]


def test_who_is_invited_and_no_champion_sees_no_ideas_of_others(client, centre, doreen):
    rosa = make_person(centre, user=make_user())
    seat = ask(make_gathering(centre), rosa)
    make_idea(doreen, "Sunday soup")
    client.force_login(rosa.user)

    page = client.get(reverse("my_page")).content.decode()

    assert "Sunday soup" not in page
    assert reverse("meetings:seat", args=[seat.pk]) in page
    assert reverse("ideas:new", args=["cedar-lake"]) not in page


def test_a_day_of_mine_that_is_over_is_none_any_more(client, centre, doreen):
    make_promise(centre, words="Cups", by=None, person=doreen, due_on=in_days(-3))
    client.force_login(doreen.user)

    assert [one.day for one in my_page(doreen.user).promises] == [None]
    assert "when you can" in client.get(reverse("my_page")).content.decode()


# --- Ideas that want my gift --------------------------------------------------------


@pytest.fixture
def amina(centre):
    return make_champion(centre, first_name="Amina")


def like(person, gifts):
    describe_gifts(person.champion, gifts=gifts, matters="", time="", by=person.user)


def test_ideas_that_speak_of_what_i_like_to_do_come_first(client, doreen, amina):
    for what in ("A choir", "Fixing bikes", "A walk round the lake"):
        make_idea(amina, what, search_text=search_text("en", what))
    like(doreen, "I like walking, and I can cook")
    client.force_login(doreen.user)

    page = client.get(reverse("my_page")).content.decode()

    assert ideas_for(doreen) == ["A walk round the lake"]
    assert "You told us what you like to do: I like walking, and I can cook" in page


def test_the_idea_that_meets_most_gifts_stands_first(doreen, amina):
    for what in ("Soup", "Soup and songs"):
        make_idea(amina, what, search_text=search_text("en", what))
    like(doreen, "Songs, soup")

    assert ideas_for(doreen) == ["Soup and songs", "Soup"]


def test_where_no_idea_speaks_of_it_the_longest_waiting_stand_there(
    client, doreen, amina
):
    make_idea(amina, "A choir", search_text=search_text("en", "A choir"))
    like(doreen, "I like to help people, I know good things")
    client.force_login(doreen.user)

    page = client.get(reverse("my_page")).content.decode()

    assert ideas_for(doreen) == ["A choir"]
    assert "Tell us what you like to do" in page


def test_gifts_of_one_centre_meet_no_idea_of_another(doreen, amina):
    other = make_centre("harbourview")
    make_champion(other, first_name="Doreen", user=doreen.user)
    like(doreen, "Songs")
    stranger = make_champion(other, first_name="Lou")
    make_idea(stranger, "Songs", search_text=search_text("en", "Songs"))
    make_idea(amina, "Soup", search_text=search_text("en", "Soup"))

    assert sorted(ideas_for(doreen)) == ["Songs", "Soup"]
    assert my_page(doreen.user).gifts == ""


# --- One press each -------------------------------------------------------------------


def test_a_reply_is_given_and_changed_with_one_press(centre, doreen):
    circle = doreen.circle_memberships.get().circle
    seat = ask(make_gathering(centre, circle=circle), doreen)
    table = Desk(doreen.user)

    table.press(reverse("my_page"), "/reply/", say="yes")
    seat.refresh_from_db()
    assert seat.reply == Reply.COMING
    table.press(reverse("my_page"), "/reply/", say="no")
    seat.refresh_from_db()
    page = table.look(reverse("my_page"))

    assert seat.reply == Reply.NOT_COMING
    assert "You said no." in page


@pytest.mark.parametrize("of_an_idea", [True, False])
def test_what_i_said_i_would_do_is_done_with_one_press(centre, doreen, of_an_idea):
    circle = doreen.circle_memberships.get().circle
    make_gathering(centre, circle=circle)
    promise = make_promise(
        centre,
        words="Ask two riders",
        by=doreen.user,
        person=doreen,
        idea=make_idea(doreen, circle=circle) if of_an_idea else None,
        circle=circle,
    )

    Desk(doreen.user).press(reverse("my_page"), "/promises/", to="kept")

    promise.refresh_from_db()
    assert promise.state == PromiseState.KEPT
    assert my_page(doreen.user).promises == []


# --- Whose page it is -----------------------------------------------------------------


def test_somebody_whom_no_centre_knows_finds_a_friendly_page(client):
    client.force_login(make_user())

    page = client.get(reverse("my_page")).content.decode()

    assert "Nothing here yet" in page


def test_a_new_champion_is_invited_to_share_an_idea(client, doreen):
    client.force_login(doreen.user)

    page = client.get(reverse("my_page")).content.decode()

    assert "No get-together yet" in page
    assert "Your square goes here" in page
    assert "Enjoy your tea." in page


def test_staff_who_are_champions_too_find_both(client, centre):
    anne = make_staff(centre)
    Champion.objects.create(centre=centre, person=anne.people.get())
    client.force_login(anne)

    page = client.get(reverse("my_page")).content.decode()

    assert "Your squares" in page
    assert "This week, for staff" in page


def test_a_champion_of_two_centres_is_told_which_one(client, centre, doreen):
    other = make_centre("harbourview")
    theirs = make_champion(other, first_name="Doreen", user=doreen.user)
    ask(make_gathering(other), theirs)
    client.force_login(doreen.user)

    page = client.get(reverse("my_page")).content.decode()

    assert "the big room · Harbourview" in page
    assert "Share an idea at Cedar Lake" in page
    assert "Share an idea at Harbourview" in page


@pytest.mark.parametrize("count", [1, 3])
def test_more_of_everything_asks_the_database_no_more(
    centre, doreen, amina, count, django_assert_num_queries
):
    circle = doreen.circle_memberships.get().circle
    make_gathering(centre, circle=circle)
    for number in range(count):
        run(doreen, f"Tea {number}")
        make_idea(doreen, f"Idea {number}", stage="supported")
        make_idea(amina, f"Song {number}", search_text=" song")
        who = {"person": doreen, "by": doreen.user}
        make_promise(centre, words=f"Promise {number}", circle=circle, **who)
    like(doreen, "Songs")

    with django_assert_num_queries(19):
        mine = my_page(doreen.user)

    assert [led.next.original_on for led in mine.led] == [in_days(3)] * count


def test_what_staff_hid_stands_there_with_why_until_it_is_settled(
    client, centre, doreen, amina
):
    anne = make_staff(centre)
    idea = make_idea(amina, "Tea")
    said = say(idea, person=doreen, words="My neighbour’s knee", by_staff=False)
    hide(said, why="It is about somebody’s health.", by=anne)
    saying = reverse("ideas:saying", args=[centre.slug, idea.pk, said.pk])
    client.force_login(doreen.user)

    hidden = client.get(reverse("my_page")).text
    object_to_hiding(said, words="It is my own knee", by=doreen.user)
    objected = client.get(reverse("my_page")).text
    keep_hidden(said, by=anne)
    settled = client.get(reverse("my_page")).text

    assert "Hidden: It is about somebody’s health." in hidden
    assert (saying in hidden, saying in objected) == (True, False)
    assert "Staff look at it once more." in objected
    assert "knee" not in settled


def test_what_is_hidden_of_others_stands_on_nobody_elses_page(
    client, centre, doreen, amina
):
    said = say(make_idea(amina), person=amina, words="Knee", by_staff=False)
    hide(said, why="It is about health.", by=make_staff(centre))
    client.force_login(doreen.user)

    assert "Knee" not in client.get(reverse("my_page")).text
