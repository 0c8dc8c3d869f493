"""From first words to what became of it: one line of life, at a constant price."""

from datetime import timedelta

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ideas.enums import Outcome
from ideas.models import Idea, Promise
from ideas.services.answers import answer_idea, ask_look_again
from ideas.services.ideas import (
    finish_idea,
    hear,
    rest_idea,
    start_idea,
    start_running,
)
from ideas.services.promises import keep_promise
from ideas.services.same import take_apart, tell_together
from ideas.timeline import timeline_of
from tests.factories import in_days, make_idea


def say_yes(idea, anne, amina):
    answer_idea(
        idea,
        outcome=Outcome.YES,
        by=anne,
        promise="Free rides",
        due_on=in_days(9),
        together_with=[amina],
    )


def live(idea, anne, amina):
    """A whole life, a day for each step."""
    other = make_idea(amina, "Rides")
    steps = [
        lambda: hear(idea, by=anne),
        lambda: take_apart(tell_together(other, idea, by=anne), by=anne),
        lambda: say_yes(idea, anne, amina),
        lambda: keep_promise(Promise.objects.get(idea=idea), by=anne),
        lambda: start_running(idea, url="/en/rides/"),
        lambda: rest_idea(idea, by=anne),
        lambda: finish_idea(idea, by=anne, learned="Start small"),
    ]
    for day, step in enumerate(steps, 1):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            step()
            idea.refresh_from_db()


def test_it_goes_from_first_words_to_what_became_of_it(idea, anne, amina):
    live(idea, anne, amina)

    events = timeline_of(Idea.objects.get(pk=idea.pk))

    assert [event.words for event in events] == [
        "Shared, from Amina",
        "Anne heard it",
        "Told together with “Rides”",
        "Apart again from “Rides”",
        "Our answer: Yes",
        "Anne promised: Free rides",
        "Anne did it: Free rides",
        "It is happening",
        "It takes a break",
        "It finished well",
    ]
    assert [event.url for event in events if event.words == "It is happening"] == [
        "/en/rides/"
    ]


def test_an_answer_that_was_the_first_word_is_told_once(idea, anne):
    answer_idea(
        idea, outcome=Outcome.YES_IF, by=anne, reason="We need a driver for that."
    )
    ask_look_again(idea, by_person=idea.author)

    assert [event.words for event in timeline_of(idea)] == [
        "Shared, from Amina",
        "Our answer: Yes, if (staff alone)",
        "The author sees it differently: look again",
    ]


def queries(client, idea):
    address = reverse("ideas:detail", args=[idea.centre.slug, idea.pk])
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_long_life_costs_no_more_queries_than_a_short_one(idea, anne, amina, sign_in):
    say_yes(idea, anne, amina)
    start_idea(idea, by_person=amina)
    client = sign_in(amina.user)
    before = queries(client, idea)
    tell_together(make_idea(amina, "One"), idea, by=anne)
    for number in range(3):
        rest_idea(idea, by=anne)
        start_idea(idea, by_person=amina)
        idea.promises.create(centre=idea.centre, person=amina, words=f"Tea {number}")
    tell_together(make_idea(amina, "Two"), idea, by=anne)

    assert queries(client, idea) == before
