"""What was decided at a get-together: answers know its day and words, not its row."""

from __future__ import annotations

from django.utils import translation

from champions.enums import Language
from ideas.models import Answer
from meetings.enums import MeetingState
from meetings.headings import heading_of
from meetings.models import Meeting


def answers_at(meeting: Meeting) -> list[Answer]:
    """The answers that were given there. Where its group met twice on one day each is
    of the get-together that its words name, else of the first."""
    if meeting.circle is None:
        return []
    answers = Answer.objects.of(meeting.centre).filter(
        gathering_on=meeting.on, idea__circle=meeting.circle
    )
    found = list(answers.select_related("idea").order_by("at", "pk"))
    of_day = _of_the_day(meeting) if found else []
    if len(of_day) < 2:
        return found
    named = {words: one for one in reversed(of_day) for words in _headings(one)}
    return [
        answer
        for answer in found
        if named.get(answer.gathering_words, of_day[0]) == meeting
    ]


def _of_the_day(meeting: Meeting) -> list[Meeting]:
    assert meeting.circle is not None  # noqa: S101  tells the type
    states = [MeetingState.ANNOUNCED, MeetingState.HELD]
    rows = Meeting.objects.of_circle(meeting.circle).filter(
        on=meeting.on, state__in=states
    )
    return list(rows.order_by("starts_at", "pk"))


def _headings(meeting: Meeting) -> list[str]:
    """In each language in which it may have been written down."""
    words = []
    for language in Language.values:
        with translation.override(language):
            words.append(heading_of(meeting))
    return words
