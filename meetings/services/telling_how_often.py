"""What people are told about “How often shall we meet?”: that it is asked, what was
written down for them, and that the group's rhythm has changed; each thing once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from champions.enums import CodePurpose
from champions.messages.outbox import cancel_topic, tell
from champions.models import Person
from champions.services.codes import issue_code
from meetings.enums import Stage, Strand
from meetings.models import RhythmAnswer, RhythmQuestion, RhythmWord
from meetings.services.circle_seats import asked_of, members_of, staff_of

# A card that lies on a kitchen table for long still opens its answer.
CODE_LIVES = timedelta(days=180)


def topic_of(question: RhythmQuestion) -> str:
    return f"how-often:{question.pk}"


def asked(answer: RhythmAnswer) -> None:
    """That the group is asked; a letter is the card itself."""
    give_code(answer)
    topic = topic_of(answer.question)
    _tell(answer, "meetings/how_often", f"how-often:{answer.pk}", topic=topic)


def written_down(word: RhythmWord) -> None:
    """What staff wrote down for somebody, who can say that it is not theirs. Its own
    topic: who tipped the change by it must hear of it all the same."""
    give_code(word.answer)
    words = {"word": word, "written_by": word.written_by and word.written_by.name}
    _tell(
        word.answer,
        "meetings/how_often_written",
        f"how-often-word:{word.pk}",
        topic=f"how-often-written:{word.answer.question_id}",
        **words,
    )


def changed(question: RhythmQuestion) -> None:
    """That the group meets in another rhythm from now on, and by how many answers;
    nobody is asked any more who has not heard of the question yet."""
    cancel_topic(topic_of(question))
    circle = question.circle
    ids = {*members_of(circle).values_list("pk", flat=True)}
    ids.update(staff_of(circle).values_list("pk", flat=True))
    shown = {
        "question": question,
        "answered": question.answered,
        "is_quarterly": question.stage_after == Stage.QUARTERLY,
        "some_stay": asked_of(circle, Strand.MONTHLY).exists(),
    }
    for person in Person.objects.filter(pk__in=ids).living().select_related("centre"):
        tell(
            person,
            "meetings/how_often_changed",
            event=f"how-often-changed:{question.pk}",
            context={"circle": circle, "name": person.first_name, **shown},
            topics=[f"how-often-changed:{question.pk}"],
        )


def give_code(answer: RhythmAnswer) -> None:
    issue_code(
        answer.centre,
        purpose=CodePurpose.HOW_OFTEN,
        thing_id=answer.pk,
        generation=answer.generation,
        live_until=timezone.now() + CODE_LIVES,
    )


def _tell(
    answer: RhythmAnswer, name: str, event: str, *, topic: str, **words: Any
) -> None:
    known = {"circle": answer.question.circle, "name": answer.person.first_name}
    tell(
        answer.person,
        name,
        event=event,
        context=known | words,
        links={"answer": _link(answer)},
        topics=[topic],
    )


def _link(answer: RhythmAnswer) -> dict[str, Any]:
    return {
        "purpose": CodePurpose.HOW_OFTEN,
        "id": answer.pk,
        "generation": answer.generation,
        "path": f"/{answer.person.language}/how-often/{{token}}/",
    }
