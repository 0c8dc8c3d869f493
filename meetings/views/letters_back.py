"""Letters that came back: their codes are typed, in the admin or at the front desk, and a
slip of the hand is taken back."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from champions.messages.outbox import MessageMovedError
from champions.models import Centre, Message, MessageQuerySet
from champions.permissions import CentreRequest, Who, access
from champions.services.returned import lately_returned
from champions.services.views_log import note_view
from champions.views.which_centre import ask_which
from meetings.forms.letters_back import LettersBackForm
from meetings.letters_back import rows_of, said_of
from meetings.services.returned_letters import (
    Found,
    Returned,
    not_returned,
    note_returned,
)
from meetings.views.desk import DESK

TWIN = "none: staff hold the letter in their hands"
LEADS = (Who.LEAD, Who.NETWORK)
MOST_SHOWN = 50
# In the session of a desk: what it has typed itself. It sees no list of the centre's.
TYPED = "letters_back"


@access(*LEADS, twin=TWIN)
def which(request: CentreRequest) -> HttpResponse:
    return ask_which(request, to="returned:centre", heading=_("Letters that came back"))


@never_cache
@access(*LEADS, twin=TWIN)
def of_centre(request: CentreRequest, pk: int) -> HttpResponse:
    centre = get_object_or_404(Centre.objects.led_by(request.user), pk=pk)
    template = "meetings/letters_back/centre.html"
    return _page(request, centre, template) or redirect("returned:centre", pk)


@require_POST
@access(*LEADS, twin=TWIN)
def undo(request: CentreRequest, pk: int) -> HttpResponse:
    """It did not come back."""
    visible = Message.objects.visible_to(request.user)
    letter = get_object_or_404(
        visible.filter(centre__in=Centre.objects.led_by(request.user)).select_related(
            "person"
        ),
        pk=pk,
    )
    _take_back(request, letter)
    return redirect("returned:centre", letter.centre_id)


@never_cache
@access(*DESK, twin=TWIN)
def at_desk(request: CentreRequest) -> HttpResponse:
    centre = cast(Centre, request.visit.centre)
    template = "meetings/letters_back/desk.html"
    here = redirect("meetings:letters_back", centre.slug)
    return _page(request, centre, template, typed_here=True) or here


@require_POST
@access(*DESK, twin=TWIN)
def undo_at_desk(request: CentreRequest, message_id: int) -> HttpResponse:
    centre = cast(Centre, request.visit.centre)
    letters = _typed_here(request, lately_returned(centre))
    letter = letters.select_related("person").filter(pk=message_id).first()
    if letter is None:
        _too_late(request)
    else:
        _take_back(request, letter)
    return redirect("meetings:letters_back", centre.slug)


def _page(
    request: CentreRequest, centre: Centre, template: str, *, typed_here: bool = False
) -> HttpResponse | None:
    """What was typed and is known is noted, whatever else stands beside it; what is not
    known stays in the field to be looked at again. Nothing when all of it was noted."""
    form = LettersBackForm(request.POST or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        noted = note_returned(centre, form.cleaned_data["codes"], by=request.user)
        _remember(request, noted)
        done, problems = said_of(noted)
        if done:
            messages.success(request, done)
        if not problems:
            return None
        form = LettersBackForm(initial={"codes": _unknown(noted)})
    letters = lately_returned(centre)
    letters = _typed_here(request, letters) if typed_here else letters
    with_words = letters.select_related("person").prefetch_related("topics")
    shown = list(with_words[:MOST_SHOWN])
    note_view(request, [letter.person for letter in shown])
    words = {
        "heading": _("Letters that came back"),
        "centre": centre,
        "form": form,
        "problems": problems,
        "rows": rows_of(centre, shown),
    }
    return render(request, template, words)


def _remember(request: CentreRequest, noted: list[Returned]) -> None:
    ids = [pk for one in noted for pk in one.letters]
    request.session[TYPED] = [*ids, *request.session.get(TYPED, [])][:MOST_SHOWN]


def _typed_here(request: CentreRequest, letters: MessageQuerySet) -> MessageQuerySet:
    return letters.filter(pk__in=request.session.get(TYPED, []))


def _unknown(noted: list[Returned]) -> str:
    return "\n".join(one.typed for one in noted if one.found == Found.UNKNOWN)


def _take_back(request: CentreRequest, letter: Message) -> None:
    note_view(request, [letter.person])
    try:
        not_returned(letter, by=request.user)
    except MessageMovedError:
        _too_late(request)
    else:
        messages.success(request, _("Taken back: this letter did not come back."))


def _too_late(request: CentreRequest) -> None:
    messages.info(request, _("Somebody else was faster. This is how it stands now."))
