"""What each column of a contact list means: looked at, corrected, remembered, forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from champions.contacts.headings import did_you_mean, from_kept, slip_in, taken_twice
from champions.contacts.refusals import RefusedListError
from champions.enums import ListState
from champions.forms.contact_lists import ColumnsForm
from champions.models import ContactList
from champions.names import spaced
from champions.permissions import CentreRequest, Who, access
from champions.services.list_bells import ListMovedError
from champions.services.list_columns import (
    OPEN,
    choose_sheet,
    forget_meanings,
    remembered,
    say_columns,
)
from champions.views.contact_lists import TWIN, tell_moved, visible_list

COLUMNS, LIST = "contact_lists:columns", "contact_lists:list"


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """One row of the page: the column, how many of its cells say something, and what is
    to be known before one chooses."""

    field: BoundField
    filled: int | None
    note: str


@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    contact_list = visible_list(request, pk)
    if contact_list.state not in OPEN or not contact_list.file_name:
        return redirect(LIST, pk)
    if "line" not in contact_list.headings:
        return _page(request, contact_list, None)
    headings = from_kept(contact_list.headings)
    form = ColumnsForm(request.POST or None, headings=headings)
    if request.method == "POST" and form.is_valid():
        return _say(request, contact_list, form)
    return _page(request, contact_list, form)


def _say(
    request: HttpRequest, contact_list: ContactList, form: ColumnsForm
) -> HttpResponse:
    user = cast(CentreRequest, request).user
    try:
        say_columns(contact_list, fields=form.meanings, by=user)
    except ListMovedError:
        tell_moved(request)
    return redirect(LIST, contact_list.pk)


def _page(
    request: HttpRequest, contact_list: ContactList, form: ColumnsForm | None
) -> HttpResponse:
    known = remembered(contact_list.centre)
    context = {
        "heading": _("What each column means"),
        "list": contact_list,
        "form": form,
        "rows": _rows(contact_list, form, known) if form else [],
        "is_asking": contact_list.state == ListState.ASKING,
        "sheets": contact_list.headings.get("sheets", []),
        "remembers": bool(known),
    }
    status = 422 if form and form.errors else 200
    return render(
        request, "champions/contact_lists/columns.html", context, status=status
    )


def _rows(
    contact_list: ContactList, form: ColumnsForm, known: dict[str, str]
) -> list[ShownColumn]:
    filled = contact_list.headings.get("filled", [])
    twice = taken_twice(form.headings.fields)
    return [
        ShownColumn(
            field=form[f"column-{column}"],
            filled=filled[column] if column < len(filled) else 0 if filled else None,
            note=_note(name, is_known=spaced(name) in known, is_twice=column in twice),
        )
        for column, name in enumerate(form.headings.names)
    ]


def _note(name: str, *, is_known: bool, is_twice: bool) -> str:
    if is_known:
        return _("As last time.")
    if is_twice:
        return _("Another column says the same. Leave one out.")
    meant = slip_in(name) if name else ""
    return did_you_mean(meant) if meant else ""


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    contact_list = visible_list(request, pk)
    user = cast(CentreRequest, request).user
    try:
        choose_sheet(contact_list, sheet=request.POST.get("sheet", ""), by=user)
    except RefusedListError as refused:
        words = [f"{name}: {why}" for name, why in refused.columns]
        messages.error(request, " ".join([refused.reason, *words]))
        return redirect(COLUMNS, pk)
    except (FileNotFoundError, ListMovedError):
        tell_moved(request)
    return redirect(LIST, pk)


@require_POST
@access(Who.LEAD, Who.NETWORK, twin=TWIN)
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    contact_list = visible_list(request, pk)
    forget_meanings(contact_list.centre, by=cast(CentreRequest, request).user)
    messages.success(request, _("It is forgotten. The next list is read as the first."))
    return redirect(COLUMNS, pk)
