"""A centre's own words, in the admin: which messages, in which languages; written beside
ours, looked at before they are kept, and put back."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.enums import Language
from champions.forms.wording import LanguageForm, WordingForm, as_typed
from champions.languages import direction_of, is_ours, name_in, own_name, tag_of
from champions.messages.marks import shown
from champions.messages.previews import language_beside, looks_of
from champions.messages.worded import Worded, all_worded, ours_in
from champions.models import Centre, User, Wording
from champions.permissions import CentreRequest, Who, access
from champions.services import wording as service
from champions.views.which_centre import ask_which

TWIN = "none: for staff, at a desk"


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def which(request: HttpRequest) -> HttpResponse:
    return ask_which(request, to="wording:centre", heading=_("Our own words"))


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def of_centre(request: HttpRequest, pk: int) -> HttpResponse:
    """Each message in each language: whose words it has. `?language=` with `?message=`
    adds one."""
    centre = _centre(request, pk)
    asked = "language" in request.GET
    form = LanguageForm(request.GET if asked else None)
    slug = request.GET.get("message", "")
    if asked and form.is_valid():
        worded = _worded(slug)
        return redirect("wording:edit", pk, worded.slug, form.cleaned_data["language"])
    known = _known(centre)
    context = {
        "heading": _("Our own words"),
        "centre": centre,
        "rows": [(worded, _languages(worded, known)) for worded in all_worded()],
        "form": form,
        "slug": slug,
    }
    return render(request, "champions/wording/centre.html", context)


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def edit(request: HttpRequest, pk: int, message: str, language: str) -> HttpResponse:
    """Write, look, keep; `?show=ours` or `?show=<number>` begins from other words."""
    centre, worded, tag = _found(request, pk, message, language)
    newest = service.newest_words(centre, worded, tag)
    form = WordingForm(
        request.POST or None,
        centre=centre,
        worded=worded,
        tag=tag,
        initial=_initial(request, centre, worded, tag, newest),
    )
    looks = theirs = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") != "keep":
            looks = looks_of(worded, centre, tag, form.wording)
        else:
            theirs = _keep(request, form)
            if theirs is None:
                messages.success(request, _("Kept. From now on we say it like this."))
                return redirect("wording:edit", pk, worded.slug, tag)
            newest = theirs
            form = form.beside(theirs)
    context = {
        **_about(centre, worded, tag, newest),
        "form": form,
        "looks": looks,
        "theirs": theirs,
    }
    return render(request, "champions/wording/edit.html", context)


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def again(
    request: HttpRequest, pk: int, message: str, language: str, number: int
) -> HttpResponse:
    """Say it as it was said before; number 0 are our words."""
    centre, worded, tag = _found(request, pk, message, language)
    since = request.POST.get("since", "")
    try:
        service.put_back(
            centre,
            worded,
            tag,
            number=number,
            since=int(since) if since.isdecimal() else -1,
            by=_user(request),
        )
    except LookupError:
        raise Http404 from None
    except service.WordsMovedError:
        words = _("Somebody else was faster. This is how it stands now.")
        messages.info(request, words)
    else:
        messages.success(request, _("Put back. What was said before is kept below."))
    return redirect("wording:edit", pk, worded.slug, tag)


def _keep(request: HttpRequest, form: WordingForm) -> Wording | None:
    """Keep the words; those of somebody who was faster, if there are."""
    said = {name: form.cleaned_data[name] for name in ("subject", "words", "text_line")}
    try:
        service.keep_words(
            form.centre,
            form.worded,
            form.tag,
            since=form.cleaned_data["since"],
            by=_user(request),
            **said,
        )
    except service.WordsMovedError as moved:
        return moved.newest
    return None


def _initial(
    request: HttpRequest,
    centre: Centre,
    worded: Worded,
    tag: str,
    newest: Wording | None,
) -> dict[str, Any]:
    """Their words; or, to begin with, those that the page was asked to show."""
    show, chosen = request.GET.get("show", ""), newest
    if show == "ours":
        chosen = ours_in(worded, language_beside(centre, tag))
    elif show.isdecimal():
        earlier = service.earlier_words(centre, worded, tag)
        chosen = next((one for one in earlier if one.number == int(show)), newest)
    typed = as_typed(chosen, worded) if chosen else {}
    return typed | {"since": newest.number if newest else 0}


def _about(
    centre: Centre, worded: Worded, tag: str, newest: Wording | None
) -> dict[str, Any]:
    beside = [tag] if is_ours(tag) else Language.values
    ours = [(language, ours_in(worded, language)) for language in beside]
    return {
        "heading": worded.title,
        "centre": centre,
        "worded": worded,
        "tag": tag,
        "direction": direction_of(tag),
        "own_name": own_name(tag),
        "is_third": not is_ours(tag),
        "newest": newest,
        "marks": worded.marks,
        "ours": [
            (language, shown(one.subject, worded.marks), shown(one.words, worded.marks))
            for language, one in ours
        ],
        "earlier": service.earlier_words(centre, worded, tag),
    }


def _known(centre: Centre) -> dict[tuple[str, str], Wording]:
    newest = centre.wordings.all().newest().select_related("written_by")
    return {(one.message, one.language): one for one in newest}


def _languages(
    worded: Worded, known: dict[tuple[str, str], Wording]
) -> list[tuple[str, str, str, Wording | None]]:
    """Tag, names and words: English and French first, then what the centre added."""
    added = sorted(tag for slug, tag in known if slug == worded.slug)
    tags = [*Language.values, *(tag for tag in added if not is_ours(tag))]
    return [
        (tag, own_name(tag), name_in(tag, _here()), known.get((worded.slug, tag)))
        for tag in tags
    ]


def _here() -> str:
    return (get_language() or Language.ENGLISH.value)[:2]


def _found(
    request: HttpRequest, pk: int, message: str, language: str
) -> tuple[Centre, Worded, str]:
    """A language by its usual tag alone, so that each has one address."""
    centre, worded = _centre(request, pk), _worded(message)
    if tag_of(language) != language:
        raise Http404
    return centre, worded, language


def _centre(request: HttpRequest, pk: int) -> Centre:
    return get_object_or_404(Centre.objects.led_by(_user(request)), pk=pk)


def _worded(slug: str) -> Worded:
    found = next((one for one in all_worded() if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _user(request: HttpRequest) -> User:
    return cast(CentreRequest, request).user
