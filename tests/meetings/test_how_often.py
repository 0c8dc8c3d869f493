"""“How often shall we meet?”: who is asked, what counts, and what follows from it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from champions.enums import ChampionState, Channel
from champions.models import CircleMember, Message
from champions.services.people import move_champion
from meetings.enums import HowOften, MeetingKind, SaidHow, Stage, Strand
from meetings.models import (
    Meeting,
    Rhythm,
    RhythmAnswer,
    RhythmQuestion,
    RhythmWord,
    Seat,
    StrandMember,
)
from meetings.services.booking import book_next
from meetings.services.day_end import say_all_next
from meetings.services.due_questions import (
    ask_newcomers,
    follow_all_answers,
    open_due_questions,
)
from meetings.services.gatherings import hold_meeting
from meetings.services.how_often import ask_group, not_mine, say_how_often
from meetings.services.refusals import RefusedError
from meetings.services.resting import rest_group, wake_group
from meetings.services.rhythms import next_of, rhythm_of, today_at
from meetings.services.strands import settle_all
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_staff,
)

pytestmark = pytest.mark.django_db
MONTHLY, QUARTERLY, NOT_SURE = HowOften.MONTHLY, HowOften.QUARTERLY, HowOften.NOT_SURE


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def circle(centre, anne):
    circle = make_circle(centre, lead=anne)
    Rhythm.objects.create(
        centre=centre, circle=circle, stage=Stage.MONTHLY, counts_from=in_days(-10)
    )
    return circle


def champions_of(circle, *names):
    return [
        make_champion(circle.centre, circle, name, email=f"{name.lower()}@example.org")
        for name in names
    ]


@pytest.fixture
def four(circle):
    return champions_of(circle, "Amina", "Bo", "Cleo", "Dan")


@pytest.fixture
def question(circle, four):
    return ask_group(circle, by=None, asked_by=four[0])


def say(question, person, says, **more):
    more = {"how": SaidHow.PAGE, "by": None} | more
    return say_how_often(question, person, says=says, **more)


def write_down(question, person, says, by):
    say(question, person, says, how=SaidHow.CARD, by=by)
    return RhythmWord.objects.order_by("pk").last()


def go_quarterly(question, four, *words):
    for person, word in zip(four, words or [QUARTERLY] * 4, strict=False):
        say(question, person, word)
    question.refresh_from_db()
    return question


def stage_of(circle, strand=Strand.CIRCLE):
    return rhythm_of(circle, strand).stage


def told(name):
    return list(
        Message.objects.filter(name=f"meetings/{name}")
        .order_by("person__first_name")
        .values_list("person__first_name", flat=True)
    )


# --- Asking -----------------------------------------------------------------------


def test_asking_tells_each_active_champion_once(circle, four):
    move_champion(four[3].champion, to=ChampionState.ON_BREAK, by=None)

    first = ask_group(circle, by=None, asked_by=four[0])
    again = ask_group(circle, by=None, asked_by=four[1])

    assert again == first
    assert told("how_often") == ["Amina", "Bo", "Cleo"]


def test_only_a_champion_of_the_group_asks(circle, four, anne):
    stranger = make_champion(circle.centre, first_name="Zoe")

    with pytest.raises(RefusedError):
        ask_group(circle, by=None, asked_by=stranger)
    with pytest.raises(RefusedError):
        ask_group(circle, by=anne)


def test_nothing_is_asked_before_the_group_meets_monthly(circle, four):
    Rhythm.objects.update(stage=Stage.SECOND)

    with pytest.raises(RefusedError):
        ask_group(circle, by=None, asked_by=four[0])


def monthly_held(circle, days):
    meeting = make_gathering(circle.centre, circle=circle, days=days)
    with time_machine.travel(meeting.ends_at):
        hold_meeting(meeting, by=None)


def test_it_opens_by_itself_on_the_day_of_the_third_monthly_one(circle, four):
    monthly_held(circle, 28)
    monthly_held(circle, 56)
    third = make_gathering(circle.centre, circle=circle, days=84)

    with time_machine.travel(third.starts_at - timedelta(days=1)):
        assert open_due_questions(timezone.now()) == 0
    with time_machine.travel(third.starts_at - timedelta(hours=2)):
        assert open_due_questions(timezone.now()) == 1
        assert open_due_questions(timezone.now()) == 0

    assert RhythmQuestion.objects.get().by_itself


def test_after_a_change_three_more_are_awaited(circle, question, four):
    for days in (28, 56, 84):
        monthly_held(circle, days)
    with time_machine.travel(in_days(90)):
        go_quarterly(question, four)
        Rhythm.objects.filter(strand=Strand.CIRCLE).update(stage=Stage.MONTHLY)

        assert open_due_questions(timezone.now()) == 0


def test_who_joins_later_is_asked_too(circle, question):
    champions_of(circle, "Eve")

    ask_newcomers()
    ask_newcomers()

    assert told("how_often") == ["Amina", "Bo", "Cleo", "Dan", "Eve"]


# --- Answering --------------------------------------------------------------------


def test_the_group_goes_quarterly_by_itself_when_half_have_answered(
    circle, question, four
):
    say(question, four[0], QUARTERLY)
    assert stage_of(circle) == Stage.MONTHLY

    say(question, four[1], QUARTERLY)

    assert stage_of(circle) == Stage.QUARTERLY
    question.refresh_from_db()
    assert (question.active, question.quarterly, question.monthly) == (4, 2, 0)
    assert told("how_often_changed") == ["Amina", "Anne", "Bo", "Cleo", "Dan"]


def test_a_thousand_days_decide_nothing(circle, question, four):
    say(question, four[0], QUARTERLY)

    with time_machine.travel(timezone.now() + timedelta(days=1000)):
        open_due_questions(timezone.now())
        ask_newcomers()
        settle_all()

    assert stage_of(circle) == Stage.MONTHLY


def test_a_break_may_make_the_answers_enough(circle, question, four):
    champions_of(circle, "Eve")
    for person in four[:2]:
        say(question, person, QUARTERLY)
    follow_all_answers()
    assert stage_of(circle) == Stage.MONTHLY

    move_champion(four[3].champion, to=ChampionState.ON_BREAK, by=None)
    for _again in range(2):
        follow_all_answers()

    assert stage_of(circle) == Stage.QUARTERLY
    assert told("how_often_changed") == ["Amina", "Anne", "Bo", "Cleo", "Eve"]


def test_what_was_said_during_a_rest_is_followed_after_it(circle, question, four, anne):
    rest_group(circle, by=anne, why="", calls_off=False)
    for person in four[:2]:
        say(question, person, QUARTERLY)
    follow_all_answers()
    resting = stage_of(circle)
    wake_group(circle, by=anne)
    follow_all_answers()

    assert (resting, stage_of(circle)) == (Stage.RESTING, Stage.QUARTERLY)


def test_many_questions_are_looked_at_in_as_few_questions_as_one(
    circle, question, four, django_assert_num_queries
):
    say(question, four[0], QUARTERLY)
    for name in ("Elm", "Oak"):
        other = make_circle(circle.centre, name)
        Rhythm.objects.create(centre=circle.centre, circle=other, stage=Stage.MONTHLY)
        (person,) = champions_of(other, f"Eve of {name}")
        say(ask_group(other, by=None, asked_by=person), person, QUARTERLY)

    with django_assert_num_queries(4):
        follow_all_answers()


def test_an_answer_may_change_until_the_rule_is_met(circle, question, four):
    say(question, four[0], QUARTERLY)
    say(question, four[0], MONTHLY)
    say(question, four[1], QUARTERLY)
    assert stage_of(circle) == Stage.MONTHLY

    say(question, four[0], QUARTERLY)

    assert stage_of(circle) == Stage.QUARTERLY


def test_saying_the_same_again_is_no_new_word(question, four):
    say(question, four[0], NOT_SURE)
    say(question, four[0], NOT_SURE)

    assert RhythmWord.objects.count() == 1


def test_nobody_but_active_champions_of_the_group_is_counted(circle, question, four):
    say(question, four[0], QUARTERLY)
    say(question, four[1], MONTHLY)
    move_champion(four[1].champion, to=ChampionState.ON_BREAK, by=None)

    with pytest.raises(RefusedError):
        say(question, four[1], QUARTERLY)
    say(question, four[2], QUARTERLY)

    question.refresh_from_db()
    assert (question.active, question.monthly, question.quarterly) == (3, 0, 2)


def test_staff_only_write_down_what_was_said_to_them(question, four, anne):
    with pytest.raises(ValueError, match="said to them"):
        say(question, four[0], QUARTERLY, by=anne)
    with pytest.raises(ValueError, match="said to them"):
        say(question, four[0], QUARTERLY, how=SaidHow.CARD)


def test_who_wrote_it_down_when_and_how_is_kept(question, four, anne):
    say(question, four[0], NOT_SURE)
    word = write_down(question, four[0], MONTHLY, anne)

    assert (word.says, word.how, word.written_by) == (MONTHLY, SaidHow.CARD, anne)
    answer = RhythmAnswer.objects.get(question=question, person=four[0])
    assert answer.says == MONTHLY
    assert [w.how for w in answer.words.all()] == [SaidHow.PAGE, SaidHow.CARD]


def test_whose_written_answer_changes_the_rhythm_is_told_of_it_too(
    circle, question, four, anne
):
    go_quarterly(question, four[:1])
    write_down(question, four[1], QUARTERLY, anne)

    assert stage_of(circle) == Stage.QUARTERLY
    message = Message.objects.get(name="meetings/how_often_written")
    assert (message.person, message.state) == (four[1], "queued")


def test_what_was_written_down_is_told_to_the_person_once(circle, question, anne):
    rosa = make_champion(circle.centre, circle, "Rosa", address="1 Elm Road")

    write_down(question, rosa, MONTHLY, anne)

    message = Message.objects.get(name="meetings/how_often_written")
    assert (message.person, message.channel) == (rosa, Channel.LETTER)
    assert "Anne wrote down for you" in message.text
    assert "Every month (on a card)" in message.text


def test_an_answer_to_an_older_question_is_refused(circle, question, four):
    go_quarterly(question, four)
    ask_group(circle, by=None, asked_by=four[0])

    with pytest.raises(RefusedError):
        say(question, four[2], MONTHLY)


# --- Not mine ---------------------------------------------------------------------


def test_what_is_not_theirs_counts_no_longer(circle, question, four, anne):
    word = write_down(question, four[0], QUARTERLY, anne)

    assert not_mine(word, by=None)
    assert not not_mine(word, by=None)

    say(question, four[1], QUARTERLY)
    assert stage_of(circle) == Stage.MONTHLY
    assert RhythmAnswer.objects.get(person=four[0]).says == ""


def test_their_own_earlier_word_counts_again(question, four, anne):
    say(question, four[0], MONTHLY)
    word = write_down(question, four[0], QUARTERLY, anne)

    not_mine(word, by=None)

    assert RhythmAnswer.objects.get(person=four[0]).says == MONTHLY


def test_ones_own_word_from_the_page_is_changed_not_disowned(question, four):
    say(question, four[0], MONTHLY)

    assert not not_mine(RhythmWord.objects.get(), by=None)


def test_a_change_that_rested_on_it_is_marked_and_may_be_asked_again(
    circle, question, four, anne
):
    word = write_down(question, four[0], QUARTERLY, anne)
    say(question, four[1], QUARTERLY)

    not_mine(word, by=None)

    question.refresh_from_db()
    assert question.doubted_at is not None
    assert stage_of(circle) == Stage.QUARTERLY
    assert ask_group(circle, by=anne).is_open


def test_a_change_that_did_not_rest_on_it_stands(question, four, anne):
    say(question, four[0], QUARTERLY)
    word = write_down(question, four[1], NOT_SURE, anne)
    say(question, four[2], QUARTERLY)

    not_mine(word, by=None)

    question.refresh_from_db()
    assert question.decided_at
    assert question.doubted_at is None


def test_their_earlier_word_may_carry_the_change_all_the_same(question, four, anne):
    say(question, four[0], QUARTERLY)
    word = write_down(question, four[0], NOT_SURE, anne)
    write_down(question, four[0], QUARTERLY, anne)
    say(question, four[1], QUARTERLY)

    not_mine(word, by=None)

    question.refresh_from_db()
    assert question.decided_at
    assert question.doubted_at is None


# --- Those who stay monthly -------------------------------------------------------


@pytest.fixture
def split(question, four):
    """Amina, Bo and Cleo go quarterly, Dan stays monthly."""
    say(question, four[3], MONTHLY)
    return go_quarterly(question, four[:3])


def monthly_ones(circle):
    members = StrandMember.objects.filter(circle=circle)
    return sorted(members.values_list("person__first_name", flat=True))


def test_who_says_monthly_keeps_it(circle, split):
    assert stage_of(circle) == Stage.QUARTERLY
    assert stage_of(circle, Strand.MONTHLY) == Stage.MONTHLY
    assert monthly_ones(circle) == ["Dan"]
    assert rhythm_of(circle, Strand.MONTHLY).counts_from == in_days(-10)


def test_without_anybody_who_says_monthly_there_is_no_strand(circle, question, four):
    go_quarterly(question, four)

    assert stage_of(circle, Strand.MONTHLY) == Stage.CLOSED


def book_strand(circle, anne, days=20):
    today = today_at(circle.centre)
    return book_next(
        circle, on=today + timedelta(days=days), by=anne, strand=Strand.MONTHLY
    )


def asked_to(meeting):
    seats = Seat.objects.filter(meeting=meeting, audience="champions")
    return sorted(seats.values_list("person__first_name", flat=True))


def test_their_get_together_asks_only_them_and_staff(circle, split, anne):
    meeting = book_strand(circle, anne)

    assert (meeting.kind, meeting.strand) == (MeetingKind.MONTHLY, Strand.MONTHLY)
    assert asked_to(meeting) == ["Dan"]
    assert next_of(circle, Strand.CIRCLE) is None


def test_their_date_is_not_the_one_on_which_the_group_talks(circle, split, anne):
    book_strand(circle, anne)
    say_all_next()

    circle.refresh_from_db()
    assert circle.next_on is None


def test_holding_theirs_moves_their_own_clock_alone(circle, split, anne):
    meeting = book_strand(circle, anne)
    with time_machine.travel(meeting.ends_at):
        hold_meeting(meeting, by=anne)

    assert rhythm_of(circle, Strand.MONTHLY).counts_from == meeting.on
    assert rhythm_of(circle).counts_from == in_days(-10)


def test_who_says_monthly_later_joins_and_is_asked(circle, split, anne, four):
    meeting = book_strand(circle, anne)

    say(split, four[0], MONTHLY)

    assert monthly_ones(circle) == ["Amina", "Dan"]
    assert asked_to(meeting) == ["Amina", "Dan"]
    assert stage_of(circle) == Stage.QUARTERLY


def test_a_word_during_a_rest_keeps_who_stays_monthly(circle, split, four, anne):
    rest_group(circle, by=anne, why="", calls_off=False)

    say(split, four[3], MONTHLY, named=True)

    assert monthly_ones(circle) == ["Dan"]


def test_not_sure_leaves_things_as_they_are(circle, split, four):
    say(split, four[3], NOT_SURE)

    assert monthly_ones(circle) == ["Dan"]


def test_it_ends_when_none_wants_it(circle, split, anne, four):
    meeting = book_strand(circle, anne)

    say(split, four[3], QUARTERLY)

    assert monthly_ones(circle) == []
    assert stage_of(circle, Strand.MONTHLY) == Stage.CLOSED
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"


def test_it_ends_when_the_last_one_moves_on(circle, split, four):
    move_champion(four[3].champion, to=ChampionState.MOVED_ON, by=None)

    settle_all()

    assert stage_of(circle, Strand.MONTHLY) == Stage.CLOSED


def test_a_monthly_that_was_not_theirs_does_not_keep_them_in(circle, split, four, anne):
    word = write_down(split, four[0], MONTHLY, anne)
    assert monthly_ones(circle) == ["Amina", "Dan"]

    not_mine(word, by=None)

    assert monthly_ones(circle) == ["Dan"]


def test_the_same_rule_leads_back_and_the_date_is_everybodys(circle, split, four, anne):
    meeting = book_strand(circle, anne)
    again = ask_group(circle, by=None, asked_by=four[3])

    say(again, four[3], MONTHLY)
    say(again, four[0], MONTHLY)

    assert stage_of(circle) == Stage.MONTHLY
    assert stage_of(circle, Strand.MONTHLY) == Stage.CLOSED
    assert monthly_ones(circle) == []
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert (meeting.strand, meeting.state) == (Strand.CIRCLE, "announced")
    assert asked_to(meeting) == ["Amina", "Bo", "Cleo", "Dan"]


def test_who_leaves_the_group_leaves_the_monthly_ones(circle, split, four):
    CircleMember.objects.filter(person=four[3]).delete()

    settle_all()

    assert stage_of(circle, Strand.MONTHLY) == Stage.CLOSED
