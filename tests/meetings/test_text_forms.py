"""Every message that has a text form fits into one text message, in both languages, with
the longest names and address that are to be expected."""

from datetime import date, time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context
from django.utils import translation

from champions.enums import Channel, CodePurpose
from champions.messages.texts import MOST, OPTIONAL, plain, septets
from champions.messages.words import (
    _source,
    _text_message,
    forms_of,
    marks_of,
    text_message,
)
from champions.models import Centre, Message
from meetings.models import Meeting

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FORMS = sorted(
    f"{path.parts[-3]}/{path.name.removesuffix('.text.txt')}"
    for path in TEMPLATES.glob("*/messages/*.text.txt")
    if not path.name.startswith("_")
)
# As long as one finds them among centres of Ontario, with as many seats as a network has.
LONGEST = "https://champions.northsimcoemuskokachc.ca"
ID = 9_999_999
WEDNESDAY = date(2026, 9, 30)
LATE = time(22, 45)


def links(language, name=""):
    reply = "i" if name.startswith("meetings/invitation") else "seat"
    paths = {"reply": f"/{language}/{reply}/{{token}}/"}
    paths["notes"] = f"/{language}/north-simcoe-muskoka/meetings/{ID}/"
    paths["answer"] = f"/{language}/how-often/{{token}}/"
    return {
        name: {"purpose": CodePurpose.SEAT.value, "id": ID, "path": path}
        for name, path in paths.items()
    }


@pytest.fixture
def facts():
    name = "?Maximiliane-Antoinette\n?Ève-Marguerite Ḥāfiẓ"
    words = (
        "  La grande salle communautaire du centre,\nentrée à côté de l’église {rouge}"
    )
    centre = Centre(
        name="North Simcoe Muskoka Community Health Centre",
        name_fr="Centre de santé communautaire de Simcoe Nord et Muskoka",
        phone="1-800-555-0142 poste 12345",
    )
    meeting = Meeting(
        centre=centre,
        on=WEDNESDAY,
        at=LATE,
        until=time(23, 45),
        place=words,
        cancelled_why=words,
        reply_by=WEDNESDAY,
    )
    return {
        "person": SimpleNamespace(first_name=name),
        "name": name,
        "centre": centre,
        "meeting": meeting,
        "what": words,
        "circle": SimpleNamespace(name=words),
        "part": SimpleNamespace(at=LATE),
        "drawn_on": WEDNESDAY,
        "offered_until_on": WEDNESDAY,
        "in_line": 1234,
    }


def said(name, facts, language):
    line = line_of(name, facts, language)
    return text_message(Message(html=line, links=links(language, name)))


def line_of(name, facts, language):
    """What is kept of it until it leaves, with marks for its links."""
    with translation.override(language):
        return _text_message(name, facts, links(language, name))


def must_be_said(name, facts, language):
    """The pieces of the template that may not be left out."""
    with translation.override(language):
        words = _source(name, "text.txt").template.render(
            Context(facts, autoescape=False)
        )
    pieces = [piece.strip() for piece in words.splitlines() if piece.strip()]
    return [" ".join(plain(one).split()) for one in pieces if one[0] != OPTIONAL]


def test_what_can_be_said_in_one_line_has_a_text_form():
    asked = {"invitation", "reminder", "asked", "confirmed", "drawn", "missed"}
    asked |= {"offered", "moved", "called_off", "you_are_in"}

    assert {f"meetings/{name}" for name in asked} <= set(FORMS)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("draw_is_over", [True, False])
def test_it_is_one_text_message_and_says_all_that_it_must(
    name, language, draw_is_over, facts, settings
):
    settings.BASE_URL = LONGEST
    if draw_is_over:
        facts |= {"drawn_on": None, "offered_until_on": None}

    text = said(name, facts, language)

    assert septets(text) <= MOST, text
    for piece in must_be_said(name, facts, language):
        if "{link" not in piece:
            assert piece in text
    if marks_of(name, Channel.TEXT):
        assert text.count(f"{LONGEST}/{language}/") == 1
        assert "{" not in text.partition(LONGEST)[2]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_even_longer_address_cuts_the_words_and_not_the_link(
    language, facts, settings
):
    settings.BASE_URL = f"https://{'very-' * 12}long.example"

    text = said("meetings/invitation", facts, language)

    assert septets(text) <= MOST
    assert f"{settings.BASE_URL}/{language}/i/{ID}." in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Cedar Lake: Rosa, come and meet us Thu 3 Dec, 1:30 pm. Welcome workshop. It is free. {link:reply} STOP to end",
        ),
        (
            "fr",
            "Lac-aux-Cèdres : Rosa, venez nous voir jeu 3 déc, 13 h 30. Atelier d'accueil. {link:reply} STOP = fin",
        ),
    ],
)
def test_with_usual_names_it_is_a_warm_line(language, text, facts, settings):
    settings.BASE_URL = "https://champions.example"
    facts["person"].first_name = "Rosa"
    facts["centre"].name, facts["centre"].name_fr = "Cedar Lake", "Lac-aux-Cèdres"
    meeting = facts["meeting"]
    meeting.on, meeting.at, meeting.place = (
        date(2026, 12, 3),
        time(13, 30),
        "The big room",
    )

    assert line_of("meetings/invitation", facts, language) == text


def test_a_name_that_telephones_cannot_write_is_a_greeting(facts, settings):
    facts["name"] = "李"

    assert said("meetings/reminder", facts, "en").startswith("Hello, see you on")


def test_a_message_without_one_line_has_no_text_form():
    assert forms_of("meetings/how_often_written") == frozenset()
