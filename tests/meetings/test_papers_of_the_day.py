"""What is printed for a day, so that nothing in the room needs the net."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.storage import storages
from django.urls import reverse
from pypdf import PdfReader

from champions.enums import Role
from champions.permissions import SECOND_FACTOR
from champions.when import day_in_words
from meetings import tasks
from meetings.day_papers import html_of, papers_of, pdf_of
from meetings.enums import Audience, Reply
from meetings.models import DayPapers, Seat
from meetings.row_codes import row_codes
from meetings.services.gatherings import cancel_meeting
from meetings.services.leaving import take_break
from meetings.services.moving import move_meeting
from meetings.services.papers import (
    are_true,
    ask_for_papers,
    ask_for_tomorrow,
    forget_papers,
    make_one,
)
from meetings.services.privacy import erase
from meetings.services.seats import ask
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_person,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db
PEOPLE = ["Rosa", "Lou", "Maximiliana-Josephine", "Zoé"]


@pytest.fixture(autouse=True)
def _at_noon():
    """The day is the same in the centre's zone and the server's."""
    with time_machine.travel("2026-09-07 16:00:00+00:00"):
        yield


@pytest.fixture(autouse=True)
def _private(settings, tmp_path):
    kept = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"private": kept}


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def circle(centre, anne):
    return make_circle(centre, lead=anne)


@pytest.fixture
def workshop(centre, circle):
    workshop = make_workshop_pair(centre, circle)
    for number, name in enumerate(PEOPLE):
        language = "fr" if number == 3 else "en"
        ask(workshop, make_person(centre, name, language=language))
    Seat.objects.filter(meeting=workshop).update(reply=Reply.COMING)
    return workshop


@pytest.fixture
def meeting(centre, circle):
    make_champion(centre, circle)
    return make_gathering(centre, circle=circle, days=1)


def pages_of(pdf):
    return [
        " ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages
    ]


def test_the_papers_of_a_workshop_hold_every_row_and_code(workshop):
    codes = row_codes(workshop.seats.values_list("pk", flat=True))

    pages = pages_of(pdf_of(papers_of(workshop)))

    lines = [f"{codes[seat.pk]} {seat.name}" for seat in workshop.seats.all()]
    assert [line for line in lines if line not in pages[0]] == []
    # Sheet; badges of four and Anne, with spare ones; five cards, two on a page; slips;
    # words in two languages.
    assert len(pages) == 1 + 2 + 3 + 2 + 4
    badges = pages[1].replace("- ", "-")  # a long name takes two lines
    assert [name for name in PEOPLE if name not in badges] == []
    assert sum("What is your idea?" in page for page in pages[3:6]) == 2
    assert "Quelle est votre idée" in pages[5]
    following = workshop.followed_by
    assert day_in_words(following.on) in pages[6]
    assert following.place in pages[6]
    assert "Why we are here" in pages[8]
    assert "How we work as equals" in pages[9]
    assert "Pourquoi nous sommes ici" in pages[10]


def test_nothing_about_needs_or_reach_is_on_paper(workshop, centre):
    seat = workshop.seats.first()
    seat.needs.create(centre=centre, kind="ride", words="from Birch Road")
    seat.person.phone = "+17055550199"
    seat.person.save()

    words = html_of(papers_of(workshop))

    assert "Birch Road" not in words
    assert "5550199" not in words


def test_any_get_together_has_sheet_cards_and_next_date_without_badges(meeting):
    papers = papers_of(meeting)

    assert [row.name for row in papers.rows] == ["Amina", "Anne"]
    assert (papers.badges, papers.words, len(papers.cards)) == ([], [], 2)
    assert "From" in html_of(papers)  # no date yet: it is written in by hand


def test_staff_have_a_square_in_their_own_part_alone(workshop, centre):
    first, second = workshop.parts.get(), workshop.parts.get()
    second.pk, second.number = None, 2
    second.save()
    for audience in (Audience.CHAMPIONS, Audience.STAFF):
        second.capacities.create(centre=centre, audience=audience, places=9)
    first.capacities.filter(audience=Audience.STAFF).delete()
    ask(workshop, make_person(centre, "Ben"), audience=Audience.STAFF)

    squares = {row.name: row.parts for row in papers_of(workshop).rows}

    assert (squares["Ben"], squares["Rosa"]) == ([False, True], [True, True])


def test_who_said_no_gets_no_row(workshop):
    workshop.seats.filter(person__first_name="Lou").update(reply=Reply.NOT_COMING)

    assert "Lou" not in [row.name for row in papers_of(workshop).rows]


def test_the_sheet_is_in_the_language_of_the_point_person(workshop, centre, anne):
    centre.people.filter(user=anne).update(language="fr")

    words = html_of(papers_of(workshop))

    assert '<html lang="fr">' in words
    assert "Prénom" in words


def test_a4_and_letter_follow_the_centre(workshop, centre):
    centre.paper = "A4"
    centre.save()
    workshop.centre.refresh_from_db()

    page = PdfReader(BytesIO(pdf_of(papers_of(workshop)))).pages[0]

    assert round(float(page.mediabox.width)) == 595


# --- Made the day before, or when somebody asks ---


def test_the_papers_of_tomorrow_are_asked_for_once(centre, meeting):
    make_gathering(centre, days=3)

    asked = [ask_for_tomorrow(centre) for _hour in range(2)]

    assert asked == [1, 0]
    assert DayPapers.objects.get().meeting == meeting


def test_a_day_that_is_called_off_needs_no_papers(centre, meeting):
    meeting.state = "cancelled"
    meeting.save()

    assert ask_for_tomorrow(centre) == 0


def made(meeting, by=None):
    ask_for_papers(meeting, by=by)
    assert make_one()
    return DayPapers.objects.get(meeting=meeting)


def test_a_reply_since_makes_the_papers_untrue(meeting, centre):
    papers = made(meeting)
    before = are_true(papers)

    ask(meeting, make_person(centre, "Late Lou"))

    assert (before, are_true(papers)) == (True, False)


@pytest.mark.parametrize("change", ["moved", "next moved", "next called off", "left"])
def test_what_has_changed_since_makes_the_papers_untrue(circle, centre, change):
    rosa = make_champion(centre, circle, "Rosa")
    today = make_gathering(centre, circle=circle, days=1)
    following = make_gathering(centre, circle=circle, days=30)
    papers = made(today)
    before = are_true(papers)

    with time_machine.travel(papers.made_at + timedelta(minutes=5)):
        if change == "next called off":
            cancel_meeting(following, why="Snow", by=None)
        elif change == "left":
            take_break(rosa.champion, by=None)
        else:
            one = today if change == "moved" else following
            on = one.on + timedelta(days=1)
            when = {"at": one.at, "until": one.until, "place": one.place}
            move_meeting(one, on=on, by=None, later_reason="The hall", **when)

        assert (before, are_true(papers)) == (True, False)


def test_papers_that_crash_the_worker_are_given_up_after_three(meeting, monkeypatch):
    ask_for_papers(meeting, by=None)
    for _try in range(4):
        DayPapers.objects.to_make().update(attempts=3)

    assert DayPapers.objects.get().is_given_up
    assert make_one() is False


def test_the_file_goes_a_week_after_the_day(meeting):
    papers = made(meeting)
    week = meeting.ends_at + timedelta(days=7)

    kept = forget_papers(week)
    gone = forget_papers(week + timedelta(minutes=1))

    assert (kept, gone) == (0, 1)
    assert not storages["private"].exists(papers.file_name)


def test_the_file_goes_with_whom_it_names(meeting):
    papers = made(meeting)

    erase(meeting.seats.get(person__first_name="Amina").person)

    assert not storages["private"].exists(papers.file_name)
    assert not DayPapers.objects.exists()


# --- The page ---


def sign_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def to(meeting, name="papers"):
    return reverse(f"meetings:{name}", args=[meeting.centre.slug, meeting.pk])


def test_one_press_prints_what_is_ready(client, meeting, anne):
    made(meeting)

    file = sign_in(client, anne).post(to(meeting))

    assert file.content.startswith(b"%PDF")
    assert DayPapers.objects.get().printed_by == anne


def test_what_is_not_ready_is_made_and_shows_that_it_is(client, meeting, anne):
    staff = sign_in(client, anne)
    asked = staff.post(to(meeting), follow=True).content.decode()
    tasks.make_papers()

    ready = staff.get(to(meeting)).content.decode()

    assert "The file is being made." in asked
    assert 'data-refresh="papers"' in asked
    assert "Print them" in ready
    assert 'data-refresh="papers"' not in ready


def test_who_hosts_prints_too_and_other_champions_do_not(client, meeting, centre):
    amina = meeting.seats.get(person__first_name="Amina").person
    client.force_login(amina.user)
    before = client.get(to(meeting)).status_code

    meeting.hosts.add(amina)

    assert (before, client.get(to(meeting)).status_code) == (404, 200)
    assert client.get(to(meeting, "papers_page")).status_code == 200


def test_another_centre_finds_no_papers(client, meeting):
    made(meeting)
    stranger = make_staff(make_centre("elsewhere"), Role.LEAD)

    assert sign_in(client, stranger).post(to(meeting)).status_code == 404


def test_the_printed_sheet_of_the_page_shows_codes(client, meeting, anne):
    codes = row_codes(meeting.seats.values_list("pk", flat=True))

    page = sign_in(client, anne).get(to(meeting, "sheet")).content.decode()

    assert [code for code in codes.values() if code not in page] == []


def test_the_day_before_is_that_of_the_centres_own_wall(centre, circle):
    meeting = make_gathering(centre, circle=circle, days=2)
    evening = meeting.starts_at - timedelta(days=1)

    asked = []
    for moment in (evening - timedelta(days=1), evening):
        with time_machine.travel(moment):
            asked.append(ask_for_tomorrow(centre))

    assert asked == [0, 1]
