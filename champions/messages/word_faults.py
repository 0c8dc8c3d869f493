"""What is wrong with a centre's own words, said kindly: which mark, and the cure. Words
without a fault can be said on every way. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from champions.messages import texts
from champions.messages.marks import IN_BRACES, Mark, filled, marks_in, sentences, shown
from champions.messages.worded import Worded

ALIKE = 60  # of 100: so close that one was meant for the other
NEAR = 15  # signs around a brace that stands alone


def faults_of_words(worded: Worded, words: str) -> list[str]:
    """Of the words themselves, as they are kept."""
    unknown = _unknown_in(worded.marks, words)
    there = {*marks_in(words), *(_meant(worded.marks, typed) for typed in unknown)}
    return [
        *_strange(worded.marks, words),
        *_loose(worded.marks, words),
        *(_missing(mark) for mark in _needed(worded) if mark.key not in there),
        *_may_be_left_out(worded, words),
        *_blocks(worded.marks, words),
    ]


def faults_of_subject(worded: Worded, subject: str) -> list[str]:
    """Of the heading: the first thing seen, by others too."""
    used = [mark for mark in worded.marks if mark.key in marks_in(subject)]
    return [
        *_strange(worded.marks, subject),
        *_loose(worded.marks, subject),
        *(
            _("Leave %(mark)s out of the heading: others may see it.")
            % {"mark": mark.shown}
            for mark in used
            if mark.is_way_in or mark.is_block
        ),
        *(
            _("Leave %(mark)s out of the heading: sometimes there is nothing to say.")
            % {"mark": mark.shown}
            for mark in used
            if mark.may_be_empty
        ),
    ]


def faults_of_text(
    worded: Worded, line: str, *, values: dict[str, str], room: int
) -> list[str]:
    """Of the line for a text message. `values` fill it for an example; `room` is what
    the link and the way to stop leave of the 160 signs."""
    used = [mark for mark in worded.marks if mark.key in marks_in(line)]
    found = [
        *_strange(worded.marks, line),
        *_loose(worded.marks, line),
        *(
            _("Leave %(mark)s out here: the link follows by itself.")
            % {"mark": mark.shown}
            for mark in used
            if mark.is_way_in or mark.is_block
        ),
    ]
    return found or [*_letters(line), *_too_long(filled(line, values), room)]


def _needed(worded: Worded) -> Iterator[Mark]:
    return (mark for mark in worded.marks if mark.key in worded.required)


def _missing(mark: Mark) -> str:
    words = _("Write %(mark)s somewhere. %(why)s")
    return words % {"mark": mark.shown, "why": mark.why}


def _strange(marks: Iterable[Mark], words: str) -> Iterator[str]:
    known = {mark.key: mark for mark in marks}
    for typed in _unknown_in(known.values(), words):
        said = {"mark": f"{{{typed}}}"}
        if meant := _meant(known.values(), typed):
            said["meant"] = known[meant].shown
            yield _("We do not know %(mark)s. Did you mean %(meant)s?") % said
        else:
            yield (
                _("We do not know %(mark)s. Take one of the marks in the list.") % said
            )


def _unknown_in(marks: Iterable[Mark], words: str) -> list[str]:
    known = {mark.key for mark in marks}
    return [typed for typed in dict.fromkeys(marks_in(words)) if typed not in known]


def _meant(marks: Iterable[Mark], typed: str) -> str:
    """The key of the mark that this looks like; empty when it is like none."""
    labels = {mark.key: str(mark.label) for mark in marks}
    near = process.extractOne(
        typed.casefold(), labels, scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    return near[2] if near else ""


def _loose(marks: Iterable[Mark], words: str) -> Iterator[str]:
    """A brace that belongs to no mark."""
    words = shown(words, marks)
    rest = IN_BRACES.sub(lambda found: " " * len(found[0]), words)
    at = next((n for n, sign in enumerate(rest) if sign in "{}"), None)
    if at is not None:
        begin = max(at - NEAR, 0)
        near = words[begin : at + NEAR].replace("\n", " ").strip()
        near = near.partition(" ")[2] if begin and " " in near else near
        said = _("A brace stands alone here: “%(near)s”. Braces are for marks only.")
        yield said % {"near": near}


def _may_be_left_out(worded: Worded, words: str) -> Iterator[str]:
    """A mark that must be there, in a sentence that some do not get."""
    unsure = {mark.key: mark for mark in worded.marks if mark.may_be_empty}
    for mark in _needed(worded):
        within = [
            set(marks_in(one)) for one in _sentences(words) if mark.key in marks_in(one)
        ]
        shaky = [used & unsure.keys() for used in within]
        if within and all(shaky):
            other = unsure[min(shaky[0])].shown
            said = _(
                "%(mark)s stands in one sentence with %(other)s, and that sentence is "
                "left out where there is nothing to say for it. Make it two sentences."
            )
            yield said % {"mark": mark.shown, "other": other}


def _sentences(words: str) -> list[str]:
    return [one for line in words.splitlines() for one in sentences(line)]


def _blocks(marks: Iterable[Mark], words: str) -> Iterator[str]:
    for mark in marks:
        if not mark.is_block:
            continue
        lines = [line for line in words.splitlines() if mark.key in marks_in(line)]
        if marks_in(words).count(mark.key) > 1:
            yield _("Write %(mark)s once: it is a box.") % {"mark": mark.shown}
        elif any(line.strip() != f"{{{mark.key}}}" for line in lines):
            said = _("Put %(mark)s on a line of its own: it is a box.")
            yield said % {"mark": mark.shown}


def _letters(line: str) -> Iterator[str]:
    strange = sorted({sign for sign in line if not texts.plain(sign)})
    if strange:
        said = _(
            "A text message has no letters for these: %(signs)s. Leave this line empty; "
            "the text message then says the usual words."
        )
        yield said % {"signs": " ".join(strange)}


def _too_long(said: str, room: int) -> Iterator[str]:
    long = texts.septets(texts.plain(said))
    if long > room:
        words = _(
            "This is %(over)s signs too long. Beside the link there is room for %(room)s."
        )
        yield words % {"over": long - room, "room": room}
