"""Letters to print, in the admin: have them made ready, print them, say "posted"."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from champions.enums import Channel, MessageState
from champions.messages.letters import STYLE, html_of
from champions.models import Centre, LetterBatch, LetterBatchQuerySet
from champions.paper import can_make_pdf
from champions.permissions import CentreRequest, Who, access
from champions.services import letters as service
from champions.services.mail_merge import table_of
from champions.services.views_log import note_view

TWIN = "none: for staff, who print for others"
ON_A_PAGE = 50


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def all_letters(request: HttpRequest) -> HttpResponse:
    user = cast(CentreRequest, request).user
    newest = counted(_letters(request)).order_by("posted_at", "-pk")
    page = Paginator(newest, ON_A_PAGE).get_page(request.GET.get("p"))
    rows = [row_of(batch) for batch in page]
    note_view(request, [letter.person for row in rows for letter in row["left_out"]])
    progress = service.progress_of(_letters(request))
    context = {
        "heading": _("Letters to print"),
        "waiting": service.waiting_letters(user),
        "page": page,
        "rows": rows,
        "progress": progress,
        "is_working": progress.made < progress.all,
        "can_make_pdf": can_make_pdf(),
    }
    return render(request, "champions/letters/all.html", context)


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def make(request: HttpRequest, centre_id: int) -> HttpResponse:
    user = cast(CentreRequest, request).user
    centre = get_object_or_404(Centre.objects.visible_to(user), pk=centre_id)
    topic = request.POST.get("topic", "")
    known = service.waiting_letters(user)
    if any((one.centre, one.topic) == (centre, topic) for one in known):
        service.make_ready(centre, topic, by=user)
    return redirect("letters:index")


@never_cache
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF, as a download: nothing of it stays open in a tab."""
    batch = _visible(request, pk)
    if not batch.file_name:
        raise Http404
    note_view(request, [letter.person for letter in service.letters_of(batch)])
    name = f"{batch.centre.slug}-{batch.number}.pdf"
    kept = storages["private"].open(batch.file_name)
    return cast(HttpResponse, FileResponse(kept, as_attachment=True, filename=name))


@never_cache
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The same letters as a page of the browser, to print from there."""
    batch = _visible(request, pk)
    shown = service.letters_of(batch)
    note_view(request, [letter.person for letter in shown])
    return HttpResponse(html_of(shown, centre=batch.centre, style=static(STYLE)))


@never_cache
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """The same letters as a table, for a word processor."""
    batch = _visible(request, pk)
    if service.rests(batch):
        return keep_resting(request)
    shown = service.letters_to_post(batch)
    note_view(request, [letter.person for letter in shown])
    name = f"{batch.centre.slug}-{batch.number}.csv"
    return csv_file("".join(table_of(shown, centre=batch.centre)), name)


def csv_file(table: str, name: str) -> HttpResponse:
    """A download: nothing of it stays open in a tab."""
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def posted(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        count = service.post_batch(
            _visible(request, pk), by=cast(CentreRequest, request).user
        )
    except service.BatchRestsError:
        return keep_resting(request)
    except service.BatchMovedError:
        return too_late(request)
    said = ngettext(
        "%(count)s letter is in the post.", "%(count)s letters are in the post.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("letters:index")


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        service.try_again(_visible(request, pk), by=cast(CentreRequest, request).user)
    except service.BatchMovedError:
        return too_late(request)
    return redirect("letters:index")


def too_late(request: HttpRequest, to: str = "letters:index") -> HttpResponse:
    messages.info(request, _("Somebody else was faster. This is how it stands now."))
    return redirect(to)


def keep_resting(request: HttpRequest, to: str = "letters:index") -> HttpResponse:
    messages.info(request, _("These rest with their mailing. Wait until it goes on."))
    return redirect(to)


def counted(batches: LetterBatchQuerySet) -> QuerySet[Any]:
    """With what a page says of each: how many, what, and how many of them rest."""
    return batches.annotate(
        count=Count("messages"),
        resting=Count("messages", filter=Q(messages__state=MessageState.PAUSED)),
        large=Count("messages", filter=Q(messages__person__large_print=True)),
        subject=Max("messages__subject"),
    )


def row_of(batch: Any) -> dict[str, Any]:
    """A batch that is `counted`, as a page lists it."""
    left_out = [] if batch.posted_at else service.not_to_post(batch)
    return {
        "rests": bool(batch.resting),
        "is_large": bool(batch.large),
        "batch": batch,
        "title": service.title_of(batch.topic) or batch.subject or "",
        "count": batch.count,
        "left_out": left_out,
    }


def _visible(request: HttpRequest, pk: int) -> LetterBatch:
    return get_object_or_404(_letters(request), pk=pk)


def _letters(request: HttpRequest) -> LetterBatchQuerySet:
    user = cast(CentreRequest, request).user
    batches = LetterBatch.objects.visible_to(user).filter(channel=Channel.LETTER)
    return batches.select_related("centre")
