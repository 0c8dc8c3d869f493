"""What has one name in English has one in French (docs/design.md 3)."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"
# An English term, and one of the words by which a French text with it says it.
TERMS = {
    "get-togethers?": "rencontre",
    "second get-together": "deuxième rencontre",
    "workshops?": "atelier",
    "ideas?": "idée",
    "our answer": "notre réponse",
    "promises?(?! to)": "promesse|promet|promis",
    "programmes?": "programme",
    "fridge cards?": "frigo",
    "stor(?:y|ies)": "histoire",
    "point (?:person|people)": "personnes?-ressources?",
    "staff partners?": "partenaire",
    "talk(?:ed)? first": "d.abord",
    "mailings?": "envoi",
    "invitations?": "invit",
    "how often": "fréquence|combien|rythme",
    "waiting list": "liste d.attente",
    "front desk": "accueil",
    "this week": "semaine",
    "(?:tele)?phone number": "numéro",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[\w:.]*\}|<[^>]*>")


def texts():
    with CATALOGUE.open("rb") as source:
        for message in read_po(source, locale="fr"):
            if message.id:
                yield one_text(message.id), one_text(message.string)


def one_text(text):
    whole = text if isinstance(text, str) else " ".join(text)
    return PLACEHOLDER.sub("x", whole)


def other_names(english, french, pairs):
    asked = re.compile(rf"\b(?:{english})\b", re.IGNORECASE)
    named = re.compile(french, re.IGNORECASE)
    return [
        text for text, said in pairs if asked.search(text) and not named.search(said)
    ]


@pytest.mark.parametrize("english", TERMS)
def test_a_thing_has_one_name_in_french(english):
    pairs = list(texts())

    assert any(re.search(rf"\b(?:{english})\b", text, re.I) for text, _said in pairs)
    assert other_names(english, TERMS[english], pairs) == []


def test_another_name_is_found():
    pairs = [
        ("The workshop is free.", "La séance est gratuite."),
        ("A shop", "Un lieu"),
    ]

    assert other_names("workshops?", "atelier", pairs) == ["The workshop is free."]


def test_a_french_sign_never_begins_a_line():
    """Before “: ; ? !” and within « » the space does not break; a text message has none
    but plain ones, which its alphabet knows."""
    alone = re.compile(r"[\w»)] [:;?!](?!\w)|« | »")
    with CATALOGUE.open("rb") as source:
        found = [
            message.string
            for message in read_po(source, locale="fr")
            if message.id
            and not any(".text.txt" in place for place, _line in message.locations)
            and alone.search(one_text(message.string))
        ]

    assert found == []
