"""In the admin: somebody's whole record; wiping it, in two steps; joining two records of
one person; who saw whom; and who changed what in the centre."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.models import Merge, Person, View
from champions.names import address_key, folded
from champions.permissions import CentreRequest, Who, access
from champions.sent_ids import sent_id
from champions.services.merging import TwoUsersError
from champions.services.privacy import StaffRecordError
from champions.services.views_log import note_view
from cms.centre_history import changes_seen_by
from cms.record_words import page_in_words, readable
from cms.services.erasure import has_asked
from cms.services.privacy import (
    RunsProgrammeError,
    erase,
    merge,
    programmes_run_alone,
    record_of,
)

KEEPERS = (Who.LEAD, Who.PRIVACY, Who.NETWORK)
TWIN = "none: for staff, at a desk"
ON_A_PAGE = 50
MOST_FOUND = 20


@access(*KEEPERS, twin=TWIN)
def find(request: CentreRequest) -> HttpResponse:
    """Whose record? Asked for by name or e-mail; nobody is listed unasked."""
    # Sent, not asked for: a name in an address would stand in every log.
    words = request.POST.get("who", "").strip()
    found = list(_found(_people(request), words)) if words else []
    note_view(request, found)
    context = {"heading": _("Records"), "found": found, "words": words}
    return render(request, "cms/records/find.html", context)


def _people(request: CentreRequest) -> QuerySet[Person]:
    people = Person.objects.visible_to(request.user).filter(erased_at=None)
    return people.kept_by(request.user).select_related("centre", "user")


def _found(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    key = folded(words)
    by_name = Q(name_key__contains=key) if len(key) > 1 else Q(pk=None)
    return people.filter(by_name | Q(email_key=address_key(words)))[:MOST_FOUND]


def _person(request: CentreRequest, pk: int) -> Person:
    person = get_object_or_404(_people(request), pk=pk)
    note_view(request, [person])
    return person


@access(*KEEPERS, twin=TWIN)
def show(request: CentreRequest, pk: int) -> HttpResponse:
    """All that the centre holds about one person, as they see it themselves."""
    person = _person(request, pk)
    context = {
        "heading": str(person),
        "person": person,
        "parts": readable(_without_words(record_of(person)), person),
        "has_asked": has_asked(person),
        "joined": Merge.objects.of(person.centre).lately().filter(into=person),
    }
    return render(request, "cms/records/show.html", context)


def _without_words(record: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """That, when and how something was told; the words are the person's own to read."""
    hidden = ("subject", "text", "to_address")
    told = [
        {name: value for name, value in row.items() if name not in hidden}
        for row in record["messages"]
    ]
    return record | {"messages": told}


@access(*KEEPERS, twin=TWIN)
def wipe(request: CentreRequest, pk: int) -> HttpResponse:
    """Two steps: what would go and stay, then the button."""
    person = _person(request, pk)
    if request.method == "POST":
        return _wipe(request, person)
    context = {
        "heading": _("Wipe this record"),
        "person": person,
        "run_alone": programmes_run_alone(person),
    }
    return render(request, "cms/records/wipe.html", context)


def _wipe(request: CentreRequest, person: Person) -> HttpResponse:
    try:
        erase(person, by=request.user)
    except RunsProgrammeError:
        messages.error(request, _("Somebody else takes over their programmes first."))
    except StaffRecordError:
        messages.error(request, _("Take their roles away first, under Staff."))
    else:
        messages.success(request, _("The record is wiped."))
        return redirect("records")
    return redirect("records_show", person.pk)


@access(*KEEPERS, twin=TWIN)
def join(request: CentreRequest, pk: int) -> HttpResponse:
    """Find the second record of the same person, look at both, then press the button."""
    person = _person(request, pk)
    others = _people(request).filter(centre=person.centre).exclude(pk=person.pk)
    other = others.filter(pk=_number(request, "other")).first()
    note_view(request, [other])
    if request.method == "POST" and other:
        return _join(request, person, other)
    words = request.POST.get("who", str(person))
    found = [] if other else list(_found(others, words))
    note_view(request, found)
    context = {
        "heading": _("Join two records"),
        "person": person,
        "other": other,
        "rows": _side_by_side(person, other) if other else [],
        "found": found,
        "words": words,
    }
    return render(request, "cms/records/join.html", context)


def _number(request: CentreRequest, name: str) -> int:
    return sent_id(request.POST.get(name, request.GET.get(name, "")))


def _side_by_side(person: Person, other: Person) -> list[tuple[str, str, str]]:
    """Each part of both records: what stands there, or how much of it."""
    both = [readable(record_of(one), one) for one in (person, other)]
    by_title = [{part.title: part for part in parts} for parts in both]
    titles = dict.fromkeys(part.title for parts in both for part in parts)
    return [
        (title, *(_in_short(one.get(title)) for one in by_title)) for title in titles
    ]


def _in_short(part) -> str:
    if part is None:
        return "–"
    if len(part.rows) == 1:
        return ", ".join(words for _label, words in part.rows[0])
    return ngettext("%(n)s entry", "%(n)s entries", len(part.rows)) % {
        "n": len(part.rows)
    }


def _join(request: CentreRequest, person: Person, other: Person) -> HttpResponse:
    try:
        merge(other, into=person, by=request.user)
    except TwoUsersError:
        words = _("Both are staff. Take the roles of one of them away first.")
        messages.error(request, words)
    else:
        messages.success(request, _("The two records are one now."))
    return redirect("records_show", person.pk)


@access(Who.PRIVACY, Who.NETWORK, twin=TWIN)
def views(request: CentreRequest) -> HttpResponse:
    """Who saw whom, newest first; of one person with `?person=<number>`."""
    seen = View.objects.visible_to(request.user).select_related("user", "centre")
    person = _number(request, "person")
    if person:
        seen = seen.filter(people__person_id=person)
    page = Paginator(seen.prefetch_related("people"), ON_A_PAGE).get_page(
        request.GET.get("p")
    )
    rows = [(view, page_in_words(view.page)) for view in page]
    context = {
        "heading": _("Who saw what"),
        "page": page,
        "rows": rows,
        "number": person or "",
    }
    return render(request, "cms/records/views.html", context)


@access(Who.LEAD, Who.PRIVACY, Who.NETWORK, twin=TWIN)
def history(request: CentreRequest) -> HttpResponse:
    """Who changed what in the visitor's own centres, newest first."""
    changes = changes_seen_by(request.user)
    page = Paginator(changes, ON_A_PAGE).get_page(request.GET.get("p"))
    context = {"heading": _("Who changed what"), "page": page}
    return render(request, "cms/records/history.html", context)
