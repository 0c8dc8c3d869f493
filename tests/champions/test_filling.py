"""Marks become the recipient's own links and codes only when a message leaves."""

import pytest
from django.utils import timezone

from champions.links import read_token, token
from champions.messages.words import code_of, fill, framed_html, framed_text
from champions.models import Message, TypedCode
from champions.services.codes import find_code
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def message():
    centre = make_centre(phone="705-555-0142", name_fr="Lac-aux-Cèdres")
    person = make_person(centre, email="rosa@example.org")
    return Message.objects.create(
        centre=centre,
        person=person,
        key="one",
        name="told/invitation",
        channel="email",
        language="en",
        subject="Come & see",
        text="Hello <Rosa>,\n\nanswer: {link:reply}\ncode {code:reply}",
        links={
            "reply": {
                "purpose": "invitation",
                "id": 42,
                "generation": 3,
                "path": "/en/i/{token}/",
            },
            "stop": {"purpose": "stop", "id": person.pk, "path": "/en/stop/{token}/"},
        },
    )


def test_a_link_begins_with_the_configured_address(message, settings):
    settings.BASE_URL = "https://champions.example"

    assert fill("{link:reply}", message) == (
        f"https://champions.example/en/i/{token('invitation', 42, 3)}/"
    )


def test_a_code_is_the_one_that_is_found_when_typed(message):
    typed = fill("{code:reply}", message)

    assert find_code(message.centre, typed, source="here").thing_id == 42


def test_a_code_with_an_end_keeps_it(message):
    code_of(message, "reply")
    TypedCode.objects.update(live_until=timezone.now())

    code_of(message, "reply")

    assert TypedCode.objects.get().live_until is not None


def test_other_marks_stay_as_they_are(message):
    words = "{link:none} {code:none} {link:} {reply} {other:reply}"

    assert fill(words, message) == words


def test_plain_words_have_the_centre_and_a_way_to_stop(message):
    lines = framed_text(message).splitlines()

    assert lines[0] == "Hello <Rosa>,"
    assert lines[-6:-1] == [
        "--",
        "Cedar Lake",
        "Stuck? Talk to a person: 705-555-0142 (Monday to Friday, 9 to 4)",
        "",
        "No more messages from us? Open this and press the button:",
    ]
    assert read_token(lines[-1].split("/")[-2])[0] == message.person_id


def test_the_frame_is_in_the_language_of_the_message(message):
    message.language = "fr"

    assert "Lac-aux-Cèdres" in framed_text(message).splitlines()


def test_without_rich_words_the_plain_ones_are_set_in_paragraphs(message):
    html = framed_html(message)

    url = fill("{link:reply}", message)
    assert "<h1>Come &amp; see</h1>" in html
    assert "<p>Hello &lt;Rosa&gt;,</p>" in html
    assert f'<p>answer: <a href="{url}">{url}</a><br>code ' in html


def test_rich_words_are_kept(message):
    message.html = '<p><a href="{link:reply}">Answer</a></p>'

    assert (
        f'<p><a href="{fill("{link:reply}", message)}">Answer</a></p>'
        in framed_html(message)
    )


def test_nobody_is_offered_to_stop_a_sign_in_code(message):
    message.links, message.centre = {}, None

    assert "stop" not in framed_text(message)
    assert "stop" not in framed_html(message)
