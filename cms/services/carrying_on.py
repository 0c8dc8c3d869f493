"""Who runs a programme next: a champion is asked, and takes over when they agree."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from champions.history import record
from champions.messages.outbox import tell
from champions.models import Centre, Person, User
from champions.services.freshness import raise_version
from cms.enums import LISTED_STATES
from cms.models import AskedToRun, Programme
from cms.services.fridge import forget_card
from cms.services.sessions import upcoming_sessions


class AnsweredError(Exception):
    """Somebody was faster, or the question was answered before."""


@transaction.atomic
def ask_to_run(
    programme: Programme, *, person: Person, instead_of: Person | None, by: User
) -> AskedToRun:
    """Asked and told, once as long as there is no answer. `instead_of` stops running
    it when the other agrees."""
    asked, is_new = AskedToRun.objects.get_or_create(
        programme=programme,
        person=person,
        answered_at=None,
        defaults={
            "centre": programme.centre,
            "instead_of": instead_of,
            "asked_by": by,
        },
    )
    if is_new:
        record(programme, "cms.ask_to_run", by=by, person=person.pk)
        context = {"programme": programme, "who": by.name}
        _tell(person, "asked_to_run", asked, context)
    return asked


@transaction.atomic
def answer_to_run(asked: AskedToRun, *, agreed: bool, by: User) -> None:
    """With a yes they run it; who wanted to stop is let go, with thanks. Raises
    AnsweredError."""
    raise_version(asked.centre)
    rows = AskedToRun.objects.filter(pk=asked.pk, answered_at=None)
    if not rows.update(answered_at=timezone.now(), agreed=agreed):
        raise AnsweredError
    programme, before = asked.programme, asked.instead_of
    record(programme, "cms.answer_to_run", by=by, person=asked.person_id, agreed=agreed)
    if not agreed:
        return
    programme.leads.add(asked.person)
    if before is not None:
        programme.leads.remove(before)
        forget_card(programme, before)
        context = {"programme": programme, "who": asked.person.first_name}
        _tell(before, "runs_it_now", asked, context)
    for session in upcoming_sessions(programme):
        session.meeting.hosts.set(programme.leads.all())


def _tell(person: Person, name: str, asked: AskedToRun, context: dict) -> None:
    event = f"{name}:{asked.pk}"
    tell(person, f"cms/{name}", event=event, context=context, asked_for=True)


def champions_near(programme: Programme) -> QuerySet[Person]:
    """Champions at hand: of its group where it has one, else of the centre."""
    people = Person.objects.of(programme.centre).at_hand().exclude(champion=None)
    if programme.circle_id:
        people = people.filter(circle_memberships__circle=programme.circle_id)
    return people.order_by("first_name", "last_name", "pk")


def who_may_be_asked(programme: Programme) -> QuerySet[Person]:
    """Those of them who do not run it yet."""
    return champions_near(programme).exclude(pk__in=programme.leads.values("pk"))


def with_nobody(centre: Centre) -> QuerySet[Programme]:
    """Programmes that go on, and nobody who runs them is at hand: on a break, moved
    on, or died."""
    at_hand = Person.objects.of(centre).at_hand().values("pk")
    led = Programme.objects.of(centre).filter(leads__in=at_hand)
    goes_on = Programme.objects.of(centre).filter(state__in=LISTED_STATES)
    return goes_on.exclude(pk__in=led.values("pk"))


def open_questions(people: list[Person]) -> QuerySet[AskedToRun]:
    """What these people were asked and have not answered."""
    rows = AskedToRun.objects.filter(answered_at=None).filter(
        Q(person__in=people), programme__state__in=LISTED_STATES
    )
    return rows.select_related("programme__centre", "asked_by", "person")
