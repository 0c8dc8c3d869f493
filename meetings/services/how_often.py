"""“How often shall we meet?”: asked of a group, answered by each champion for
themselves, and followed at once when the rule of `meetings.how_often` is met."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.history import record
from champions.models import Circle, Person, User
from meetings.enums import WRITTEN_DOWN, SaidHow, Strand
from meetings.how_often import LEADS_TO, Count, count, next_stage
from meetings.models import Rhythm, RhythmAnswer, RhythmQuestion, RhythmWord
from meetings.services import strands, telling_how_often
from meetings.services.circle_seats import members_of
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import locked_rhythm, set_stage


def newest_question(circle: Circle) -> RhythmQuestion | None:
    """The question that is open, or the one asked last."""
    return RhythmQuestion.objects.filter(circle=circle).first()


def count_now(question: RhythmQuestion) -> Count:
    """What the group's active champions say to an open question now."""
    said = question.answers.exclude(says="").values_list("person_id", "says")
    active = members_of(question.circle).values_list("pk", flat=True)
    return count(dict(said), set(active))


@transaction.atomic
def ask_group(
    circle: Circle,
    *,
    by: User | None,
    asked_by: Person | None = None,
    names_asker: bool = False,
) -> RhythmQuestion:
    """Ask all active champions of a group, each told once by their own channel. Asking
    while the question is open changes nothing.

    `asked_by` is the champion who wants it asked; staff ask by themselves only after
    an answer that counted turned out not to be theirs. Nobody at all: it opens by
    itself. Refused before the group meets monthly, and while it rests.
    """
    rhythm = locked_rhythm(circle, Strand.CIRCLE)
    last = newest_question(circle)
    if last and last.is_open:
        return last
    if rhythm.stage not in LEADS_TO:
        raise RefusedError(_("This can be asked once the group meets monthly."))
    if asked_by and not members_of(circle).filter(pk=asked_by.pk).exists():
        raise RefusedError(_("A champion of the group asks this."))
    if by and asked_by is None and not (last and last.doubted_at):
        raise RefusedError(_("Please say which champion would like to ask."))
    question = RhythmQuestion.objects.create(
        centre=circle.centre,
        circle=circle,
        asked_by=asked_by,
        names_asker=names_asker,
        by_itself=by is None and asked_by is None,
    )
    record(question, "meetings.ask_how_often", by=by)
    for person in members_of(circle).select_related("centre"):
        put_to(question, person)
    return question


def put_to(question: RhythmQuestion, person: Person) -> RhythmAnswer:
    """An empty answer of somebody, who is told of the question once."""
    answer, is_new = RhythmAnswer.objects.get_or_create(
        question=question, person=person, defaults={"centre": question.centre}
    )
    if is_new:
        telling_how_often.asked(answer)
    return answer


@transaction.atomic
def say_how_often(
    question: RhythmQuestion,
    person: Person,
    *,
    says: str,
    how: str,
    by: User | None,
    named: bool = False,
) -> RhythmAnswer:
    """What a champion says, by themselves (`by` is None) or written down by staff, who
    never answer for anybody; then the person is told what was written down.

    It may change at any time. When it meets the rule, the group's rhythm changes in the
    same transaction. Refused for who is no active champion of the group, and when a
    newer question has been asked. Saying the same again changes nothing.
    """
    if (by is None) != (how not in WRITTEN_DOWN):
        raise ValueError("what staff write down was said to them, and no other way")
    rhythm = locked_rhythm(question.circle, Strand.CIRCLE)
    _check_may_say(question, person)
    answer = put_to(question, person)
    if not _is_news(answer, says=says, how=how, named=named):
        return answer
    word = RhythmWord.objects.create(
        centre=question.centre,
        answer=answer,
        says=says,
        named=named,
        how=how,
        written_by=by,
    )
    fall_back(answer)
    record(answer, "meetings.how_often", by=by, how=how)
    if how in WRITTEN_DOWN:
        telling_how_often.written_down(word)
    _follow(question, person, rhythm)
    return answer


def _check_may_say(question: RhythmQuestion, person: Person) -> None:
    if not members_of(question.circle).filter(pk=person.pk).exists():
        raise RefusedError(_("Only the group’s champions say how often it meets."))
    newest = newest_question(question.circle)
    if newest is None or newest.pk != question.pk:
        raise RefusedError(_("The group was asked again since. Please look again."))


