"""Talk first: a colleague will talk with somebody before we invite them.

While it lives nobody invites or reminds the person of an invitation; what they ask for
themselves is answered as always. No reason is written anywhere. It lapses by itself:
nobody has to remember to end it, and keeping it takes a second pair of eyes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import TALK_FIRST
from champions.history import record
from champions.models import Centre, Champion, Person, StaffRole, TalkFirst, User
from champions.models.talk_first import TalkFirstQuerySet

MOST_DAYS = 60


class TalkFirstError(Exception):
    """It cannot be written or renewed; the text says why, for staff."""


def living_for(person: Person) -> TalkFirst | None:
    """What keeps us from inviting this person now, if anything does."""
    return _living(person).select_related("promised_by").first()


def is_for(person: Person) -> bool:
    """Whether we could invite this person at all: nobody who said yes or no to us."""
    is_champion = Champion.objects.filter(person=person).exists()
    return person.may_be_asked and not is_champion


def who_can_talk(centre: Centre) -> list[User]:
    """Those who may promise to talk, by name."""
    roles = StaffRole.objects.of(centre).filter(role__in=TALK_FIRST)
    users = User.objects.filter(pk__in=roles.values("user"), is_active=True)
    died = Person.objects.of(centre).exclude(died_at=None).exclude(user=None)
    return sorted(users.exclude(pk__in=died.values("user")), key=lambda user: user.name)


def last_day(centre: Centre) -> date:
    """The latest day that may be promised today."""
    return _today(centre) + timedelta(days=MOST_DAYS)


@transaction.atomic
def write_talk_first(
    person: Person, *, promised_by: User, until: date, by: User
) -> TalkFirst:
    """Promise a talk by a day, at most 60 days ahead. Pressing twice writes once.

    Raises TalkFirstError: for whom it means nothing, when a colleague was faster, and
    for who kept the last one: after its day a second person decides, as in renewing."""
    _check(person, promised_by, until)
    known = living_for(person)
    if known is None:
        _close_lapsed(person)
        _refuse_same_hand(person, by)
        known = _write(person, promised_by, until, by)
    if known.written_by == by and known.until == until:
        return known
    raise TalkFirstError(_("It is written down already: we talk with them first."))


def _write(person: Person, promised_by: User, until: date, by: User) -> TalkFirst:
    try:
        with transaction.atomic():
            talk = TalkFirst.objects.create(
                centre=person.centre,
                person=person,
                promised_by=promised_by,
                until=until,
                lapses_at=_end_of(person.centre, until),
                written_by=by,
            )
    except IntegrityError:  # somebody was faster
        return TalkFirst.objects.get(person=person, ended_at=None)
    record(person, "champions.talk_first", by=by, until=until.isoformat())
    return talk


def may_renew(talk: TalkFirst, user: User) -> bool:
    """A second person: neither who wrote it nor who renewed it last."""
    return user.pk not in (talk.written_by_id, talk.renewed_by_id)


@transaction.atomic
def renew(
    talk: TalkFirst, *, until: date, by: User, seen: str | None = None
) -> TalkFirst:
    """A second person keeps it, again for at most 60 days from today. `talk` is the
    row as they saw it, or `seen` the day (ISO) that their page showed. Raises
    TalkFirstError, also when somebody changed it since."""
    if talk.renewed_by_id == by.pk and talk.until == until:
        return talk  # the button was pressed twice
    if seen not in (None, talk.until.isoformat()):
        raise TalkFirstError(_("A colleague was faster. Please look at it again."))
    if not may_renew(talk, by):
        words = _("You wrote it, or renewed it last. A second person renews it.")
        raise TalkFirstError(words)
    _check_day(talk.centre, until)
    now = timezone.now()
    # Of its own columns alone: an UPDATE that joins would not look again on PostgreSQL.
    as_seen = TalkFirst.objects.filter(
        pk=talk.pk,
        until=talk.until,
        renewed_at=talk.renewed_at,
        ended_at=None,
        lapses_at__gt=now,
    )
    lapses_at = _end_of(talk.centre, until)
    if not as_seen.update(
        until=until, lapses_at=lapses_at, renewed_by=by, renewed_at=now
    ):
        raise TalkFirstError(_("A colleague was faster. Please look at it again."))
    record(talk.person, "champions.renew_talk_first", by=by, until=until.isoformat())
    talk.refresh_from_db()
    return talk


@transaction.atomic
def talked(talk: TalkFirst, *, by: User) -> bool:
    """They talked: from now on the person is asked like anybody. False when it was
    over already."""
    return _end(TalkFirst.objects.filter(pk=talk.pk), "champions.talked", by=by)


@transaction.atomic
def said_yes(person: Person) -> None:
    """The person says yes: there is nothing to talk about first any more."""
    _end(_living(person), "champions.talk_first_over", by=None)


def _end(talks: TalkFirstQuerySet, action: str, *, by: User | None) -> bool:
    """Of whoever presses first; there is nothing to end where its day is over."""
    talk = talks.living().select_related("person").first()
    ended = talk and TalkFirst.objects.filter(pk=talk.pk, ended_at=None).update(
        ended_at=timezone.now()
    )
    if talk and ended:
        record(talk.person, action, by=by)
    return bool(ended)


def _living(person: Person) -> TalkFirstQuerySet:
    return TalkFirst.objects.living().filter(person=person)


def _close_lapsed(person: Person) -> None:
    for lapsed in TalkFirst.objects.filter(
        person=person, ended_at=None, lapses_at__lte=timezone.now()
    ):
        TalkFirst.objects.filter(pk=lapsed.pk).update(ended_at=lapsed.lapses_at)


def _refuse_same_hand(person: Person, by: User) -> None:
    """Else one person could keep somebody out for ever, by writing it anew."""
    since = timezone.now() - timedelta(days=MOST_DAYS)
    lately = TalkFirst.objects.filter(person=person, ended_at__gt=since)
    if lately.filter(Q(written_by=by) | Q(renewed_by=by)).exists():
        words = _("You wrote the last one, or renewed it. A second person decides.")
        raise TalkFirstError(words)


def _check(person: Person, promised_by: User, until: date) -> None:
    if person.died_at or person.erased_at:
        raise TalkFirstError(_("We invite them to nothing any more."))
    if person.do_not_contact_at:
        raise TalkFirstError(
            _("They asked us not to write first: we do not invite them.")
        )
    if Champion.objects.filter(person=person).exists():
        raise TalkFirstError(_("They said yes already. Talk with them as always."))
    if promised_by not in who_can_talk(person.centre):
        raise TalkFirstError(_("Choose one of your colleagues."))
    _check_day(person.centre, until)


def _check_day(centre: Centre, until: date) -> None:
    if not _today(centre) <= until <= last_day(centre):
        raise TalkFirstError(
            _("Choose a day from today on, within %(days)s days.") % {"days": MOST_DAYS}
        )


def _today(centre: Centre) -> date:
    return timezone.localdate(timezone=centre.tzinfo)


def _end_of(centre: Centre, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), centre.tzinfo)
