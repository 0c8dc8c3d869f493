"""What happens to questions by themselves: one opens with the third monthly get-together
of a group, newcomers are asked, and answers that have become enough are followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from champions.enums import ChampionState
from champions.models import Centre, Circle, CircleMember
from meetings.enums import MeetingKind, MeetingState, Stage, Strand
from meetings.how_often import count, next_stage
from meetings.models import Meeting, Rhythm, RhythmAnswer, RhythmQuestion
from meetings.services.how_often import ask_group, follow_answers, put_to

MONTHLY_FIRST = 3


def open_due_questions(now: datetime) -> int:
    """Ask each group that meets monthly from the day of its third monthly get-together
    on, counted anew after a change of its rhythm; how many were asked."""
    due = [pk for zone in _zones() for pk in _due(zone, now)]
    for circle in Circle.objects.filter(pk__in=due).select_related("centre"):
        ask_group(circle, by=None)
    return len(due)


def _zones() -> set[str]:
    return set(Centre.objects.values_list("zone", flat=True))


def _due(zone: str, now: datetime) -> list[int]:
    """Ids of groups in one time zone, in one question to the database."""
    today = now.astimezone(ZoneInfo(zone)).date()
    asked = RhythmQuestion.objects.filter(circle=OuterRef("circle"))
    monthly = Rhythm.objects.filter(
        circle=OuterRef("circle"), strand=Strand.CIRCLE, stage=Stage.MONTHLY
    )
    met = Meeting.objects.filter(
        Q(state=MeetingState.HELD) | Q(state=MeetingState.ANNOUNCED, on__lte=today),
        Exists(monthly),
        ~Exists(asked.open()),
        ~Exists(asked.filter(decided_at__gte=OuterRef("starts_at"))),
        centre__zone=zone,
        circle__closed_on=None,
        kind=MeetingKind.MONTHLY,
        strand=Strand.CIRCLE,
    )
    counts = met.order_by().values("circle").annotate(n=Count("pk"))
    return [row["circle"] for row in counts if row["n"] >= MONTHLY_FIRST]


@transaction.atomic
def ask_newcomers() -> None:
    """Who joined a group, or came back from a break, while its question is open."""
    for question in _with_newcomers():
        answered = question.answers.values("person")
        for member in _active([question.circle_id]).exclude(person__in=answered):
            put_to(question, member.person)


def _with_newcomers() -> list[RhythmQuestion]:
    answer = RhythmAnswer.objects.filter(
        question__circle=OuterRef("circle"),
        question__decided_at=None,
        person=OuterRef("person"),
    )
    new = CircleMember.objects.filter(
        ~Exists(answer), person__champion__state=ChampionState.ACTIVE
    )
    questions = RhythmQuestion.objects.open().filter(circle__in=new.values("circle"))
    return list(questions.select_related("circle", "centre"))


def follow_all_answers() -> None:
    """Questions whose answers meet the rule since a champion went on a break or moved
    on, or since the group goes on again; found in four questions to the database."""
    questions = list(RhythmQuestion.objects.open().select_related("circle__centre"))
    says: dict[int, dict[int, str]] = defaultdict(dict)
    answers = RhythmAnswer.objects.filter(question__in=questions).exclude(says="")
    for question_id, person, said in answers.values_list("question", "person", "says"):
        says[question_id][person] = said
    circles = [question.circle_id for question in questions if says[question.pk]]
    members: dict[int, set[int]] = defaultdict(set)
    for circle, person in _active(circles).values_list("circle", "person"):
        members[circle].add(person)
    rhythms = Rhythm.objects.filter(circle__in=circles, strand=Strand.CIRCLE)
    stages = dict(rhythms.values_list("circle", "stage"))
    for question in questions:
        now = count(says[question.pk], members[question.circle_id])
        if next_stage(stages.get(question.circle_id, ""), now):
            follow_answers(question)


def _active(circles: Iterable[int]) -> QuerySet[CircleMember]:
    return CircleMember.objects.filter(
        circle__in=circles,
        person__champion__state=ChampionState.ACTIVE,
        person__died_at=None,
        person__erased_at=None,
    ).select_related("person__centre")
