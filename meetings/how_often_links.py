"""Whose answer about how often to meet a link or code opens."""

from __future__ import annotations

from django.http import HttpRequest

from champions import links
from champions.capability import held
from champions.enums import CodePurpose
from meetings.models import RhythmAnswer

PURPOSE = CodePurpose.HOW_OFTEN.value


def answer_of_link(token: str) -> RhythmAnswer | None:
    """The answer that a link opens; nothing for one that is wrong, revoked or for
    another thing."""
    read = links.read_token(token)
    answer = _find(read[0]) if read else None
    if read is None or answer is None:
        return None
    right = links.is_right(read[1], PURPOSE, answer.pk, answer.generation)
    return answer if right else None


def held_answer(request: HttpRequest, answer_id: int) -> RhythmAnswer | None:
    """The answer of a clean address, if this browser pressed “Yes, I am the person”."""
    answer = _find(answer_id)
    if answer is None or held(request, PURPOSE, answer_id) != answer.generation:
        return None
    return answer


def _find(answer_id: int) -> RhythmAnswer | None:
    rows = RhythmAnswer.objects.filter(pk=answer_id, person__erased_at=None)
    return rows.select_related("question__circle__centre", "person__centre").first()
