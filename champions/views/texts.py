"""Texts to send, in the admin: a list for the centre's own service, “they are sent”, and
the numbers that answered “stop”."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from champions.enums import Channel
from champions.forms.our_centre import StopForm
from champions.models import Centre, LetterBatch, LetterBatchQuerySet
from champions.permissions import CentreRequest, Who, access
from champions.services import letters as service
from champions.services.texts import list_of, stop_numbers
from champions.services.views_log import note_view
from champions.views.letters import (
    ON_A_PAGE,
    TWIN,
    counted,
    csv_file,
    keep_resting,
    row_of,
    too_late,
)


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def all_texts(request: HttpRequest) -> HttpResponse:
    return _index(request, StopForm(user=cast(CentreRequest, request).user))


def _index(request: HttpRequest, form: StopForm) -> HttpResponse:
    user = cast(CentreRequest, request).user
    newest = counted(_lists(request)).order_by("posted_at", "-pk")
    page = Paginator(newest, ON_A_PAGE).get_page(request.GET.get("p"))
    rows = [row_of(one) for one in page]
    note_view(request, [message.person for row in rows for message in row["left_out"]])
    context = {
        "heading": _("Texts to send"),
        "waiting": service.waiting_letters(user, channel=Channel.TEXT),
        "page": page,
        "rows": rows,
        "form": form,
        "sends_texts": Centre.objects.led_by(user).filter(sends_texts=True).exists(),
    }
    return render(request, "champions/texts/all.html", context)


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def make(request: HttpRequest, centre_id: int) -> HttpResponse:
    """One list of all that wait about one thing."""
    user = cast(CentreRequest, request).user
    centre = get_object_or_404(Centre.objects.led_by(user), pk=centre_id)
    topic = request.POST.get("topic", "")
    service.make_ready(centre, topic, by=user, channel=Channel.TEXT)
    return redirect("texts:index")


@never_cache
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers and texts, for the service that sends them."""
    batch = _visible(request, pk)
    if service.rests(batch):
        return keep_resting(request, "texts:index")
    listed = service.letters_to_post(batch)
    note_view(request, [message.person for message in listed])
    name = f"{batch.centre.slug}-texts-{batch.pk}.csv"
    return csv_file("".join(list_of(listed, centre=batch.centre)), name)


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast(CentreRequest, request).user
    try:
        count = service.post_batch(_visible(request, pk), by=user)
    except service.BatchRestsError:
        return keep_resting(request, "texts:index")
    except service.BatchMovedError:
        return too_late(request, "texts:index")
    said = ngettext("%(count)s text is sent.", "%(count)s texts are sent.", count)
    messages.success(request, said % {"count": count})
    return redirect("texts:index")


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def stop(request: HttpRequest) -> HttpResponse:
    """Numbers that answered “stop”. What is nobody's stays in the box, so that a slip of
    the pen can be mended."""
    user = cast(CentreRequest, request).user
    form = StopForm(request.POST, user=user)
    if not form.is_valid():
        return _index(request, form)
    done = stop_numbers(form.for_centre, form.cleaned_data["numbers"], by=user)
    note_view(request, done.people)
    if done.people:
        messages.success(request, _nobody_writes_to(len(done.people)))
    if not done.unknown:
        return redirect("texts:index")
    return _index(request, _left_over(form, done.unknown))


def _nobody_writes_to(count: int) -> str:
    said = ngettext(
        "Nobody writes to this %(count)s person first any more.",
        "Nobody writes to these %(count)s people first any more.",
        count,
    )
    return said % {"count": count}


def _left_over(form: StopForm, unknown: list[str]) -> StopForm:
    """The same form with the lines that are nobody's."""
    left = {"centre": form.for_centre.pk, "numbers": "\n".join(unknown)}
    again = StopForm(left, user=form.user)
    again.add_error(
        "numbers",
        _("We sent no text to these: %(numbers)s. Please look at them again.")
        % {"numbers": ", ".join(unknown)},
    )
    return again


def _lists(request: HttpRequest) -> LetterBatchQuerySet:
    user = cast(CentreRequest, request).user
    lists = LetterBatch.objects.visible_to(user).filter(channel=Channel.TEXT)
    return lists.select_related("centre")


def _visible(request: HttpRequest, pk: int) -> LetterBatch:
    return get_object_or_404(_lists(request), pk=pk)
