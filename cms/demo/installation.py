"""When the demo may be made, entered and ended (docs/design.md, section 5)."""

from __future__ import annotations

import os

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from champions.models import Centre, Person, User
from cms.demo import story
from cms.loopback import is_on_this_machine
from cms.models import DemoMark

SLUGS = ("cedar-lake", "harbourview", "beck-lane")
# Each door leads into one invented account, never the network administrator's.
DOORS = {
    "champion": ("cedar-lake", "Amina"),
    "champion-fr": ("cedar-lake", "Jean-Guy"),
    "staff": ("cedar-lake", "Anne"),
    "staff-harbourview": ("harbourview", "Lena"),
    "staff-beck-lane": ("beck-lane", "Grace"),
    "desk": ("cedar-lake", "Mireille"),
    "provider": ("cedar-lake", "Sandra"),
}


class DemoRefusedError(Exception):
    """The demo is made only in an empty installation."""


@transaction.atomic
def make_demo() -> None:
    """Three invented centres, and the mark that says so. Refused when any centre
    exists: invented people never mix with real ones."""
    if Centre.objects.exists():
        raise DemoRefusedError("There are centres already; the demo needs none.")
    story.tell(timezone.now())
    DemoMark.objects.create()


def is_demo() -> bool:
    """Marked, and still nothing but demo centres."""
    marked = DemoMark.objects.exists()
    return marked and not Centre.objects.exclude(slug__in=SLUGS).exists()


def doors_are_open(request: HttpRequest) -> bool:
    """Only in a demo that nobody else can reach, or whose owner says so."""
    if not is_demo():
        return False
    return os.environ.get("DEMO_DOORS") == "1" or is_on_this_machine(request)


def account_behind(door: str) -> User | None:
    """The invented user a door leads to."""
    slug, first_name = DOORS[door]
    person = Person.objects.filter(
        centre__slug=slug, first_name=first_name, user__isnull=False
    ).first()
    return person.user if person and not person.user.is_superuser else None
