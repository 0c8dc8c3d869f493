"""Three different things to say, plain talk in order, hearing, starting, promises."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from champions.enums import Role
from champions.models import Message
from ideas.enums import IdeaStage, Outcome, PromiseState, ReactionKind
from ideas.models import Comment, Idea, Promise, Reaction
from ideas.services.answers import answer_idea
from ideas.services.ideas import NoCircleError, hear
from ideas.services.moves import TransitionError
from ideas.services.promises import make_promise
from tests.factories import in_days, make_champion, make_circle, make_idea, make_staff


def address(name, idea, *more):
    return reverse(f"ideas:{name}", args=[idea.centre.slug, idea.pk, *more])


def test_a_reaction_pressed_twice_counts_once_and_can_be_taken_back(
    sign_in, idea, lucille
):
    client = sign_in(lucille.user)

    for _ in range(2):
        client.post(address("react", idea), {"say": "like:add"})
    after_adding = Reaction.objects.count()
    for _ in range(2):
        client.post(address("react", idea), {"say": "like:remove"})

    assert (after_adding, Reaction.objects.count()) == (1, 0)


def test_who_can_help_may_say_with_what(sign_in, idea, lucille):
    client = sign_in(lucille.user)

    client.post(address("react", idea), {"say": "can_help:add"})
    client.post(address("react", idea), {"say": "can_help:add", "words": "My car"})

    assert Reaction.objects.get().words == "My car"


def test_talk_stands_in_order_and_staff_are_named_as_such(sign_in, idea, lucille, anne):
    for user, words in ((lucille.user, "Count me in"), (anne, "I ask them")):
        for _ in range(2):
            sign_in(user).post(address("talk", idea), {"words": words})

    assert list(Comment.objects.values_list("words", "by_staff")) == [
        ("Count me in", False),
        ("I ask them", True),
    ]


def test_an_empty_saying_comes_back_with_the_page(sign_in, idea, lucille):
    response = sign_in(lucille.user).post(address("talk", idea), {"words": " "})

    assert response.context["form"].errors["words"] == [
        "Write what you would like to say."
    ]
    assert response.context["idea"] == idea


@pytest.mark.parametrize(
    ("says", "words"), [("like", ""), ("can_help", "My car"), ("talk", "Count me in")]
)
def test_the_front_desk_writes_down_what_a_champion_says(
    sign_in, idea, lucille, says, words
):
    desk = make_staff(idea.centre, Role.DESK, "Dee")

    sign_in(desk).post(
        address("write_down", idea),
        {"for_whom": "lucille", "says": says, "words": words},
    )

    kind = Comment if says == "talk" else Reaction
    said = kind.objects.get()
    assert (said.person, said.words, said.written_down_by) == (lucille, words, desk)


def test_hearing_tells_the_author_the_day_of_the_next_get_together(idea, anne):
    hear(idea, by=anne)

    message = Message.objects.get()
    assert (idea.stage, idea.heard_by) == (IdeaStage.TALKING, anne)
    assert message.subject == "We heard you: Bus buddy"
    assert "Where: Room 2." in message.text


def test_hearing_without_a_date_promises_to_tell_it(idea, anne, circle):
    circle.next_on = in_days(-2)
    circle.save()

    hear(idea, by=anne)

    assert "We will tell you the day." in Message.objects.get().text


def test_nobody_is_heard_before_a_group_talks_about_it(sign_in, centre, anne):
    idea = make_idea(make_champion(centre, first_name="Sam"), "Chess")
    with pytest.raises(NoCircleError):
        hear(idea, by=anne)

    group = make_circle(centre, "Birch")
    sign_in(anne).post(address("hear", idea), {"circle": group.pk, "on": ""})

    idea.refresh_from_db()
    assert (idea.circle, idea.stage) == (group, IdeaStage.TALKING)


def test_hearing_twice_tells_once(sign_in, idea, anne, marc):
    for user in (anne, marc):
        response = sign_in(user).post(address("hear", idea), {"on": ""}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Anne was faster. Look at what changed."
    ]
    assert Message.objects.count() == 1
    with pytest.raises(TransitionError):
        hear(idea, by=marc)


@pytest.mark.parametrize(
    "answer",
    [
        {"outcome": Outcome.YES, "promise": "Free rides", "due_on": in_days(9)},
        {"outcome": Outcome.TRY, "look_again_on": in_days(60)},
        {"outcome": Outcome.NOT_NOW, "look_again_on": in_days(60)},
        {"outcome": Outcome.HANDED_ON, "next_step": "The library"},
    ],
)
def test_who_hears_an_idea_late_undoes_no_answer(sign_in, idea, anne, marc, answer):
    begun = Idea.objects.get(pk=idea.pk)
    reason = "We have no bus until the spring."
    answer_idea(idea, by=anne, reason=reason, **answer)

    response = sign_in(marc).post(address("hear", idea), {"on": ""}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Anne was faster. Look at what changed."
    ]
    with pytest.raises(TransitionError):
        hear(begun, by=None, on=in_days(9))
    idea.refresh_from_db()
    assert idea.stage == IdeaStage(answer["outcome"].value)
    assert Message.objects.get().name == "ideas/answered"


def test_an_author_starts_what_asks_nothing_of_the_centre(
    sign_in, idea, amina, lucille
):
    idea.reactions.create(
        centre=idea.centre, person=lucille, kind=ReactionKind.WOULD_COME
    )
    client = sign_in(amina.user)

    stages = []
    for to in ("running", "running", "resting", "running", "finished"):
        client.post(address("move", idea), {"to": to})
        idea.refresh_from_db()
        stages.append(idea.stage)

    assert stages == ["running", "running", "resting", "running", "finished"]
    assert Message.objects.filter(person=lucille, name="ideas/running").count() == 2


def test_nobody_else_starts_it(sign_in, idea, lucille):
    response = sign_in(lucille.user).post(address("move", idea), {"to": "running"})

    assert response.status_code == 404
    idea.refresh_from_db()
    assert idea.stage == IdeaStage.SHARED


@pytest.fixture
def promise(idea, amina):
    return make_promise(
        idea.centre, words="Draw a card", by=amina.user, person=amina, idea=idea
    )


def test_who_promised_says_that_it_is_done_and_may_take_it_back(
    sign_in, promise, idea, amina
):
    client = sign_in(amina.user)

    states = []
    for to in ("kept", "kept", "open", "let_go"):
        client.post(address("end_promise", idea, promise.pk), {"to": to})
        promise.refresh_from_db()
        states.append(promise.state)

    assert states == ["kept", "kept", "open", "let_go"]


def test_nobody_else_ends_a_champions_promise(sign_in, promise, idea, lucille):
    response = sign_in(lucille.user).post(
        address("end_promise", idea, promise.pk), {"to": "kept"}
    )

    promise.refresh_from_db()
    assert (response.status_code, promise.state) == (404, PromiseState.OPEN)


def test_only_what_staff_promised_becomes_late(idea, amina, anne):
    for by_staff in (True, False):
        make_promise(
            idea.centre,
            words="Call",
            by=anne,
            person=amina,
            by_staff=by_staff,
            due_on=in_days(-1),
        )

    assert [one.by_staff for one in Promise.objects.late(in_days(0))] == [True]


@pytest.mark.db
def test_a_promise_of_staff_has_a_date(idea, anne):
    with pytest.raises(IntegrityError):
        make_promise(idea.centre, words="Call", by=anne, person=None, by_staff=True)
