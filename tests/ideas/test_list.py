"""The wall and the list: least heard first, forty a page, and what the public sees."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from champions.search import search_text
from ideas.enums import IdeaStage, Outcome, ReactionKind
from ideas.models import Idea
from ideas.services.answers import answer_idea
from ideas.services.ideas import share_idea
from tests.factories import in_days, make_centre, make_champion, make_idea

# Their number, the page, reactions, answers, promises, and how many in each lane.
OWN_QUERIES = 6
# Of the 57,000 that a page may have in all (tests/journeys/test_every_address.py), what
# styles, scripts and letters leave.
MOST_BYTES = 14_000


@pytest.fixture
def address(centre):
    return reverse("ideas:list", args=[centre.slug])


def titles(response):
    return [card.idea.what for card in response.context["cards"]]


def shared(author, what, **fields):
    words = search_text(author.language, what)
    return make_idea(author, what, search_text=words, **fields)


def with_everything(author, what, anne):
    """An idea of which a card shows all there is."""
    idea = shared(author, what, circle=author.circle_memberships.get().circle)
    for kind in ReactionKind:
        idea.reactions.create(centre=idea.centre, person=author, kind=kind)
    answer_idea(idea, outcome=Outcome.YES, by=anne, promise="Ask", due_on=in_days(3))


@pytest.mark.parametrize("view", ["list", "board"])
def test_a_page_costs_the_same_queries_however_many_ideas_it_shows(
    sign_in, address, amina, anne, view
):
    client = sign_in(amina.user)
    seen = []
    for number in (1, 3):
        while Idea.objects.count() < number:
            with_everything(amina, f"Idea {Idea.objects.count()}", anne)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, {"view": view})
        own = [query for query in queries if ' FROM "ideas_' in query["sql"]]
        seen.append((len(titles(response)), len(own), len(queries)))

    (one, few, all_of_one), (three, as_few, all_of_three) = seen
    assert (one, few) == (1, OWN_QUERIES)
    assert (three, as_few) == (3, OWN_QUERIES)
    assert all_of_one == all_of_three


def test_the_least_heard_come_first_never_the_most_liked(
    sign_in, address, amina, lucille
):
    shared(amina, "Running", stage=IdeaStage.RUNNING)
    shared(amina, "Talking", stage=IdeaStage.TALKING)
    shared(amina, "New today")
    old = shared(amina, "New last week", shared_at="2026-01-01T12:00Z")
    shared(amina, "Told elsewhere", stage=IdeaStage.MERGED, merged_into=old)
    for person in (amina, lucille):
        old.reactions.create(centre=old.centre, person=person, kind="like")

    assert titles(sign_in(amina.user).get(address)) == [
        "New last week",
        "New today",
        "Talking",
        "Running",
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"lane": "parked"}, ["Parked", "Given away"]),
        ({"unanswered": "on"}, ["Soup on Sundays"]),
        ({"mine": "on"}, ["Soup on Sundays"]),
        ({"words": "sunday SOUPS"}, ["Soup on Sundays"]),
        ({"words": "erabliere"}, ["Sortie à l’érablière"]),
        (
            {"lane": "nonsense"},
            ["Soup on Sundays", "Sortie à l’érablière", "Parked", "Given away"],
        ),
    ],
)
def test_filters(sign_in, address, amina, lucille, asked, found):
    shared(amina, "Soup on Sundays")
    shared(lucille, "Sortie à l’érablière", stage=IdeaStage.RUNNING)
    shared(lucille, "Parked", stage=IdeaStage.PARKED)
    shared(lucille, "Given away", stage=IdeaStage.HANDED_ON)

    assert titles(sign_in(amina.user).get(address, asked)) == found


def test_what_speaks_of_my_gifts_and_what_is_my_groups(
    sign_in, address, amina, lucille, anne, marc, circle
):
    amina.champion.gifts = "baking and my dog"
    amina.champion.save()
    shared(lucille, "Walks with dogs", circle=circle)
    shared(lucille, "Chess")
    shared(amina, "Dog day")
    asked = {"gift": [], "circle": []}
    for name, found in asked.items():
        for user in (amina.user, anne, marc):
            found.append(titles(sign_in(user).get(address, {name: "on"})))

    assert asked == {
        "gift": [["Walks with dogs"], [], []],
        "circle": [["Walks with dogs"], ["Walks with dogs"], []],
    }


@pytest.mark.parametrize("view", ["list", "board"])
@pytest.mark.parametrize("who", ["champion", "staff"])
def test_four_hundred_ideas_cost_no_more_than_four(
    sign_in, address, amina, anne, view, who
):
    """Queries of the whole page; and its own words stay small on their way."""
    client, seen = sign_in(anne if who == "staff" else amina.user), []
    for number in (4, 400):
        missing = number - Idea.objects.count()
        rows = [
            Idea(
                centre=amina.centre,
                author=amina,
                language="en",
                what=f"A walk along the river for all of us, number {n}",
            )
            for n in range(missing)
        ]
        Idea.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address, {"view": view})
        seen.append((len(titles(page)), len(queries)))

    (four, queries_of_four), (forty, queries_of_many) = seen
    assert (four, forty) == (4, 40)
    assert queries_of_four == queries_of_many
    assert len(gzip.compress(page.content)) <= MOST_BYTES


def test_a_wrong_letter_is_answered_with_did_you_mean(sign_in, address, amina):
    shared(amina, "Crochet afternoon")

    response = sign_in(amina.user).get(address, {"words": "crotchet afternon"})

    assert titles(response) == []
    assert response.context["did_you_mean"] == ["Crochet afternoon"]


def test_forty_stand_on_a_page_and_links_keep_the_filters(sign_in, address, amina):
    for n in range(41):
        shared(amina, f"Tea {n}")

    response = sign_in(amina.user).get(address, {"words": "tea", "page": "2"})

    assert titles(response) == ["Tea 40"]
    assert response.context["query"] == "words=tea&"


def test_the_public_sees_what_happens_without_names(client, address, amina):
    shared(amina, "Soup", stage=IdeaStage.RUNNING)
    shared(amina, "Tea")

    response = client.get(address)

    assert [idea.what for idea in response.context["page"]] == ["Soup"]
    assert "Amina" not in response.text


def test_another_centres_ideas_are_on_no_list(sign_in, address, amina):
    elsewhere = make_champion(make_centre("harbourview"), first_name="Sam")
    share_idea(elsewhere.centre, author=elsewhere, what="Tea", language="en", by=None)
    shared(amina, "Soup")

    assert titles(sign_in(amina.user).get(address)) == ["Soup"]
