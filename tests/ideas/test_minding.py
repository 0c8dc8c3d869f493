"""Somebody asks staff to look; staff hide with a reason that the author reads and can
object to once; others see neither the words nor who asked."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from champions.models import Message
from ideas.models import Comment, Report
from ideas.services import minding
from ideas.services.privacy import record_of
from ideas.services.talk import say
from tests.factories import make_champion

WHY = "It speaks of somebody else’s health."


@pytest.fixture
def said(idea, lucille):
    return say(idea, person=lucille, words="Her knee is bad", by_staff=False)


@pytest.fixture
def page(said):
    idea = said.idea
    return reverse("ideas:saying", args=[idea.centre.slug, idea.pk, said.pk])


@pytest.fixture
def talk(idea):
    return reverse("ideas:detail", args=[idea.centre.slug, idea.pk])


def waiting():
    return list(Comment.objects.to_look_at())


def test_asking_twice_asks_once_and_staff_let_it_stand(
    sign_in, page, said, amina, anne
):
    for _ in range(2):
        sign_in(amina.user).post(page, {"do": "report"})
    before = waiting()
    shown = sign_in(anne).get(page).text
    sign_in(anne).post(page, {"do": "stand"})

    assert (Report.objects.count(), before, waiting()) == (1, [said], [])
    assert ("Somebody asked us to look at it." in shown, "Amina" in shown) == (
        True,
        False,
    )
    assert Message.objects.count() == 0


def test_what_is_hidden_is_read_by_its_author_and_staff_alone(
    sign_in, page, talk, amina, lucille, anne
):
    sign_in(anne).post(page, {"do": "hide", "why": WHY})

    sees = {
        name: "Her knee is bad" in sign_in(user).get(talk).text
        for name, user in (
            ("amina", amina.user),
            ("lucille", lucille.user),
            ("a", anne),
        )
    }
    assert sees == {"amina": False, "lucille": True, "a": True}
    assert sign_in(amina.user).get(page).status_code == 404
    assert WHY in sign_in(lucille.user).get(talk).text
    assert WHY in Message.objects.get(person=lucille).text


def test_its_author_objects_once_and_staff_decide(sign_in, page, said, lucille, anne):
    sign_in(anne).post(page, {"do": "hide", "why": WHY})
    codes = [
        sign_in(lucille.user)
        .post(page, {"do": "object", "objection": "It is my own knee"})
        .status_code
        for _ in range(2)
    ]
    asked = waiting()
    read = sign_in(anne).get(page).text
    sign_in(anne).post(page, {"do": "show"})

    said.refresh_from_db()
    assert (codes, asked, waiting()) == ([302, 404], [said], [])
    assert "It is my own knee" in read
    assert said.hidden_at is None
    assert Message.objects.filter(name="ideas/looked_again").count() == 1


def test_what_stays_hidden_is_told_with_its_reason_once(said, anne):
    minding.hide(said, why=WHY, by=anne)
    minding.object_to_hiding(said, words="No", by=said.person.user)

    kept = [minding.keep_hidden(said, by=anne) for _ in range(2)]

    told = Message.objects.get(name="ideas/looked_again")
    assert (kept, WHY in told.text, waiting()) == ([True, False], True, [])


def test_staff_write_an_objection_down_for_who_telephones(sign_in, page, said, anne):
    minding.hide(said, why=WHY, by=anne)

    sign_in(anne).post(page, {"do": "object", "objection": "It is my own"})

    said.refresh_from_db()
    assert said.objection == "It is my own"


@pytest.mark.parametrize("what", ["hide", "stand", "show", "keep", "object", "mine"])
def test_another_champion_does_none_of_it(sign_in, page, amina, what):
    form = {"do": what, "why": WHY, "objection": "No"}

    assert sign_in(amina.user).post(page, form).status_code == 404


def test_a_reason_too_short_comes_back_with_its_words(sign_in, page, anne):
    response = sign_in(anne).post(page, {"do": "hide", "why": "No."})

    assert "why" in response.context["form"].errors
    assert "No." in response.text
    assert Comment.objects.get().hidden_at is None


def test_two_who_hide_at_once_tell_its_author_once(said, anne, marc):
    assert minding.hide(said, why=WHY, by=anne)
    assert not minding.hide(said, why="Another reason of mine.", by=marc)

    assert Comment.objects.get().hidden_why == WHY
    assert Message.objects.count() == 1


def test_its_author_reads_the_reason_in_their_record(said, anne, lucille):
    minding.hide(said, why=WHY, by=anne)

    assert record_of(lucille)["comments"][0]["hidden_why"] == WHY


def test_a_long_talk_costs_the_same_queries_as_a_short_one(
    sign_in, talk, idea, amina, centre, circle, anne
):
    client, seen = sign_in(amina.user), []
    for number in (1, 20):
        for n in range(number):
            friend = make_champion(centre, circle, f"Friend {number} {n}")
            say(idea, person=friend, words=f"Yes {n}", by_staff=False, by=anne)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(talk)
        seen.append((len(page.context["talk"]), len(queries)))

    (one, few), (many, as_few) = seen
    assert (one, many) == (1, 21)
    assert few == as_few


@pytest.mark.db
def test_nothing_is_hidden_without_a_reason(said):
    with pytest.raises(IntegrityError):
        Comment.objects.filter(pk=said.pk).update(hidden_at="2026-01-01T12:00Z")


def test_who_told_us_reads_that_they_did_and_may_press_no_more(
    sign_in, page, said, amina
):
    client = sign_in(amina.user)
    before = client.get(page).text
    client.post(page, {"do": "report"})
    again = client.post(page, {"do": "report"})
    after = client.get(page).text

    button = 'value="report"'
    assert (button in before, button in after) == (True, False)
    assert "You told us about this." in after
    assert (again.status_code, Report.objects.count()) == (302, 1)
