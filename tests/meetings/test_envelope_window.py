"""Through the window of an envelope one sees the name and address, all of it and nothing
else, wherever the folded sheet slips. Lengths are inches from the upper left corner."""

from dataclasses import dataclass

import pytest

from champions.messages.letters import STYLE, html_of
from champions.paper import pdf_of_html
from meetings.enums import Route
from meetings.services.invitations import invite
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, told
from tests.paper import boxes, words_of_pdf

pytestmark = pytest.mark.django_db
MM = 1 / 25.4


@dataclass(frozen=True)
class Envelope:
    """Its own size, its window, and the sheet folded into it."""

    width: float
    height: float
    left: float
    bottom: float
    across: float
    high: float
    sheet: float
    panel: float

    @property
    def slips(self):
        """How far the sheet can move: to the right, and up."""
        return self.width - self.sheet, self.height - self.panel

    @property
    def always(self):
        """What is seen wherever the sheet lies: left, top, right, bottom of it."""
        aside, up = self.slips
        top = self.height - self.bottom - self.high
        return self.left, top, self.left + self.across - aside, top + self.high - up

    @property
    def perhaps(self):
        """What may be seen."""
        aside, up = self.slips
        top = self.height - self.bottom - self.high
        return self.left - aside, top - up, self.left + self.across, top + self.high


# No. 10, 9 1/2 by 4 1/8 in: window 1 1/8 by 4 1/2, 7/8 from the left, 1/2 from below.
NUMBER_10 = Envelope(9.5, 4.125, 0.875, 0.5, 4.5, 1.125, 8.5, 11 / 3)
# DL, 220 by 110 mm: window 35 by 90 mm, 20 from the left, 18 from below.
DL = Envelope(*(mm * MM for mm in (220, 110, 20, 18, 90, 35, 210, 99)))
# BS 4264: 39 by 93 mm there.
DL_BS = Envelope(*(mm * MM for mm in (220, 110, 20, 18, 93, 39, 210, 99)))
ENVELOPES = [("letter", [NUMBER_10]), ("A4", [DL, DL_BS])]
CAP = 0.7  # of the size of letters stands above their base line
A_LETTER = 0.4  # of its size is as wide as the narrow ones


def letter_to(paper, **fields):
    centre = make_centre(
        paper=paper,
        name="Cedar Lake Community Health Centre",
        name_fr="Centre de santé communautaire du Lac-aux-Cèdres",
    )
    anne = make_staff(centre, first_name="Anne")
    where = {"address": "22 Birch Road, Unit 3", "city": "Cedar Lake ON"}
    fields = {"last_name": "Invented", "postal_code": "P0X 1A0"} | where | fields
    person = make_person(centre, "Rosa", **fields)
    invite(person, a_workshop(centre, anne), route=Route.PRESCRIBED, by=anne)
    html = html_of(told(), centre=centre)
    said = words_of_pdf(pdf_of_html(html, style=STYLE))
    block = boxes(html, STYLE, "to")[0]
    return person, [one for one in said if one.page == 0], block


def edges(said):
    """About where words are seen."""
    points = said.size / 72
    right = said.left + len(said.words) * points * A_LETTER
    return said.left, said.base - CAP * points, right, said.base + 0.2 * points


def overlap(one, other):
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


def within(one, other):
    return (
        other[0] <= one[0]
        and other[1] <= one[1]
        and one[2] <= other[2]
        and one[3] <= other[3]
    )


LONG = {
    "last_name": "Quaggafoal-Featherstonehaugh",
    "address": "1234 Old Lighthouse Road West, Building C, Apartment 1407",
}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("fields", [{}, LONG])
@pytest.mark.parametrize(("paper", "envelopes"), ENVELOPES)
def test_the_window_shows_the_whole_address_and_nothing_else(
    paper, envelopes, fields, large
):
    person, words, block = letter_to(paper, large_print=large, **fields)

    for envelope in envelopes:
        seen = [one for one in words if overlap(edges(one), envelope.perhaps)]

        assert (
            " ".join(one.words for one in seen).split()
            == " ".join(person.postal_lines).split()
        )
        for one in seen:
            assert within(edges(one), envelope.always), one
        assert block.right <= envelope.always[2]


def test_the_rule_of_the_window_is_that_of_the_style_sheet():
    """As the comment there says it."""
    assert [round(edge, 2) for edge in NUMBER_10.always][1::2] == [2.5, 3.17]
    assert [round(edge, 2) for edge in NUMBER_10.perhaps][1::2] == [2.04, 3.62]
    assert [round(edge / MM) for edge in DL.always][1::2] == [57, 81]
    assert [round(edge / MM) for edge in DL_BS.perhaps][1::2] == [42, 92]
