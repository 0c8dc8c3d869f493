"""Many champions say at the same moment how often to meet, on both databases: nothing
anybody said is lost, the group changes once, and each is told once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from champions.models import Message
from meetings.enums import HowOften, SaidHow, Stage, Strand
from meetings.how_often import Count, next_stage
from meetings.models import (
    Rhythm,
    RhythmAnswer,
    RhythmQuestion,
    RhythmWord,
    StrandMember,
)
from meetings.services.how_often import ask_group, not_mine, say_how_often
from meetings.services.rhythms import rhythm_of
from tests.factories import in_days, make_centre, make_champion, make_circle, make_staff

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
TEN = 10
ROUNDS = [2, pytest.param(40, marks=pytest.mark.prove)]


def at_once(calls):
    start = Barrier(len(calls))

    def in_a_thread(call):
        try:
            start.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(in_a_thread, calls))


def a_group(size):
    centre = make_centre(slug=f"c{RhythmQuestion.objects.count()}")
    circle = make_circle(centre)
    Rhythm.objects.create(
        centre=centre, circle=circle, stage=Stage.MONTHLY, counts_from=in_days(-9)
    )
    named = [f"Champion {n}" for n in range(size)]
    return circle, [
        make_champion(centre, circle, name, email=f"{n}@example.org")
        for n, name in enumerate(named)
    ]


def saying(question, person, says):
    return lambda: say_how_often(question, person, says=says, how=SaidHow.PAGE, by=None)


def test_the_group_is_asked_once():
    circle, people = a_group(5)

    asked = at_once(
        [
            lambda one=one: ask_group(circle, by=None, asked_by=one).pk
            for one in [*people, *people]
        ]
    )

    assert len(set(asked)) == 1
    assert RhythmAnswer.objects.count() == len(people)
    assert Message.objects.filter(name="meetings/how_often").count() == len(people)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_answers_at_once_change_the_rhythm_once(rounds):
    for _round in range(rounds):
        circle, people = a_group(TEN)
        question = ask_group(circle, by=None, asked_by=people[0])

        at_once([saying(question, one, HowOften.QUARTERLY) for one in people])

        question.refresh_from_db()
        assert rhythm_of(circle).stage == Stage.QUARTERLY
        assert (question.active, question.quarterly) == (TEN, TEN // 2)
        assert RhythmWord.objects.filter(answer__question=question).count() == TEN
        told = Message.objects.filter(name="meetings/how_often_changed")
        assert told.filter(centre=circle.centre).count() == TEN


@pytest.mark.parametrize("rounds", ROUNDS)
def test_an_answer_that_arrives_while_the_group_changes_counts_or_is_kept(rounds):
    """Counted before the change, or heard after it: who says monthly stays monthly."""
    for _round in range(rounds):
        circle, people = a_group(6)
        question = ask_group(circle, by=None, asked_by=people[0])
        for one in people[:2]:
            saying(question, one, HowOften.QUARTERLY)()
        calls = [saying(question, one, HowOften.QUARTERLY) for one in people[2:4]]
        calls += [saying(question, one, HowOften.MONTHLY) for one in people[4:]]

        at_once(calls)

        question.refresh_from_db()
        then = Count(6, question.monthly, question.quarterly, question.not_sure)
        assert next_stage(Stage.MONTHLY, then) == Stage.QUARTERLY
        staying = StrandMember.objects.filter(circle=circle).values_list("person")
        assert set(staying) == {(one.pk,) for one in people[4:]}
        assert rhythm_of(circle, Strand.MONTHLY).stage == Stage.MONTHLY


def test_a_disowned_answer_and_the_one_that_would_tip_it_agree():
    """Whichever is first, the group's page tells the truth about the change."""
    circle, people = a_group(4)
    anne = make_staff(circle.centre)
    question = ask_group(circle, by=None, asked_by=people[0])
    say_how_often(
        question, people[0], says=HowOften.QUARTERLY, how=SaidHow.CARD, by=anne
    )
    word = RhythmWord.objects.get()

    at_once(
        [
            lambda: not_mine(word, by=None),
            saying(question, people[1], HowOften.QUARTERLY),
        ]
    )

    question.refresh_from_db()
    assert (question.decided_at is None) == (question.doubted_at is None)
    assert RhythmAnswer.objects.get(person=people[0]).says == ""
