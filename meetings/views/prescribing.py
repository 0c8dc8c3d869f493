"""A provider thinks of somebody: one form, two buttons, and whom they thought of before."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from champions.enums import Channel, Role
from champions.paper import can_make_pdf
from champions.permissions import CentreRequest, Who, access
from champions.services.views_log import note_view
from meetings.enums import InvitationState
from meetings.forms.prescribing import PrescribeForm
from meetings.handouts import page_bar
from meetings.models import Prescribed
from meetings.services.may_know import chart_lines
from meetings.services.prescribing import Thought, prescribe, workshop_for
from meetings.services.refusals import RefusedError
from meetings.slips import STYLE, html_of, pdf_of

PROVIDERS = (Who.PRESCRIBER, Who.LEAD, Who.SUPPORTER)
TWIN = "none: staff think of somebody they talk with"
ON_A_PAGE = 20
SENT_BY = {
    Channel.EMAIL: gettext_lazy("%(name)s gets a mail, with your name."),
    Channel.LETTER: gettext_lazy("%(name)s gets a letter, with your name."),
    Channel.TEXT: gettext_lazy("%(name)s gets a text message, with your name."),
    Channel.PHONE: gettext_lazy("The centre calls %(name)s, in your name."),
    Channel.IN_PERSON: gettext_lazy("%(name)s gets a card at the front desk."),
}


@access(*PROVIDERS, twin=TWIN)
def prescribing(request: CentreRequest) -> HttpResponse:
    """Think of one person; below, whom one thought of before, the newest first."""
    centre = request.visit.at_centre
    first = {"language": get_language()}
    form = PrescribeForm(request.POST or None, centre=centre, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            return _think_of(request, form)
        except RefusedError as refused:
            form.add_error(None, str(refused))
    page = Paginator(_rows(request), ON_A_PAGE).get_page(request.GET.get("page"))
    note_view(request, [row.person for row in page])
    lines = chart_lines(list(page))
    shown = {
        "centre": centre,
        "form": form,
        "workshop": workshop_for(centre, Channel.IN_PERSON),
        "page": page,
        "rows": [(row, lines.get(row.pk, ""), _has_slip(row)) for row in page],
        "is_lead": Role.LEAD in request.visit.roles,
    }
    return render(request, "meetings/prescribing.html", shown)


def _rows(request: CentreRequest) -> QuerySet[Prescribed]:
    rows = Prescribed.objects.visible_to(request.user).of(request.visit.at_centre)
    return rows.filter(person__erased_at=None).select_related(
        "centre", "person", "by", "invitation__meeting"
    )


def _has_slip(row: Prescribed) -> bool:
    """While it can be answered; for who may still be told anything."""
    one = row.invitation
    if one is None or one.state == InvitationState.WITHDRAWN:
        return False
    return one.meeting.takes_replies and row.person.may_be_asked


def _think_of(request: CentreRequest, form: PrescribeForm) -> HttpResponse:
    centre, said = request.visit.at_centre, form.cleaned_data
    thought = prescribe(
        centre,
        first_name=said["first_name"],
        way=form.way,
        language=said["language"],
        by=request.user,
        by_hand=form.is_slip,
    )
    if form.is_slip and thought.way:
        return redirect("meetings:slip", centre.slug, thought.row.pk)
    messages.success(request, _what_came_of_it(thought))
    return redirect("meetings:prescribe", centre.slug)


def _what_came_of_it(thought: Thought) -> str:
    name = {"name": thought.row.person.first_name}
    if thought.way is None:
        return (
            _(
                "There is no date yet for a workshop. As soon as there is one, %(name)s is "
                "asked first, with your name."
            )
            % name
        )
    if thought.is_repeat:
        return (
            _("%(name)s has an invitation already. Nothing was sent a second time.")
            % name
        )
    return str(SENT_BY.get(thought.way, SENT_BY[Channel.LETTER])) % name


@never_cache
@access(*PROVIDERS, twin=TWIN)
def slip(request: CentreRequest, prescribed_id: int) -> HttpResponse:
    """The slip as a page of the browser, to print from there."""
    row = _printable(request, prescribed_id)
    slug = row.centre.slug
    bar = page_bar(
        back=reverse("meetings:prescribe", args=[slug]),
        pdf=reverse("meetings:slip_pdf", args=[slug, row.pk]),
    )
    return HttpResponse(html_of(row, style=static(STYLE), **bar))


@never_cache
@access(*PROVIDERS, twin=TWIN)
def slip_pdf(request: CentreRequest, prescribed_id: int) -> HttpResponse:
    """The same as a file: nothing of it stays open in a tab."""
    row = _printable(request, prescribed_id)
    if not can_make_pdf():
        raise Http404
    file = HttpResponse(pdf_of(row), content_type="application/pdf")
    file["Content-Disposition"] = f'attachment; filename="{row.centre.slug}-slip.pdf"'
    return file


def _printable(request: CentreRequest, prescribed_id: int) -> Prescribed:
    rows = _rows(request).select_related(
        "centre",
        "person",
        "by",
        "invitation__person",
        "invitation__meeting__centre",
        "invitation__meeting__circle__lead",
        "invitation__meeting__followed_by",
    )
    row = get_object_or_404(rows, pk=prescribed_id)
    if not _has_slip(row):
        raise Http404
    note_view(request, [row.person])
    return row
