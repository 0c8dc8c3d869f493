"""Gifts meet ideas that look for them: both are told, once, and only who asked for it."""

import pytest
from django.urls import reverse

from champions.enums import ChampionState, Role
from champions.models import Champion, Message
from ideas.models import GiftMet, GiftWish
from ideas.services import gifts
from ideas.services.changing import change_idea
from ideas.services.ideas import share_idea
from ideas.services.talk import react
from tests.factories import make_centre, make_champion, make_staff


@pytest.fixture
def baker(centre, circle):
    rosa = make_champion(centre, circle, "Rosa", email="rosa@example.org")
    Champion.objects.filter(person=rosa).update(gifts="I love baking, and my dog")
    rosa.refresh_from_db()
    return rosa


def shared(author, wants="somebody who bakes bread"):
    return share_idea(
        author.centre,
        author=author,
        what="Sunday breakfast",
        language="en",
        by=author.user,
        wants=wants,
    )


def told():
    messages = Message.objects.order_by("pk").select_related("person")
    return [(message.name, message.person.first_name) for message in messages]


BOTH = [("ideas/gift_wanted", "Rosa"), ("ideas/gift_found", "Amina")]


def test_both_are_told_with_the_words_of_each(amina, baker):
    gifts.agree(baker, by=None)

    shared(amina)

    to_rosa, to_amina = Message.objects.order_by("pk")
    assert told() == BOTH
    assert "It looks for: somebody who bakes bread" in to_rosa.text
    assert "Rosa likes: I love baking" in to_amina.text


def test_who_has_not_asked_for_it_is_neither_told_nor_named(amina, baker):
    shared(amina)

    assert told() == []


def test_they_are_told_once_whatever_happens_later(amina, baker):
    gifts.agree(baker, by=None)
    idea = shared(amina)

    gifts.meet_all()
    gifts.no_longer(baker, by=None)
    gifts.agree(baker, by=None)
    words = {"what": "Brunch", "why": "", "brings": "", "wants": "baking!"}
    change_idea(idea, words, by=amina.user, seen=0)

    assert told() == BOTH
    assert GiftMet.objects.count() == 1


def test_who_asks_hears_of_what_waits_already(amina, baker):
    shared(amina)

    gifts.agree(baker, by=None)

    assert told() == BOTH


def test_a_changed_profile_is_met_at_night(amina, baker):
    Champion.objects.filter(person=baker).update(gifts="Chess")
    gifts.agree(baker, by=None)
    shared(amina)
    before = told()

    Champion.objects.filter(person=baker).update(gifts="Bread")
    gifts.meet_all()

    assert (before, told()) == ([], BOTH)


@pytest.mark.parametrize(
    "why_not", ["own", "other words", "on a break", "helps already", "elsewhere"]
)
def test_who_is_not_told(amina, baker, why_not):
    gifts.agree(baker, by=None)
    author, wants = amina, "somebody who bakes bread"
    if why_not == "own":
        author = baker
    if why_not == "other words":
        wants = "somebody who likes people"
    if why_not == "on a break":
        Champion.objects.filter(person=baker).update(state=ChampionState.ON_BREAK)
    if why_not == "elsewhere":
        author = make_champion(make_centre("harbourview"), first_name="Sam")
    if why_not == "helps already":
        idea = shared(author, wants="")
        react(idea, person=baker, kind="can_help")
        words = {"what": "A", "why": "", "brings": "", "wants": "bread baking"}
        change_idea(idea, words, by=author.user, seen=0)
    else:
        shared(author, wants=wants)

    assert told() == []


def test_a_champion_asks_and_ends_it_with_one_press(sign_in, centre, baker):
    address, wishes = reverse("ideas:gifts", args=[centre.slug]), []
    for wish in ("yes", "yes", "no"):
        sign_in(baker.user).post(address, {"wish": wish})
        wishes.append(GiftWish.objects.count())

    assert wishes == [1, 1, 0]


def test_the_desk_writes_it_down_for_who_telephones(sign_in, centre, baker):
    address = reverse("ideas:gifts", args=[centre.slug])
    desk = sign_in(make_staff(centre, Role.DESK, "Dee"))

    unknown = desk.post(address, {"for_whom": "Zed", "wish": "yes"})
    desk.post(address, {"for_whom": "rosa", "wish": "yes"})

    assert "for_whom" in unknown.context["form"].errors
    assert GiftWish.objects.get().person == baker


def test_at_night_who_wishes_is_read_once_for_all_ideas(
    amina, baker, django_assert_num_queries
):
    gifts.agree(baker, by=None)
    shared(amina)
    for _number in range(9):
        shared(amina, wants="a truck and a ladder")

    # The centres, then of the one: who wishes, who has met, the ideas.
    with django_assert_num_queries(4):
        gifts.meet_all()
