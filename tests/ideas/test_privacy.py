"""What this room knows of a person is shown whole, wiped whole, or moved whole."""

from uuid import uuid4

import pytest

from ideas.enums import Outcome, ReactionKind
from ideas.models import (
    Comment,
    Draft,
    Expense,
    GiftMet,
    GiftWish,
    Idea,
    Promise,
    Reaction,
    Report,
)
from ideas.services.answers import answer_idea
from ideas.services.expenses import give_back, say_spent
from ideas.services.privacy import erase, merge, record_of
from ideas.services.promises import make_promise
from ideas.services.talk import react, say
from tests.factories import in_days, make_champion, make_idea


@pytest.fixture
def everything(amina, lucille, idea, anne):
    """Amina in every place this room has for a person."""
    other = make_idea(lucille, "Choir", circle=idea.circle)
    react(other, person=amina, kind=ReactionKind.CAN_HELP, words="My piano")
    say(other, person=amina, words="I sing alto", by_staff=False)
    make_promise(idea.centre, words="Bring cake", by=amina.user, person=amina)
    spend(amina)
    answer_idea(
        other,
        outcome=Outcome.YES,
        by=anne,
        promise="Book the hall",
        due_on=in_days(9),
        together_with=[amina],
    )
    of_hers = {"centre": idea.centre, "person": amina}
    Draft.objects.create(**of_hers, what="Half an idea")
    GiftWish.objects.create(**of_hers)
    GiftMet.objects.create(**of_hers, idea=other)
    theirs = say(other, person=lucille, words="I play", by_staff=False)
    Report.objects.create(**of_hers, comment=theirs)
    return other


def spend(person):
    return say_spent(
        person.centre,
        person=person,
        cents=1250,
        what="Seeds for Amina",
        by=person.user,
        submission=uuid4(),
    )


def numbers(person):
    return {kind: len(rows) for kind, rows in record_of(person).items()}


KINDS = (
    "ideas drafts gift_wishes gifts_met reactions reports comments answers promises "
    "expenses"
)
ONE_OF_EACH = dict.fromkeys(KINDS.split(), 1)
NONE = dict.fromkeys(ONE_OF_EACH, 0)


def test_a_persons_record_holds_everything(everything, amina):
    record = record_of(amina)

    assert numbers(amina) == ONE_OF_EACH
    assert record["ideas"][0]["what"] == "Bus buddy"
    assert record["comments"][0]["words"] == "I sing alto"


def test_erasing_leaves_nothing_of_the_person_and_all_of_the_others(everything, amina):
    erase(amina)

    # In the language of the idea they were said to.
    words = list(Comment.objects.values_list("words", flat=True))
    assert words == ["Ces mots ont été retirés.", "I play"]
    assert Reaction.objects.get().words == ""
    assert numbers(amina) == NONE | {"comments": 1, "reactions": 1}
    assert list(Idea.objects.values_list("what", flat=True)) == ["Choir"]
    assert list(Promise.objects.values_list("words", flat=True)) == ["Book the hall"]


def test_an_idea_that_others_spoke_of_stays_without_its_authors_words(
    idea, amina, lucille
):
    Idea.objects.update(why="My mother fell", brings="My car", search_text=" bus")
    say(idea, person=lucille, words="Count me in", by_staff=False)

    erase(amina)

    idea.refresh_from_db()
    assert (idea.author, idea.why, idea.brings) == (None, "", "")
    assert idea.what == "An idea that was taken back"
    assert idea.search_text == " an idea that was taken back"
    assert Comment.objects.get().words == "Count me in"


def test_merging_moves_all_and_keeps_one_reaction_of_a_kind(
    everything, amina, centre, circle
):
    twin = make_champion(centre, circle, "Amina")
    react(everything, person=twin, kind=ReactionKind.CAN_HELP, words="My guitar")

    merge(amina, twin)

    assert numbers(amina) == NONE
    assert numbers(twin) == ONE_OF_EACH
    assert Reaction.objects.get().words == "My guitar"


def test_money_that_was_given_stays_without_whom_and_what_for(amina, anne):
    give_back(spend(amina), by=anne)
    spend(amina)

    erase(amina)

    assert list(Expense.objects.values_list("cents", "person", "what")) == [
        (1250, None, "")
    ]
