"""What is held of a person about how often their group meets: shown, wiped, joined."""

from __future__ import annotations

from typing import Any

from champions.enums import CodePurpose
from champions.models import Circle, Person
from champions.services.codes import revoke_code
from meetings.models import RhythmAnswer, RhythmQuestion, RhythmWord, StrandMember
from meetings.services.how_often import fall_back
from meetings.services.strands import settle


def record_of(person: Person) -> dict[str, list[Any]]:
    words = RhythmWord.objects.filter(answer__person=person)
    asked = RhythmQuestion.objects.filter(asked_by=person)
    strands = StrandMember.objects.filter(person=person)
    return {
        "rhythm_words": list(
            words.values(
                "answer__question__circle__name",
                "says",
                "how",
                "named",
                "at",
                "not_mine_at",
            )
        ),
        "rhythm_asked": list(asked.values("circle__name", "names_asker", "opened_at")),
        "monthly_strands": list(strands.values("circle__name", "joined_at")),
    }


def erase(person: Person) -> None:
    """What was counted when a group changed its rhythm stays as a number there."""
    circles = _strands_of(person)
    for answer in RhythmAnswer.objects.filter(person=person):
        revoke_code(purpose=CodePurpose.HOW_OFTEN, thing_id=answer.pk)
        answer.delete()
    RhythmQuestion.objects.filter(asked_by=person).update(asked_by=None)
    StrandMember.objects.filter(person=person).delete()
    for circle in circles:
        settle(circle)


def merge(person: Person, into: Person) -> None:
    """Where both answered one question, what was said last is the answer; every word
    is kept."""
    theirs = {a.question_id: a for a in RhythmAnswer.objects.filter(person=into)}
    for answer in RhythmAnswer.objects.filter(person=person):
        other = theirs.get(answer.question_id)
        if other:
            RhythmWord.objects.filter(answer=answer).update(answer=other)
            revoke_code(purpose=CodePurpose.HOW_OFTEN, thing_id=answer.pk)
            answer.delete()
            fall_back(other)
        else:
            RhythmAnswer.objects.filter(pk=answer.pk).update(person=into)
    RhythmQuestion.objects.filter(asked_by=person).update(asked_by=into)
    here = StrandMember.objects.filter(person=into).values("circle")
    StrandMember.objects.filter(person=person).exclude(circle__in=here).update(
        person=into
    )
    StrandMember.objects.filter(person=person).delete()


def _strands_of(person: Person) -> list[Circle]:
    mine = StrandMember.objects.filter(person=person).values("circle")
    return list(Circle.objects.filter(pk__in=mine).select_related("centre"))
