"""You said, we did, we learned: read from what was written down anyway."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from champions.models import Centre
from cms.services.centres import open_centre
from cms.you_said import Quarter
from ideas.enums import IdeaStage, Outcome
from ideas.models import Idea
from ideas.services.answers import answer_idea
from ideas.services.moves import _move
from ideas.services.promises import keep_promise, make_promise
from tests.factories import make_champion, make_idea, make_staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 20, 16, tzinfo=UTC)
PAGE = "/en/cedar-lake/stories/you-said/"
WHY = "The hall is shut until the roof is mended."
NO = {"reason": WHY, "look_again_on": date(2026, 12, 1)}


@pytest.fixture
def centre():
    with time_machine.travel(datetime(2026, 2, 1, tzinfo=UTC)):
        return open_centre(
            Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142"), by=None
        )


@pytest.fixture
def rosa(centre):
    return make_champion(centre, first_name="Rosalind")


def shared(rosa, what, on=NOW):
    with time_machine.travel(on):
        return make_idea(rosa, what)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_is_three_months_of_the_calendar(text, first, last):
    quarter = Quarter.named(text)

    assert (quarter.first, quarter.last) == (first, last)
    assert Quarter.of(first) == Quarter.of(last) == quarter.next.before


def test_a_no_is_counted_and_its_words_stay_with_the_group(client, centre, rosa):
    anne = make_staff(centre)
    idea = shared(rosa, "A dance in the hall")
    with time_machine.travel(NOW):
        answer_idea(idea, outcome=Outcome.NOT_NOW, by=anne, together_with=[rosa], **NO)

        text = client.get(PAGE).text

    assert "1 idea cannot happen now." in text
    assert [said for said in ("A dance", WHY, "Rosalind") if said in text] == []


def test_what_nobody_has_answered_is_counted_and_not_shown(client, rosa):
    shared(rosa, "My neighbour is ill")

    with time_machine.travel(NOW):
        text = client.get(PAGE).text

    assert "1 idea was shared." in text
    assert "neighbour is ill" not in text


def test_promises_of_staff_for_what_happens_stand_there_and_no_others(
    client, centre, rosa
):
    anne = make_staff(centre)
    with time_machine.travel(NOW - timedelta(days=10)):
        due = date(2026, 8, 15)
        soup, dance = shared(rosa, "Soup for all"), shared(rosa, "A dance")
        Idea.objects.filter(pk=soup.pk).update(stage=IdeaStage.RUNNING)
        ours = {"by": anne, "person": None, "by_staff": True, "due_on": due}
        kept = make_promise(centre, words="A kettle", idea=soup, **ours)
        make_promise(centre, words="A key", idea=soup, **ours)
        make_promise(centre, words="Ring Amina", idea=dance, **ours)
        make_promise(centre, words="Anna asks the landlord", **ours)
        make_promise(centre, words="Some cake", by=rosa.user, person=rosa, idea=soup)
        keep_promise(kept, by=anne)

    with time_machine.travel(NOW):
        done, late = client.get(PAGE).text.split("have not done yet")

    assert ("A kettle" in done, "A key" in late) == (True, True)
    others = ("Some cake", "Ring Amina", "the landlord")
    assert [said for said in others if said in done + late] == []


def test_what_came_to_an_end_says_what_it_taught(client, rosa):
    idea = shared(rosa, "Bus cards", NOW - timedelta(days=60))
    Idea.objects.filter(pk=idea.pk).update(
        stage=IdeaStage.RUNNING, learned="Draw them large."
    )
    with time_machine.travel(NOW):
        idea.refresh_from_db()
        _move(idea, IdeaStage.FINISHED, by=None)

        assert "Draw them large." in client.get(PAGE).text
        assert "Draw them large." not in client.get(f"{PAGE}?quarter=2026-2").text


@pytest.mark.parametrize("quarter", ["2026-4", "2027-1", "2026-5", "x", "２026-1"])
def test_three_months_that_are_not_there_are_not_there(client, centre, quarter):
    with time_machine.travel(NOW):
        assert client.get(f"{PAGE}?quarter={quarter}").status_code == 404


def test_much_asks_the_database_no_more_than_little(
    client, centre, rosa, django_assert_max_num_queries
):
    anne = make_staff(centre)
    for number in range(8):
        idea = shared(rosa, f"Idea {number}")
        with time_machine.travel(NOW):
            answer_idea(idea, outcome=Outcome.NOT_NOW, by=anne, together_with=[], **NO)

    with time_machine.travel(NOW), django_assert_max_num_queries(16):
        client.get(PAGE)
