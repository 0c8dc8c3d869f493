"""The cards of a workshop: a line an idea, names asked about, nothing lost or twice."""

from uuid import uuid4

import pytest
from django.urls import reverse

from champions.models import ViewedPerson
from champions.search import search_text
from ideas.enums import ReactionKind
from ideas.models import Idea, Reaction, WhatItTakes
from ideas.services.expenses import say_spent
from ideas.services.quick import Line, enter_ideas, undo_entry
from ideas.services.same import ask_same, tell_together
from ideas.services.takes import say_what_it_takes
from ideas.services.talk import react, say
from tests.factories import make_centre, make_champion, make_circle, make_idea


@pytest.fixture
def address(centre):
    return reverse("ideas:quick", args=[centre.slug])


def form_of(*lines, **fields):
    return {
        "lines": "\n".join(lines),
        "entry": uuid4(),
        "without_name": "none",
    } | fields


def entered():
    ideas = Idea.objects.order_by("pk").select_related("author")
    return [(idea.what, idea.author and idea.author.first_name) for idea in ideas]


def question_of(response):
    return response.context["form"].questions[0]


def test_each_line_is_an_idea_under_the_name_on_its_card_and_the_writers(
    sign_in, address, anne, amina, lucille, circle
):
    lines = ("Soup kitchen - amina", "", "After-school club — Lucille", "A quiet walk")

    sign_in(anne).post(address, form_of(*lines))

    assert entered() == [
        ("Soup kitchen", "Amina"),
        ("After-school club", "Lucille"),
        ("A quiet walk", None),
    ]
    assert {idea.written_down_by for idea in Idea.objects.all()} == {anne}
    assert [idea.circle for idea in Idea.objects.order_by("pk")][:2] == [circle] * 2


@pytest.mark.parametrize("groups", [1, 2])
def test_a_card_without_a_name_is_for_the_only_group_if_there_is_one(
    sign_in, address, centre, anne, circle, groups
):
    for number in range(1, groups):
        make_circle(centre, f"Group {number}")

    sign_in(anne).post(address, form_of("A quiet walk"))

    assert Idea.objects.get().circle == (circle if groups == 1 else None)


def test_the_same_form_twice_enters_each_idea_once(sign_in, address, anne, amina):
    form = form_of("Soup – Amina", "Soup – Amina", "Tea")
    client = sign_in(anne)

    urls = {client.post(address, form).url for _ in range(2)}

    assert len(urls) == 1
    assert entered() == [("Soup", "Amina"), ("Soup", "Amina"), ("Tea", None)]


def test_an_unknown_name_is_asked_about_and_nothing_is_entered_or_lost(
    sign_in, address, anne, amina
):
    client, form = sign_in(anne), form_of("Tea – Zed", "Soup – Amina")

    asked = client.post(address, form)
    before = entered()
    client.post(address, form | {question_of(asked).name: "none"})

    assert (asked.status_code, before) == (200, [])
    assert "We know no champion called Zed. Whose is “Tea”?" in asked.text
    assert "Soup – Amina" in asked.text
    assert entered() == [("Tea", None), ("Soup", "Amina")]


def test_a_dash_may_belong_to_the_idea(sign_in, address, anne):
    client, form = sign_in(anne), form_of("Choir – for everybody")

    asked = client.post(address, form)
    client.post(address, form | {question_of(asked).name: "line"})

    assert entered() == [("Choir – for everybody", None)]


def test_two_of_one_name_are_told_apart(sign_in, address, anne, amina, centre):
    rosa = make_champion(centre, first_name="Rosa", last_name="Blum")
    make_champion(centre, first_name="Rosa", last_name="Roy")
    form = form_of("Tea – Rosa")

    asked = sign_in(anne).post(address, form)
    by_champion = sign_in(amina.user).post(address, form | {"entry": uuid4()})
    sign_in(anne).post(address, form | {question_of(asked).name: rosa.pk})

    names = [label for _value, label in question_of(asked).field.choices]
    fewer = [label for _value, label in question_of(by_champion).field.choices]
    assert (names[:2], fewer[:2]) == (["Rosa Blum", "Rosa Roy"], ["Rosa B", "Rosa R"])
    assert Idea.objects.get().author == rosa


