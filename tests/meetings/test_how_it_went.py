"""What is counted as asked, reached, answered, come, a champion, still here: a short real
history for each rule."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champions.enums import ChampionState, Channel, MessageState
from champions.models import Champion
from champions.services.people import become_champion, mark_died, move_champion
from meetings.cadence import months_later
from meetings.enums import InvitationState, Route, Say
from meetings.how_it_went.counting import Stay, Step, Tally, cells_of, workshops_told
from meetings.how_it_went.figures import share, still
from meetings.how_it_went.newcomers import newcomers
from meetings.how_it_went.page import by_channel, by_route, outcome, without_email
from meetings.models import Invitation
from meetings.services import leaving
from meetings.services.arrivals import note_arrivals
from meetings.services.attendance import mark_attendance, walk_in
from meetings.services.counted import appear, count_letters
from meetings.services.invitations import invite, withdraw
from meetings.services.joining import Way
from meetings.services.seats import answer, ask
from meetings.services.welcoming import hear_yes
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_person,
    make_staff,
    make_workshop_pair,
)
from tests.meetings.workshops import told

pytestmark = pytest.mark.django_db
YES, MAYBE, LATER, NO = Say.YES, Say.MAYBE, Say.LATER, Say.NO


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def circle(centre):
    return make_circle(centre)


@pytest.fixture
def workshop(centre, circle):
    return make_workshop_pair(centre, circle)


def asked(workshop, name="Rosa", *, route=Route.GENERAL, **fields):
    fields = {"address": "22 Birch Road", "channel": Channel.LETTER} | fields
    person = make_person(workshop.centre, name, **fields)
    invite(person, workshop, route=route, by=None)
    return person


def say(workshop, person, what):
    return answer(ask(workshop, person), say=what, by=None, how=Channel.LETTER)


def at(workshop, **later):
    """The day of the workshop, or some time after."""
    return time_machine.travel(workshop.starts_at + timedelta(**later), tick=False)


def comes(workshop, person):
    with at(workshop, hours=1):
        seats = {ask(workshop, person).pk: True}
        mark_attendance(workshop, part=workshop.parts.first(), came=seats, by=None)


def says_yes_to_it(workshop, person):
    with at(workshop, hours=2):
        return become_champion(person, by=None, circle=workshop.circle)


def counted(*workshops):
    return outcome(workshops, workshops[0].centre).together


def numbers(tally):
    return {step.value: tally.of(step) for step in Step if tally.of(step)}


# --- Asked and reached ------------------------------------------------------------


def test_who_is_asked_counts_before_the_letter_has_left(workshop):
    asked(workshop)

    assert numbers(counted(workshop)) == {"asked": 1}


def test_an_invitation_that_is_taken_back_was_none(workshop):
    person = asked(workshop)

    withdraw(Invitation.objects.get(person=person), by=None)

    assert numbers(counted(workshop)) == {}


def test_reached_is_whose_letter_was_posted_and_did_not_come_back(workshop):
    for name in ("Rosa", "Yusuf", "Bea"):
        asked(workshop, name)
    rosa, yusuf, _bea = told().order_by("pk")
    for message, state in ((rosa, MessageState.SENT), (yusuf, MessageState.FAILED)):
        told().filter(pk=message.pk).update(state=state)

    note_arrivals(workshop.centre)

    assert numbers(counted(workshop)) == {"asked": 3, "reached": 1}


def test_who_answers_was_reached_whatever_the_post_says(workshop):
    person = asked(workshop)
    Invitation.objects.update(state=InvitationState.UNDELIVERED)

    say(workshop, person, YES)

    assert counted(workshop).of(Step.REACHED) == 1


def test_who_comes_without_an_answer_was_reached_and_did_not_answer(workshop):
    comes(workshop, asked(workshop))

    assert numbers(counted(workshop)) == {"asked": 1, "reached": 1, "came": 1}


# --- What they said ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "step"), [(YES, "yes"), (MAYBE, "maybe"), (LATER, "later"), (NO, "no")]
)
def test_each_word_is_an_answer_of_its_own(workshop, what, step):
    say(workshop, asked(workshop), what)

    said = numbers(counted(workshop))

    assert said == {"asked": 1, "reached": 1, "answered": 1, step: 1}


def test_the_last_word_counts(workshop):
    person = asked(workshop)
    for what in (YES, MAYBE, NO):
        say(workshop, person, what)

    tally = counted(workshop)

    assert [tally.of(step) for step in (Step.YES, Step.MAYBE, Step.NO)] == [0, 0, 1]


def test_who_waits_for_a_place_said_yes(centre, circle):
    small = make_workshop_pair(centre, circle, places=1)
    people = [asked(small, name) for name in ("Rosa", "Yusuf")]
    with time_machine.travel(small.starts_at - timedelta(days=2), tick=False):
        for person in people:
            say(small, person, YES)

    assert counted(small).of(Step.YES) == 2


def test_a_yes_whose_seat_is_gone_with_their_death_stays_a_yes(workshop):
    person = asked(workshop)
    say(workshop, person, YES)

    leaving.write_down_death(person, by=None)

    tally = counted(workshop)
    assert (workshop.seats.count(), tally.of(Step.YES), tally.of(Step.ANSWERED)) == (
        0,
        1,
        1,
    )


# --- Friends and who walks in -----------------------------------------------------


def test_who_walks_in_stands_apart_and_was_not_asked(workshop):
    asked(workshop)
    with at(workshop, hours=1):
        walk_in(workshop, first_name="Bea", by=None)

    friends = by_route(cells_of([workshop]))[-1]

    assert (friends.is_asked, numbers(friends.tally)) == (False, {"came": 1})
    assert friends.number(Step.ASKED) is None


def test_a_friend_who_calls_and_says_yes_stands_apart_too(workshop):
    say(workshop, make_person(workshop.centre, "Bea"), YES)

    friends = by_route(cells_of([workshop]))[-1]

    assert numbers(friends.tally) == {"answered": 1, "yes": 1}


def test_a_friend_makes_no_better_share_of_answers(workshop):
    for name in "abcdefghij":
        asked(workshop, name)
    say(workshop, make_person(workshop.centre, "Bea"), YES)

    together = outcome([workshop], workshop.centre).routes.columns[0]

    assert together.answered == "0 of 10 (0%)"


def test_a_champion_who_comes_to_help_is_no_newcomer(workshop, circle):
    amina = make_champion(workshop.centre, circle)
    with at(workshop, hours=1):
        walk_in(workshop, first_name="Amina", person=amina, by=None)

    assert numbers(counted(workshop)) == {}


def test_staff_do_not_count(workshop):
    with at(workshop, hours=1):
        walk_in(workshop, first_name="Anne", by=None, audience="staff")

    assert numbers(counted(workshop)) == {}


# --- Champions --------------------------------------------------------------------


def test_who_said_yes_months_later_is_a_champion_of_the_workshop(workshop):
    person = asked(workshop)
    with at(workshop, days=70):
        become_champion(person, by=None)

    assert counted(workshop).of(Step.CHAMPION) == 1


def test_who_was_a_champion_before_being_asked_is_none_of_it(workshop):
    person = make_champion(workshop.centre, address="22 Birch Road")
    Champion.objects.update(became_at=timezone.now() - timedelta(days=1))

    invite(person, workshop, route=Route.PRESCRIBED, by=None)

    assert numbers(counted(workshop)) == {"asked": 1}


def test_who_walked_in_and_stayed_is_a_champion_of_the_workshop(workshop):
    with at(workshop, hours=1):
        seat = walk_in(workshop, first_name="Bea", by=None)
        hear_yes(seat, by=None)

    friends = by_route(outcome([workshop], workshop.centre).cells)[-1]

    assert numbers(friends.tally) == {"came": 1, "champion": 1}


def test_who_was_asked_twice_is_a_champion_once_of_the_later_workshop(centre, circle):
    first = make_workshop_pair(centre, circle, days=40)
    person = asked(first)
    say(first, person, LATER)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        second = make_workshop_pair(centre, circle, days=80)
        invite(person, second, route=Route.GENERAL, by=None)
    says_yes_to_it(second, person)

    with at(second, days=1):
        each = [counted(one).of(Step.CHAMPION) for one in (first, second)]
        both = counted(first, second)

    assert (each, both.of(Step.CHAMPION), both.of(Step.ASKED)) == ([0, 1], 1, 2)


def test_who_came_another_way_is_said_apart(centre, workshop):
    become_champion(make_person(centre), by=None)

    found = outcome([workshop], centre)

    assert (found.came_otherwise, numbers(found.together)) == (1, {})


# --- Still here -------------------------------------------------------------------


def stays_after(workshop, months, *, days=0):
    day = months_later(workshop.on, months) + timedelta(days=days)
    with at(workshop, days=(day - workshop.on).days):
        return still(months, counted(workshop))


@pytest.fixture
def newcomer(workshop):
    return says_yes_to_it(workshop, asked(workshop))


@pytest.mark.parametrize("months", [3, 6, 12])
def test_it_is_too_early_until_the_very_day(workshop, newcomer, months):
    said = [stays_after(workshop, months, days=days) for days in (-1, 0)]

    assert said == ["too early", "1 of 1"]


def test_a_break_counts_as_here(workshop, newcomer):
    with at(workshop, days=20):
        move_champion(newcomer, to=ChampionState.ON_BREAK, by=None)

    assert stays_after(workshop, 3) == "1 of 1"


def test_who_moved_on_was_still_here_before(workshop, newcomer):
    with at(workshop, days=120):
        move_champion(newcomer, to=ChampionState.MOVED_ON, by=None)

    assert [stays_after(workshop, n) for n in (3, 6)] == ["1 of 1", "0 of 1"]


def test_who_comes_back_never_left(workshop, newcomer):
    with at(workshop, days=20):
        move_champion(newcomer, to=ChampionState.MOVED_ON, by=None)
    with at(workshop, days=50):
        become_champion(newcomer.person, by=None)

    assert stays_after(workshop, 3) == "1 of 1"


def test_who_died_by_then_is_in_neither_number(workshop, newcomer):
    says_yes_to_it(workshop, asked(workshop, "Yusuf"))
    with at(workshop, days=120):
        mark_died(newcomer.person, by=None)

    assert [stays_after(workshop, n) for n in (3, 6)] == ["2 of 2", "1 of 1"]


def test_for_whom_it_is_too_early_is_said_beside_the_others(workshop, newcomer):
    late = asked(workshop, "Yusuf")
    with at(workshop, days=30):
        become_champion(late, by=None)

    assert stays_after(workshop, 3) == "1 of 1, too early for 1"


# --- By route, channel, centre ----------------------------------------------------


def test_each_route_and_channel_has_its_own_numbers(workshop):
    say(workshop, asked(workshop), YES)
    by_mail = {"email": "yusuf@example.org", "channel": Channel.EMAIL}
    asked(workshop, "Yusuf", route=Route.PRESCRIBED, **by_mail)

    cells = cells_of([workshop])

    routes = [column.tally.of(Step.ASKED) for column in by_route(cells)]
    channels = {c.label: c.tally.of(Step.ANSWERED) for c in by_channel(cells)}
    assert (routes, channels) == ([1, 1, 0], {"e-mail": 0, "letter": 1})


def test_another_centre_has_its_own_numbers(workshop):
    asked(workshop)
    other = make_centre("harbourview")
    theirs = make_workshop_pair(other, make_circle(other))
    says_yes_to_it(theirs, asked(theirs))

    assert numbers(counted(workshop)) == {"asked": 1}
    assert list(workshops_told([workshop.centre])) == [workshop]


DOES = ("nothing", *Say, "comes", "yes and comes", "becomes", "comes and becomes")


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(
        st.tuples(st.sampled_from([*Route, None]), st.sampled_from(DOES)), max_size=6
    )
)
def test_whatever_people_do_the_parts_make_the_whole_and_none_overtakes_the_one_before(
    centre, circle, people
):
    workshop = make_workshop_pair(centre, circle)
    for number, (route, does) in enumerate(people):
        _live(workshop, f"Person {number}", route, does)

    found = outcome([workshop], centre)
    tallies = [column.tally for column in by_route(found.cells)]

    for step in Step:
        for parts in (by_route(found.cells), by_channel(found.cells)):
            assert sum(part.tally.of(step) for part in parts) == found.together.of(step)
    for tally in tallies:
        words = [tally.of(step) for step in (Step.YES, Step.MAYBE, Step.LATER, Step.NO)]
        assert sum(words) == tally.of(Step.ANSWERED)
    for tally in tallies[:3]:
        assert tally.of(Step.ASKED) >= tally.of(Step.REACHED) >= tally.of(Step.ANSWERED)
        assert tally.of(Step.REACHED) >= tally.of(Step.CAME)
        assert tally.of(Step.ASKED) >= tally.of(Step.CHAMPION)


def _live(workshop, name, route, does):
    person = (
        asked(workshop, name, route=route)
        if route
        else make_person(workshop.centre, name)
    )
    word = YES if does == "yes and comes" else does
    if word in Say.values:
        say(workshop, person, word)
    if "comes" in does:
        comes(workshop, person)
    if "becomes" in does:
        says_yes_to_it(workshop, person)


# --- Letters of the centre's own system --------------------------------------------


def test_whom_letters_of_ones_own_system_reached_is_not_known_and_is_no_nought(
    workshop,
):
    asked(workshop)
    posted = count_letters(
        workshop, letters=40, posted_on=in_days(0), by=make_staff(workshop.centre)
    )
    before = _reached(workshop)

    person = appear(
        posted, first_name="Bea", way=Way(email="b@example.org"), language="en"
    ).person
    say(workshop, person, YES)

    assert before == {
        "Together": "not known",
        "letters from your own system": "not known",
    }
    assert _reached(workshop) == {
        "Together": "1, not known for 39",
        "letters from your own system": "1, not known for 39",
    }


def _reached(workshop):
    """In words, and empty in the file."""
    columns = outcome([workshop], workshop.centre).routes.columns
    unknown = [column for column in columns if column.number(Step.REACHED) is None]
    return {column.label: column.words(Step.REACHED) for column in unknown}


# --- Shares -----------------------------------------------------------------------


def test_a_share_never_stands_alone_nor_for_few_people():
    said = [share(2, 7), share(12, 480), share(0, 480), share(30, 40), share(0, 0)]

    assert said == [
        "2 of 7",
        "12 of 480 (2.5%)",
        "0 of 480 (0%)",
        "30 of 40 (75%)",
        "–",
    ]


def test_people_without_email_are_counted_once_each_by_language(centre, circle):
    workshops = [make_workshop_pair(centre, circle, days=d) for d in (40, 80)]
    lucille = asked(workshops[0], "Lucille", language="fr")
    invite(lucille, workshops[1], route=Route.SELF, by=None)
    by_mail = {"email": "rosa@example.org", "channel": Channel.EMAIL}
    asked(workshops[0], "Rosa", **by_mail)
    says_yes_to_it(workshops[0], lucille)

    lines = without_email(workshops, outcome(workshops, centre).newcomers)

    assert [(line.language, line.asked, line.champions) for line in lines] == [
        ("English", "0 of 1", "–"),
        ("French", "1 of 1", "1 of 1"),
        ("Together", "1 of 2", "1 of 1"),
    ]


# --- Questions to the database ----------------------------------------------------


def test_three_workshops_ask_the_database_as_often_as_one(centre, circle):
    counts = []
    for days in (40, 60, 80):
        workshop = make_workshop_pair(centre, circle, days=days)
        for route in Route:
            says_yes_to_it(workshop, asked(workshop, f"{days} {route}", route=route))
        workshops = list(workshops_told([centre]))
        with CaptureQueriesContext(connection) as queries:
            found = outcome(workshops, centre)
            list(without_email(workshops, found.newcomers))
        counts.append(len(queries))

    assert counts == [7, 7, 7]
    assert len(newcomers([centre])) == 9


def test_a_tally_of_nobody_is_nought():
    assert (Tally().of(Step.ASKED), Tally().stays(Stay.HERE, 3)) == (0, 0)
