"""A break, moving on, dying: what stops, and what goes on."""

import pytest
from django.urls import reverse

from champions.enums import ChampionState, MessageState, Role
from champions.models import CircleMember, Message, Person
from champions.permissions import SECOND_FACTOR
from champions.services.people import ChampionMovedError
from ideas.enums import PromiseState
from ideas.models import Promise
from ideas.services.promises import let_go_promise, make_promise
from meetings.enums import MeetingKind, Reply, Route, Say
from meetings.models import Invitation, Meeting, Seat
from meetings.services import leaving
from meetings.services.circle_seats import ask_circle, members_of
from meetings.services.invitations import invite
from meetings.services.seats import answer, ask
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db
HOME = "home@example.org"
WAYS = {
    "break": lambda person: leaving.take_break(person.champion, by=None),
    "goodbye": lambda person: leaving.move_on(person.champion, by=None),
    "died": lambda person: leaving.write_down_death(person, by=None),
}
BACK = {
    "break": lambda person: leaving.come_back(person.champion, by=None),
    "goodbye": lambda person: leaving.come_back(person.champion, by=None),
    "died": lambda person: leaving.undo_death(person, by=None),
}
in_each_way = pytest.mark.parametrize("way", WAYS)


@pytest.fixture
def circle():
    return make_circle(make_centre())


@pytest.fixture
def amina(circle):
    return make_champion(circle.centre, circle, email=HOME)


@pytest.fixture
def meeting(circle, amina):
    made = make_gathering(circle.centre, circle=circle, places=1)
    if not made.seats.filter(person=amina).exists():
        ask(made, amina)
    return made


def say(seat, what):
    return answer(seat, say=what, by=None, how="email")


def queued(person):
    rows = Message.objects.filter(person=person, state=MessageState.QUEUED)
    return set(rows.values_list("name", flat=True))


# --- What stops in each way -------------------------------------------------------


@in_each_way
def test_an_asked_place_goes_and_nothing_more_is_told_about_it(way, amina, meeting):
    ask_circle(meeting)
    assert amina.pk in meeting.seats.values_list("person", flat=True)

    WAYS[way](amina)

    assert amina.pk not in meeting.seats.values_list("person", flat=True)
    assert not queued(amina) & {"meetings/asked", "meetings/you_are_in"}


@in_each_way
def test_a_place_that_was_held_goes_to_who_waits(way, amina, meeting, circle):
    say(meeting.seats.get(person=amina), Say.YES)
    rosa = make_champion(circle.centre, circle, "Rosa", email="rosa@example.org")
    waits = say(ask(meeting, rosa), Say.YES)
    assert waits.reply == Reply.WAITING

    WAYS[way](amina)

    waits.refresh_from_db()
    assert waits.reply == Reply.OFFERED


@in_each_way
def test_they_are_asked_to_nothing_new_and_do_not_count(way, amina, circle):
    WAYS[way](amina)

    meeting = make_gathering(circle.centre, circle=circle)

    assert (ask_circle(meeting), list(members_of(circle))) == ([], [])


