"""What those who run a programme say on the day, by card, by telephone or on its page:
the next date is off, so many came, this is needed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import Role
from champions.history import record
from champions.messages.outbox import tell
from champions.models import Person, StaffRole, User
from champions.services.freshness import raise_version
from cms.models import Programme, Session, ThingNeeded
from cms.services.programmes import tick_checked
from cms.services.sessions import upcoming_sessions
from meetings.enums import MeetingState, Reply
from meetings.services.refusals import RefusedError
from meetings.services.rhythms import today_at

# Longer ago nobody remembers how many came.
COUNTED_FOR = timedelta(days=14)
TOOK_PLACE = (MeetingState.ANNOUNCED, MeetingState.HELD)


def next_date(programme: Programme) -> Session | None:
    """The one that is called off when somebody says “the next one”."""
    return upcoming_sessions(programme).first()


def told_about(session: Session) -> int:
    """How many hear of it when it is called off."""
    return session.meeting.seats.exclude(reply=Reply.NOT_COMING).count()


def date_to_count(programme: Programme) -> Session | None:
    """Today's date, else the last one, if it is not long ago."""
    return _countable(programme).order_by("-meeting__starts_at").first()


def _countable(programme: Programme) -> QuerySet[Session]:
    today = today_at(programme.centre)
    dates = programme.sessions.filter(
        meeting__on__lte=today,
        meeting__on__gte=today - COUNTED_FOR,
        meeting__state__in=TOOK_PLACE,
    )
    return dates.select_related("meeting__centre", "programme__centre", "centre")


@transaction.atomic
def count_who_came(session: Session, came: int, *, by: User | None) -> None:
    """A number without names; the last word counts. Whoever counts people has seen that
    the page is true: it is checked on this day. RefusedError when it was called off, or is
    still to come."""
    programme = session.programme
    raise_version(programme.centre)
    rows = Session.objects.filter(pk__in=_countable(programme).values("pk"))
    if not rows.filter(pk=session.pk).update(came=came, counted_at=timezone.now()):
        raise RefusedError(_("There is no date to count any more. Please look again."))
    record(session, "cms.count_who_came", by=by, programme=programme.pk, came=came)
    tick_checked(programme, by=by)


@transaction.atomic
def ask_for_something(
    programme: Programme, what: str, *, person: Person | None, by: User | None
) -> ThingNeeded:
    """Staff see it on *this week*, and those of its group are told. The same words, as
    long as they wait, are asked for once."""
    needed, is_new = ThingNeeded.objects.get_or_create(
        programme=programme,
        what=what.strip(),
        arranged_at=None,
        defaults={"centre": programme.centre, "asked_by": person},
    )
    if is_new:
        record(programme, "cms.ask_for_something", by=by, needed=needed.pk)
        context = {"programme": programme, "what": needed.what}
        for colleague in _colleagues(programme):
            _tell(colleague, "thing_needed", needed, context)
    return needed


@transaction.atomic
def arrange(needed: ThingNeeded, *, by: User) -> bool:
    """It is there, or on its way: whoever asked is told once. False when somebody was
    faster."""
    waiting = ThingNeeded.objects.waiting().filter(pk=needed.pk)
    if not waiting.update(arranged_at=timezone.now(), arranged_by=by):
        return False
    record(needed.programme, "cms.arrange", by=by, needed=needed.pk)
    if needed.asked_by is not None:
        context = {"programme": needed.programme, "what": needed.what}
        _tell(needed.asked_by, "thing_arranged", needed, context)
    return True


def _tell(person: Person, name: str, needed: ThingNeeded, context: dict) -> None:
    event = f"{name}:{needed.pk}"
    tell(person, f"cms/{name}", event=event, context=context, asked_for=True)


def _colleagues(programme: Programme) -> QuerySet[Person]:
    """The staff partners of its group; where there is none, the point person."""
    circle = programme.circle
    roles = circle.partners.all() if circle else StaffRole.objects.none()
    if not roles.exists():
        roles = StaffRole.objects.of(programme.centre).filter(role=Role.LEAD)
    people = Person.objects.of(programme.centre).living()
    return people.filter(user__in=roles.values("user")).distinct()
