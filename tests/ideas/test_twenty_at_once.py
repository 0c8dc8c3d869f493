"""Twenty people at one idea at the same moment, on both databases: they answer, tell it
together with another and talk; no words are lost, nothing is decided twice, and each is
told who was first."""

import pytest
from django.urls import reverse

from champions.enums import Role
from champions.models import Message
from ideas.enums import IdeaStage, Outcome
from ideas.models import Answer, Comment, Idea, Promise, SameAs, WhatItTakes
from tests.factories import make_champion, make_idea, make_staff
from tests.ideas.test_at_once import at_once, signed_in

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
A_FEW_OR_TWENTY = [2, pytest.param(7, marks=pytest.mark.prove)]


@pytest.fixture
def other(lucille, circle):
    return make_idea(lucille, "Rides", circle=circle, search_text=" ride")


def page(name, idea):
    return reverse(f"ideas:{name}", args=[idea.centre.slug, idea.pk])


def reason(number):
    return f"These are the very own words of number {number}."


def answering(client, idea, number):
    form = {
        "seen": 0,
        "send": "1",
        "outcome": Outcome.YES,
        "reason": reason(number),
        "promise": f"Ask {number}",
        "due_on": "2030-01-01",
    }
    return lambda: client.post(page("answer", idea), form)


def joining(client, idea, other):
    form = {"words": "ride", "other": other.pk}
    return lambda: client.post(page("same", idea), form)


def talking(client, idea, number):
    return lambda: client.post(page("talk", idea), {"words": f"Words {number}"})


@pytest.mark.parametrize("each", A_FEW_OR_TWENTY)
def test_they_answer_join_and_talk(each, idea, other, centre, circle):
    staff = [make_staff(centre, Role.LEAD, f"Staff {n}") for n in range(2 * each)]
    friends = [make_champion(centre, circle, f"Friend {n}") for n in range(each)]
    leads = [signed_in(user) for user in staff]
    answers = [answering(leads[n], idea, n) for n in range(each)]
    joins = [joining(leads[each + n], idea, other) for n in range(each)]
    talks = [talking(signed_in(f.user), idea, n) for n, f in enumerate(friends)]

    answered = at_once(*answers, *joins, *talks)[:each]

    said = set(Comment.objects.values_list("words", flat=True))
    assert said == {f"Words {n}" for n in range(each)}
    _nothing_is_decided_twice(idea, other)
    late = [(n, r) for n, r in enumerate(answered) if r.status_code != 302]
    assert len(late) == each - Answer.objects.count()
    for number, response in late:
        assert response.status_code == 200
        assert (reason(number) in response.text, "was first" in response.text) == (
            True,
            True,
        )


def _nothing_is_decided_twice(idea, other):
    """One pair; at most one answer, with its promise; whoever is told is told once."""
    same = SameAs.objects.joined().get()
    gone = Idea.objects.get(stage=IdeaStage.MERGED)
    assert {gone.pk, gone.merged_into_id} == {idea.pk, other.pk}
    assert same.idea_id == gone.pk
    assert Promise.objects.count() == Answer.objects.count() <= 1
    told = list(Message.objects.values_list("person", "name"))
    assert len(told) == len(set(told))


@pytest.mark.parametrize("each", A_FEW_OR_TWENTY)
def test_both_directions_at_once_make_one_pair(each, idea, other, centre):
    clients = [signed_in(make_staff(centre, Role.LEAD)) for _ in range(2 * each)]
    Idea.objects.filter(pk=idea.pk).update(search_text=" ride")

    responses = at_once(
        *(joining(client, idea, other) for client in clients[:each]),
        *(joining(client, other, idea) for client in clients[each:]),
    )

    assert {response.status_code for response in responses} == {302}
    _nothing_is_decided_twice(idea, other)


@pytest.mark.parametrize("turned", [False, True])
def test_who_comes_a_moment_later_hears_that_they_are_together(
    idea, other, centre, turned
):
    clients = [signed_in(make_staff(centre, Role.LEAD)) for _ in range(2)]
    Idea.objects.filter(pk=idea.pk).update(search_text=" ride")
    joining(clients[0], idea, other)()
    pair = (other, idea) if turned else (idea, other)

    late = joining(clients[1], *pair)()

    assert late.status_code == 302
    shown = clients[1].get(late.url, follow=True).content.decode()
    assert "Both are told together now." in shown
    _nothing_is_decided_twice(idea, other)


@pytest.mark.parametrize("each", [4, pytest.param(20, marks=pytest.mark.prove)])
def test_all_say_at_once_what_it_takes_and_each_sees_the_first(each, idea, centre):
    clients = [signed_in(make_staff(centre, Role.LEAD)) for _ in range(each)]
    forms = [{"version": 0, "could_stop": f"Snow {n}"} for n in range(each)]

    responses = at_once(
        *(
            lambda client=client, form=form: client.post(page("takes", idea), form)
            for client, form in zip(clients, forms, strict=True)
        )
    )

    first = WhatItTakes.objects.get().could_stop
    late = [
        (response, form)
        for response, form in zip(responses, forms, strict=True)
        if response.status_code == 200
    ]
    assert len(late) == each - 1
    for response, form in late:
        shown = (f"<dd>{first}</dd>" in response.text, form["could_stop"])
        assert shown[0]
        assert shown[1] in response.text
