"""Poster, month sheet, door sign, sheet for the day and fridge card: one page each, in
both languages, both paper sizes and in large print, with what must be on it."""

import re
from datetime import date, datetime
from io import BytesIO
from time import perf_counter

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override
from pypdf import PdfReader

from champions.enums import CodePurpose, Role
from champions.models import Centre
from champions.services.codes import digits_for
from cms import programme_papers
from cms.models import Programme, Session
from cms.services.centres import open_centre
from cms.services.fridge import card_for
from cms.services.programmes import set_state
from cms.services.sessions import cancel_session
from meetings.models import Seat
from tests.cms.published import describe, in_public
from tests.factories import make_champion, make_circle, make_staff
from tests.meetings.test_front_desk import signed_in
from tests.paper import words_of_pdf

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-12-07T09:00-05:00")
PAGE = "/en/cedar-lake/programmes/coffee-colour/"
USUAL, LARGE = 16, 22
# Seconds: longer than this it would be made in the background, as letters are.
A_MOMENT = 2


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def centre():
    centre = Centre(
        slug="cedar-lake",
        name="Cedar Lake",
        name_fr="Lac-aux-Cèdres",
        phone="705-555-0142",
    )
    return open_centre(centre, by=None)


@pytest.fixture
def doreen(centre):
    return make_champion(centre, make_circle(centre), "Doreen")


@pytest.fixture
def programme(centre, doreen):
    programme = in_public(
        centre,
        doreen,
        first_on=date(2026, 12, 4),
        at=datetime(2026, 12, 4, 10).time(),  # noqa: DTZ001  only its time
        directions="Side door, bus 4",
        key_words="Anne has it",
        first_aid_words="Red box by the sink",
    )
    cancel_session(_dates(programme)[date(2027, 1, 8)], why="Snow", by=doreen.user)
    return programme


def _dates(programme):
    return {one.original_on: one for one in programme.sessions.all()}


@pytest.fixture
def card(programme, doreen):
    return card_for(programme, doreen, by=None)


def papers(programme, *, is_large):
    """Every paper by its name."""
    size = {"is_large": is_large}
    card = programme.fridge_cards.get()
    return {
        "poster": programme_papers.poster_of(programme, **size),
        "door": programme_papers.door_sign_of(programme, **size),
        "day": programme_papers.day_sheet_of(programme, **size),
        "card": programme_papers.fridge_card_of(card, **size),
        "month": programme_papers.month_sheet_of(
            programme.centre, date(2026, 12, 1), **size
        ),
    }


