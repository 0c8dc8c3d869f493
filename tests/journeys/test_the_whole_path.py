"""From a contact list to a neighbour who joins, in a real browser: as staff, invited
neighbour and champion. The site is walked with a script and without; the admin, which
is Wagtail's, with one."""

import re
from datetime import timedelta

import pytest
from django.utils import translation
from playwright.sync_api import expect

from champions.enums import CodePurpose
from champions.messages.words import framed_text
from champions.models import Champion, Message, Person
from champions.services.codes import digits_for
from cms.demo.gatherings import invite_to_workshop
from cms.models import Programme
from cms.services import programmes
from ideas.models import Idea
from ideas.services.ideas import share_idea
from meetings.models import Attendance, Invitation, Meeting, Seat
from tests.cms.test_programmes import WORDS, facts
from tests.factories import in_days
from tests.journeys.cast import (
    a_group,
    cedar_lake,
    days_ago,
    english_on,
    neighbours,
    sign_in,
    work_until_idle,
    workshop_on,
)

pytestmark = pytest.mark.browser
LIST = "First name,Last name,Email,Address\n" + "".join(
    f"Neighbour,Number{n},neighbour{n}@example.org,{n} Birch Road\n" for n in range(3)
)
FEW_TAPS = 22


@pytest.fixture(params=["with a script", "without"])
def site(request):
    name = "page" if request.param == "with a script" else "page_without_javascript"
    return request.getfixturevalue(name)


@pytest.fixture(autouse=True)
def _language_of_the_tests():
    with translation.override("en"):
        yield


@pytest.fixture
def stage(transactional_db):
    return cedar_lake()


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def heading(page):
    return page.get_by_role("heading", level=1)


# --- From a list to a workshop ----------------------------------------------------