def _is_news(answer: RhythmAnswer, *, says: str, how: str, named: bool) -> bool:
    last = _words(answer).last()
    if last is None or answer.says != says or last.named != named:
        return True
    # Their own word makes what was written down theirs.
    return how == SaidHow.PAGE and last.how != SaidHow.PAGE


def _words(answer: RhythmAnswer) -> QuerySet[RhythmWord]:
    return answer.words.filter(not_mine_at=None).order_by("at", "pk")


def fall_back(answer: RhythmAnswer) -> None:
    """The answer is the latest word that is theirs; none, when there is no such word."""
    last = _words(answer).last()
    answer.says = last.says if last else ""
    answer.named = bool(last and last.named)
    answer.save(update_fields=["says", "named"])


@transaction.atomic
def not_mine(word: RhythmWord, *, by: User | None) -> bool:
    """“I did not say this”: what was written down counts no longer, and an earlier word
    of theirs counts again. A change that rested on it is marked for the group and for
    staff. False when it was said before, or is their own word from the page."""
    answer = word.answer
    question = answer.question
    rhythm = locked_rhythm(question.circle, Strand.CIRCLE)
    rows = RhythmWord.objects.filter(pk=word.pk, how__in=WRITTEN_DOWN)
    if not rows.filter(not_mine_at=None).update(not_mine_at=timezone.now()):
        return False
    fall_back(answer)
    record(answer, "meetings.how_often_not_mine", by=by)
    _follow(question, answer.person, rhythm)
    question.refresh_from_db()
    if question.decided_at:
        _doubt(question)
    return True


@transaction.atomic
def follow_answers(question: RhythmQuestion) -> None:
    """Change the rhythm when the answers that stand meet the rule now, without a new
    one: somebody went on a break, moved on, or the group goes on after a rest."""
    rhythm = locked_rhythm(question.circle, Strand.CIRCLE)
    question.refresh_from_db()
    if question.is_open:
        _decide(question, rhythm)


def _follow(question: RhythmQuestion, person: Person, rhythm: Rhythm) -> None:
    question.refresh_from_db()
    if question.is_open:
        _decide(question, rhythm)
    strands.follow_word(question.circle, person)


def _decide(question: RhythmQuestion, rhythm: Rhythm) -> None:
    """Change the rhythm when the rule is met; the lock on it is held already, so that
    of two answers at once the second sees the first."""
    said = count_now(question)
    to = next_stage(rhythm.stage, said)
    if to is None:
        return
    set_stage(rhythm, to, by=None)
    RhythmQuestion.objects.open().filter(pk=question.pk).update(
        decided_at=timezone.now(),
        stage_before=rhythm.stage,
        stage_after=to,
        active=said.active,
        monthly=said.monthly,
        quarterly=said.quarterly,
        not_sure=said.not_sure,
    )
    question.refresh_from_db()
    _mark_counted(question)
    record(question, "meetings.how_often_changed", by=None, stage=to)
    strands.follow_change(question.circle)
    telling_how_often.changed(question)


def _mark_counted(question: RhythmQuestion) -> None:
    active = members_of(question.circle).values("pk")
    answers = question.answers.filter(person__in=active).exclude(says="")
    last = [_words(answer).last() for answer in answers]
    RhythmWord.objects.filter(pk__in=[word.pk for word in last if word]).update(
        counted=True
    )


def _doubt(question: RhythmQuestion) -> None:
    """Would the rhythm have changed without what turned out not to be theirs?"""
    before = RhythmWord.objects.filter(
        answer__question=question, at__lte=question.decided_at, not_mine_at=None
    )
    counted = RhythmWord.objects.filter(answer__question=question, counted=True)
    before = before.filter(answer__in=counted.values("answer"))
    # The latest of each answer is what stays in a dictionary.
    said = dict(before.order_by("at", "pk").values_list("answer", "says"))
    again = count(said, set(said))
    then = Count(question.active, again.monthly, again.quarterly, again.not_sure)
    if next_stage(question.stage_before, then) != question.stage_after:
        RhythmQuestion.objects.filter(pk=question.pk, doubted_at=None).update(
            doubted_at=timezone.now()
        )
