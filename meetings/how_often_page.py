"""What the page “How often shall we meet?” shows of a group: how it stands, what was
changed and by how many, and names only where their owners allow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F, OuterRef, Q, Subquery

from champions.enums import ChampionState
from champions.models import Circle, Person
from meetings.enums import WRITTEN_DOWN, HowOften, Stage, Strand
from meetings.how_often import LEADS_TO, Count
from meetings.models import Meeting, RhythmAnswer, RhythmQuestion, RhythmWord
from meetings.services.circle_seats import asked_of, members_of
from meetings.services.how_often import count_now, newest_question
from meetings.services.rhythms import next_of, rhythm_of


@dataclass(frozen=True)
class OwnAnswer:
    """What one champion says now, and what staff wrote down for them."""

    says: str = ""
    named: bool = False
    written_down: list[RhythmWord] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        return str(HowOften(self.says).label) if self.says else ""


@dataclass(frozen=True)
class HowOftenPage:
    """One group: `said` counts an open question; who answered what is never here."""

    circle: Circle
    stage: str
    question: RhythmQuestion | None
    said: Count | None
    named: list[tuple[str, str]]
    history: list[RhythmQuestion]
    staying: int
    next_monthly: Meeting | None

    @property
    def can_be_asked(self) -> bool:
        is_open = self.question is not None and self.question.is_open
        return self.stage in LEADS_TO and not is_open

    @property
    def is_quarterly(self) -> bool:
        return self.stage == Stage.QUARTERLY

    @property
    def is_doubted(self) -> bool:
        return bool(self.question and self.question.doubted_at)


def page_of(circle: Circle) -> HowOftenPage:
    question = newest_question(circle)
    decided = RhythmQuestion.objects.filter(circle=circle).exclude(decided_at=None)
    return HowOftenPage(
        circle=circle,
        stage=rhythm_of(circle).stage,
        question=question,
        said=count_now(question) if question and question.is_open else None,
        named=_named(question),
        history=list(
            decided.select_related("asked_by", "centre").order_by("-decided_at")
        ),
        staying=asked_of(circle, Strand.MONTHLY).count(),
        next_monthly=next_of(circle, Strand.MONTHLY),
    )


def _named(question: RhythmQuestion | None) -> list[tuple[str, str]]:
    """First names and what they say, of those who allow it."""
    if question is None:
        return []
    answers = question.answers.filter(named=True).exclude(says="")
    here = answers.filter(person__in=members_of(question.circle).values("pk"))
    return [
        (answer.person.first_name, str(answer.get_says_display()))
        for answer in here.select_related("person").order_by("person__first_name")
    ]


def own_answer(question: RhythmQuestion | None, person: Person | None) -> OwnAnswer:
    answers = RhythmAnswer.objects.filter(question=question, person=person)
    answer = answers.first() if question and person else None
    if answer is None:
        return OwnAnswer()
    words = answer.words.filter(how__in=WRITTEN_DOWN, not_mine_at=None)
    shown = list(words.select_related("written_by", "centre").order_by("-at", "-pk"))
    return OwnAnswer(answer.says, answer.named, shown)


def not_yet_heard(question: RhythmQuestion) -> list[Person]:
    """Active champions who have not answered, for staff who call them."""
    heard = question.answers.exclude(says="").values("person")
    people = members_of(question.circle).exclude(pk__in=heard)
    return list(people.order_by("first_name", "pk"))


def written_words(question: RhythmQuestion) -> list[RhythmWord]:
    """What staff have written down, newest first; what was said stays with its owner."""
    words = RhythmWord.objects.filter(
        how__in=WRITTEN_DOWN, answer__question=question, not_mine_at=None
    )
    related = words.select_related("answer__person", "written_by", "centre")
    return list(related.order_by("-at", "-pk"))


def answers_to_give(people: Sequence[Person]) -> list[RhythmAnswer]:
    """For one's own page: open questions that one has not answered, and answers that
    staff wrote down, which one may want to look at."""
    last_way = RhythmWord.objects.filter(answer=OuterRef("pk"), not_mine_at=None)
    answers = RhythmAnswer.objects.filter(
        question__decided_at=None,
        person__in=people,
        person__champion__state=ChampionState.ACTIVE,
        person__circle_memberships__circle=F("question__circle"),
    ).annotate(way=Subquery(last_way.order_by("-at", "-pk").values("how")[:1]))
    wanted = answers.filter(Q(says="") | Q(way__in=WRITTEN_DOWN))
    return list(wanted.select_related("question__circle", "centre"))