def test_the_point_person_looks_at_a_list_and_imports_it(page, live_server, stage):
    sign_in(page, live_server, stage.lead)
    page.goto(f"{live_server.url}/admin/contact-lists/new/")
    file = {"name": "clients.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("Your list").set_input_files(file)
    press(page, "Upload")
    work_until_idle()
    page.reload()
    expect(
        page.get_by_role("heading", name="This is what would happen")
    ).to_be_visible()
    assert not Person.objects.filter(first_name="Neighbour").exists()

    press(page, "Import 3 people")
    work_until_idle()
    page.reload()

    expect(page.get_by_role("heading", name="3 people were added")).to_be_visible()
    assert Person.objects.filter(first_name="Neighbour").count() == 3


def test_she_makes_a_workshop_with_its_second_and_invites_people(
    page, live_server, stage
):
    neighbours(stage, 5)
    sign_in(page, live_server, stage.lead)
    page.goto(f"{live_server.url}/admin/workshops/new/")
    page.get_by_label("Name of the new group").fill("Maple")
    press(page, "Keep the workshop")
    press(page, "Announce both dates")
    page.get_by_label(re.compile("How many people")).fill("3")
    press(page, "Look at this mailing")
    expect(page.get_by_role("heading", name="3 people are asked")).to_be_visible()
    assert Invitation.objects.count() == 0

    press(page, "Invite 3 people")
    work_until_idle()

    workshop = Meeting.objects.get(kind="welcome")
    assert workshop.followed_by.on - workshop.on == timedelta(days=14)
    assert Invitation.objects.filter(meeting=workshop).count() == 3


@pytest.mark.parametrize("way", ["link", "code"])
def test_an_invited_neighbour_answers_what_came_by_mail(site, live_server, stage, way):
    rosa = neighbours(stage, 1)[0]
    workshop = workshop_to_answer(stage, rosa)
    mail = framed_text(Message.objects.get(name="meetings/invitation"))
    if way == "link":
        link = re.search(r"https?://[^/\s]+(/en/i/\S+)", mail)
        site.goto(live_server.url + link[1])
    else:
        site.goto(f"{live_server.url}/en/cedar-lake/go/")
        invitation = Invitation.objects.get()
        code = digits_for(CodePurpose.INVITATION, invitation.pk)
        assert code in mail
        site.get_by_label("Your code").fill(code)
        press(site, "Open it")

    press(site, "Yes, I am the person invited")
    site.get_by_text("Yes, I hope to come").click()
    press(site, "Send my reply")

    expect(heading(site)).to_have_text("Thank you, Neighbour 1")
    assert Seat.objects.get(person=rosa, meeting=workshop).reply == "hoping"


def workshop_to_answer(stage, person):
    on = in_days(30)
    return invite_to_workshop(stage, on=on, people=[person], circle_name="Maple")


# --- The day of the workshop ------------------------------------------------------


def test_twenty_people_are_ticked_in_few_taps_and_one_says_yes(
    site, live_server, stage
):
    people = neighbours(stage, 20)
    workshop = workshop_on(stage, days_ago(stage, 1), people)
    sign_in(site, live_server, stage.lead)
    site.goto(f"{live_server.url}/en/cedar-lake/meetings/{workshop.pk}/")
    first_part = site.locator("#who-came form").first
    taps = 0
    for person in people:
        first_part.get_by_text(person.first_name, exact=True).click()
        taps += 1
    first_part.get_by_role("button", name="Save who came").click()
    taps += 1
    assert taps <= FEW_TAPS
    expect(site.get_by_text("Saved: 20 people came.").first).to_be_visible()
    came = Attendance.objects.filter(seat__meeting=workshop, came=True)
    assert came.count() == 20

    card = site.locator("#champions .card").first
    card.get_by_role("checkbox").check()
    card.get_by_label("What do they like to do?").fill("Walking, cards")
    press(site, "Welcome them")

    champion = Champion.objects.get()
    assert champion.gifts == "Walking, cards"


# --- The second get-together ------------------------------------------------------


def test_a_champion_says_they_come_and_shares_an_idea(site, live_server, stage):
    (amina, *_others), second = a_group(stage, workshop_ago=7)
    sign_in(site, live_server, amina.user)
    site.goto(f"{live_server.url}/en/cedar-lake/meetings/{second.pk}/")
    press(site, "Yes, I am coming")
    site.goto(f"{live_server.url}/en/cedar-lake/ideas/new/")
    site.get_by_label("What is your idea?").fill("Sunday soup")
    press(site, "Share it")

    expect(heading(site)).to_contain_text("Sunday soup")
    assert Seat.objects.get(person=amina, meeting=second).reply == "coming"
    assert Idea.objects.get().author == amina


def test_at_the_table_staff_answer_the_idea_and_book_the_next(site, live_server, stage):
    (amina, *_others), second = a_group(stage, workshop_ago=15)
    idea = share_idea(
        stage.centre,
        author=amina,
        what="Sunday soup",
        language="en",
        circle=second.circle,
        by=amina.user,
    )
    sign_in(site, live_server, stage.lead)
    table = f"{live_server.url}/en/cedar-lake/meetings/{second.pk}/"
    site.goto(table)
    site.locator("#agenda").get_by_role("link", name="Sunday soup").first.click()
    site.get_by_text("Yes", exact=True).click()
    site.get_by_text("What happens next", exact=True).first.click()
    site.get_by_label("What does the centre promise?").fill("The big room is yours.")
    due = in_days(20)
    site.get_by_label("By when?").fill(due.isoformat())
    press(site, "See what will be told")
    press(site, "Tell them")
    idea.refresh_from_db()
    assert (idea.stage, idea.promises.get().words) == (
        "supported",
        "The big room is yours.",
    )

    site.goto(table)
    press(site, "It took place")
    site.locator("#next").get_by_role("button").first.click()

    circle = second.circle
    circle.refresh_from_db()
    booked = Meeting.objects.get(circle=circle, kind="monthly")
    assert 28 <= (booked.on - second.on).days <= 35


# --- A programme ------------------------------------------------------------------


def test_a_champion_describes_a_programme(site, live_server, stage):
    (amina, *_others), _second = a_group(stage)
    sign_in(site, live_server, amina.user)
    site.goto(f"{live_server.url}/en/cedar-lake/programmes/new/")
    site.get_by_label("What is it called?").fill("Sunday soup")
    site.get_by_label("What is it, in one line?").fill("Bring a pot, share a pot.")
    site.get_by_text("every week", exact=True).click()
    first = in_days(3)
    site.get_by_label("The first date").fill(first.isoformat())
    site.locator("[name=at]").fill("12:00")
    site.locator("[name=until]").fill("13:30")
    site.get_by_label("Where?").fill("The big room")
    press(site, "See how it will look")
    assert Programme.objects.count() == 0
    press(site, "Send it to be read")

    assert site.locator(".problem").all_inner_texts() == []
    expect(heading(site)).to_have_text("Sunday soup")
    programme = Programme.objects.get()
    page = programmes.original_page(programme)
    assert (programme.leads.get(), page.live) == (amina, False)


def described(stage, lead):
    programme = programmes.describe_programme(
        stage.centre,
        lead=lead,
        by=lead.user,
        facts=facts(title="Sunday soup", drop_in=False),
        words=WORDS,
    )
    page = programmes.original_page(programme)
    programmes.ask_for_check(page, by=lead.user)
    return programme, page


def test_staff_read_it_and_publish_it_in_the_admin(page, live_server, stage):
    (amina, *_others), _second = a_group(stage)
    programme, words = described(stage, amina)
    sign_in(page, live_server, stage.lead)
    page.goto(f"{live_server.url}/en/cedar-lake/programmes/{programme.slug}/lead/")
    page.get_by_role("link", name="Read and publish").click()
    with page.expect_navigation():
        press(page, "Check it and Publish")

    words.refresh_from_db()
    assert words.live


COMING = {
    "en": {"come": "I will come", "name": "What should we call you?"},
    "fr": {"come": "Je viens", "name": "Comment vous appeler"},
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_neighbour_finds_it_and_says_i_will_come(site, live_server, stage, language):
    (amina, *_others), _second = a_group(stage)
    programme, page = described(stage, amina)
    page.current_workflow_state.current_task_state.specific.approve(user=stage.lead)
    words = COMING[language]
    site.goto(f"{live_server.url}/{language}/cedar-lake/programmes/")
    english = english_on(site)
    site.get_by_role("link", name="Sunday soup").first.click()
    english += english_on(site)
    site.get_by_role("link", name=words["come"]).first.click()
    english += english_on(site)
    site.get_by_label(words["name"]).fill("Lou")
    press(site, words["come"])

    expect(site).to_have_url(re.compile(rf"/{language}/seat/\d+/"))
    english += english_on(site)
    assert language == "en" or english == []
    assert Seat.objects.get(guest_name="Lou").reply == "coming"

    sign_in(site, live_server, amina.user)
    site.goto(f"{live_server.url}/en/cedar-lake/programmes/{programme.slug}/lead/")
    expect(site.get_by_text("1 person comes")).to_have_count(1)
    expect(site.get_by_text("Lou")).to_have_count(0)
    site.get_by_role("link", name="Call it off").first.click()
    site.locator("[name=why]").fill("Snow")
    press(site, "Call it off")

    assert Seat.objects.get(guest_name="Lou").meeting.state == "cancelled"
