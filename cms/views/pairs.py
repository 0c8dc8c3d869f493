"""In the admin: two records that may be of one person, side by side; one press each."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.models import Merge, Pair, Person
from champions.permissions import CentreRequest, Who, access
from champions.phones import phone_as_written
from champions.services.merging import TwoUsersError
from champions.services.pairs import PairMovedError, put_off, say_two_people
from champions.services.views_log import note_view
from cms.services.privacy import merge_pair

TWIN = "none: for staff, at a desk"
ON_A_PAGE = 20
LIST = "pairs"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison, and whether the two agree in it."""

    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def pairs(request: CentreRequest) -> HttpResponse:
    page = Paginator(_waiting(request), ON_A_PAGE).get_page(request.GET.get("p"))
    note_view(request, (side for pair in page for side in (pair.one, pair.other)))
    joined = list(_joined(request))
    note_view(request, (merge.into for merge in joined))
    context = {
        "heading": _("Perhaps the same person"),
        "page": page,
        "pairs": [(pair, _rows(pair)) for pair in page],
        "joined": joined,
    }
    return render(request, "cms/pairs.html", context)


def _waiting(request: CentreRequest) -> QuerySet[Pair]:
    """Of people who live and are known; the others are no question any more."""
    seen = Pair.objects.visible_to(request.user).waiting()
    gone = {
        f"{side}__{field}": None
        for side in ("one", "other")
        for field in ("died_at", "erased_at")
    }
    return seen.filter(**gone).select_related("centre", "one", "other")


def _joined(request: CentreRequest) -> QuerySet[Merge]:
    """The latest that can still be parted."""
    lately = Merge.objects.visible_to(request.user).lately()
    return lately.select_related("centre", "into")[:ON_A_PAGE]


def _rows(pair: Pair) -> list[Row]:
    one, other = _facts(pair, pair.one), _facts(pair, pair.other)
    return [
        Row(label, value, other.get(label, ""))
        for label, value in one.items()
        if value or other.get(label)
    ]


def _facts(pair: Pair, person: Person | None) -> dict[str, str]:
    if person is None:  # such a pair is not asked about
        return {}
    never = person.do_not_contact_at
    return {
        _("Name"): str(person),
        _("E-mail"): person.email,
        _("Telephone"): phone_as_written(person.phone, region=pair.centre.country),
        _("Address"): ", ".join(person.postal_lines[1:]),
        _("Language"): str(person.get_language_display()),
        _("Reached by"): str(person.get_channel_display()),
        _("Reference"): person.reference,
        _("May we write first?"): _("no") if never else _("yes"),
    }


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def decide(request: CentreRequest, pk: int) -> HttpResponse:
    """The button says it: one or other is right and both are one, two people, later."""
    pair = get_object_or_404(Pair.objects.visible_to(request.user), pk=pk)
    said = request.POST.get("say", "")
    try:
        _carry_out(request, pair, said)
    except PairMovedError:
        messages.info(request, _("Somebody else was faster with these two."))
    except TwoUsersError:
        words = _("Both are staff. Take the roles of one of them away first.")
        messages.error(request, words)
    return redirect(LIST)


def _carry_out(request: CentreRequest, pair: Pair, said: str) -> None:
    if said in ("one", "other"):
        merge_pair(pair, keep=said, by=request.user)
        messages.success(request, _("The two records are one now."))
    elif said == "two":
        say_two_people(pair, by=request.user)
        messages.success(request, _("Noted: these are two people."))
    elif said == "later":
        put_off(pair)
