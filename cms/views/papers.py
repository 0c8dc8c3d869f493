"""Papers of programmes: a page of the browser to print, and the same as a file."""

from __future__ import annotations

from datetime import date

from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from champions.models import Centre, Person
from champions.paper import can_make_pdf
from champions.permissions import CentreRequest, Who, access
from champions.services.views_log import note_view
from cms import programme_papers
from cms.models import FridgeCard, Programme
from cms.programme_papers import STYLE, Paper
from cms.services import fridge
from cms.views.programmes import LEADERS, mine
from meetings.handouts import page_bar
from meetings.services.rhythms import today_at

ITSELF = "none: it is paper itself"
# A file of a public paper is made once an hour, and when something has changed.
KEPT_FOR = 60 * 60
MONTHS_BACK, MONTHS_AHEAD = 1, 12
IN_A_YEAR = 12


@access(Who.PUBLIC, twin=ITSELF)
@require_safe
def poster(request: CentreRequest, slug: str) -> HttpResponse:
    programme = _public(request, slug)
    paper = programme_papers.poster_of(programme, is_large=_is_large(request))
    return _page(request, paper, back=_home(programme), pdf="poster_pdf", args=[slug])


@access(Who.PUBLIC, twin=ITSELF)
@require_safe
def poster_pdf(request: CentreRequest, slug: str) -> HttpResponse:
    programme = _public(request, slug)
    paper = programme_papers.poster_of(programme, is_large=_is_large(request))
    return _kept_file(request, paper, name=f"{slug}-poster")


@access(Who.PUBLIC, twin=ITSELF)
@require_safe
def month(request: CentreRequest) -> HttpResponse:
    """All dates of a month (`?month=2026-12`; without, of this one)."""
    centre, first = request.visit.at_centre, _month(request)
    paper = programme_papers.month_sheet_of(centre, first, is_large=_is_large(request))
    back = f"/{get_language()}/{centre.slug}/programmes/"
    others = {"before": _other(centre, first, -1), "after": _other(centre, first, 1)}
    return _page(request, paper, back=back, pdf="month_pdf", args=[], **others)


@access(Who.PUBLIC, twin=ITSELF)
@require_safe
def month_pdf(request: CentreRequest) -> HttpResponse:
    centre, first = request.visit.at_centre, _month(request)
    paper = programme_papers.month_sheet_of(centre, first, is_large=_is_large(request))
    return _kept_file(request, paper, name=f"{centre.slug}-{first:%Y-%m}")


@access(*LEADERS, twin=ITSELF)
@require_safe
def door(request: CentreRequest, slug: str) -> HttpResponse:
    programme = mine(request, slug)
    paper = programme_papers.door_sign_of(programme, is_large=_is_large(request))
    return _page(request, paper, back=_lead(programme), pdf="door_pdf", args=[slug])


@access(*LEADERS, twin=ITSELF)
@require_safe
def door_pdf(request: CentreRequest, slug: str) -> HttpResponse:
    programme = mine(request, slug)
    paper = programme_papers.door_sign_of(programme, is_large=_is_large(request))
    return _file(paper, name=f"{slug}-door")


@never_cache
@access(*LEADERS, twin=ITSELF)
@require_safe
def sheet(request: CentreRequest, slug: str) -> HttpResponse:
    """For the day: who said they come, the key, first aid, whom to call."""
    programme = mine(request, slug)
    paper = programme_papers.day_sheet_of(programme, is_large=_is_large(request))
    _note_names(request, programme)
    return _page(request, paper, back=_lead(programme), pdf="sheet_pdf", args=[slug])


@never_cache
@access(*LEADERS, twin=ITSELF)
@require_safe
def sheet_pdf(request: CentreRequest, slug: str) -> HttpResponse:
    programme = mine(request, slug)
    paper = programme_papers.day_sheet_of(programme, is_large=_is_large(request))
    _note_names(request, programme)
    return _file(paper, name=f"{slug}-day")


@access(*LEADERS, twin=ITSELF)
@require_safe
def cards(request: CentreRequest, slug: str) -> HttpResponse:
    """Those who may have one: oneself; for staff, everybody who runs it."""
    programme = mine(request, slug)
    known = {card.person_id for card in fridge.live_cards().filter(programme=programme)}
    people = [(one, one.pk in known) for one in _who_may_have_one(request, programme)]
    shown = {"programme": programme, "people": people}
    return render(request, "cms/fridge/cards.html", shown)


