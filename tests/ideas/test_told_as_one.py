"""What happens to an idea happens to those told under it: heard, promised, paid for, run,
looked at again, and apart again with what became true meanwhile."""

from uuid import uuid4

import pytest
from django.urls import reverse

from champions.models import Message
from ideas.enums import IdeaStage, Outcome, PromiseState, ReactionKind
from ideas.models import Idea, Reaction
from ideas.money import sums_of
from ideas.services.answers import answer_idea
from ideas.services.expenses import say_spent
from ideas.services.ideas import hear, start_running
from ideas.services.promises import make_promise
from ideas.services.quick import Line, enter_ideas
from ideas.services.same import CannotJoinError, take_apart, tell_together
from ideas.services.talk import react
from tests.factories import in_days, make_idea

REASON = "We have no bus until the spring."


@pytest.fixture
def other(lucille, circle):
    return make_idea(lucille, "Rides to the clinic", circle=circle)


@pytest.fixture
def same(idea, other, anne):
    same = tell_together(idea, other, by=anne)
    other.refresh_from_db()
    return same


def at(name, idea, *more):
    return reverse(f"ideas:{name}", args=[idea.centre.slug, idea.pk, *more])


def not_now(idea, *, by):
    day = in_days(60)
    answer_idea(idea, outcome=Outcome.NOT_NOW, reason=REASON, look_again_on=day, by=by)


def yes_if(idea, anne):
    return answer_idea(idea, outcome=Outcome.YES_IF, by=anne, reason=REASON)


def test_an_idea_with_its_own_answer_stays_on_top(idea, other, anne):
    yes_if(idea, anne)

    same = tell_together(idea, other, by=anne)

    assert (same.idea, same.into) == (other, idea)


def test_two_with_an_answer_each_are_not_told_together(idea, other, anne):
    for one in (idea, other):
        yes_if(one, anne)

    with pytest.raises(CannotJoinError):
        tell_together(idea, other, by=anne)


def test_promises_and_sums_of_both_stand_on_one_page(
    sign_in, idea, other, anne, amina, same
):
    cake = make_promise(
        idea.centre, words="Cake", by=anne, person=amina, idea=idea, cents=5000
    )
    say_spent(
        idea.centre,
        person=amina,
        cents=1250,
        what="Flour",
        by=amina.user,
        submission=uuid4(),
        idea=idea,
    )
    client = sign_in(amina.user)

    promises = client.get(at("detail", other)).context["promises"]
    client.post(at("end_promise", other, cake.pk), {"to": "kept"})

    assert [row["promise"] for row in promises] == [cake]
    assert sums_of(other) == "promised $50.00 · spent $12.50"
    cake.refresh_from_db()
    assert cake.state == PromiseState.KEPT


@pytest.mark.parametrize("heard", [hear, not_now], ids=["heard", "answered"])
def test_what_was_heard_together_is_heard_when_it_stands_alone(
    idea, other, anne, same, heard
):
    heard(other, by=anne)

    take_apart(same, by=anne)

    idea.refresh_from_db()
    assert (idea.stage, idea.heard_by) == (IdeaStage.SHARED, anne)
    assert not Idea.objects.unheard().exists()


def test_both_authors_are_told_that_they_stand_alone_again(amina, lucille, anne, same):
    Message.objects.all().delete()

    take_apart(same, by=anne)

    told = Message.objects.filter(name="ideas/apart").order_by("pk")
    assert [message.person for message in told] == [amina, lucille]
    assert "«\N{NO-BREAK SPACE}Bus buddy\N{NO-BREAK SPACE}»" in told[1].text


def test_a_programme_of_an_idea_told_under_another_is_told_to_both(
    idea, other, amina, lucille, same
):
    Message.objects.all().delete()

    for _twice in range(2):
        start_running(Idea.objects.get(pk=idea.pk), url="/en/rides/")

    other.refresh_from_db()
    assert (other.stage, other.programme_url) == (IdeaStage.RUNNING, "/en/rides/")
    told = Message.objects.filter(name="ideas/running").order_by("person__first_name")
    assert [message.person for message in told] == [amina, lucille]


def test_who_is_told_under_a_card_without_a_name_asks_to_look_again(
    sign_in, idea, anne, centre, circle, amina
):
    [card] = enter_ideas(
        centre,
        [Line("Bus pal", None)],
        entry=uuid4(),
        language="en",
        by=anne,
        circle=circle,
    )
    tell_together(idea, card, by=anne)
    card.refresh_from_db()
    not_now(card, by=anne)
    client = sign_in(amina.user)
    assert client.get(at("detail", card)).context["can_look_again"]

    client.post(at("look_again", card))

    card.refresh_from_db()
    assert card.stage == IdeaStage.TALKING


def test_they_did_not_say_this_is_said_where_it_stands(
    sign_in, idea, other, anne, lucille, marc, same
):
    react(idea, person=lucille, kind=ReactionKind.CAN_HELP, by=anne)
    client = sign_in(marc)
    page = client.get(at("detail", other)).text

    client.post(at("not_mine", idea), {"what": "can_help", "person": lucille.pk})

    assert f'action="{at("not_mine", idea)}"' in page
    assert Reaction.objects.count() == 0