def test_an_answer_stays_with_its_line_when_others_are_taken_out(
    sign_in, address, anne, amina
):
    client = sign_in(anne)
    asked = client.post(address, form_of("Chess – Zed", "Tea – Zoe"))
    about_tea = asked.context["form"].questions[1].name

    client.post(address, form_of("Tea – Zoe", **{about_tea: "none"}))

    assert entered() == [("Tea", None)]


def test_some_letters_of_a_name_find_nobody(sign_in, address, lucille, amina):
    asked = sign_in(lucille.user).post(address, form_of("Tea – Am"))

    assert len(question_of(asked).field.choices) == len(["no name", "part of it"])


def test_a_champions_own_lines_are_their_own(sign_in, address, amina):
    sign_in(amina.user).post(address, form_of("Tea", without_name="mine"))

    idea = Idea.objects.get()
    assert (idea.author, idea.written_down_by) == (amina, None)


def test_what_was_entered_is_listed_and_can_be_taken_out_once(
    sign_in, address, anne, amina, lucille
):
    client = sign_in(anne)
    page = client.post(address, form_of("Tea – Amina", "Soup"), follow=True)
    tea, soup = Idea.objects.order_by("pk")
    say(soup, person=lucille, words="Count me in", by_staff=False)
    url = page.redirect_chain[0][0]

    for pk in (tea.pk, tea.pk, soup.pk):
        left = client.post(url, {"undo": pk}, follow=True)

    assert [row["idea"] for row in page.context["rows"]] == [tea, soup]
    assert [row["idea"] for row in left.context["rows"]] == [soup]
    assert "It stays." in left.text


def test_nobody_takes_out_what_another_entered(sign_in, address, anne, marc, amina):
    page = sign_in(anne).post(address, form_of("Tea – Amina"), follow=True)
    url = page.redirect_chain[0][0]

    seen = sign_in(marc).post(url, {"undo": Idea.objects.get().pk}, follow=True)

    assert Idea.objects.count() == 1
    assert seen.context["rows"] == []


def test_champions_and_groups_of_another_centre_are_unknown(
    sign_in, address, anne, amina
):
    there = make_centre("harbourview")
    make_champion(there, first_name="Sam")
    group = make_circle(there, "Birch")

    response = sign_in(anne).post(address, form_of("Tea – Sam", circle=group.pk))

    assert "We know no champion called Sam." in response.text
    assert "circle" in response.context["form"].errors


def test_who_was_found_can_see_by_whom(sign_in, address, anne, amina):
    sign_in(anne).post(address, form_of("Tea – Amina"))

    seen = ViewedPerson.objects.get()
    assert (seen.person_id, seen.view.page) == (amina.pk, "ideas:quick")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["a" * 141], "Say it in at most 140 letters: line 1."),
        ([f"Tea {n}" for n in range(61)], "Send at most 60 at once."),
        ([" "], "Type at least one idea."),
    ],
)
def test_what_cannot_be_taken_says_which_line(sign_in, address, anne, lines, words):
    page = sign_in(anne).post(address, form_of(*lines))

    assert words in page.text
    assert Idea.objects.count() == 0


@pytest.mark.parametrize("number", [2, 30])
def test_many_names_are_found_in_one_question(
    sign_in, address, anne, centre, django_assert_max_num_queries, number
):
    for n in range(number):
        make_champion(centre, first_name=f"Friend{n}")
    client = sign_in(anne)
    lines = [f"Tea – Friend{n}" for n in range(number)] + ["Tea – Zed"]

    with django_assert_max_num_queries(20):
        client.post(address, form_of(*lines))


@pytest.mark.parametrize("made_of_it", ["told together", "asked", "sheet", "spent"])
def test_a_line_that_somebody_made_something_of_is_not_taken_out(
    idea, centre, anne, amina, circle, made_of_it
):
    [line] = enter_ideas(
        centre, [Line("Bus pal", None)], entry=uuid4(), language="en", by=anne
    )
    make = {
        "told together": lambda: tell_together(idea, line, by=anne),
        "asked": lambda: ask_same(idea, line, author=amina, by=amina.user),
        "sheet": lambda: say_what_it_takes(
            line, words={"could_stop": "Snow"}, version=0, by=anne
        ),
        "spent": lambda: say_spent(
            centre,
            person=amina,
            cents=1250,
            what="Tea",
            by=amina.user,
            submission=uuid4(),
            idea=line,
        ),
    }
    make[made_of_it]()

    assert not undo_entry(line, by=anne)


