"""Words can be changed; when others have spoken it says so; two who change them at once
both see both texts."""

import pytest
from django.urls import reverse

from champions.models import Message
from ideas.enums import ReactionKind
from ideas.models import Comment, Idea
from ideas.services.changing import change_idea
from ideas.services.promises import make_promise
from ideas.services.same import tell_together
from ideas.services.takes import say_what_it_takes
from ideas.services.talk import react, say
from tests.factories import make_idea

NEW = {"what": "Bus friend", "why": "", "brings": "", "wants": "a driver", "seen": 0}


def at(name, idea, *more):
    return reverse(f"ideas:{name}", args=[idea.centre.slug, idea.pk, *more])


def test_an_author_changes_the_words_and_search_finds_the_new_ones(
    sign_in, idea, amina
):
    page = sign_in(amina.user).post(at("change", idea), NEW, follow=True)

    idea.refresh_from_db()
    assert (idea.what, idea.wants, idea.edit_count) == ("Bus friend", "a driver", 1)
    assert " friend" in idea.search_text
    assert (idea.changed_at, "changed on" in page.text) == (None, False)
    assert Message.objects.count() == 0


def test_once_others_have_spoken_it_says_when_it_was_changed(
    sign_in, idea, amina, lucille
):
    react(idea, person=lucille, kind=ReactionKind.LIKE)

    page = sign_in(amina.user).post(at("change", idea), NEW, follow=True)

    assert "changed on" in page.text


def test_two_who_change_it_at_once_both_see_both_texts(sign_in, idea, amina, marc):
    sign_in(marc).post(at("change", idea), NEW)
    client = sign_in(amina.user)

    second = client.post(at("change", idea), NEW | {"what": "Mine, all mine"})
    kept = Idea.objects.get().what
    seen = second.context["form"]["seen"].value()
    client.post(at("change", idea), NEW | {"what": "Both", "seen": seen})

    assert "Somebody changed it meanwhile" in second.text
    assert ("Bus friend" in second.text, "Mine, all mine" in second.text) == (True,) * 2
    assert (kept, Idea.objects.get().what) == ("Bus friend", "Both")


def test_the_same_form_twice_changes_it_once_and_tells_once(sign_in, idea, marc):
    for _ in range(2):
        response = sign_in(marc).post(at("change", idea), NEW)

    assert response.status_code == 302
    assert Idea.objects.get().edit_count == 1
    assert Message.objects.get().subject == "Your idea was changed: Bus friend"


def test_nobody_else_changes_it(sign_in, idea, lucille):
    response = sign_in(lucille.user).post(at("change", idea), NEW)

    assert (response.status_code, Idea.objects.get().what) == (404, "Bus buddy")


def test_an_empty_title_comes_back_and_nothing_is_lost(sign_in, idea, amina):
    page = sign_in(amina.user).post(at("change", idea), NEW | {"what": " "})

    form = page.context["form"]
    assert form.errors["what"] == ["This field is required."]
    assert form["wants"].value() == "a driver"


@pytest.mark.parametrize("answered", [False, True])
def test_a_saying_is_changed_and_says_so_once_it_was_answered(
    sign_in, idea, amina, lucille, answered
):
    said = say(idea, person=lucille, words="I sing alto", by_staff=False)
    if answered:
        say(idea, person=amina, words="Lovely", by_staff=False)

    form = {"do": "change", "words": "I sing bass", "seen": 0}
    page = sign_in(lucille.user).post(at("saying", idea, said.pk), form, follow=True)

    said.refresh_from_db()
    assert (said.words, said.changed_at is not None) == ("I sing bass", answered)
    assert ("changed on" in page.text) == answered


def test_two_who_change_a_saying_both_see_both_texts(sign_in, idea, lucille, marc):
    said = say(idea, person=lucille, words="I sing alto", by_staff=False, by=marc)
    page = at("saying", idea, said.pk)
    sign_in(marc).post(page, {"do": "change", "words": "She sings bass", "seen": 0})

    second = sign_in(lucille.user).post(
        page, {"do": "change", "words": "I sing tenor", "seen": 0}
    )

    texts = ("She sings bass", "I sing tenor", "Somebody changed it meanwhile")
    assert [text for text in texts if text not in second.text] == []
    assert Comment.objects.get().words == "She sings bass"


def test_who_said_it_is_told_when_staff_write_it_anew_for_them(
    sign_in, idea, lucille, marc
):
    said = say(idea, person=lucille, words="I sing alto", by_staff=False)

    form = {"do": "change", "words": "She sings bass", "seen": 0}
    for _ in range(2):
        sign_in(marc).post(at("saying", idea, said.pk), form)

    message, said = Message.objects.get(), Comment.objects.get()
    assert (message.person, "She sings bass" in message.text) == (lucille, True)
    assert said.changed_at is not None


def test_nobody_else_changes_a_saying(sign_in, idea, lucille, amina):
    said = say(idea, person=lucille, words="I sing", by_staff=False)

    response = sign_in(amina.user).post(
        at("saying", idea, said.pk), {"do": "change", "words": "No", "seen": 0}
    )

    assert (response.status_code, Comment.objects.get().words) == (404, "I sing")


@pytest.mark.parametrize("made_of_it", ["told together", "promised", "sheet"])
def test_once_something_was_made_of_an_idea_it_says_when_it_was_changed(
    idea, anne, amina, lucille, made_of_it
):
    rides = make_idea(lucille, "Rides to the clinic")
    make = {
        "told together": lambda: tell_together(rides, idea, by=anne),
        "promised": lambda: make_promise(
            idea.centre, words="Tea", by=anne, person=lucille, idea=idea
        ),
        "sheet": lambda: say_what_it_takes(
            idea, words={"could_stop": "Snow"}, version=0, by=anne
        ),
    }
    make[made_of_it]()

    words = {"what": "Bus friend", "why": "", "brings": "", "wants": ""}
    change_idea(idea, words, by=amina.user, seen=0)

    assert idea.changed_at is not None