def words_of(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


NAMES = ["poster", "door", "day", "card", "month"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("paper", ["letter", "A4"])
@pytest.mark.parametrize("is_large", [False, True])
def test_each_is_one_page_with_the_telephone(card, name, paper, is_large):
    """In both languages: French needs more room."""
    Centre.objects.update(paper=paper)
    programme = Programme.objects.get()
    for language in ("en", "fr"):
        with override(language):
            pdf = papers(programme, is_large=is_large)[name].pdf()
        (words,) = words_of(pdf)
        sizes = [said.size for said in words_of_pdf(pdf)]
        assert "705-555-0142" in words
        assert "Coffee & Colour" in words
        assert min(sizes) >= (LARGE if is_large else USUAL) - 0.1


WORDS = {
    "poster": {
        "en": [
            "Every Friday",
            "10 to 11:30 am",
            "Library back room",
            "no steps",
            "Free.",
            "Friday 11 December",
            "Friday 8 January called off",
        ],
        "fr": ["Chaque vendredi", "vendredi 11 décembre", "Gratuit"],
    },
    "door": {
        "en": ["Not today", "Next time: Friday 11 December, 10 am"],
        "fr": ["Pas aujourd’hui", "vendredi 11 décembre"],
    },
    "day": {
        "en": ["Anne has it", "Red box by the sink", "How many came?", "door"],
        "fr": ["Anne has it", "Premiers soins", "Qui appeler"],
    },
    "card": {
        "en": ["Call off the next date", "say the numbers of your card"],
        "fr": ["705-555-0142"],
    },
    "month": {
        "en": ["December 2026", "Friday 11 December", "10 am", "no steps"],
        "fr": ["décembre 2026", "Vendredi 11 décembre"],
    },
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_says_what_it_is_for(card, name, language):
    with override(language):
        (words,) = words_of(papers(card.programme, is_large=False)[name].pdf())

    plain = words.replace("\N{NO-BREAK SPACE}", " ")
    assert [one for one in WORDS[name][language] if one not in plain] == []


def test_the_squares_are_two_centimetres_at_least_with_their_address_in_words(card):
    for name in ("poster", "door", "card", "month"):
        html = papers(card.programme, is_large=False)[name].html()
        assert 'class="qr"' in html, name
        short = re.search(r'"short">(.+?)</p>', html)[1].replace("<wbr>", "")
        assert "/en/cedar-lake/" in short


def test_a_long_name_and_a_full_week_still_fit_the_poster(centre, doreen):
    programme = in_public(
        centre,
        doreen,
        title="Walking together slowly along the river and back for tea and talk",
        directions="Through the side door behind the library, then the lift to two",
        access=["step_free", "seated", "quiet", "hearing_loop", "near_bus", "toilet"],
    )

    for is_large in (False, True):
        paper = programme_papers.poster_of(programme, is_large=is_large)
        assert len(words_of(paper.pdf())) == 1


def test_the_poster_says_that_it_takes_a_break(programme, doreen):
    set_state(programme, "resting", by=doreen.user)

    poster = programme_papers.poster_of(programme, is_large=False).html()

    assert "It takes a break just now." in poster
    assert "Just come." not in poster


def test_the_poster_names_another_room(programme):
    moved = _dates(programme)[date(2026, 12, 11)].meeting
    moved.place = "Hall"
    moved.save()

    poster = programme_papers.poster_of(programme, is_large=False).html()

    assert "11:30\N{NO-BREAK SPACE}am, Hall" in poster
    assert poster.count(", Hall") == 1


def test_the_door_says_yes_on_the_day(programme):
    with time_machine.travel("2026-12-11T08:00-05:00"):
        html = programme_papers.door_sign_of(programme, is_large=False).html()

    assert "Yes, here, today" in html
    assert "Not today" not in html


def test_the_door_says_why_not_and_when_instead(programme, doreen):
    with time_machine.travel("2026-12-11T08:00-05:00"):
        today = _dates(programme)[date(2026, 12, 11)]
        cancel_session(today, why="Burst pipe", by=doreen.user)
        html = programme_papers.door_sign_of(programme, is_large=False).html()

    assert "Not today" in html
    assert "Burst pipe" in html
    assert "Next time: Friday 18 December" in html


def test_the_card_names_nobody(card):
    (words,) = words_of(papers(card.programme, is_large=False)["card"].pdf())

    assert digits_for(CodePurpose.FRIDGE, card.pk) in words
    assert "Doreen" not in words


def test_public_papers_name_nobody(card):
    Seat.objects.create(
        centre=card.centre,
        meeting=_dates(card.programme)[date(2026, 12, 11)].meeting,
        audience="guests",
        guest_name="Zebrine",
        shows_name=True,
        reply="coming",
    )

    found = papers(card.programme, is_large=False)
    words = {name: words_of(found[name].pdf())[0] for name in NAMES}

    named = {name for name, said in words.items() if "Zebrine" in said}
    assert named == {"day"}
    assert not any("Doreen" in said for said in words.values())


# --- Addresses --------------------------------------------------------------------

PUBLIC = ["poster/", "poster.pdf", "../month/", "../month.pdf"]
OF_WHO_RUNS_IT = ["door/", "door.pdf", "sheet/", "sheet.pdf", "cards/"]


def path(rest):
    return (
        rest.replace("../", "/en/cedar-lake/programmes/")
        if rest.startswith("..")
        else PAGE + rest
    )


@pytest.mark.parametrize("rest", PUBLIC)
def test_anybody_may_print_what_is_in_public(client, programme, rest):
    assert client.get(path(rest)).status_code == 200
    assert client.get(path(rest), {"large": "1"}).status_code == 200


@pytest.mark.parametrize("rest", OF_WHO_RUNS_IT)
def test_the_others_are_for_those_who_run_it(centre, programme, doreen, rest):
    stranger = make_champion(centre, first_name="Sam")
    answers = []
    for user in (None, stranger.user, doreen.user):
        client = Client()
        if user:
            client.force_login(user)
        answers.append(client.get(path(rest)).status_code)
    staff = signed_in(Client(), make_staff(centre, Role.SUPPORTER))

    assert answers == [302, 404, 200]
    assert staff.get(path(rest)).status_code == 200


def test_a_programme_that_is_not_in_public_has_no_public_poster(client, centre, doreen):
    describe(centre, doreen)

    assert client.get(f"{PAGE}poster/").status_code != 200
    client.force_login(doreen.user)
    assert client.get(f"{PAGE}poster/").status_code == 200


def test_another_centre_has_no_paper_of_it(client, programme):
    other = Centre(slug="harbourview", name="Harbourview", phone="705-555-0199")
    open_centre(other, by=None)

    there = PAGE.replace("cedar-lake", "harbourview")
    month = client.get("/en/harbourview/programmes/month/?month=2026-12")

    assert client.get(f"{there}poster/").status_code == 404
    assert "Coffee" not in month.content.decode()


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-10", "2028-01", "2026-1", "²"])
def test_a_month_that_is_not_shown_is_not_there(client, programme, month):
    address = "/en/cedar-lake/programmes/month/"

    assert client.get(address, {"month": month}).status_code == 404


def test_the_month_leads_on_and_back(client, programme):
    page = client.get("/en/cedar-lake/programmes/month/").content.decode()

    assert "?month=2026-11" in page
    assert "?month=2027-01" in page


def test_a_file_that_is_kept_is_made_anew_when_a_date_is_called_off(
    client, programme, doreen
):
    before = words_of(client.get(f"{PAGE}poster.pdf").content)[0]

    cancel_session(_dates(programme)[date(2026, 12, 11)], why="Snow", by=doreen.user)
    after = words_of(client.get(f"{PAGE}poster.pdf").content)[0]

    assert "Friday 11 December called off" not in before
    assert "Friday 11 December called off" in after


def test_a_file_is_made_in_a_moment(client, programme):
    began = perf_counter()
    with time_machine.travel(NOW):
        assert client.get(f"{PAGE}poster.pdf").status_code == 200
    assert perf_counter() - began < A_MOMENT


def test_a_month_asks_the_same_however_many_dates(
    centre, doreen, programme, django_assert_max_num_queries
):
    for n in range(5):
        in_public(centre, doreen, title=f"Walk {n}", first_on=date(2026, 12, 9))
    with django_assert_max_num_queries(6):
        paper = programme_papers.month_sheet_of(
            centre, date(2026, 12, 1), is_large=False
        )

    assert "Walk 4" in paper.html()
    assert Session.objects.of(centre).count() > 20
