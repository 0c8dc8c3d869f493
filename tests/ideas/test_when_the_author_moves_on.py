"""A champion who moves on may take their ideas along, or leave them with the group."""

import pytest
from django.urls import reverse

from champions.models import Message
from ideas.enums import IdeaStage, WhenAuthorLeaves
from ideas.models import Idea
from ideas.services.leaving import leave_ideas
from ideas.services.same import tell_together
from tests.factories import make_champion, make_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(centre, circle):
    return make_champion(centre, circle, "Rosa")


def how_it_ends(rosa, idea, how):
    leave_ideas(rosa, how, by=None)
    idea.refresh_from_db()
    return idea.stage, idea.author


def test_they_stay_with_the_name_where_nothing_is_said(rosa, circle):
    idea = make_idea(rosa, circle=circle)

    assert how_it_ends(rosa, idea, WhenAuthorLeaves.STAY) == ("shared", rosa)


def test_they_stay_without_the_name(rosa, circle):
    idea = make_idea(rosa, circle=circle)

    assert how_it_ends(rosa, idea, WhenAuthorLeaves.NAMELESS) == ("shared", None)


@pytest.mark.parametrize("stage", IdeaStage)
def test_what_has_begun_or_ended_stays_and_the_rest_goes_along(rosa, circle, stage):
    other = make_idea(rosa, "The other") if stage == IdeaStage.MERGED else None
    idea = make_idea(rosa, circle=circle, stage=stage, merged_into=other)
    stays = {"running", "resting", "finished", "merged"}

    after, author = how_it_ends(rosa, idea, WhenAuthorLeaves.TAKE)

    assert author == rosa
    assert after == (stage if stage in stays else "handed_on")
    assert not Message.objects.filter(person=rosa).exists()


def test_what_others_tell_theirs_with_stays(rosa, centre, circle, anne):
    idea = make_idea(rosa, circle=circle)
    theirs = make_idea(make_champion(centre, circle, "Lou"), circle=circle)
    tell_together(theirs, idea, by=anne)

    assert how_it_ends(rosa, idea, WhenAuthorLeaves.TAKE)[0] != "handed_on"


def test_the_page_asks_and_the_idea_says_where_it_went(sign_in, rosa, anne, circle):
    idea = make_idea(rosa, "Sunday soup", circle=circle)
    page = reverse("meetings:pause", args=[rosa.centre.slug])
    champion = sign_in(rosa.user)

    asked = champion.get(page).content.decode()
    champion.post(page, {"say": "goodbye", "ideas": "take"})

    assert "What becomes of your ideas?" in asked
    assert "Sunday soup" in asked
    shown = sign_in(anne).get(reverse("ideas:detail", args=["cedar-lake", idea.pk]))
    assert "It went along with its author, who moved on." in shown.content.decode()


def test_who_has_no_ideas_is_asked_nothing_and_nonsense_leaves_them(sign_in, rosa):
    page = reverse("meetings:pause", args=[rosa.centre.slug])
    champion = sign_in(rosa.user)
    assert "What becomes" not in champion.get(page).content.decode()
    idea = make_idea(rosa)

    champion.post(page, {"say": "goodbye", "ideas": "nonsense"})

    rosa.champion.refresh_from_db()
    assert rosa.champion.state == "moved_on"
    assert Idea.objects.get(pk=idea.pk).author == rosa
