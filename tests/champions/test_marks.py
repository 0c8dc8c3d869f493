"""Marks in people's words: kept by one key, shown in the language of the page, filled."""

import pytest

from champions.messages.marks import Mark, filled, kept, sentences, shown

NAME = Mark("name", "prénom", "")
BY = Mark("thought_of_by", "qui a pensé à vous", "")
MARKS = (NAME, BY)
LABELS = {"prenom": "name", "quiapenseavous": "thought_of_by"}


@pytest.mark.parametrize(
    "typed", ["{prénom}", "{Prénom}", "{ PRENOM }", "{name}", "｛name｝"]
)
def test_a_mark_is_known_however_it_is_typed(typed):
    assert kept(f"Bonjour {typed},", MARKS, LABELS) == "Bonjour {name},"


def test_what_is_no_mark_is_kept_as_it_was_typed():
    assert kept("Hello {nmae}", MARKS, LABELS) == "Hello {nmae}"


def test_marks_are_shown_as_people_of_the_language_read_them():
    assert shown("{name}, {thought_of_by}", MARKS) == "{prénom}, {qui a pensé à vous}"


def test_line_ends_of_every_system_are_one():
    assert kept("One\r\n\r\nTwo  \n", MARKS, LABELS) == "One\n\nTwo"


def test_a_sentence_for_which_there_is_nothing_to_say_is_left_out():
    words = "Hello {name}. {thought_of_by} thought of you. Come!"

    assert filled(words, {"name": "Rosa", "thought_of_by": ""}) == "Hello Rosa. Come!"


def test_so_is_a_paragraph_that_has_nothing_else():
    words = "Hello {name}.\n\n{thought_of_by} thought of you.\n\nCome!"

    assert (
        filled(words, {"name": "Rosa", "thought_of_by": ""}) == "Hello Rosa.\n\nCome!"
    )


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("One. Two! Three? Four", 4),
        ("你好。请来！谢谢", 3),
        ("مرحبا. هل تأتي؟ شكرا", 3),
        ("नमस्ते। आइए।", 2),
        ("At 1.30 it begins", 1),
    ],
)
def test_sentences_end_as_their_script_ends_them(line, count):
    assert len(sentences(line)) == count
    assert "".join(sentences(line)) == line
