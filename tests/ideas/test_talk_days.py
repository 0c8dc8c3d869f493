"""An author hears by itself when the group talks about their idea, and again when that
day moves and nobody else tells them."""

import pytest
from django.urls import reverse
from wagtail.log_actions import registry

from champions.models import Message
from champions.services.circles import leave_circle
from ideas.enums import IdeaStage
from ideas.models import Idea
from ideas.services.days import day_is_set
from ideas.services.disowning import disown
from ideas.services.ideas import hear
from ideas.services.same import tell_together
from meetings.services.gatherings import cancel_meeting, hold_meeting
from meetings.services.moving import move_meeting
from tests.factories import (
    AFTERNOON,
    in_days,
    make_champion,
    make_gathering,
    make_idea,
)

pytestmark = pytest.mark.django_db
MOST_QUESTIONS = 25


@pytest.fixture(autouse=True)
def no_date_yet(circle):
    circle.next_on, circle.next_where = None, ""
    circle.save()


@pytest.fixture
def away(idea, circle, amina):
    """The author is no longer asked to the group's get-togethers."""
    leave_circle(circle, amina, by=None)
    return idea


def told(idea, name="ideas/heard"):
    return Message.objects.filter(name=name, person=idea.author)


def move(meeting, days):
    return move_meeting(
        meeting, on=in_days(days), place=meeting.place, by=None, **AFTERNOON
    )


def test_who_waits_is_heard_when_the_group_gets_a_date(idea, centre, circle):
    make_gathering(centre, circle=circle, days=9)
    day_is_set(circle)

    idea.refresh_from_db()
    assert (idea.stage, idea.talk_on) == (IdeaStage.TALKING, in_days(9))
    assert (idea.heard_at is not None, idea.heard_by) == (True, None)
    assert "Where: the big room." in told(idea).get().text


def test_nobody_is_told_of_a_day_that_is_over(sign_in, idea, anne):
    page = reverse("ideas:hear", args=[idea.centre.slug, idea.pk])
    said = sign_in(anne).post(page, {"on": in_days(-1).isoformat()}, follow=True)

    idea.refresh_from_db()
    assert idea.stage == IdeaStage.SHARED
    assert [str(message) for message in said.context["messages"]] == [
        "This day is over. Choose one to come."
    ]


def test_an_idea_of_another_group_waits_on(amina, centre, circle):
    other = make_idea(amina, "Chess")
    make_gathering(centre, circle=circle)

    other.refresh_from_db()
    assert other.stage == IdeaStage.SHARED


def test_who_hears_of_the_move_as_a_guest_is_not_told_twice(idea, centre, circle):
    meeting = make_gathering(centre, circle=circle, days=9)
    move(meeting, 12)

    idea.refresh_from_db()
    assert idea.talk_on == in_days(12)
    assert told(idea, "meetings/moved").count() == 1
    assert not told(idea, "ideas/new_day").exists()


def test_who_does_not_hears_the_new_day(away, centre, circle):
    meeting = make_gathering(centre, circle=circle, days=9)
    move(meeting, 12)

    message = told(away, "ideas/new_day").get()
    assert "this one counts" in message.text


def test_another_hour_of_the_same_day_tells_nothing(away, centre, circle):
    meeting = make_gathering(centre, circle=circle, days=9)
    move(meeting, 9)

    assert not told(away, "ideas/new_day").exists()


def test_a_day_called_off_is_told_and_then_the_next(away, centre, circle):
    meeting = make_gathering(centre, circle=circle, days=9)
    cancel_meeting(meeting, why="Snow", by=None)
    lost = told(away, "ideas/new_day").get().text
    make_gathering(centre, circle=circle, days=16)

    states = told(away, "ideas/new_day").order_by("pk").values_list("state", flat=True)
    assert "We will tell you the new day." in lost
    # What had not left yet is not sent besides.
    assert list(states) == ["cancelled", "queued"]


def test_what_was_talked_about_already_is_not_announced_anew(
    away, centre, circle, time_machine_after
):
    meeting = make_gathering(centre, circle=circle, days=9)
    with time_machine_after(meeting):
        hold_meeting(meeting, by=None)
        make_gathering(centre, circle=circle, days=21)

    assert not told(away, "ideas/new_day").exists()


