"""What a page says besides people's own words: how text is found that nobody can
translate, or that nobody has translated."""

from __future__ import annotations

import re
from contextlib import contextmanager
from html import unescape
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from champions.enums import Language
from champions.messages.letters import CALL_US
from champions.messages.previews import INVENTED

OPEN, SHUT = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "⟧"
MARKED = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
READ_OUT = {"alt", "aria-label", "placeholder", "title"}
UNSEEN = {"script", "style", "template", "svg"}
# Without an end of their own.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
VOID |= {"source", "track", "wbr"}
NO_WORDS_OF_PEOPLE = {"auth", "contenttypes", "sessions", "django_q"}
NO_WORDS_OF_PEOPLE |= {"wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry"}
OURS = {"", "en", "fr"}
# An address, a code, a number of something, a mark that stands for a name.
NO_WORD = re.compile(r"[\d/@_{}]")
MARKS = re.compile(r"\{[^{}]*\}")
# Said on purpose as it is: “Call us in Arabic”, in Arabic, on an English letter; the
# invented person of an example; and what Wagtail's own lists are read out as.
AS_THEY_ARE = [
    *CALL_US.values(),
    *Language.labels,
    *INVENTED.values(),
    "Invented",
    "22 Birch Road, Unit 3",
    "Cedar Lake ON",
    "Actions",
]
A_WORD = re.compile(r"[^\W\d_]{3,}")
# Words of English sentences that are no French words.
ENGLISH = re.compile(
    r"\b(?:the|and|of|you|your|with|this|that|is|are|was|were|we|they|who|what|when"
    r"|from|have|has|will|by|be|not|it)\b",
    re.IGNORECASE,
)


@contextmanager
def marked():
    """A language in which every translated text stands between ⟦ and ⟧."""

    def mark(ask):
        def said(*words):
            text = ask(*words)
            return f"{OPEN}{text}{SHUT}" if text and words[0] else text

        return said

    with pytest.MonkeyPatch.context() as patch:
        for name in ("gettext", "pgettext", "ngettext", "npgettext"):
            ask = getattr(translation._trans, name)
            patch.setattr(translation._trans, name, mark(ask))
        yield


class Runs(HTMLParser):
    """Each run of text of a page, and each attribute that is read out; with the language
    that it says it is in."""

    def __init__(self, within="html"):
        super().__init__()
        self.within, self.found, self.open = within, [], []

    @property
    def language(self):
        return next((lang for _tag, lang in reversed(self.open) if lang), "")

    def _is_seen(self):
        tags = {tag for tag, _lang in self.open}
        return self.within in tags and not tags & UNSEEN

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.open.append((tag, given.get("lang", "")))
        if self._is_seen():
            read_out = (given.get(name) for name in READ_OUT)
            self.found += [(text, self.language) for text in read_out if text]
        if tag in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        tags = [one for one, _lang in self.open]
        if tag in tags:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data):
        if self._is_seen() and data.strip():
            self.found.append((data, self.language))


def runs(html, within="html"):
    page = Runs(within)
    page.feed(html)
    page.close()
    return page.found


class PeoplesWords:
    """Everything that stands in rows: it needs no translation. `leaving_out` are labels
    of models whose rows hold what is looked at; `also` is what somebody said and no row
    keeps."""

    def __init__(self, leaving_out=(), also=()):
        rows = _values_in_rows(leaving_out)
        values = {plain(value) for value in (*rows, *AS_THEY_ARE, *also)}
        self.whole = " ".join(values)
        self.values = sorted(filter(A_WORD.search, values), key=len, reverse=True)

    def taken_out_of(self, text):
        """What somebody else must have written."""
        rest = plain(MARKS.sub(" ", text))
        if rest in self.whole:
            return ""
        for value in self.values:
            if value in rest:
                rest = rest.replace(value, "\n")
        return rest


def _values_in_rows(leaving_out):
    for model in apps.get_models():
        if {model._meta.app_label, model._meta.label} & {
            *NO_WORDS_OF_PEOPLE,
            *leaving_out,
        }:
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField, models.JSONField))
            and not field.choices
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            for value in map(str, row):
                yield from (value, *value.splitlines(), *re.split(r"[,;]", value))


def plain(text):
    straight = re.sub(r"\s+", " ", unescape(text).replace("’", "'"))
    return straight.casefold().strip(" .,:;·“”«»()")


def left_in_code(html, known, within="html"):
    """What a page made by `marked` says that neither was translated nor anybody wrote."""
    found = []
    for text, language in runs(without_marked(html), within):
        if language in OURS:
            rest = known.taken_out_of(text)
            said = (one for one in rest.split() if not NO_WORD.search(one))
            found += filter(A_WORD.search, said)
    return found


def without_marked(text):
    """One translated text may hold another."""
    while MARKED.search(text):
        text = MARKED.sub("\n", text)
    return text


def english_in(html, known, within="html"):
    """Runs of a French page that are English sentences and nobody's own words."""
    return [
        plain(text)
        for text, language in runs(html, within)
        if not language.startswith("en")
        and ENGLISH.search(text)
        and ENGLISH.search(known.taken_out_of(text))
    ]
