"""An invitation on paper is one sheet, whatever the names."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from champions.messages.letters import pdf_of
from meetings.enums import Route
from meetings.services.invitations import invite
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_it_is_one_sheet_even_with_long_names_and_directions(paper, language):
    centre = make_centre(
        paper=paper,
        name="Cedar Lake Community Health Centre",
        name_fr="Centre de santé communautaire du Lac-aux-Cèdres",
    )
    lead = make_staff(centre, first_name="Marie-Antoinette")
    workshop = a_workshop(
        centre,
        lead,
        place="Cedar Lake Community Hall, the big room",
        second_place="The library, room 4",
        directions="The door at the side. No steps. Bus 4 stops there.",
    )
    person = make_person(
        centre, "Maximiliane", address="22 Birch Road, Unit 3", language=language
    )
    invite(person, workshop, route=Route.PRESCRIBED, by=lead)

    pdf = pdf_of(told(), centre=centre)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1