def test_a_new_day_reaches_the_authors_of_what_is_told_together(
    idea, lucille, anne, circle
):
    other = make_idea(lucille, "Rides to the clinic", circle=circle)
    tell_together(idea, other, by=anne)
    hear(other, by=anne, on=in_days(9))

    circle.next_on = in_days(12)
    circle.save()
    day_is_set(circle)

    news = Message.objects.filter(name="ideas/new_day").order_by("person__first_name")
    assert [message.person.first_name for message in news] == ["Amina", "Lucille"]
    assert "This is about your idea “Bus buddy”. It is told together" in news[0].text


def test_of_those_told_together_only_who_hears_it_otherwise_hears_nothing_more(
    idea, lucille, anne, circle
):
    other = make_idea(lucille, "Rides to the clinic", circle=circle)
    tell_together(idea, other, by=anne)
    hear(other, by=anne, on=in_days(9))

    circle.next_on = in_days(12)
    circle.save()
    day_is_set(circle, told=[lucille.pk])

    assert told(idea, "ideas/new_day").exists()
    assert not told(other, "ideas/new_day").exists()


def test_a_new_day_does_not_reach_who_says_that_it_is_not_theirs(amina, anne, circle):
    written = make_idea(amina, "Tea", circle=circle, written_down_by=anne)
    hear(written, by=anne, on=in_days(9))
    disown(written, by=None)

    circle.next_on = in_days(12)
    circle.save()
    day_is_set(circle)

    assert not told(written, "ideas/new_day").exists()


# --- Many ideas at once ---


def test_an_author_hears_of_all_their_ideas_in_one_message(
    amina, lucille, circle, centre
):
    mine = [make_idea(amina, f"Idea {n}", circle=circle) for n in range(3)]
    hers = make_idea(lucille, "Tricot", circle=circle)
    make_gathering(centre, circle=circle, days=9)

    message = Message.objects.get(name="ideas/heard", person=amina)
    assert message.subject == "We heard you: 3 ideas"
    about = message.topics.filter(topic__startswith="idea:")
    assert {topic.topic for topic in about} == {f"idea:{one.pk}" for one in mine}
    assert [one.what for one in mine if one.what not in message.text] == []
    assert "We talk about them on" in message.text
    assert "Tricot" in told(hers).get().text
    logged = registry.get_logs_for_instance(mine[2])
    assert [line.action for line in logged] == ["ideas.talking"]


def test_of_a_day_that_moves_they_hear_once_too(amina, circle, anne):
    for n in range(3):
        hear(make_idea(amina, f"Idea {n}", circle=circle), by=anne, on=in_days(9))
    for days in (12, 16):
        circle.next_on = in_days(days)
        circle.save()
        day_is_set(circle)
        day_is_set(circle)

    news = Message.objects.filter(name="ideas/new_day").order_by("pk")
    assert [message.state for message in news] == ["cancelled", "queued"]
    assert news[1].subject == "When we talk about your ideas"
    assert [n for n in range(3) if f"Idea {n}" not in news[1].text] == []


@pytest.mark.parametrize("authors", [1, 20])
@pytest.mark.parametrize("number", [3, 60])
def test_many_ideas_cost_no_more_questions_than_few(
    centre, circle, number, authors, django_assert_max_num_queries
):
    people = [
        make_champion(centre, circle, f"Friend {n}", email=f"friend{n}@example.org")
        for n in range(authors)
    ]
    for n in range(number):
        make_idea(people[n % authors], f"Idea {n}", circle=circle)
    circle.next_on = in_days(9)
    circle.save()

    with django_assert_max_num_queries(MOST_QUESTIONS):
        day_is_set(circle)
    circle.next_on = in_days(12)
    circle.save()
    with django_assert_max_num_queries(MOST_QUESTIONS):
        day_is_set(circle)

    assert Message.objects.filter(name="ideas/heard").count() == min(authors, number)
    assert Message.objects.filter(name="ideas/new_day").count() == min(authors, number)
    assert set(Idea.objects.values_list("talk_on", flat=True)) == {in_days(12)}
