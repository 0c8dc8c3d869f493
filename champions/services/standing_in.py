"""Staff who are away, who stands in for them, and handing over: a group always has
somebody at the centre to turn to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from champions.enums import AT_THE_TABLE, Role
from champions.history import record
from champions.messages.outbox import tell
from champions.models import Centre, Circle, CircleQuerySet, Person, StaffRole, User
from champions.services.roles import grant_role, take_role


class NotAtTheTableError(Exception):
    """A group goes with a point person or staff partner of its own centre."""


@transaction.atomic
def say_away(user: User, centre: Centre, *, until: date, by: User) -> None:
    """Away up to and including a day. Until its end on the centre's wall the back-ups
    of the groups that this user leads see everything of theirs; they are told."""
    ends_at = datetime.combine(until + timedelta(days=1), time(), centre.tzinfo)
    roles = StaffRole.objects.of(centre).filter(user=user)
    roles.update(away_until=until, away_ends_at=ends_at)
    record(centre, "champions.away", by=by, user=user.pk, until=until.isoformat())
    circles = Circle.objects.of(centre).open().filter(lead=user)
    for back_up in User.objects.filter(pk__in=circles.values("back_up")):
        _tell(
            back_up,
            centre,
            "champions/stand_in",
            event=f"away:{user.pk}:{until.isoformat()}",
            context={"who": user.name, "until": until},
        )


@transaction.atomic
def say_back(user: User, centre: Centre, *, by: User) -> None:
    """Back before the day that was said; saying so twice changes nothing."""
    away = StaffRole.objects.of(centre).filter(user=user).away()
    if away.update(away_until=None, away_ends_at=None):
        record(centre, "champions.away_over", by=by, user=user.pk)


def away_until(user: User, centre: Centre) -> date | None:
    away = StaffRole.objects.of(centre).filter(user=user).away()
    return away.values_list("away_until", flat=True).first()


@transaction.atomic
def hand_over_circle(
    circle: Circle, *, to: User, back_up: User | None, by: User
) -> None:
    """Another point person, and who stands in for them; both sides are told. Raises
    NotAtTheTableError."""
    for user in filter(None, (to, back_up)):
        _check_at_table(user, circle.centre)
    before = {circle.lead, circle.back_up}
    back_up = None if back_up == to else back_up
    Circle.objects.filter(pk=circle.pk).update(lead=to, back_up=back_up)
    circle.lead, circle.back_up = to, back_up
    record(circle, "champions.hand_over", by=by, to=to.pk)
    for user in filter(None, before ^ {to, back_up}):
        _tell_handed_over(user, circle.centre, [circle], to)


@transaction.atomic
def hand_over_role(user: User, centre: Centre, *, to: User, by: User) -> None:
    """A point person goes: the role and every group they lead are another's from now
    on, and both are told. Raises SharedAddressError as `grant_role` does."""
    grant_role(to, centre, Role.LEAD, by=by)
    circles = Circle.objects.of(centre).open()
    led = list(circles.filter(lead=user))
    circles.filter(lead=user, back_up=to).update(back_up=None)
    circles.filter(lead=user).update(lead=to)
    circles.filter(back_up=user).update(back_up=None)
    take_role(user, centre, Role.LEAD, by=by)
    record(centre, "champions.hand_over", by=by, to=to.pk)
    for each in (user, to):
        _tell_handed_over(each, centre, led, to)


def colleagues(centre: Centre) -> list[User]:
    """Those who could take over a group, by name; not who died."""
    roles = StaffRole.objects.of(centre).at_the_table()
    users = User.objects.filter(pk__in=roles.values("user"), is_active=True)
    died = Person.objects.of(centre).exclude(died_at=None).exclude(user=None)
    return sorted(users.exclude(pk__in=died.values("user")), key=lambda user: user.name)


def circles_with_nobody(centre: Centre) -> CircleQuerySet:
    """Open groups whose point person is no colleague any more, or is away while
    nobody who is here stands in."""
    here = {user.pk for user in colleagues(centre)}
    away = StaffRole.objects.of(centre).away().values_list("user", flat=True)
    present = here - set(away)
    circles = Circle.objects.of(centre).open()
    return circles.exclude(lead__in=present).exclude(lead__in=here, back_up__in=present)


def _check_at_table(user: User, centre: Centre) -> None:
    roles = StaffRole.objects.of(centre).filter(user=user, role__in=AT_THE_TABLE)
    if not roles.exists():
        raise NotAtTheTableError


def _tell_handed_over(
    user: User, centre: Centre, circles: list[Circle], to: User
) -> None:
    moment = timezone.now().strftime("%Y%m%d%H%M%S%f")
    _tell(
        user,
        centre,
        "champions/handed_over",
        event=f"handed-over:{centre.pk}:{moment}",
        context={"groups": [circle.name for circle in circles], "to": to.name},
    )


def _tell(
    user: User, centre: Centre, name: str, *, event: str, context: dict[str, object]
) -> None:
    person = Person.objects.of(centre).living().filter(user=user).first()
    if person:
        tell(person, name, event=event, context=context, asked_for=True)
