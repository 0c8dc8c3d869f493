"""Who saw whose page. A view says whom it shows; what it said is written once the
request is over, in a transaction of its own, so that a page that fails is noted too
and a page that could not be noted is not shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from champions import many_rows
from champions.models import Person, User, View, ViewedPerson

# So many rows are in hand at a time.
PIECE = 2_000


def note_view(request: HttpRequest, people: Iterable[Person | None]) -> None:
    """This request shows these people. Nothing is noted for a visitor who has not
    signed in."""
    shown = _shown(request)
    for person in people:
        if person is not None and person.erased_at is None:
            shown[person.centre_id].add(person.pk)


def note_everybody(request: HttpRequest, people: QuerySet[Person]) -> None:
    """This request shows all of these, of one centre: by number alone, for there may be
    a hundred thousand."""
    shown = _shown(request)
    known = people.filter(erased_at=None).order_by()
    for centre, pk in known.values_list("centre_id", "pk").iterator(chunk_size=PIECE):
        shown[centre].add(pk)


def write_views(request: HttpRequest) -> None:
    """One row for the request in each centre whose people it showed, and one for each
    person; called by the middleware after everything else."""
    user, shown = getattr(request, "user", None), _shown(request)
    if not shown or not isinstance(user, User):
        return
    match = request.resolver_match
    with transaction.atomic():
        for centre, people in shown.items():
            _write(centre, user, match.view_name if match else "", people)


def _shown(request: HttpRequest) -> dict[int, set[int]]:
    if not hasattr(request, "people_shown"):
        request.people_shown = defaultdict(set)  # type: ignore[attr-defined]  # ours
    shown: dict[int, set[int]] = request.people_shown  # type: ignore[attr-defined]
    return shown


def _write(centre: int, user: User, page: str, people: set[int]) -> None:
    view = View.objects.create(centre_id=centre, user=user, page=page[:100])
    seen = iter(sorted(people))
    while some := list(islice(seen, PIECE)):
        many_rows.insert(ViewedPerson, [{"person_id": pk} for pk in some], view=view.pk)
