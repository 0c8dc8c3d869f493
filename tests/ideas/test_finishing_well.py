"""A good end is an ending: what was learned is kept, shown and told."""

import pytest
from django.urls import reverse

from champions.models import Message
from ideas.enums import IdeaStage
from tests.factories import make_idea


@pytest.fixture
def running(amina, circle):
    return make_idea(amina, "Tea", circle=circle, stage=IdeaStage.RUNNING)


def send(client, idea, **fields):
    return client.post(
        reverse("ideas:move", args=[idea.centre.slug, idea.pk]), fields, follow=True
    )


def test_what_was_learned_stands_on_the_page_and_in_the_message(
    running, amina, sign_in
):
    client = sign_in(amina.user)

    page = send(client, running, to="finished", learned="Start small").text

    assert "<p>Start small</p>" in page
    assert "What we have learned: Start small" in Message.objects.get().text


def test_saying_nothing_keeps_what_stood_there(running, amina, sign_in):
    client = sign_in(amina.user)
    send(client, running, to="finished", learned="Start small")
    send(client, running, to="running")

    send(client, running, to="finished", learned="")

    running.refresh_from_db()
    assert running.learned == "Start small"


def test_too_many_words_are_refused_kindly(running, amina, sign_in):
    page = send(sign_in(amina.user), running, to="finished", learned="x" * 601).text

    running.refresh_from_db()
    assert running.stage == IdeaStage.RUNNING
    assert "Say what you have learned in at most 600 letters." in page
