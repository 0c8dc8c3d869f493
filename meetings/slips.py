"""The slip that a provider gives into somebody's hand: half a sheet to keep, and half a
sheet to answer on. One template for the page that is printed and for the PDF; no rows are
changed here."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from champions.enums import CodePurpose
from champions.messages.letters import CALL_US, short_address
from champions.paper import blocks_of, pdf_of_html, ribbon_data
from champions.qr import qr_svg
from champions.services.codes import digits_for
from meetings.models import Prescribed
from meetings.services.invitations import about, link_of
from meetings.services.may_know import may_know_words

STYLE = "cms/css/handouts.css"
# Across half a sheet between its margins; 300 dots an inch.
BLOCKS, PIXELS = 9, 150


def html_of(row: Prescribed, *, style: str = "", **bar: Any) -> str:
    """The document in the person's own language; `style` is the address of its stylesheet
    when a browser shows it, and `bar` what stands above it there."""
    invitation, person = row.invitation, row.person
    if invitation is None:
        raise ValueError("who waits for a workshop has nothing on paper yet")
    with override(person.language):
        may_know = may_know_words(row.by) if row.by else ""
    words = about(invitation.meeting)
    return render_to_string(
        "meetings/handouts/slip.html",
        {
            "row": row,
            "person": person,
            "centre": row.centre,
            "workshop": words,
            "meeting": words.meeting,
            "second": words.second,
            "thought_of_by": row.by.first_name if row.by else "",
            "may_know": may_know,
            "code": digits_for(CodePurpose.INVITATION, invitation.pk),
            "qr": qr_svg(link_of(invitation)),
            "short_address": short_address(person.language),
            "call_us": [said for said in CALL_US.items() if said[0] != person.language],
            "ribbon": ribbon_data(blocks_of(row.centre), count=BLOCKS, size=PIXELS),
            "style": style,
            **bar,
        },
    )


def pdf_of(row: Prescribed) -> bytes:
    """The same as a PDF; NoPdfError where the machine lacks Pango."""
    return pdf_of_html(html_of(row), style=STYLE)
