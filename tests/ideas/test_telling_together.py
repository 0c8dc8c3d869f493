"""Two ideas that are one wish: nothing of either is lost, and all comes back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from champions.models import Message
from cms.my_page import my_page
from ideas.cards import cards_of
from ideas.enums import IdeaStage, Outcome, ReactionKind
from ideas.models import Idea, SameAs
from ideas.searching import similar_ideas
from ideas.services.answers import answer_idea
from ideas.services.moves import TransitionError
from ideas.services.same import CannotJoinError, ask_same, take_apart, tell_together
from ideas.services.talk import react, say
from tests.factories import in_days, make_centre, make_champion, make_idea


@pytest.fixture
def other(lucille, circle):
    return make_idea(lucille, "Rides to the clinic", circle=circle)


def columns(idea):
    """All that stands in its row but the clock of its changes."""
    row = Idea.objects.filter(pk=idea.pk).values().get()
    return {k: v for k, v in row.items() if k not in ("updated_at", "move_count")}


def subjects():
    return list(Message.objects.order_by("pk").values_list("person", "subject"))


def same_page(idea):
    return reverse("ideas:same", args=[idea.centre.slug, idea.pk])


def say_page(same):
    return reverse("ideas:say_same", args=[same.centre.slug, same.idea_id, same.pk])


def page_of(idea):
    return reverse("ideas:detail", args=[idea.centre.slug, idea.pk])


def test_both_authors_are_told_once(idea, other, anne, amina, lucille):
    for _twice in range(2):
        tell_together(idea, other, by=anne)

    assert subjects() == [
        (amina.pk, "Told together: Bus buddy"),
        (lucille.pk, "Réunie : Rides to the clinic"),
    ]


def test_undoing_brings_back_exactly_what_was(idea, other, anne, amina, lucille):
    react(idea, person=lucille, kind=ReactionKind.LIKE)
    say(idea, person=amina, words="Every Sunday", by_staff=False)
    before = columns(idea), columns(other)
    same = tell_together(idea, other, by=anne)

    for _twice in range(2):
        take_apart(same, by=anne)

    assert (columns(idea), columns(other)) == before
    assert (idea.reactions.count(), idea.comments.count()) == (1, 1)
    assert subjects()[2:] == [
        (amina.pk, "It stands alone again: Bus buddy"),
        (lucille.pk, "De nouveau seule : Rides to the clinic"),
    ]


def test_the_stage_of_before_comes_back(other, anne, amina):
    talked = make_idea(amina, "Tea", stage=IdeaStage.TALKING, heard_at=timezone.now())

    take_apart(tell_together(talked, other, by=anne), by=anne)

    talked.refresh_from_db()
    assert talked.stage == IdeaStage.TALKING


def test_an_answered_idea_stays_and_the_new_one_is_told_under_it(other, anne, amina):
    running = make_idea(amina, "Tea", stage=IdeaStage.RUNNING)

    same = tell_together(running, other, by=anne)

    assert (same.idea, same.into) == (other, running)


def test_two_answered_ideas_are_not_told_together(anne, amina):
    one, two = (make_idea(amina, "Tea", stage=IdeaStage.RUNNING) for _ in "ab")

    with pytest.raises(CannotJoinError):
        tell_together(one, two, by=anne)

    assert SameAs.objects.count() == 0


def test_an_idea_that_others_are_told_with_goes_under_no_other(
    idea, other, anne, amina
):
    tell_together(idea, other, by=anne)
    third = make_idea(amina, "Tea", stage=IdeaStage.RUNNING)

    with pytest.raises(CannotJoinError):
        tell_together(other, third, by=anne)


def test_an_idea_of_another_centre_is_never_the_same(idea, anne):
    far = make_idea(make_champion(make_centre("beck-lane")), "Bus buddy")

    with pytest.raises(CannotJoinError):
        tell_together(idea, far, by=anne)


def test_the_author_of_the_other_is_asked_first(idea, other, amina, lucille):
    same = ask_same(idea, other, author=amina, by=amina.user)

    assert same.joined_at is None
    assert [person for person, _ in subjects()] == [lucille.pk]


def test_once_both_authors_say_so_they_are_told_together(idea, other, amina, lucille):
    ask_same(idea, other, author=amina, by=amina.user)
    ask_same(idea, other, author=amina, by=amina.user)

    same = ask_same(other, idea, author=lucille, by=lucille.user)

    assert same.joined_at is not None
    assert SameAs.objects.count() == 1
    assert Message.objects.filter(name="ideas/same_asked").count() == 1


def test_who_wrote_both_needs_nobodys_word(idea, amina):
    second = make_idea(amina, "Bus pal")

    assert ask_same(idea, second, author=amina, by=amina.user).joined_at is not None


def test_an_answer_reaches_the_people_of_both(idea, other, anne, amina, centre):
    helper = make_champion(centre, None, "Bo", email="bo@example.org")
    react(idea, person=helper, kind=ReactionKind.CAN_HELP)
    tell_together(idea, other, by=anne)
    Message.objects.all().delete()
    other.refresh_from_db()

    answer_idea(
        other,
        outcome=Outcome.YES,
        by=anne,
        promise="Free rides",
        due_on=in_days(9),
        together_with=[amina],
    )

    told = Message.objects.order_by("person__first_name")
    assert list(told.values_list("person__first_name", flat=True)) == [
        "Amina",
        "Bo",
        "Lucille",
    ]
    assert (
        "This is about your idea “Bus buddy”. It is told together with “Rides to the "
        "clinic”."
    ) in told[0].text


def test_an_idea_told_under_another_moves_by_being_taken_apart_alone(idea, other, anne):
    tell_together(idea, other, by=anne)

    with pytest.raises(TransitionError):
        answer_idea(
            idea, outcome=Outcome.YES_IF, by=anne, reason="We need a bus for that."
        )


def test_the_wall_counts_each_person_once(idea, other, anne, amina, lucille):
    for one in (idea, other):
        react(one, person=amina, kind=ReactionKind.LIKE)
    react(idea, person=lucille, kind=ReactionKind.LIKE)
    tell_together(idea, other, by=anne)

    assert cards_of([other])[0].numbers[ReactionKind.LIKE] == 2


def test_its_page_shows_what_was_said_to_both(
    idea, other, anne, amina, lucille, sign_in
):
    say(idea, person=amina, words="Every Sunday", by_staff=False)
    say(other, person=lucille, words="And Mondays", by_staff=False)
    tell_together(idea, other, by=anne)

    page = sign_in(lucille.user).get(page_of(other)).text

    assert page.index("Every Sunday") < page.index("And Mondays")
    assert "said to “Bus buddy”" in page


def test_staff_find_the_other_by_its_words_and_tell_both_together(
    idea, other, anne, sign_in
):
    client = sign_in(anne)
    assert "Rides to the clinic" not in client.get(same_page(idea)).text
    other.search_text = " ride clinic"
    other.save()

    found = client.get(same_page(idea) + "?words=clinic").text
    client.post(same_page(idea), {"words": "clinic", "other": other.pk})

    assert "Rides to the clinic" in found
    idea.refresh_from_db()
    assert idea.merged_into == other


def test_the_other_author_says_yes_or_no_on_the_page(
    idea, other, amina, lucille, sign_in
):
    same = ask_same(idea, other, author=amina, by=amina.user)
    client = sign_in(lucille.user)
    assert "Yes, tell them together" in client.get(page_of(other)).text

    client.post(say_page(same), {"to": "no"})

    same.refresh_from_db()
    assert (same.ended_at is None, same.joined_at) == (False, None)
    assert "tell them together" not in client.get(page_of(other)).text


def test_whose_ideas_they_are_not_says_nothing_about_them(
    idea, other, anne, centre, circle, sign_in
):
    same = tell_together(idea, other, by=anne)
    stranger = make_champion(centre, circle, "Bo")
    client = sign_in(stranger.user)

    codes = [
        client.get(same_page(other)).status_code,
        client.post(say_page(same), {"to": "apart"}).status_code,
        client.post(say_page(same), {"to": "yes"}).status_code,
    ]

    assert codes == [404, 404, 404]
    idea.refresh_from_db()
    assert idea.stage == IdeaStage.MERGED


def test_words_that_find_nothing_say_so_kindly(idea, anne, sign_in):
    page = sign_in(anne).get(same_page(idea) + "?words=zzz").text

    assert "We found no idea like it." in page


def test_two_that_cannot_go_together_say_why_and_lose_nothing(
    anne, amina, sign_in, centre
):
    running = {"stage": IdeaStage.RUNNING, "search_text": " tea time"}
    one, two = (make_idea(amina, "Tea time", **running) for _ in "ab")

    response = sign_in(anne).post(same_page(one), {"other": two.pk})

    assert "These two cannot be told together" in response.text


def test_an_author_finds_the_idea_on_their_own_page_under_the_other(
    idea, other, anne, amina
):
    tell_together(idea, other, by=anne)

    own = [card.idea for card in my_page(amina.user).own_ideas]

    assert own == [other]


def test_whose_idea_is_told_under_another_changes_only_their_own_words(
    idea, other, anne, amina, sign_in
):
    Idea.objects.filter(pk=other.pk).update(written_down_by=anne)
    tell_together(idea, other, by=anne)
    client = sign_in(amina.user)
    page = client.get(page_of(other))
    words = {"seen": 0, "what": "Mine now", "why": "", "brings": "", "wants": ""}

    codes = [
        client.post(
            reverse(name, args=[other.centre.slug, other.pk]), words
        ).status_code
        for name in ("ideas:change", "ideas:not_mine")
    ]

    assert codes == [404, 404]
    assert (page.context["can_change"], page.context["is_author"]) == (False, True)
    other.refresh_from_db()
    assert (other.what, other.not_mine_at) == ("Rides to the clinic", None)


def test_the_words_of_an_idea_told_under_another_find_the_one_on_top(
    idea, other, anne, centre, circle, sign_in
):
    make_idea(idea.author, "Tea", circle=circle, search_text=" tea")
    Idea.objects.filter(pk=idea.pk).update(search_text=" bus buddi")
    tell_together(idea, other, by=anne)
    client = sign_in(anne)
    wall = reverse("ideas:list", args=[centre.slug])

    found = [
        [card.idea for card in client.get(f"{wall}?words={words}").context["cards"]]
        for words in ("buddy", "walrus")
    ]
    tea = make_idea(idea.author, "Coffee", circle=circle)
    same = client.get(f"{same_page(tea)}?words=buddy").context["form"].found

    assert found == [[other], []]
    assert similar_ideas(centre, "Bus buddies") == [other]
    assert same == [other]


def test_signs_that_are_no_words_hide_nothing(idea, other, anne, centre, sign_in):
    tell_together(idea, other, by=anne)
    tea = make_idea(idea.author, "Tea")
    wall = reverse("ideas:list", args=[centre.slug])

    cards = sign_in(anne).get(f"{wall}?words=!").context["cards"]

    assert {card.idea for card in cards} == {other, tea}
