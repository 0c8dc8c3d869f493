"""Cards, changes, “not mine”, hiding and gifts when several press at the same moment, on
both databases: one thing, told once, and nobody's words lost."""

from uuid import uuid4

import pytest
from django.urls import reverse

from champions.models import Champion, Message
from ideas.enums import IdeaStage
from ideas.models import Comment, Draft, GiftMet, Idea, SameAs
from ideas.services import gifts, minding
from ideas.services.disowning import disown
from ideas.services.drafts import keep_draft
from ideas.services.ideas import hear
from ideas.services.quick import undo_entry
from ideas.services.same import CannotJoinError, take_apart, tell_together
from ideas.services.talk import say
from tests.factories import make_champion, make_idea
from tests.ideas.test_at_once import at_once, signed_in

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
FIVE = 5


def test_one_form_of_cards_that_arrives_five_times_enters_each_once(
    centre, anne, amina
):
    address = reverse("ideas:quick", args=[centre.slug])
    form = {"lines": "Soup – Amina\nTea\nTea", "entry": uuid4(), "without_name": "none"}
    clients = [signed_in(anne) for _ in range(FIVE)]

    urls = at_once(*(lambda one=one: one.post(address, form).url for one in clients))

    assert len(set(urls)) == 1
    assert sorted(Idea.objects.values_list("what", flat=True)) == ["Soup", "Tea", "Tea"]


def test_an_idea_is_taken_out_or_spoken_of_never_both(anne, amina, lucille):
    idea = make_idea(amina, "Tea", written_down_by=anne, entry=uuid4())

    def speak():
        try:
            say(idea, person=lucille, words="Yes", by_staff=False)
        except Idea.DoesNotExist:
            return False
        return True

    spoken, gone = at_once(speak, lambda: undo_entry(idea, by=anne))

    assert spoken != gone
    assert Idea.objects.count() == Comment.objects.count() == int(spoken)


def test_five_change_an_idea_and_four_see_both_texts(idea, anne, amina):
    address = reverse("ideas:change", args=[idea.centre.slug, idea.pk])
    clients = [signed_in(amina.user if n % 2 else anne) for n in range(FIVE)]
    texts = [f"The very own words of number {n}" for n in range(FIVE)]

    responses = at_once(
        *(
            lambda one=one, what=what: one.post(address, {"what": what, "seen": 0})
            for one, what in zip(clients, texts, strict=True)
        )
    )

    stands = Idea.objects.get()
    second = [
        (response.text, what)
        for response, what in zip(responses, texts, strict=True)
        if response.status_code == 200
    ]
    assert (len(second), stands.edit_count) == (FIVE - 1, 1)
    assert [what for text, what in second if what not in text] == []
    assert [what for text, what in second if stands.what not in text] == []


def test_not_mine_pressed_five_times_tells_the_writer_once(idea, anne):
    Idea.objects.update(written_down_by=anne)
    idea.refresh_from_db()

    done = at_once(*[lambda: disown(Idea.objects.get(), by=None)] * FIVE)

    assert (sum(done), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_taken_down_is_told_with_nothing_whoever_is_first(
    idea, anne, lucille, turned
):
    Idea.objects.update(written_down_by=anne)
    rides = make_idea(lucille, "Rides to the clinic", circle=idea.circle)
    pair = (rides.pk, idea.pk) if turned else (idea.pk, rides.pk)

    def join():
        try:
            tell_together(*(Idea.objects.get(pk=pk) for pk in pair), by=anne)
        except CannotJoinError:
            return False
        return True

    at_once(join, lambda: disown(Idea.objects.get(pk=idea.pk), by=None), join)

    assert [one.is_taken_down for one in Idea.objects.order_by("pk")] == [True, False]
    assert list(Idea.objects.on_the_wall()) == [rides]
    assert not SameAs.objects.joined().exists()


@pytest.mark.parametrize("turned", [False, True])
def test_two_are_heard_and_taken_apart_at_once(idea, anne, lucille, turned):
    rides = make_idea(lucille, "Rides to the clinic", circle=idea.circle)
    under, top = (rides, idea) if turned else (idea, rides)
    same = tell_together(under, top, by=anne)

    at_once(
        lambda: hear(Idea.objects.get(pk=top.pk), by=anne),
        lambda: take_apart(SameAs.objects.get(pk=same.pk), by=anne),
    )

    stages = dict(Idea.objects.values_list("pk", "stage"))
    assert stages == {under.pk: IdeaStage.SHARED, top.pk: IdeaStage.TALKING}
    heard = Idea.objects.get(pk=under.pk).heard_at is not None
    was_told = Message.objects.filter(name="ideas/heard", person=under.author).exists()
    assert heard == was_told


def test_five_hide_a_saying_with_one_reason(idea, anne, lucille):
    said = say(idea, person=lucille, words="Her knee", by_staff=False)
    why = "It speaks of somebody else’s health, reason {}."

    at_once(
        *(
            lambda n=n: minding.hide(
                Comment.objects.get(pk=said.pk), why=why.format(n), by=anne
            )
            for n in range(FIVE)
        )
    )

    message = Message.objects.get()
    assert Comment.objects.get().hidden_why in message.text


def test_a_gift_meets_an_idea_once(centre, circle, amina):
    rosa = make_champion(centre, circle, "Rosa", email="rosa@example.org")
    Champion.objects.filter(person=rosa).update(gifts="Baking")
    rosa.refresh_from_db()
    gifts.agree(rosa, by=None)
    idea = make_idea(amina, "Breakfast", wants="who bakes")

    at_once(*[lambda: gifts.meet(Idea.objects.get(pk=idea.pk))] * FIVE)

    assert (GiftMet.objects.count(), Message.objects.count()) == (1, 2)


def test_a_draft_that_is_kept_five_times_at_once_is_one(amina):
    at_once(*[lambda: keep_draft(amina, {"what": "Soup"})] * FIVE)

    assert Draft.objects.get().what == "Soup"
