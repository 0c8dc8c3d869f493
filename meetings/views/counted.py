"""Letters of a centre's own system, in the admin: counted, copied, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.enums import CodePurpose, Language
from champions.paper import can_make_pdf
from champions.permissions import CentreRequest, access
from champions.services.codes import digits_for
from meetings import counted_letters
from meetings.counted_letters import GeneralLetter
from meetings.forms.counted import CountedForm
from meetings.handouts import page_bar
from meetings.models import CountedMailing
from meetings.services.counted import (
    correct_letters,
    count_letters,
    take_back_letters,
    why_closed,
)
from meetings.services.counted_numbers import answers_to
from meetings.services.refusals import RefusedError
from meetings.views.workshops import LEADS, TWIN, centres_of, find_workshop
from meetings.workshop_dates import last_posting


def _find(request: CentreRequest, pk: int) -> CountedMailing:
    rows = CountedMailing.objects.visible_to(request.user)
    led = rows.filter(centre__in=centres_of(request))
    return get_object_or_404(
        led.select_related(
            "centre",
            "meeting__centre",
            "meeting__circle__lead",
            "meeting__followed_by",
        ),
        pk=pk,
    )


@require_POST
@access(*LEADS, twin=TWIN)
def new_counted(request: CentreRequest, pk: int) -> HttpResponse:
    """A number and a day; then their code and the letter to copy."""
    workshop, form = find_workshop(request, pk), CountedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how many letters, and the day."))
        return redirect("workshops:one", pk)
    try:
        counted = count_letters(workshop, by=request.user, **form.cleaned_data)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("workshops:one", pk)
    return redirect("workshops:counted", counted.pk)


@access(*LEADS, twin=TWIN)
def one_counted(request: CentreRequest, pk: int) -> HttpResponse:
    """Their code, the letter in each language, and how many have answered."""
    counted = _find(request, pk)
    form = CountedForm(request.POST or None, initial=_first(counted))
    if request.method == "POST" and form.is_valid():
        try:
            correct_letters(counted, by=request.user, **form.cleaned_data)
        except RefusedError as refused:
            messages.error(request, str(refused))
        return redirect("workshops:counted", pk)
    by = counted.meeting.reply_by
    words: dict[str, Any] = {
        "heading": _("Letters from your own system"),
        "counted": counted,
        "workshop": counted.meeting,
        "centre": counted.centre,
        "code": digits_for(CodePurpose.LETTERS, counted.pk),
        "closed": why_closed(counted),
        "answered": answers_to([counted])[counted.pk],
        "form": form,
        "post_by": by and last_posting(by),
        "languages": Language.choices,
        "can_make_pdf": can_make_pdf(),
    }
    return render(request, "meetings/workshops/counted.html", words)


def _first(counted: CountedMailing) -> dict[str, Any]:
    return {"letters": counted.letters, "posted_on": counted.posted_on}


@require_POST
@access(*LEADS, twin=TWIN)
def take_back(request: CentreRequest, pk: int) -> HttpResponse:
    if take_back_letters(_find(request, pk), by=request.user):
        messages.success(request, _("Taken back. Their code opens nothing any more."))
    return redirect("workshops:counted", pk)


@access(*LEADS, twin=TWIN)
def letter(request: CentreRequest, pk: int, language: str) -> HttpResponse:
    """The letter to copy, as a page of the browser that is printed."""
    general = _letter(request, pk, language)
    bar = page_bar(
        back=reverse("workshops:counted", args=[pk]),
        pdf=reverse("workshops:counted_pdf", args=[pk, language]),
    )
    style = static(counted_letters.STYLE)
    return HttpResponse(counted_letters.html_of(general, style=style, **bar))


@access(*LEADS, twin=TWIN)
def letter_pdf(request: CentreRequest, pk: int, language: str) -> HttpResponse:
    general = _letter(request, pk, language)
    if not can_make_pdf():
        raise Http404
    return _file(general, counted_letters.pdf_of(general), "pdf", "application/pdf")


@access(*LEADS, twin=TWIN)
def letter_words(request: CentreRequest, pk: int, language: str) -> HttpResponse:
    """The words alone. With a mark in front, by which word processors know UTF-8."""
    general = _letter(request, pk, language)
    words = counted_letters.words_of(general).encode("utf-8-sig")
    return _file(general, words, "txt", "text/plain; charset=utf-8")


def _letter(request: CentreRequest, pk: int, language: str) -> GeneralLetter:
    counted = _find(request, pk)
    if language not in Language.values or why_closed(counted):
        raise Http404
    return GeneralLetter(counted, language)


def _file(
    letter: GeneralLetter, content: bytes, ending: str, kind: str
) -> HttpResponse:
    file = HttpResponse(content, content_type=kind)
    name = f"{letter.counted.centre.slug}-letter-{letter.language}.{ending}"
    file["Content-Disposition"] = f'attachment; filename="{name}"'
    return file
