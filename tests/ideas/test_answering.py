"""Our answer: with a reason where due, together, told once; nobody's words are lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from champions.models import Message
from ideas.enums import IdeaStage, Outcome, ReactionKind
from ideas.models import Answer, Promise
from ideas.services.answers import answer_idea, ask_look_again
from ideas.services.moves import TransitionError
from ideas.services.talk import react
from tests.factories import in_days, make_champion, make_idea

REASON = "The pool is closed for repairs until April."


@pytest.fixture
def address(idea):
    return reverse("ideas:answer", args=[idea.centre.slug, idea.pk])


def said(**fields):
    """What a form holds; `seen` is the idea as it was shared."""
    return {"seen": 0, "send": "1"} | fields


NOT_NOW = said(outcome=Outcome.NOT_NOW, reason=REASON, look_again_on="2027-05-01")
TRY = said(outcome=Outcome.TRY, look_again_on="2027-01-15")


@pytest.mark.parametrize(
    ("fields", "owed"),
    [
        ({"outcome": Outcome.YES}, {"promise"}),
        ({"outcome": Outcome.YES, "promise": "Ask for a room"}, {"due_on"}),
        ({"outcome": Outcome.TRY}, {"look_again_on"}),
        ({"outcome": Outcome.YES_IF, "reason": "Too short"}, {"reason"}),
        ({"outcome": Outcome.NOT_NOW, "reason": REASON}, {"look_again_on"}),
        ({"outcome": Outcome.HANDED_ON, "reason": REASON}, {"next_step"}),
        ({"outcome": Outcome.YES_IF, "reason": "a" * 601}, {"reason"}),
    ],
)
def test_an_answer_owes_its_reader(idea, anne, fields, owed):
    with pytest.raises(ValidationError) as refused:
        answer_idea(idea, by=anne, **fields)

    assert set(refused.value.error_dict) == owed
    assert Answer.objects.count() == 0


@pytest.mark.db
@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": Outcome.NOT_NOW, "reason": "Too short"},
        {"outcome": Outcome.YES, "promise": ""},
    ],
)
def test_the_database_refuses_what_is_owed(idea, fields):
    with pytest.raises(IntegrityError):
        Answer.objects.create(centre=idea.centre, idea=idea, **fields)


def test_a_promise_of_the_centre_is_kept_in_the_open(idea, anne, circle):
    answer_idea(
        idea,
        outcome=Outcome.YES,
        by=anne,
        promise="Ask the bus company",
        due_on=in_days(9),
    )

    promise = Promise.objects.get()
    assert (promise.words, promise.due_on) == ("Ask the bus company", in_days(9))
    assert (promise.by_staff, promise.person.first_name) == (True, "Anne")
    assert (promise.idea, promise.circle) == (idea, circle)


def test_an_answer_is_also_hearing(idea, anne):
    answer_idea(idea, outcome=Outcome.TRY, by=anne, look_again_on=in_days(30))

    assert (idea.stage, idea.heard_by) == (IdeaStage.TRYING, anne)
    assert idea.look_again_on == in_days(30)


def test_one_given_by_staff_alone_says_so(idea, anne, amina):
    alone = answer_idea(idea, outcome=Outcome.TRY, by=anne, look_again_on=in_days(30))
    together = answer_idea(
        idea,
        outcome=Outcome.TRY,
        by=anne,
        look_again_on=in_days(60),
        together_with=[amina],
    )

    assert (alone.staff_alone, together.staff_alone) == (True, False)
    assert "Decided by staff alone (Anne)." in Message.objects.earliest("pk").text


def test_nothing_is_told_before_it_was_looked_over(sign_in, address, anne):
    form = {name: value for name, value in NOT_NOW.items() if name != "send"}

    response = sign_in(anne).post(address, form)

    [kind] = response.context["told"]
    assert kind["readers"] == [{"name": "Amina", "how": "e-mail"}]
    assert REASON in kind["text"]
    assert (Answer.objects.count(), Message.objects.count()) == (0, 0)


def test_each_kind_of_reader_is_shown_with_their_own_words_number_and_ways(
    sign_in, address, anne, idea, centre, circle, lucille
):
    bo = make_champion(centre, circle, "Bo", email="bo@example.org")
    for person in (lucille, bo):
        react(idea, person=person, kind=ReactionKind.CAN_HELP)
    form = {name: value for name, value in NOT_NOW.items() if name != "send"}

    author, helpers = sign_in(anne).post(address, form).context["told"]
    sign_in(anne).post(address, NOT_NOW)

    assert "This is about your idea" in author["text"]
    assert "You said that you can help with" in helpers["text"]
    assert sorted(helpers["ways"]) == [("e-mail", 1), ("letter", 1)]
    sent = Message.objects.get(person=bo).text
    assert helpers["text"].strip().splitlines()[0] in sent


def test_an_answer_given_at_a_get_together_leads_back_to_it(
    sign_in, address, anne, amina
):
    client = sign_in(anne)
    at = f"{address}?at=The%20monthly&on=2026-11-26&next=/en/cedar-lake/meetings/3/"

    shown = client.get(at).context["form"]
    response = client.post(
        at,
        NOT_NOW
        | {
            "gathering_words": shown["gathering_words"].value(),
            "gathering_on": shown["gathering_on"].value(),
            "together_with": [amina.pk],
        },
    )

    answer = Answer.objects.get()
    assert response.url == "/en/cedar-lake/meetings/3/"
    assert (str(answer.gathering_on), answer.gathering_words) == (
        "2026-11-26",
        "The monthly",
    )
    assert list(answer.together_with.all()) == [amina]


def test_the_way_back_never_leads_to_another_site(sign_in, address, anne):
    response = sign_in(anne).post(f"{address}?next=//evil.example/", NOT_NOW)

    assert response.url == address.removesuffix("answer/")


def test_the_second_to_answer_is_told_who_was_first_and_loses_nothing(
    sign_in, address, anne, marc, idea
):
    sign_in(anne).post(address, NOT_NOW)

    response = sign_in(marc).post(address, TRY | {"reason": "Let us try in spring."})

    form = response.context["form"]
    assert form.non_field_errors()[0].startswith("Anne was first: look at what")
    assert form["reason"].value() == "Let us try in spring."
    assert response.context["last_answer"].by == anne
    assert Answer.objects.get().by == anne

    again = sign_in(marc).post(address, TRY | {"seen": form["seen"].value()})
    assert again.status_code == 302
    assert [answer.by for answer in Answer.objects.order_by("pk")] == [anne, marc]


def test_the_same_answer_sent_twice_is_one(sign_in, address, anne):
    client = sign_in(anne)

    pages = [client.post(address, NOT_NOW).status_code for _ in range(2)]

    assert pages == [302, 302]
    assert (Answer.objects.count(), Message.objects.count()) == (1, 1)


def test_a_stale_answer_is_refused_whatever_it_says(idea, anne, marc):
    answer_idea(idea, outcome=Outcome.TRY, by=anne, look_again_on=in_days(9))

    with pytest.raises(TransitionError) as refused:
        answer_idea(idea, outcome=Outcome.YES_IF, by=marc, reason=REASON, seen=0)

    assert refused.value.first == "Anne"


@pytest.fixture
def parked(idea, anne):
    answer_idea(
        idea,
        outcome=Outcome.NOT_NOW,
        by=anne,
        reason=REASON,
        look_again_on=in_days(90),
    )
    return idea


def test_every_author_may_see_it_differently(sign_in, parked, amina):
    address = reverse("ideas:look_again", args=[parked.centre.slug, parked.pk])
    client = sign_in(amina.user)

    for _ in range(2):
        client.post(address)

    parked.refresh_from_db()
    assert parked.stage == IdeaStage.TALKING
    assert list(Message.objects.values_list("name", flat=True).order_by("pk")) == [
        "ideas/answered",
        "ideas/look_again",
    ]


def test_looking_again_at_a_yes_if_keeps_it_on_the_table(idea, anne, amina):
    answer_idea(idea, outcome=Outcome.YES_IF, by=anne, reason=REASON)

    ask_look_again(idea, by_person=amina)

    assert Answer.objects.get().look_again_asked_at is not None
    assert idea.stage == IdeaStage.TALKING


def test_an_answer_after_looking_again_is_a_new_one(parked, anne, amina):
    ask_look_again(parked, by_person=amina)
    answer_idea(parked, outcome=Outcome.TRY, by=anne, look_again_on=in_days(30))

    assert [answer.outcome for answer in Answer.objects.order_by("pk")] == [
        Outcome.NOT_NOW,
        Outcome.TRY,
    ]
    assert Message.objects.filter(name="ideas/answered").count() == 2


def test_an_idea_that_happens_is_not_answered(amina, anne):
    idea = make_idea(amina, "Tea", stage=IdeaStage.RUNNING)

    with pytest.raises(TransitionError):
        answer_idea(idea, outcome=Outcome.TRY, by=anne, look_again_on=in_days(9))