def test_a_sheet_that_holds_nothing_keeps_no_line(centre, anne):
    [line] = enter_ideas(
        centre, [Line("Bus pal", None)], entry=uuid4(), language="en", by=anne
    )
    WhatItTakes.objects.create(centre=centre, idea=line, version=0)

    assert undo_entry(line, by=anne)


# --- Is it one of these? ---


@pytest.fixture
def soup(lucille, circle):
    return make_idea(
        lucille,
        "Soupe du dimanche",
        circle=circle,
        search_text=search_text("fr", "Soupe du dimanche"),
    )


def asked_about(response):
    return response.context["form"].same_questions


def test_a_line_like_a_known_idea_is_asked_about_once_and_new_unless_they_say(
    sign_in, address, anne, amina, soup
):
    client, form = sign_in(anne), form_of("Soupe dimanche – Amina", "Chess")

    asked = client.post(address, form)
    before = Idea.objects.count()
    [question] = asked_about(asked)
    client.post(address, form | {question.name: question.value()})

    assert "The same as “Soupe du dimanche”: Amina likes it too" in asked.text
    assert (before, question.value()) == (1, "new")
    assert ("Soupe dimanche", "Amina") in entered()
    assert Idea.objects.count() == 3


def test_the_same_is_a_like_of_who_is_on_the_card_under_both_names(
    sign_in, address, anne, amina, soup
):
    client, form = sign_in(anne), form_of("Soupe dimanche – Amina", "Chess")
    [question] = asked_about(client.post(address, form))

    for _again in range(2):
        page = client.post(address, form | {question.name: soup.pk}, follow=True)

    assert "1 idea is entered. 1 was known already." in page.text
    liked = Reaction.objects.get()
    assert (liked.idea, liked.person, liked.written_down_by) == (soup, amina, anne)
    assert [what for what, _author in entered()] == ["Soupe du dimanche", "Chess"]


def test_a_like_of_their_own_stays_their_own(sign_in, address, anne, amina, soup):
    react(soup, person=amina, kind=ReactionKind.LIKE, words="Yum", by=amina.user)
    client, form = sign_in(anne), form_of("Soupe dimanche – Amina")
    [question] = asked_about(client.post(address, form))

    client.post(address, form | {question.name: soup.pk})

    liked = Reaction.objects.get()
    assert (liked.words, liked.written_down_by) == ("Yum", None)


@pytest.mark.parametrize("card", ["Soupe dimanche", "Soupe dimanche – Lucille"])
def test_a_card_without_a_name_or_of_its_author_is_left_out(
    sign_in, address, anne, soup, card
):
    client, form = sign_in(anne), form_of(card)
    [question] = asked_about(client.post(address, form))

    client.post(address, form | {question.name: soup.pk})

    assert (Idea.objects.count(), Reaction.objects.count()) == (1, 0)


def test_an_idea_of_another_centre_is_neither_shown_nor_taken(
    sign_in, address, anne, amina, soup
):
    there = make_idea(make_champion(make_centre("harbourview")), "Soupe dimanche")
    client, form = sign_in(anne), form_of("Soupe dimanche – Amina")
    [question] = asked_about(client.post(address, form))

    page = client.post(address, form | {question.name: there.pk})

    assert "This idea is gone. Choose again." in page.text
    assert [value for value, _words in question.field.choices] == ["new", str(soup.pk)]
    assert Reaction.objects.count() == 0


@pytest.mark.parametrize("number", [2, 60])
def test_many_lines_are_compared_in_one_question(
    sign_in, address, anne, soup, django_assert_max_num_queries, number
):
    lines = [f"Soupe dimanche {n}" for n in range(number)]
    client = sign_in(anne)

    with django_assert_max_num_queries(20):
        page = client.post(address, form_of(*lines))

    assert len(asked_about(page)) == number
