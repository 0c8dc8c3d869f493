"""Ten people at one idea at the same moment, on both databases: one answer, each told
who was first, and nobody's words lost."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from champions.enums import Role
from champions.models import Circle, Message
from champions.permissions import SECOND_FACTOR
from ideas.enums import IdeaStage, Outcome, ReactionKind
from ideas.models import Answer, Comment, Expense, Idea, Promise, Reaction
from ideas.services.days import day_is_set
from ideas.services.expenses import say_spent
from ideas.services.ideas import hear
from ideas.services.moves import TransitionError
from ideas.services.talk import react
from tests.factories import make_champion, make_idea, make_staff

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
TEN = 10


def at_once(*calls):
    def in_a_thread(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(calls)) as threads:
        return list(threads.map(in_a_thread, calls))


def signed_in(user):
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def test_ten_staff_answer_at_once(idea, centre):
    address = reverse("ideas:answer", args=[centre.slug, idea.pk])
    staff = [make_staff(centre, Role.LEAD, f"Staff {n}") for n in range(TEN)]
    forms = [
        {
            "seen": 0,
            "send": "1",
            "outcome": Outcome.YES,
            "reason": f"These are the very own words of number {n}.",
            "promise": f"Ask {n}",
            "due_on": "2030-01-01",
        }
        for n in range(TEN)
    ]
    clients = [signed_in(user) for user in staff]

    responses = at_once(
        *(
            lambda client=client, form=form: client.post(address, form)
            for client, form in zip(clients, forms, strict=True)
        )
    )

    answer = Answer.objects.get()
    losers = [
        (response, form)
        for response, form in zip(responses, forms, strict=True)
        if response.status_code == 200
    ]
    assert len(losers) == TEN - 1
    assert Promise.objects.get().words == answer.promise
    assert Message.objects.count() == 1
    # Of threads, the test client mixes up the contexts; the pages it does not.
    told = f"{answer.by.first_name} was first: look at what changed."
    for response, form in losers:
        assert (form["reason"] in response.text, told in response.text) == (True, True)


def test_ten_talk_and_react_while_one_answers(idea, centre, circle, anne):
    people = [make_champion(centre, circle, f"Friend {n}") for n in range(TEN)]
    clients = [signed_in(person.user) for person in people]
    talk = reverse("ideas:talk", args=[centre.slug, idea.pk])
    like = reverse("ideas:react", args=[centre.slug, idea.pk])
    hear = reverse("ideas:hear", args=[centre.slug, idea.pk])
    lead = signed_in(anne)

    codes = at_once(
        lambda: lead.post(hear, {"on": ""}).status_code,
        *(
            lambda client=client, n=n: (
                client.post(talk, {"words": f"Words {n}"}).status_code
            )
            for n, client in enumerate(clients)
        ),
        *(
            lambda client=client: client.post(like, {"say": "like:add"}).status_code
            for client in clients
        ),
    )

    assert set(codes) == {302}
    assert set(Comment.objects.values_list("words", flat=True)) == {
        f"Words {n}" for n in range(TEN)
    }
    assert Reaction.objects.count() == TEN


def test_one_person_who_presses_ten_times_says_it_once(idea, lucille):
    at_once(*[lambda: react(idea, person=lucille, kind=ReactionKind.LIKE)] * TEN)

    assert Reaction.objects.count() == 1


def test_one_form_that_arrives_five_times_shares_one_idea(centre, amina):
    address = reverse("ideas:new", args=[centre.slug])
    form = {"submission": uuid4(), "what": "Sunday soup"}
    clients = [signed_in(amina.user) for _ in range(5)]

    urls = at_once(
        *(lambda client=client: client.post(address, form).url for client in clients)
    )

    assert len(set(urls)) == 1
    assert Idea.objects.count() == 1


def test_ten_staff_give_the_same_money_back(idea, centre, amina):
    expense = say_spent(
        centre,
        person=amina,
        cents=1250,
        what="Beans",
        by=amina.user,
        submission=uuid4(),
    )
    address = reverse("ideas:paid", args=[centre.slug, expense.pk])
    staff = [make_staff(centre, Role.LEAD, f"Staff {n}") for n in range(TEN)]
    clients = [signed_in(user) for user in staff]

    pages = at_once(
        *(lambda client=client: client.post(address, follow=True) for client in clients)
    )

    warned = [page for page in pages if "Please do not give it twice" in text_of(page)]
    expense.refresh_from_db()
    assert expense.paid_by in staff
    assert len(warned) == TEN - 1


def text_of(page):
    return page.content.decode()


def test_one_form_of_money_sent_ten_times_at_once_is_said_once(centre, amina):
    form = {"cents": "12.50", "what": "Beans", "submission": str(uuid4())}
    clients = [signed_in(amina.user) for _ in range(TEN)]
    address = reverse("ideas:money", args=[centre.slug])

    at_once(*(lambda client=client: client.post(address, form) for client in clients))

    assert Expense.objects.count() == 1


def test_a_date_is_announced_twice_while_staff_hear_each_idea(
    centre, circle, amina, anne
):
    """Each idea is heard once, and its author told of it by one message."""
    ideas = [make_idea(amina, f"Idea {n}", circle=circle) for n in range(TEN - 2)]

    def heard(idea):
        with contextlib.suppress(TransitionError):
            hear(idea, by=anne, on=circle.next_on)

    def announced():
        day_is_set(Circle.objects.get(pk=circle.pk))

    one_by_one = [lambda idea=idea: heard(idea) for idea in ideas]
    at_once(announced, *one_by_one[::-1], announced)

    for idea in Idea.objects.all():
        assert (idea.stage, idea.move_count) == (IdeaStage.TALKING, 1)
        assert Message.objects.about(f"idea:{idea.pk}").count() == 1
