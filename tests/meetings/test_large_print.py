"""Who sees little gets letters, slips and cards in large print: nothing of them smaller
than 22 points but the address in the window, on at most two sheets, and all of it there."""

import re

import pytest
from django.urls import reverse

from champions.enums import Channel, Role
from champions.messages.hand_cards import STYLE as CARDS
from champions.messages.hand_cards import cards_html
from champions.messages.letters import STYLE, html_of, letter_of
from champions.models import LetterBatch, Person
from champions.paper import pdf_of_html
from champions.permissions import SECOND_FACTOR
from champions.services import letters
from champions.services.merging import merge
from meetings.enums import Route
from meetings.services.invitations import invite
from meetings.views.desk import FOUND
from tests.factories import make_centre, make_champion, make_person, make_staff
from tests.meetings.workshops import a_workshop, told
from tests.paper import boxes, pages_of, words_of_pdf

pytestmark = pytest.mark.django_db
LONG = {
    "place": "Cedar Lake Community Hall, the big room",
    "second_place": "The library, room 4",
    "directions": "The door at the side. No steps. Bus 4 stops there.",
}


def in_large_print(paper, language="en", route=Route.PRESCRIBED, **fields):
    centre = make_centre(
        paper=paper,
        name="Cedar Lake Community Health Centre",
        name_fr="Centre de santé communautaire du Lac-aux-Cèdres",
    )
    lead = make_staff(centre, first_name="Marie-Antoinette")
    person = make_person(
        centre,
        "Maximiliane",
        address="22 Birch Road, Unit 3",
        language=language,
        large_print=True,
        **fields,
    )
    invite(person, a_workshop(centre, lead, **LONG), route=route, by=lead)
    return centre, person


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_a_letter_in_large_print_is_large_and_whole(paper, language, settings):
    settings.BASE_URL = "https://champions.northsimcoemuskokachc.ca"
    centre, person = in_large_print(paper, language)
    html = html_of(told(), centre=centre)
    said = words_of_pdf(pdf_of_html(html, style=STYLE))

    lines = set(" ".join(person.postal_lines).split())
    small = [one for one in said if one.size < 21.9]
    assert [one for one in small if not set(one.words.split()) <= lines] == []
    assert {one.page for one in said} == {0, 1}

    # As the words stand in the document, so on paper: nothing is cut off.
    shown = re.sub(r"\s", "", " ".join(one.words for one in said))
    letter = letter_of(told().get())
    assert re.sub(r"\s", "", letter.code) in shown
    assert re.sub(r"\s", "", letter.short_address) in shown
    for text in boxes_of_text(html):
        assert text.position_x >= 0
        assert text.position_x + text.width <= page_width(paper) - 40


def boxes_of_text(html):
    pages = pages_of(html, STYLE)
    return [
        box
        for page in pages
        for box in page._page_box.descendants()
        if type(box).__name__ == "TextBox"
    ]


def page_width(paper):
    return (8.5 if paper == "letter" else 210 / 25.4) * 96


@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_the_slip_is_whole_on_one_sheet_and_each_sheet_says_whose_it_is(paper):
    centre, _person = in_large_print(paper)
    html = html_of(told(), centre=centre)

    (slip,) = boxes(html, STYLE, "slip")
    said = words_of_pdf(pdf_of_html(html, style=STYLE))
    assert slip.bottom < 10.5
    at_the_foot = [one for one in said if one.words == "Maximiliane" and one.base > 10]
    assert [one.page for one in at_the_foot] == [0, 1]


def test_a_card_in_large_print_is_twice_as_wide(settings):
    settings.BASE_URL = "https://champions.northsimcoemuskokachc.ca"
    centre, _person = in_large_print(
        "letter", channel=Channel.IN_PERSON, route=Route.GENERAL
    )
    html = cards_html(told(), centre=centre, style="")

    said = words_of_pdf(pdf_of_html(html, style=CARDS))
    number = str(told().get().pk)
    assert min(one.size for one in said if one.words != number) > 21.9
    (card,), (words,), (ways,) = (
        boxes(html, CARDS, name) for name in ("card", "words", "ways")
    )
    assert card.right - card.left > 7
    assert words.bottom <= ways.top


def test_letters_of_two_sheets_are_files_of_their_own(monkeypatch):
    monkeypatch.setattr(letters, "BATCH", 2)
    centre = make_centre()
    lead = make_staff(centre)
    workshop = a_workshop(centre, lead)
    for name in ("Ada", "Bea", "Cleo"):
        one = make_person(centre, name, address="1 Elm", large_print=name == "Bea")
        invite(one, workshop, route=Route.GENERAL, by=lead)

    letters.make_ready(centre, f"meeting:{workshop.pk}", by=None)

    names = [
        list(batch.messages.values_list("person__first_name", flat=True))
        for batch in LetterBatch.objects.order_by("number")
    ]
    assert [sorted(some) for some in names] == [["Ada", "Cleo"], ["Bea"]]


# --- Where it is said -------------------------------------------------------------


@pytest.fixture
def come_in(client):
    def as_user(user, *found):
        client.force_login(user)
        session = client.session
        session[SECOND_FACTOR] = True
        session[FOUND] = [person.pk for person in found]
        session.save()
        return client

    return as_user


def sent_again(form, **changes):
    """A form as the browser would send it back, with some fields changed."""
    shown = {form.add_prefix(name): form[name].value() for name in form.fields}
    shown |= {form.add_prefix(name): value for name, value in changes.items()}
    return {name: value for name, value in shown.items() if value not in (None, False)}


def has_large_print(person):
    return Person.objects.get(pk=person.pk).large_print


def test_the_front_desk_writes_it_down(come_in):
    centre = make_centre()
    rosa = make_person(centre, address="22 Birch Road")
    desk = come_in(make_staff(centre, Role.DESK), rosa)
    where = [centre.slug, rosa.pk]
    page = desk.get(reverse("meetings:desk_person", args=where))

    form = page.context["ways_form"]
    desk.post(
        reverse("meetings:desk_address", args=where), sent_again(form, large_print="on")
    )

    assert has_large_print(rosa)


def test_a_champion_says_it_on_their_own_page(come_in):
    amina = make_champion(make_centre(), address="1 Elm")
    client = come_in(amina.user)
    form = client.get(reverse("champions:profile")).context["form"]

    client.post(reverse("champions:profile"), sent_again(form, large_print="on"))

    assert has_large_print(amina)
    record = client.get(reverse("my_privacy")).content.decode()
    assert "In large print" in record


def test_the_point_person_finds_it_on_the_form(come_in):
    centre = make_centre()
    rosa = make_person(centre, address="22 Birch Road")
    lead = come_in(make_staff(centre))
    address = reverse("people:edit", args=[rosa.pk])
    form = lead.get(address).context["form"]

    lead.post(address, sent_again(form, large_print="on"))

    assert has_large_print(rosa)


def test_of_two_records_that_become_one_the_wish_stays():
    centre = make_centre()
    rosa, twice = make_person(centre), make_person(centre, large_print=True)

    merge(twice, into=rosa)

    assert has_large_print(rosa)
    assert not has_large_print(twice)
