"""What was written down for somebody, and they did not say, is taken down; the writer is
told; for 30 days it can be put back."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from champions.models import Message
from ideas.enums import IdeaStage, ReactionKind
from ideas.models import Comment, Idea, Reaction
from ideas.services.disowning import disown, forget_disowned, put_back
from ideas.services.moves import concerned
from ideas.services.privacy import erase
from ideas.services.same import CannotJoinError, ask_same, take_apart, tell_together
from ideas.services.talk import react, say
from tests.factories import in_days, make_idea


def at(name, idea, *more):
    return reverse(f"ideas:{name}", args=[idea.centre.slug, idea.pk, *more])


def later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


@pytest.fixture
def written(amina, anne, circle):
    return make_idea(amina, "Bus buddy", circle=circle, written_down_by=anne)


@pytest.fixture
def wall(centre):
    return reverse("ideas:list", args=[centre.slug])


def titles(response):
    return [card.idea.what for card in response.context["cards"]]


def test_an_idea_is_taken_down_and_its_writer_told_once(
    sign_in, written, wall, amina, lucille
):
    client = sign_in(amina.user)

    for _ in range(2):
        page = client.post(at("not_mine", written), follow=True)

    message = Message.objects.get()
    assert message.subject == "Not their words: Bus buddy"
    assert message.person.first_name == "Anne"
    assert titles(client.get(wall)) == []
    assert "Only they and staff see it." in page.text
    assert sign_in(lucille.user).get(at("detail", written)).status_code == 404
    assert not Idea.objects.unheard().exists()
    assert not Idea.objects.at_the_table_of(written.circle, in_days(0)).exists()


def test_it_is_put_back_for_thirty_days_and_no_longer(sign_in, written, amina, wall):
    stands = []
    for days in (29, 31):
        disown(written, by=None)
        with later(days):
            client = sign_in(amina.user)
            client.post(at("not_mine", written), {"to": "mine"})
            stands.append(titles(client.get(wall)))

    assert stands == [["Bus buddy"], []]


def test_an_answered_idea_stays_without_the_name(sign_in, written, amina, lucille):
    Idea.objects.update(stage=IdeaStage.SUPPORTED)
    written.refresh_from_db()

    sign_in(amina.user).post(at("not_mine", written))
    page = sign_in(lucille.user).get(at("detail", written))

    assert "from a champion" in page.text
    assert "Amina" not in page.text


def test_nobody_disowns_what_they_wrote_themselves(sign_in, idea, amina):
    sign_in(amina.user).post(at("not_mine", idea))

    idea.refresh_from_db()
    assert idea.not_mine_at is None


def test_nobody_else_disowns_it_but_staff_who_are_told_so(
    sign_in, written, lucille, marc
):
    codes = [
        sign_in(user).post(at("not_mine", written)).status_code
        for user in (lucille.user, marc)
    ]
    written.refresh_from_db()

    assert codes == [404, 302]
    assert written.is_taken_down


def test_a_saying_is_taken_down_and_put_back(sign_in, idea, lucille, anne, amina):
    said = say(idea, person=lucille, words="I sing", by_staff=False, by=anne)
    page, talk = at("saying", idea, said.pk), at("detail", idea)
    client = sign_in(lucille.user)

    client.post(page, {"do": "not_mine"})
    seen = ["I sing" in client.get(talk).text]
    seen.append("I sing" in sign_in(amina.user).get(talk).text)
    hidden = sign_in(amina.user).get(page).status_code
    sign_in(lucille.user).post(page, {"do": "mine"})
    seen.append("I sing" in sign_in(amina.user).get(talk).text)

    assert (seen, hidden) == ([True, False, True], 404)
    assert Message.objects.get().name == "ideas/not_mine"


@pytest.mark.parametrize("through", ["own page", "telephone"])
def test_a_reaction_goes_and_is_pressed_again(
    sign_in, idea, lucille, anne, marc, through
):
    helps = ReactionKind.CAN_HELP
    react(idea, person=lucille, kind=helps, words="My car", by=anne)
    form = {"what": "can_help"}
    if through == "own page":
        sign_in(lucille.user).post(at("not_mine", idea), form)
    else:
        page = sign_in(marc)
        page.post(at("not_mine", idea), form | {"person": lucille.pk})
    gone = Reaction.objects.count()

    sign_in(lucille.user).post(at("react", idea), {"say": "can_help:add"})

    assert (gone, Reaction.objects.get().written_down_by) == (0, None)
    assert "My car" in Message.objects.get().text


def test_a_champion_takes_down_no_reaction_of_another(
    sign_in, idea, lucille, amina, anne
):
    react(idea, person=lucille, kind=ReactionKind.LIKE, by=anne)
    form = {"what": "like", "person": lucille.pk}

    sign_in(amina.user).post(at("not_mine", idea), form)

    assert Reaction.objects.count() == 1


def test_what_nobody_put_back_is_forgotten(written, idea, lucille, amina, anne):
    said = say(idea, person=lucille, words="I sing", by_staff=False, by=anne)
    spoken_of = make_idea(amina, "Choir", written_down_by=anne)
    say(spoken_of, person=lucille, words="Yes", by_staff=False)
    for thing in (written, said, spoken_of):
        disown(thing, by=None)

    with later(31):
        forget_disowned()

    assert list(Comment.objects.values_list("words", flat=True)) == ["Yes"]
    left = Idea.objects.exclude(pk=idea.pk).get()
    assert (left.pk, left.author) == (spoken_of.pk, None)


def test_its_author_is_told_nothing_more_of_it(written):
    Idea.objects.update(stage=IdeaStage.SUPPORTED)
    written.refresh_from_db()
    disown(written, by=None)
    put_back(written, by=None)
    disown(written, by=None)

    assert concerned(written, IdeaStage.RUNNING) == []


def test_not_mine_of_the_idea_on_top_leaves_the_other_wish_standing(
    sign_in, written, wall, lucille, anne
):
    rides = make_idea(lucille, "Rides to the clinic", circle=written.circle)
    tell_together(rides, written, by=anne)

    disown(Idea.objects.get(pk=written.pk), by=None)

    assert titles(sign_in(lucille.user).get(wall)) == ["Rides to the clinic"]
    assert list(Idea.objects.unheard()) == [rides]
    told = Message.objects.filter(person=lucille, name="ideas/apart")
    assert told.count() == 1


def test_not_mine_of_an_answered_idea_leaves_the_other_told_with_it(
    written, lucille, anne
):
    rides = make_idea(lucille, "Rides to the clinic", circle=written.circle)
    Idea.objects.filter(pk=written.pk).update(stage=IdeaStage.SUPPORTED)
    tell_together(rides, written, by=anne)

    disown(Idea.objects.get(pk=written.pk), by=None)

    rides.refresh_from_db()
    assert rides.merged_into == written


def test_not_mine_of_an_idea_told_under_another_takes_it_off_that_page(
    sign_in, written, lucille, marc, anne, amina
):
    rides = make_idea(lucille, "Rides to the clinic", circle=written.circle)
    say(written, person=amina, words="Every Sunday", by_staff=False)
    tell_together(written, rides, by=anne)

    disown(Idea.objects.get(pk=written.pk), by=None)
    client = sign_in(lucille.user)
    page = client.get(at("detail", rides)).text

    assert [words in page for words in ("Bus buddy", "Every Sunday")] == [False, False]
    assert client.get(at("detail", written)).status_code == 404
    assert "Bus buddy" in sign_in(marc).get(at("detail", written)).text


def test_what_is_taken_down_is_named_on_no_other_page(
    sign_in, written, lucille, amina, anne
):
    rides = make_idea(lucille, "Rides to the clinic", circle=written.circle)
    take_apart(tell_together(written, rides, by=anne), by=anne)
    written.refresh_from_db()
    ask_same(written, rides, author=amina, by=amina.user)
    client = sign_in(lucille.user)
    seen = ["Bus buddy" in client.get(at("detail", rides)).text]

    disown(written, by=None)
    seen.append("Bus buddy" in client.get(at("detail", rides)).text)

    assert seen == [True, False]


def test_what_is_taken_down_is_told_together_with_nothing(
    sign_in, written, lucille, anne
):
    rides = make_idea(lucille, "Rides to the clinic", circle=written.circle)
    disown(written, by=None)

    for pair in ((written, rides), (rides, written)):
        with pytest.raises(CannotJoinError):
            tell_together(*pair, by=anne)
    assert sign_in(anne).get(at("same", written)).status_code == 404


def test_what_others_said_to_a_forgotten_idea_stands_again(
    written, lucille, wall, sign_in
):
    say(written, person=lucille, words="Yes", by_staff=False)
    disown(written, by=None)

    with later(31):
        forget_disowned()

    page = sign_in(lucille.user).get(wall)
    assert titles(page) == ["An idea that was taken back"]


def test_who_is_wiped_takes_the_words_along_that_are_told_under_another(
    sign_in, written, lucille, anne, amina
):
    rides = make_idea(lucille, "Rides to the clinic", circle=written.circle)
    tell_together(written, rides, by=anne)

    erase(amina)
    page = sign_in(lucille.user).get(at("detail", rides)).text

    assert "An idea that was taken back" in page
    assert ["Bus buddy" in page, "Amina" in page] == [False, False]