@in_each_way
def test_somebody_else_leads_the_talk(way, amina, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(chair=amina)

    WAYS[way](amina)

    meeting.refresh_from_db()
    assert meeting.chair is None


# --- What goes on -----------------------------------------------------------------


@in_each_way
def test_ideas_stay_their_authors_and_the_place_in_the_group_stays(way, amina, circle):
    idea = make_idea(amina, circle=circle)

    WAYS[way](amina)

    idea.refresh_from_db()
    assert idea.author == amina
    assert CircleMember.objects.filter(circle=circle, person=amina).exists()


@in_each_way
def test_the_household_still_gets_its_own_mail(way, amina, circle, meeting):
    rosa = make_champion(circle.centre, circle, "Rosa", email=HOME)
    ask_circle(meeting)
    before = queued(rosa)

    WAYS[way](amina)

    assert queued(rosa) == before == {"meetings/asked"}
    assert rosa in Person.objects.sharing_address(HOME)


@pytest.mark.parametrize("way", ["break", "goodbye"])
def test_who_leaves_is_thanked_and_still_reached(way, amina):
    WAYS[way](amina)

    names = {"break": "meetings/on_a_break", "goodbye": "meetings/moved_on"}
    assert queued(amina) == {names[way]}


def test_to_who_died_nothing_is_sent_any_more(amina, meeting, circle):
    workshop = make_workshop_pair(circle.centre, circle)
    invite(amina, workshop, route=Route.GENERAL, by=None)
    say(meeting.seats.get(person=amina), Say.YES)
    assert queued(amina)

    WAYS["died"](amina)

    assert queued(amina) == set()
    assert not Invitation.objects.all().pending().exists()


@pytest.mark.parametrize(
    ("way", "state"),
    [
        ("break", PromiseState.OPEN),
        ("goodbye", PromiseState.LET_GO),
        ("died", PromiseState.LET_GO),
    ],
)
def test_what_they_wanted_to_do_waits_for_a_break_alone(way, state, amina):
    own = make_promise(amina.centre, words="a kettle", by=None, person=amina)

    WAYS[way](amina)

    own.refresh_from_db()
    assert own.state == state


def test_a_place_at_a_programme_is_kept_by_who_takes_a_break(amina):
    session = make_gathering(amina.centre, kind=MeetingKind.SESSION)
    seat = ask(session, amina)

    WAYS["break"](amina)

    assert Seat.objects.filter(pk=seat.pk).exists()


# --- And back ---------------------------------------------------------------------


@in_each_way
def test_who_is_back_is_asked_to_what_is_planned(way, amina, meeting):
    WAYS[way](amina)

    BACK[way](amina)

    assert meeting.seats.get(person=amina).reply == Reply.ASKED
    assert "meetings/asked" in queued(amina)
    assert list(members_of(meeting.circle)) == [amina]


def test_a_death_that_was_a_mistake_gives_back_only_what_it_took(amina):
    words = ("a kettle", "a cake")
    kettle, cake = (
        make_promise(amina.centre, words=w, by=None, person=amina) for w in words
    )
    let_go_promise(cake, by=None)
    WAYS["died"](amina)

    BACK["died"](amina)

    assert list(Promise.objects.open()) == [kettle]


def test_a_break_during_which_somebody_was_thought_dead_stays_a_break(amina, meeting):
    WAYS["break"](amina)
    WAYS["died"](amina)

    BACK["died"](amina)

    amina.champion.refresh_from_db()
    assert amina.champion.state == ChampionState.ON_BREAK
    assert not meeting.seats.filter(person=amina).exists()


def test_two_presses_are_one(amina):
    WAYS["goodbye"](amina)

    with pytest.raises(ChampionMovedError):
        WAYS["goodbye"](amina)

    assert Message.objects.filter(name="meetings/moved_on").count() == 1


# --- The pages --------------------------------------------------------------------


def press(client, amina, what):
    url = reverse("meetings:pause", args=[amina.centre.slug])
    page = client.post(url, {"say": what}, follow=True)
    return page, page.context["champion"].state


def test_a_champion_takes_a_break_says_goodbye_and_comes_back(client, amina):
    client.force_login(amina.user)

    page, on_break = press(client, amina, "break")
    said = page.content.decode()
    _page, gone = press(client, amina, "goodbye")
    _page, back = press(client, amina, "back")

    assert "Enjoy your break, Amina" in said
    assert [on_break, gone, back] == ["on_break", "moved_on", "active"]


def test_who_moved_on_no_longer_sits_at_the_table(client, amina, meeting):
    client.force_login(amina.user)
    table = reverse("meetings:detail", args=[amina.centre.slug, meeting.pk])
    before = client.get(table).status_code

    WAYS["goodbye"](amina)

    assert (before, client.get(table).status_code) == (200, 404)


def test_who_is_no_champion_finds_no_such_page(client, circle):
    client.force_login(make_staff(circle.centre, Role.DESK))

    url = reverse("meetings:pause", args=[circle.centre.slug])

    assert client.get(url).status_code == 404


@pytest.fixture
def desk(client, amina):
    """The front desk, having looked for Amina."""
    client.force_login(make_staff(amina.centre, Role.DESK))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    url = reverse("meetings:desk", args=[amina.centre.slug])
    client.post(url, {"words": "Amina"})
    return client


def at_desk(name, person):
    return reverse(f"meetings:{name}", args=[person.centre.slug, person.pk])


def test_the_desk_writes_down_a_break_and_that_somebody_is_back(desk, amina):
    states = []
    for what in ("break", "back"):
        desk.post(at_desk("desk_pause", amina), {"say": what})
        amina.champion.refresh_from_db()
        states.append(amina.champion.state)

    assert states == ["on_break", "active"]


def test_a_death_is_written_down_in_two_steps_and_can_be_taken_back(desk, amina):
    url = at_desk("desk_died", amina)

    died = []
    for step in (desk.get, desk.post, lambda url: desk.post(url, {"undo": "1"})):
        step(url)
        amina.refresh_from_db()
        died.append(amina.died_at is not None)

    assert died == [False, True, False]


def test_whom_the_desk_did_not_look_for_it_writes_nothing_about(desk, circle):
    rosa = make_champion(circle.centre, circle, "Rosa")

    answers = [desk.post(at_desk(name, rosa)) for name in ("desk_pause", "desk_died")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_on_a_break_ones_own_page_promises_no_date_but_shows_the_way_back(
    client, amina
):
    client.force_login(amina.user)
    press(client, amina, "break")
    said = client.get(reverse("my_page")).content.decode()
    assert "Would you like to come back?" in said
    assert "As soon as there is a date" not in said
