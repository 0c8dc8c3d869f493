"""The words that design.md keeps off the screen are on no page and in no catalogue."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = settings.BASE_DIR
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"}
)
CATALOGUE = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
# "overdue" is for no champion; what staff promised is "late" on the screen too.
ENGLISH = re.compile(
    r"\b(?:recruit\w*|deploy\w*|manag\w+ (?:our |your |the )?volunteers?|volunteer manag\w+"
    r"|shifts?|dut(?:y|ies)|complian(?:ce|t)|patients?|reject\w*|overdue|waves?"
    r"|holds?|holding|seats?|signal\w*|cadences?|readiness|attention)\b",
    re.IGNORECASE,
)
# "don" is what a gift is not: it is a "talent". The English "don’t" is no gift either.
FRENCH = re.compile(
    r"\b(?:signal(?:er|e|es|ez|ons|ent|é|ée|és|ées|ement|ements)|à surveiller|cadences?"
    r"|dons?(?!['’]t))\b",
    re.IGNORECASE,
)
# Where a word of the lists is right, and why: (text that holds it, reason).
ALLOWED: dict[str, str] = {}
# What stands for a value is a name of the code: %(seat)s, {seat}.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[\w:.]*\}")
DJANGO = re.compile(
    r"{% comment %}.*?{% endcomment %}|{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL
)
SHOWN = {"alt", "aria-label", "placeholder", "title", "content"}


class Readable(HTMLParser):
    """Collects what a page says: its text, and the attributes that are read out."""

    def __init__(self):
        super().__init__()
        self.said = []
        self.silent = False

    def handle_starttag(self, tag, attrs):
        self.silent = tag in {"script", "style"}
        self.said += [value for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)


def readable(html):
    page = Readable()
    page.feed(html)
    page.close()
    return " ".join(page.said)


def words_on(template):
    """What is written straight into a template; what is translated is in a catalogue."""
    return readable(DJANGO.sub(" ", template))


def texts(message):
    for text in (message.id, message.string):
        yield " | ".join(text) if isinstance(text, tuple | list) else text


def found(text, *kept_off):
    said = readable(PLACEHOLDER.sub(" ", text))
    for allowed in ALLOWED:
        said = said.replace(allowed, " ")
    return [word for words in kept_off for word in words.findall(said)]


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as source:
        return [message for message in read_po(source, locale="fr") if message.id]


@pytest.mark.parametrize(
    "text",
    [
        "We recruit volunteers.",
        "Manage volunteers",
        "Your next shift",
        "Two seats are left",
        "Your place is on hold",
        "Their reply is overdue",
        '<a title="Needs attention">Anne</a>',
    ],
)
def test_a_word_that_is_kept_off_is_found_in_english(text):
    assert len(found(text, ENGLISH)) == 1


@pytest.mark.parametrize(
    "text", ["Signaler un problème", "Ideas à surveiller", "La cadence", "Un don"]
)
def test_a_word_that_is_kept_off_is_found_in_french(text):
    assert len(found(text, FRENCH)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "We don’t write",
        "It was held on Monday",
        "%(seat)s stays",
        '<p class="seat">Your place</p>',
        "{% comment %}One seat.{% endcomment %}{# hold #}{{ seat.signal }}",
        "Donnez un nom, vos talents, votre idée",
        "<style>.wave{}</style>Hello",
    ],
)
def test_names_of_the_code_and_other_words_are_left_alone(text):
    assert found(words_on(text), ENGLISH, FRENCH) == []


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates"))
)
def test_a_template_uses_no_word_that_is_kept_off(path: Path):
    assert found(words_on(path.read_text()), ENGLISH, FRENCH) == []


def test_the_english_texts_use_no_word_that_is_kept_off(catalogue):
    used = {text: found(text, ENGLISH) for text, _ in map(texts, catalogue)}

    assert {text: words for text, words in used.items() if words} == {}


def test_the_french_texts_use_no_word_that_is_kept_off(catalogue):
    used = {text: found(text, FRENCH) for _, text in map(texts, catalogue)}

    assert {text: words for text, words in used.items() if words} == {}
