"""Whatever a centre writes: what lacks a mark that people need is refused, and what is
accepted can be said on every way without a brace left over."""

import re

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from champions.enums import Channel, Language
from champions.languages import all_languages
from champions.messages.letters import letter_of
from champions.messages.marks import kept, marks_in
from champions.messages.previews import sample
from champions.messages.word_faults import faults_of_subject, faults_of_words
from champions.messages.worded import all_worded
from champions.messages.words import MARK, framed_html, framed_text
from champions.models import Wording
from tests.factories import make_centre
from tests.meetings.own_words import CONFIRMATION, INVITATION

WORDED = [INVITATION, CONFIRMATION]
STANDS_IN_ONE_SENTENCE = (
    "{phone} stands in one sentence with {thought of by}, and that sentence is left out "
    "where there is nothing to say for it. Make it two sentences."
)
WAYS = [Channel.EMAIL, Channel.LETTER, Channel.PHONE, Channel.TEXT]
LABELS = [mark.shown for mark in INVITATION.marks]
pieces = st.sampled_from(
    [
        *LABELS,
        "{",
        "}",
        "\n",
        "\n\n",
        ". ",
        "Hello ",
        "你好。",
        "مرحبا؟ ",
        "{nmae}",
        "<b>&",
    ]
)
words = st.lists(pieces, max_size=25).map("".join)


def good_words(worded):
    """With every mark that must be there, and any of the others."""
    marks = [mark for mark in worded.marks if not mark.is_block]
    needed = [mark.shown for mark in marks if mark.key in worded.required]
    more = st.sampled_from([mark.shown for mark in marks])
    ends = st.sampled_from([". ", "! ", "؟ ", "。", "\n", "\n\n"])
    said = st.tuples(st.sampled_from(["Come, ", "你好 ", "مرحبا <b>& "]), more, ends)
    sentences = st.lists(said.map("".join), max_size=8).map("".join)
    box = st.sampled_from(["", "\n{dates}\n", "\n\n{dates}\n\n"])
    parts = st.tuples(sentences, box, sentences, st.permutations(needed).map(". ".join))
    return parts.map("\n".join)


def as_kept(worded, text):
    return kept(text, worded.marks, worded.labels)


def test_no_message_is_worded_that_has_no_required_mark():
    assert [one.slug for one in all_worded() if not one.required] == []


@pytest.mark.parametrize("worded", WORDED, ids=lambda one: one.slug)
@given(text=words)
def test_words_without_a_mark_that_people_need_are_refused(worded, text):
    text = as_kept(worded, text)
    assume(worded.required - set(marks_in(text)))

    assert faults_of_words(worded, text) != []


@pytest.fixture
def centre(db):
    return make_centre(sends_texts=True)


@pytest.mark.parametrize("worded", WORDED, ids=lambda one: one.slug)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_words_that_are_accepted_are_said_on_every_way(centre, worded, data):
    text = as_kept(worded, data.draw(good_words(worded)))
    tag = data.draw(st.sampled_from([*Language.values, "es", "ar", "zh", "oj"]))
    assert faults_of_words(worded, text) == []
    own = Wording(subject="{name}", words=text, language=tag)

    for channel in WAYS:
        message = sample(worded, centre, tag, own, channel)
        said = framed_text(message) + framed_html(message)
        assert braces(said) == []
        assert "705-555-0142" in said
        assert "14 Cedar Street" in said
        if channel == Channel.LETTER:
            assert braces(letter_of(message).body) == []


def braces(said):
    """Left over in what is read; a mail's style has its own."""
    readable = re.sub(r"<style>.*?</style>", "", said, flags=re.DOTALL)
    return re.findall(r".{0,20}[{}].{0,20}", MARK.sub("", readable))


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (
            "{name}, {reply by}",
            "Write {phone} somewhere. People must know whom to call.",
        ),
        ("{nmae} {reply by} {phone}", "We do not know {nmae}. Did you mean {name}?"),
        (
            "{name} {reply by} {phone} {qwxz}",
            "We do not know {qwxz}. Take one of the marks in the list.",
        ),
        (
            "{name} {reply by} {phone} {",
            "A brace stands alone here: “by} {phone} {”. Braces are for marks only.",
        ),
        (
            "{name} {reply by}. {thought of by} {phone}",
            STANDS_IN_ONE_SENTENCE,
        ),
        (
            "{name} {reply by} {phone} {dates}",
            "Put {dates} on a line of its own: it is a box.",
        ),
        (
            "{name} {reply by} {phone}\n{dates}\n{dates}",
            "Write {dates} once: it is a box.",
        ),
    ],
)
def test_a_fault_names_the_mark_and_the_cure(words, fault):
    assert faults_of_words(INVITATION, as_kept(INVITATION, words)) == [fault]


def test_our_own_words_have_no_fault_in_any_language():
    for language in Language.values:
        for worded in WORDED:
            with override(language):
                ours = worded.ours
                assert faults_of_words(worded, ours.words) == []
                assert faults_of_subject(worded, str(ours.subject)) == []


@pytest.mark.parametrize("mark", ["{link}", "{code}", "{dates}", "{thought of by}"])
def test_what_is_not_for_everybodys_eyes_is_refused_in_a_heading(mark):
    assert len(faults_of_subject(INVITATION, as_kept(INVITATION, mark))) == 1


def test_the_marks_have_other_names_in_french_and_each_is_unique():
    for worded in WORDED:
        assert set(worded.labels.values()) == {mark.key for mark in worded.marks}
        with override("fr"):
            shown = [mark.shown for mark in worded.marks]
        assert len({*shown}) == len(worded.marks)
    assert len(all_languages()) > 300
