"""Contact lists in the admin: upload, look at what would happen, import."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST
from wagtail import hooks

from champions.contacts.contact import Note, Refusal
from champions.contacts.reading import LARGEST_FILE
from champions.contacts.refusals import RefusedListError, too_large
from champions.enums import ListState
from champions.forms.contact_lists import UploadForm
from champions.list_words import further_counts, label_of, lines_behind, main_counts
from champions.models import Centre, ContactLine, ContactList
from champions.permissions import CentreRequest, Who, access
from champions.phones import phone_as_written
from champions.services.contact_lists import (
    AT_WORK,
    MOST_ATTEMPTS,
    drop_list,
    receive_upload,
    start_import,
    try_again,
)
from champions.services.list_bells import ListMovedError
from champions.services.list_undoing import what_happened, why_not
from champions.services.views_log import note_view

TWIN = "none: for staff, at a desk"
# What a request has besides the file.
ROOM_FOR_FORM = 64 * 1024
# So much is read and thrown away, so that the sender gets an answer and no broken line.
MOST_DRAINED = 200 * 1024 * 1024
LINES_ON_A_PAGE = 50
NAMES = {"list": "contact_lists:list", "all": "contact_lists:index"}


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def all_lists(request: HttpRequest) -> HttpResponse:
    user = cast(CentreRequest, request).user
    lists = ContactList.objects.visible_to(user).select_related("centre")
    page = Paginator(lists, LINES_ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "heading": _("Contact lists"),
        "page": page,
        "centres": Centre.objects.led_by(user),
    }
    return render(request, "champions/contact_lists/all.html", context)


# The body is read only after its length was looked at; until then nothing is done.
@csrf_exempt
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def upload(request: HttpRequest) -> HttpResponse:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > LARGEST_FILE + ROOM_FOR_FORM:
        return _refuse_unread(request, length)
    return _upload(request)


def _refuse_unread(request: HttpRequest, length: int) -> HttpResponse:
    left = min(length, MOST_DRAINED)
    while left > 0 and (block := request.read(min(left, 1024 * 1024))):
        left -= len(block)
    form = UploadForm(user=cast(CentreRequest, request).user)
    return _form_page(request, form, refused=RefusedListError(too_large(LARGEST_FILE)))


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    user = cast(CentreRequest, request).user
    form = UploadForm(request.POST or None, request.FILES or None, user=user)
    if request.method != "POST":
        return _form_page(request, UploadForm(user=user))
    if not form.is_valid():
        return _form_page(request, form)
    try:
        contact_list = receive_upload(
            form.for_centre, form.cleaned_data["file"], by=user
        )
    except RefusedListError as refused:
        return _form_page(request, form, refused=refused)
    return redirect(NAMES["list"], contact_list.pk)


def _form_page(
    request: HttpRequest, form: UploadForm, *, refused: RefusedListError | None = None
) -> HttpResponse:
    invented = any(asks() for asks in hooks.get_hooks("only_invented_people"))
    context = {
        "heading": _("Upload a contact list"),
        "form": form,
        "refused": refused,
        "only_invented": invented,
    }
    wrong = refused or form.errors
    return render(
        request,
        "champions/contact_lists/upload.html",
        context,
        status=422 if wrong else 200,
    )


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def one_list(request: HttpRequest, pk: int) -> HttpResponse:
    contact_list = visible_list(request, pk)
    if contact_list.state == ListState.ASKING:
        return redirect("contact_lists:columns", pk)
    main = main_counts(contact_list)
    stopped = contact_list.attempts >= MOST_ATTEMPTS
    context = {
        "heading": contact_list.name,
        "list": contact_list,
        "main": main,
        "further": further_counts(contact_list),
        "total": sum(count.lines for count in main),
        "new": contact_list.counts.get("new", 0),
        "marks": contact_list.counts.get("known:do_not_contact", 0),
        "is_stopped": stopped and contact_list.state in AT_WORK,
        "is_at_work": not stopped and contact_list.state in AT_WORK,
        "may_be_undone": not why_not(contact_list),
        "undone": what_happened(contact_list),
    }
    return render(request, "champions/contact_lists/one.html", context)


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    contact_list = visible_list(request, pk)
    key = request.GET.get("of", "")
    label = label_of(key)
    if label is None:
        raise Http404
    behind = lines_behind(contact_list, key).select_related("person")
    page = Paginator(behind, LINES_ON_A_PAGE).get_page(request.GET.get("p"))
    note_view(request, (line.person for line in page))
    context = {
        "list": contact_list,
        "heading": label,
        "key": key,
        "page": page,
        "rows": [_row(line, contact_list.centre.country) for line in page],
    }
    return render(request, "champions/contact_lists/lines.html", context)


def _row(line: ContactLine, region: str) -> dict[str, Any]:
    """A line as it is shown: its words while they are kept, then the person."""
    words = line.words
    name = f"{words.get('first_name', '')} {words.get('last_name', '')}".strip()
    place = (words.get("address"), words.get("city"), words.get("postal_code"))
    notes = [str(Note(note).label) for note in line.notes.split()]
    if line.reason:
        notes.append(str(Refusal(line.reason).label))
    if line.same_as:
        notes.append(_("The same person as on line %(line)s.") % {"line": line.same_as})
    return {
        "number": line.number,
        "name": str(line.person) if line.person else name,
        "email": words.get("email", ""),
        "phone": phone_as_written(words.get("phone", ""), region=region),
        "address": ", ".join(filter(None, place)),
        "notes": notes,
    }


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    contact_list = visible_list(request, pk)
    try:
        start_import(contact_list, by=cast(CentreRequest, request).user)
    except ListMovedError:
        tell_moved(request)
    return redirect(NAMES["list"], pk)


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    contact_list = visible_list(request, pk)
    try:
        drop_list(contact_list, by=cast(CentreRequest, request).user)
    except ListMovedError:
        tell_moved(request)
        return redirect(NAMES["list"], pk)
    messages.success(request, _("Nobody was added, and the list is deleted."))
    return redirect(NAMES["all"])


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    try_again(visible_list(request, pk))
    return redirect(NAMES["list"], pk)


def tell_moved(request: HttpRequest) -> None:
    messages.info(request, _("Somebody else was faster. This is how it stands now."))


def visible_list(request: HttpRequest, pk: int) -> ContactList:
    user = cast(CentreRequest, request).user
    lists = ContactList.objects.visible_to(user).select_related("centre")
    return get_object_or_404(lists, pk=pk)
