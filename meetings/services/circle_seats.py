"""Asking a group to its next get-together: its members, staff who belong to it, and
after a welcome workshop those who came and those who had said yes."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from champions.enums import ChampionState
from champions.models import Circle, Person, User
from meetings.enums import Audience, InvitationState, MeetingKind, MeetingState, Strand
from meetings.models import Capacity, Invitation, Meeting, Seat, StrandMember
from meetings.services import telling
from meetings.services.seats import ask


def ask_circle(meeting: Meeting, *, by: User | None = None) -> list[Seat]:
    """Ask everybody whose get-together it is, each told once; those who are asked
    already keep their reply. The new seats."""
    if meeting.circle is None:
        return []
    asked = set(
        Seat.objects.filter(meeting=meeting).values_list("person_id", flat=True)
    )
    staff = set(staff_of(meeting.circle).values_list("pk", flat=True))
    seats = []
    first = _wanted_next_time(meeting)
    people = _people_of(meeting).exclude(pk__in=asked - {None})
    for person in sorted(people, key=lambda one: one.pk not in first):
        audience = Audience.STAFF if person.pk in staff else Audience.CHAMPIONS
        seat = ask(meeting, person, audience=audience, by=by)
        telling.asked(seat)
        seats.append(seat)
    return seats


def ask_staff(workshop: Meeting, *, by: User | None = None) -> list[Seat]:
    """Ask the group's staff to a welcome workshop: for the portion that is open to
    them alone, each told once. The new seats."""
    audiences = Capacity.objects.filter(part__meeting=workshop, places__gt=0)
    if not workshop.circle or not audiences.filter(audience=Audience.STAFF).exists():
        return []
    known = Seat.objects.filter(meeting=workshop, person__isnull=False)
    people = Person.objects.living().filter(pk__in=staff_of(workshop.circle))
    seats = []
    unasked = people.exclude(pk__in=known.values("person"))
    for person in unasked.select_related("centre"):
        seat = ask(workshop, person, audience=Audience.STAFF, by=by)
        telling.asked_as_staff(seat)
        seats.append(seat)
    return seats


def _people_of(meeting: Meeting) -> QuerySet[Person]:
    circle = meeting.circle
    if circle is None:
        return Person.objects.none()
    ids = {*asked_of(circle, meeting.strand).values_list("pk", flat=True)}
    ids.update(staff_of(circle).values_list("pk", flat=True))
    ids.update(_from_workshop(meeting))
    ids.update(_wanted_next_time(meeting))
    people = Person.objects.of(meeting.centre).living()
    return people.filter(pk__in=ids).select_related("centre")


def _wanted_next_time(meeting: Meeting) -> set[int]:
    """Who said "tell me next time" to the group's last get-together before this one."""
    before = Meeting.objects.filter(
        circle=meeting.circle, starts_at__lt=meeting.starts_at
    ).exclude(kind__in=[MeetingKind.WELCOME, MeetingKind.SESSION])
    last = before.exclude(state=MeetingState.DRAFT).order_by("-starts_at").first()
    seats = Seat.objects.filter(meeting=last, next_time_at__isnull=False)
    return {pk for pk in seats.values_list("person_id", flat=True) if pk is not None}


def asked_of(circle: Circle, strand: str) -> QuerySet[Person]:
    """The champions whose get-together it is: all of the group, or those of it who
    keep meeting monthly."""
    if strand == Strand.MONTHLY:
        monthly = StrandMember.objects.filter(circle=circle)
        return members_of(circle).filter(pk__in=monthly.values("person"))
    return members_of(circle)


def members_of(circle: Circle) -> QuerySet[Person]:
    """The group's champions who are neither on a break nor moved on."""
    members = Person.objects.filter(circle_memberships__circle=circle)
    return members.living().filter(champion__state=ChampionState.ACTIVE)


def staff_of(circle: Circle) -> QuerySet[Person]:
    """Point person, back-up and staff partners, as people of the centre."""
    partners = circle.partners.values("user")
    return Person.objects.of(circle.centre).filter(
        Q(user__in=[circle.lead_id, circle.back_up_id]) | Q(user__in=partners),
        user__isnull=False,
    )


def _from_workshop(second: Meeting) -> set[int]:
    """Who came to the workshop before a second get-together, or said yes to it and
    could not; not who said "no, thank you" in the end."""
    if second.kind != MeetingKind.SECOND:
        return set()
    seats = Seat.objects.filter(
        meeting__followed_by=second, meeting__state=MeetingState.HELD
    ).filter(Q(said_yes_at__isnull=False) | Q(attendances__came=True))
    declined = Invitation.objects.filter(
        meeting__followed_by=second, state=InvitationState.DECLINED
    )
    seats = seats.exclude(person__in=declined.values("person"))
    return {pk for pk in seats.values_list("person_id", flat=True) if pk is not None}