@never_cache
@access(*LEADERS, twin=ITSELF)
@require_safe
def card(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """The card of one who runs it; printed again, it has the same numbers."""
    found = _card(request, slug, pk)
    paper = programme_papers.fridge_card_of(found, is_large=_is_large(request))
    back = reverse("programmes:cards", args=[found.centre.slug, slug])
    return _page(request, paper, back=back, pdf="card_pdf", args=[slug, pk])


@never_cache
@access(*LEADERS, twin=ITSELF)
@require_safe
def card_pdf(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    found = _card(request, slug, pk)
    paper = programme_papers.fridge_card_of(found, is_large=_is_large(request))
    return _file(paper, name=f"{slug}-card")


@access(*LEADERS, twin=ITSELF)
@require_POST
def card_new(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """The first one, or a new one instead of one that was lost."""
    programme = mine(request, slug)
    person = get_object_or_404(_who_may_have_one(request, programme), pk=pk)
    has_one = fridge.live_cards().filter(programme=programme, person=person).exists()
    make = fridge.new_card_for if has_one else fridge.card_for
    make(programme, person, by=request.user)
    return redirect("programmes:card", programme.centre.slug, slug, pk)


def _who_may_have_one(request: CentreRequest, programme: Programme):
    people = programme.leads.all().living()
    if not request.visit.is_staff:
        people = people.filter(pk=request.visit.person and request.visit.person.pk)
    return people.order_by("first_name", "pk")


def _card(request: CentreRequest, slug: str, pk: int) -> FridgeCard:
    programme = mine(request, slug)
    person: Person = get_object_or_404(_who_may_have_one(request, programme), pk=pk)
    cards = fridge.live_cards().filter(programme=programme)
    return get_object_or_404(cards, person=person)


def _public(request: CentreRequest, slug: str) -> Programme:
    """One whose page is in public; those who run it print theirs before, too."""
    everything = Programme.objects.of(request.visit.at_centre).select_related("centre")
    programme = get_object_or_404(everything, slug=slug)
    if not programme.pages.filter(live=True).exists():
        return mine(request, slug)
    return programme


def _page(
    request: CentreRequest,
    paper: Paper,
    *,
    back: str,
    pdf: str,
    args: list,
    **more: str,
) -> HttpResponse:
    """With a bar above it: back, as a file, in the other size."""
    asked = request.GET.copy()
    query = f"?{asked.urlencode()}" if asked else ""
    asked["large"] = "" if paper.is_large else "1"
    file = reverse(f"programmes:{pdf}", args=[paper.centre.slug, *args])
    bar = page_bar(back=back, pdf=file + query)
    other_size = f"?{asked.urlencode()}"
    html = paper.html(style=static(STYLE), other_size=other_size, **bar, **more)
    return HttpResponse(html)


def _file(paper: Paper, *, name: str) -> HttpResponse:
    if not can_make_pdf():
        raise Http404
    return _attached(paper.pdf(), name)


def _kept_file(request: CentreRequest, paper: Paper, *, name: str) -> HttpResponse:
    """Anybody may ask for it, and making it takes a second: it is made once for each
    truth of the centre and day."""
    if not can_make_pdf():
        raise Http404
    centre = paper.centre
    parts = (centre.pk, centre.version, today_at(centre), get_language())
    key = "-".join(map(str, ("paper", *parts, int(paper.is_large), name)))
    made = caches["pages"].get_or_set(key, paper.pdf, KEPT_FOR)
    return _attached(made, name)


def _attached(made: bytes, name: str) -> HttpResponse:
    file = HttpResponse(made, content_type="application/pdf")
    file["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return file


def _is_large(request: CentreRequest) -> bool:
    return bool(request.GET.get("large"))


def _month(request: CentreRequest) -> date:
    """The first day of the month that is asked for; any other answers 404."""
    today = today_at(request.visit.at_centre)
    try:
        asked = request.GET.get("month") or f"{today:%Y-%m}"
        first = date.fromisoformat(f"{asked}-01")
    except ValueError as error:
        raise Http404 from error
    if not -MONTHS_BACK <= _months_from(today, first) <= MONTHS_AHEAD:
        raise Http404
    return first


def _months_from(today: date, first: date) -> int:
    return (first.year - today.year) * IN_A_YEAR + first.month - today.month


def _other(centre: Centre, first: date, step: int) -> str:
    """The address of the month before or after; nothing beyond those that are shown."""
    number = first.year * IN_A_YEAR + first.month - 1 + step
    other = date(number // IN_A_YEAR, number % IN_A_YEAR + 1, 1)
    ahead = _months_from(today_at(centre), other)
    is_shown = -MONTHS_BACK <= ahead <= MONTHS_AHEAD
    return f"?month={other:%Y-%m}" if is_shown else ""


def _home(programme: Programme) -> str:
    return f"/{get_language()}/{programme.centre.slug}/programmes/{programme.slug}/"


def _lead(programme: Programme) -> str:
    return reverse("programmes:lead", args=[programme.centre.slug, programme.slug])


def _note_names(request: CentreRequest, programme: Programme) -> None:
    """Those of the centre whose names stand on it."""
    coming = Person.objects.of(programme.centre).filter(
        pk__in=programme.sessions.values("meeting__seats__person")
    )
    note_view(request, list(coming))
