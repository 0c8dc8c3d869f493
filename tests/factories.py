"""Plain functions that make one thing each, with sensible words and no rules."""

import uuid
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from champions.enums import Channel, Role
from champions.groups import join_group
from champions.models import (
    Centre,
    Champion,
    Circle,
    CircleMember,
    Person,
    StaffRole,
    User,
)
from champions.names import place_key
from ideas.models import Idea
from meetings.enums import MeetingKind
from meetings.services.gatherings import announce, make_meeting
from meetings.services.seats import ask

# What the tests' centres live by; a new centre is given the same.
WALL = ZoneInfo("America/Toronto")


def make_centre(slug="cedar-lake", **fields):
    words = {
        "name": slug.replace("-", " ").title(),
        "phone": "705-555-0142",
        "hours": "Monday to Friday, 9 to 4",
        "address": "14 Cedar Street, Cedar Lake",
    }
    return Centre.objects.create(slug=slug, **words | fields)


def make_user(email=None, **fields):
    return User.objects.create_user(email=email, **fields)


def make_staff(centre, role=Role.LEAD, first_name="Anne", **fields):
    """A user with a role, and the person they are at the centre."""
    email = fields.pop("email", f"{uuid.uuid4().hex[:8]}@example.org")
    user = make_user(email=email, first_name=first_name, **fields)
    StaffRole.objects.create(user=user, centre=centre, role=role)
    join_group(user, centre, role)
    make_person(centre, first_name=first_name, user=user, email=email)
    return user


def make_person(centre, first_name="Rosa", **fields):
    fields.setdefault("name_key", f"{first_name} {fields.get('last_name', '')}".lower())
    if fields.get("email"):
        fields.setdefault("email_key", fields["email"].strip().casefold())
        fields.setdefault("channel", Channel.EMAIL)
    town = fields.get("postal_code") or fields.get("city", "")
    fields.setdefault("address_key", place_key(fields.get("address", ""), town))
    return Person.objects.create(centre=centre, first_name=first_name, **fields)


def make_circle(centre, name="Maple", **fields):
    return Circle.objects.create(centre=centre, name=name, **fields)


def make_champion(centre, circle=None, first_name="Amina", **fields):
    """A person who said yes and can sign in; returns the person."""
    fields.setdefault("user", make_user(first_name=first_name))
    person = make_person(centre, first_name=first_name, **fields)
    Champion.objects.create(centre=centre, person=person)
    if circle:
        CircleMember.objects.create(centre=centre, circle=circle, person=person)
    return person


def make_idea(author, what="Sunday soup", **fields):
    fields = {"centre": author.centre, "language": author.language} | fields
    return Idea.objects.create(author=author, what=what, **fields)


def in_days(days, start=None):
    """A day counted from today on the wall of the centres, where it may be yesterday yet
    for a machine that goes by UTC."""
    return (start or timezone.localdate(timezone=WALL)) + timedelta(days=days)


AFTERNOON = {"at": time(13, 30), "until": time(16, 0)}
A_MONDAY = date(2026, 9, 7)


def make_gathering(centre, *, days=7, places=40, announced=True, **fields):
    """A get-together in some days from today, open to replies unless told otherwise."""
    fields = {
        "kind": MeetingKind.MONTHLY,
        "circle": None,
        "on": in_days(days),
        "place": "the big room",
        "capacities": {"champions": places, "staff": places, "guests": places},
        "by": None,
        **AFTERNOON,
    } | fields
    meeting = make_meeting(centre, **fields)
    return announce(meeting, by=None) if announced else meeting


def make_workshop_pair(centre, circle, *, days=40, places=24, announced=True):
    """A welcome workshop and the second get-together two weeks later."""
    second = make_gathering(
        centre,
        kind=MeetingKind.SECOND,
        circle=circle,
        days=days + 14,
        announced=False,
    )
    workshop = make_gathering(
        centre,
        kind=MeetingKind.WELCOME,
        circle=circle,
        days=days,
        places=places,
        reply_by=in_days(days - 7),
        announced=False,
    )
    workshop.followed_by = second
    workshop.save()
    return announce(workshop, by=None) if announced else workshop


def make_seat(meeting, first_name="Rosa", **fields):
    """A seat of a new person who was asked and has not answered."""
    return ask(meeting, make_person(meeting.centre, first_name, **fields))
