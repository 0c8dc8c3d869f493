"""A worry or complaint: told to one named person who does not run the programme it is
about. The words are a message to that person; what stays is that it came, whom it went
to, by when it is answered, and that it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from champions.enums import Language, MessageState, Priority, Role
from champions.history import record
from champions.messages.outbox import tell_address
from champions.models import Centre, Message, Person, StaffRole, User
from cms.models import HearsWorries, Programme, Worry
from meetings.services.closed_days import shut_days
from meetings.services.rhythms import today_at

WORKING_DAYS = 5
SATURDAY = 5
HEARING_ROLES = (Role.LEAD, Role.SUPPORTER, Role.PRIVACY)
# A mail that comes back does so within hours; until then its words are not lost.
KEPT_FOR = timedelta(days=1)
TOLD = "cms/worry"


class NobodyHearsError(Exception):
    """Nobody at the centre can be written to who does not run the programme."""


def who_hears(centre: Centre, about: Programme | None = None) -> User | None:
    """Whom the centre chose, else its point person, else a back-up, else a staff
    partner; never one who runs the programme, nor who is away or has no e-mail."""
    runs = set(about.leads.values_list("user", flat=True)) if about else set()
    return next((one for one in _in_turn(centre) if one.pk not in runs), None)


def _in_turn(centre: Centre) -> Iterator[User]:
    here = could_hear(centre)
    yield from here.filter(
        pk__in=HearsWorries.objects.of(centre).values("user")
    ).order_by("pk")
    for role in HEARING_ROLES:
        roles = StaffRole.objects.of(centre).filter(role=role)
        yield from here.filter(pk__in=roles.values("user")).order_by("pk")


def could_hear(centre: Centre) -> QuerySet[User]:
    """Staff at hand who can be written to, and have a place where a worry waits."""
    roles = StaffRole.objects.of(centre).filter(role__in=HEARING_ROLES)
    roles = roles.exclude(pk__in=StaffRole.objects.of(centre).away().values("pk"))
    staff = User.objects.filter(pk__in=roles.values("user"), is_active=True)
    return staff.exclude(email=None).exclude(email="").order_by("first_name", "pk")


@transaction.atomic
def choose_who_hears(centre: Centre, user: User, *, by: User) -> None:
    HearsWorries.objects.update_or_create(centre=centre, defaults={"user": user})
    record(centre, "cms.choose_who_hears", by=by, user=user.pk)


@transaction.atomic
def tell_worry(
    centre: Centre,
    *,
    words: str,
    submission: UUID,
    reach: str = "",
    about: Programme | None = None,
) -> Worry:
    """Hand it to whoever hears worries; the same form sent twice is told once. Raises
    NobodyHearsError where only those who run it could be told."""
    known = Worry.objects.of(centre).filter(submission=submission).first()
    if known:
        return known
    hears = who_hears(centre, about)
    if hears is None:
        raise NobodyHearsError
    worry, is_new = Worry.objects.get_or_create(
        centre=centre,
        submission=submission,
        defaults={"told_to": hears, "answer_by": answer_day(centre)},
    )
    if is_new:
        _tell(worry, hears, {"words": words, "reach": reach, "about": about})
    return worry


def answer_day(centre: Centre) -> date:
    """Five working days from today on the centre's calendar."""
    day, left = today_at(centre), WORKING_DAYS
    shut = shut_days(centre, day)
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY and day not in shut
    return day


def _tell(worry: Worry, hears: User, said: dict[str, object]) -> None:
    centre = worry.centre
    language = _language_of(hears, centre)
    with translation.override(language):
        page = reverse("worry_answered", args=[centre.slug, worry.pk])
        tell_address(
            hears.email or "",
            TOLD,
            language=language,
            event=f"worry:{worry.pk}",
            context={
                **said,
                "centre": centre,
                "name": hears.first_name,
                "answer_by": worry.answer_by,
                "address": f"{settings.BASE_URL}{page}",
            },
            topics=[topic_of(worry)],
            centre=centre,
            priority=Priority.NOTICE,
            at_once=True,
        )


def _language_of(user: User, centre: Centre) -> str:
    known = Person.objects.of(centre).filter(user=user)
    return known.values_list("language", flat=True).first() or Language.ENGLISH.value


def topic_of(worry: Worry) -> str:
    return f"worry:{worry.pk}"


@transaction.atomic
def say_answered(worry: Worry, *, by: User) -> bool:
    """Whoever heard it has answered. False when it was said before."""
    open_rows = Worry.objects.filter(pk=worry.pk, told_to=by, answered_at=None)
    answered = open_rows.update(answered_at=timezone.now())
    if answered:
        _wipe(Message.objects.about(topic_of(worry)))
    return bool(answered)


def forget_words() -> int:
    """What has been delivered is kept by nobody but its reader; how many were wiped."""
    delivered = Message.objects.filter(
        name=TOLD, state=MessageState.SENT, sent_at__lt=timezone.now() - KEPT_FOR
    )
    return _wipe(delivered.exclude(text=""))


def _wipe(messages: QuerySet[Message]) -> int:
    return messages.update(subject="", text="", html="", to_address="")
