"""What was parked or tried until a day comes back to the table by itself."""

import pytest
from django.utils import timezone

from champions.models import Message
from cms.this_week.ideas import ideas_to_look_at_again
from ideas.enums import IdeaStage, Outcome
from ideas.models import Idea
from ideas.services.answers import answer_idea
from ideas.services.coming_back import bring_back
from meetings.agenda import agenda_of
from tests.factories import in_days, make_gathering, make_idea


@pytest.fixture
def parked(amina, circle):
    return make_idea(
        amina,
        "Tea",
        circle=circle,
        stage=IdeaStage.PARKED,
        look_again_on=in_days(0),
    )


def test_the_author_is_told_once_on_the_day(parked):
    told = [bring_back(timezone.now()) for _twice in range(2)]

    assert told == [1, 0]
    assert Message.objects.get().subject == "We look again: Tea"


def test_before_its_day_nobody_is_told(amina):
    make_idea(amina, stage=IdeaStage.TRYING, look_again_on=in_days(1))

    assert bring_back(timezone.now()) == 0


@pytest.mark.parametrize("stage", [IdeaStage.RUNNING, IdeaStage.TALKING])
def test_what_has_moved_on_does_not_come_back(stage, amina):
    make_idea(amina, stage=stage, look_again_on=in_days(-9))

    assert bring_back(timezone.now()) == 0


def test_a_new_answer_with_a_new_day_comes_back_again(parked, anne, amina):
    bring_back(timezone.now())
    parked.refresh_from_db()
    answer_idea(
        parked,
        outcome=Outcome.NOT_NOW,
        by=anne,
        reason="The kitchen is still being built.",
        look_again_on=in_days(0),
        together_with=[amina],
    )

    assert bring_back(timezone.now()) == 1


def test_it_is_on_the_agenda_of_the_get_together_of_that_day(parked, centre, circle):
    later = make_idea(
        parked.author,
        "Soup",
        circle=circle,
        stage=IdeaStage.TRYING,
        look_again_on=in_days(8),
    )
    meeting = make_gathering(centre, circle=circle, days=7)

    rows = [row.title for row in agenda_of(meeting, for_staff=False)]

    assert (parked.what in rows, later.what in rows) == (True, False)


def test_it_is_on_this_week_until_it_is_answered(parked, centre, anne, amina):
    before = [row.title for row in ideas_to_look_at_again(centre, in_days(0))]
    answer_idea(
        parked,
        outcome=Outcome.YES,
        by=anne,
        promise="The kitchen",
        due_on=in_days(9),
        together_with=[amina],
    )

    assert before == ["It is time to look at “Tea” again"]
    assert list(ideas_to_look_at_again(centre, in_days(0))) == []


def test_staffs_ideas_never_open_the_wall(amina, circle):
    make_idea(amina, "Old", origin="staff")
    make_idea(amina, "New")

    wall = Idea.objects.of(amina.centre).least_heard_first()

    assert [idea.what for idea in wall] == ["New", "Old"]
