import pytest
from weasyprint import CSS, HTML

from champions.messages.letters import STYLE, html_of
from champions.paper import style_file
from meetings.enums import Route
from meetings.services.invitations import invite
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_it_is_one_sheet_even_with_long_names_and_directions(paper, language):
    centre = make_centre(paper=paper, name="Cedar Lake Community Health Centre")
    workshop = a_workshop(
        centre,
        make_staff(centre, first_name="Marie-Antoinette"),
        place="Cedar Lake Community Hall, the big room",
        second_place="The library, room 4",
        directions="The door at the side. No steps. Bus 4 stops there.",
    )
    person = make_person(
        centre, "Maximiliane", address="22 Birch Road, Unit 3", language=language
    )
    invite(person, workshop, route=Route.GENERAL, by=None)

    document = HTML(string=html_of(told(), centre=centre))
    pages = document.render(stylesheets=[CSS(filename=style_file(STYLE))]).pages

    assert len(pages) == 1
