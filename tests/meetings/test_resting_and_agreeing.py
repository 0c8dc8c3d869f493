"""A group rests, wakes and ends with one press and back; it sees how often it meets and
agrees; a point person changes the limits and the closed days."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from champions.models import Message
from champions.permissions import SECOND_FACTOR
from cms.this_week import rows_of
from meetings.agenda import agenda_of
from meetings.enums import MeetingKind, MeetingState, Stage, Strand
from meetings.models import ClosedDays, Meeting, Rhythm, RhythmPolicy
from meetings.services.agreeing import agree_rhythm
from meetings.services.booking import book_next
from meetings.services.gatherings import hold_meeting
from meetings.services.policies import set_policy
from meetings.services.resting import close_group, rest_group, wake_group
from meetings.services.rhythms import rhythm_of, standings, today_at
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def circle(centre, anne):
    circle = make_circle(centre, lead=anne)
    Rhythm.objects.create(
        centre=centre, circle=circle, stage=Stage.MONTHLY, counts_from=in_days(-10)
    )
    return circle


@pytest.fixture
def amina(centre, circle):
    return make_champion(centre, circle, email="amina@example.org")


def sign_in(user):
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


@pytest.fixture
def staff(anne):
    return sign_in(anne)


def to(name, circle):
    return reverse(f"meetings:{name}", args=[circle.centre.slug, circle.pk])


def errors_of(response):
    return set(response.context["form"].errors)


# --- A rest, and the end ---


def test_a_group_that_rests_waits_for_no_date_and_wakes_where_it_was(
    staff, circle, centre
):
    response = staff.post(to("rest", circle), {"why": "Until April"}, follow=True)
    resting = [row.urgency for row in standings(centre, in_days(0))]
    again = staff.post(to("wake", circle), follow=True)

    assert "Until April" in response.content.decode()
    assert resting == ["fine"]
    assert (rhythm_of(circle).stage, rhythm_of(circle).counts_from) == (
        Stage.MONTHLY,
        in_days(-10),
    )
    assert "Until April" not in again.content.decode()


def test_what_becomes_of_a_date_is_asked(staff, circle, anne):
    meeting = book_next(circle, on=in_days(20), by=anne)

    response = staff.post(to("rest", circle), {"why": ""})

    meeting.refresh_from_db()
    assert errors_of(response) == {"dates"}
    assert (meeting.state, rhythm_of(circle).stage) == (
        MeetingState.ANNOUNCED,
        Stage.MONTHLY,
    )


def test_a_date_that_is_called_off_is_told_with_the_reason(circle, anne, amina):
    meeting = book_next(circle, on=in_days(20), by=anne)

    rest_group(circle, by=anne, why="We paint the hall", calls_off=True)

    meeting.refresh_from_db()
    told = Message.objects.filter(person=amina, name="meetings/called_off").get()
    assert meeting.state == MeetingState.CANCELLED
    assert "We paint the hall" in told.text


def test_a_date_that_is_kept_is_the_last_one(circle, anne, amina):
    meeting = book_next(circle, on=in_days(20), by=anne)

    close_group(circle, by=anne, why="", calls_off=False)

    meeting.refresh_from_db()
    circle.refresh_from_db()
    assert meeting.state == MeetingState.ANNOUNCED
    assert (circle.closed_on, circle.next_on) == (today_at(circle.centre), meeting.on)


def test_an_end_can_be_taken_back(staff, circle):
    staff.post(to("close", circle), {"why": ""})
    page = staff.get(to("group", circle))

    staff.post(to("wake", circle))

    circle.refresh_from_db()
    assert page.status_code == 200
    assert (circle.closed_on, rhythm_of(circle).stage) == (None, Stage.MONTHLY)


def test_those_who_meet_monthly_apart_rest_with_the_group(circle, anne):
    Rhythm.objects.create(
        centre=circle.centre, circle=circle, strand=Strand.MONTHLY, stage=Stage.MONTHLY
    )

    rest_group(circle, by=anne, why="", calls_off=True)

    assert {row.urgency for row in standings(circle.centre, in_days(0))} == {"fine"}
    assert rhythm_of(circle, Strand.MONTHLY).stage == Stage.RESTING


def test_champions_read_the_page_and_let_nothing_rest(amina, circle):
    client = sign_in(amina.user)

    page = client.get(to("group", circle))

    assert page.status_code == 200
    assert "For staff" not in page.content.decode()
    assert client.post(to("rest", circle), {"why": ""}).status_code == 404
    assert rhythm_of(circle).stage == Stage.MONTHLY


# --- Agreeing ---


def titles(meeting):
    return [row.title for row in agenda_of(meeting, for_staff=False)]


ABOUT = "How often we meet, and the words we use"


def test_the_second_get_together_talks_about_how_often(centre, anne):
    circle = make_circle(centre, "Oak", lead=anne)
    second = make_gathering(centre, circle=circle, kind=MeetingKind.SECOND)
    assert ABOUT in titles(second)

    with time_machine.travel(second.ends_at):
        client = sign_in(anne)
        url = reverse("meetings:agree", args=[centre.slug, second.pk])
        client.post(url, {"agreed": "yes"})
        page = client.get(to("group", circle)).content.decode()

    assert rhythm_of(circle).agreed_on == second.on
    assert "We agreed on this on" in page
    assert ABOUT not in titles(second)


def test_a_press_too_many_is_taken_back(circle, anne):
    meeting = make_gathering(circle.centre, circle=circle)

    for agreed in (True, True, False):
        agree_rhythm(meeting, by=anne, agreed=agreed)

    log = ModelLogEntry.objects.filter(action="meetings.agree_rhythm")
    assert (rhythm_of(circle).agreed_on, log.count()) == (None, 2)


def test_changed_limits_come_onto_the_table_again(circle, anne, centre):
    met = make_gathering(centre, circle=circle)
    agree_rhythm(met, by=anne, agreed=True)
    assert ABOUT not in titles(met)

    set_policy(centre, limits={"monthly_late": 50}, by=anne)

    assert ABOUT in titles(met)
    agree_rhythm(met, by=anne, agreed=True)
    assert ABOUT not in titles(met)


def test_what_is_added_is_not_on_the_table_of_those_apart(circle, centre):
    apart = make_gathering(centre, circle=circle, strand=Strand.MONTHLY)

    assert ABOUT not in titles(apart)


# --- The limits of the centre ---

GUIDE = {
    "second_ideal": 14,
    "second_latest": 21,
    "monthly_from": 28,
    "monthly_to": 35,
    "monthly_late": 45,
    "quarterly_ideal": 91,
    "quarterly_late": 120,
}


def limits_of(centre):
    return reverse("limits:centre", args=[centre.pk])


def test_changed_limits_are_read_by_the_group_beside_the_guidebook(
    staff, centre, circle, amina
):
    staff.post(limits_of(centre), GUIDE | {"second_latest": 28})

    page = sign_in(amina.user).get(to("group", circle)).content.decode()
    assert "at the latest after 28 days" in page
    assert "at the latest after 21 days" in page
    assert "Monthly means" not in page
    entry = ModelLogEntry.objects.get(action="meetings.set_policy")
    assert entry.data["now"] == {"second_latest": 28}


def test_each_number_says_where_it_comes_from(staff, centre):
    page = staff.get(limits_of(centre)).content.decode()

    assert page.count("The guidebook") >= len(GUIDE)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"second_latest": 13}, "second_latest"),
        ({"monthly_to": 27}, "monthly_to"),
        ({"monthly_late": 34}, "monthly_late"),
        ({"quarterly_late": 90}, "quarterly_late"),
        ({"second_ideal": 0}, "second_ideal"),
        ({"monthly_from": ""}, "monthly_from"),
    ],
)
def test_numbers_that_do_not_fit_are_refused_beside_their_field(
    staff, centre, wrong, field
):
    response = staff.post(limits_of(centre), GUIDE | wrong)

    assert errors_of(response) == {field}
    assert not RhythmPolicy.objects.filter(changed_at__isnull=False).exists()


def test_the_same_numbers_again_change_nothing(staff, centre):
    staff.post(limits_of(centre), GUIDE)

    assert RhythmPolicy.objects.get().changed_at is None


def test_another_centres_limits_and_closed_days_are_not_found(staff, circle):
    other = make_centre("harbourview")
    closed = ClosedDays.objects.create(
        centre=other, first_on=in_days(1), last_on=in_days(2), words="Away"
    )

    asked = [
        limits_of(other),
        reverse("limits:new_closed", args=[other.pk]),
        reverse("limits:closed", args=[closed.pk]),
    ]
    assert {staff.get(url).status_code for url in asked} == {404}
    url = reverse("limits:open_again", args=[closed.pk])
    assert staff.post(url).status_code == 404


def test_closed_days_are_added_changed_and_taken_back(staff, centre):
    days = {
        "first_on": in_days(9).isoformat(),
        "last_on": in_days(12).isoformat(),
        "words": "We move house",
    }
    new = reverse("limits:new_closed", args=[centre.pk])
    staff.post(new, days)
    row = ClosedDays.objects.get()
    staff.post(reverse("limits:closed", args=[row.pk]), days | {"words": "Painting"})
    row.refresh_from_db()
    page = staff.get(limits_of(centre)).content.decode()
    staff.post(reverse("limits:open_again", args=[row.pk]))

    assert (row.words, row.centre) == ("Painting", centre)
    assert "Painting" in page
    assert not ClosedDays.objects.exists()


def test_closed_days_that_end_before_they_begin_are_refused(staff, centre):
    days = {
        "first_on": in_days(9).isoformat(),
        "last_on": in_days(8).isoformat(),
        "words": "Away",
    }

    response = staff.post(reverse("limits:new_closed", args=[centre.pk]), days)

    assert errors_of(response) == {"last_on"}


# --- Booking at the table ---


def test_who_books_the_next_one_says_that_this_one_took_place(circle, anne, centre):
    meeting = make_gathering(centre, circle=circle, days=40)

    with time_machine.travel(meeting.starts_at + timedelta(hours=1)):
        following = book_next(circle, on=meeting.on + timedelta(days=30), by=anne)

    meeting.refresh_from_db()
    assert (meeting.state, following.later_reason) == (MeetingState.HELD, "")
    assert rhythm_of(circle).counts_from == meeting.on


def test_a_group_wakes_only_once(circle, anne):
    rest_group(circle, by=anne, why="", calls_off=True)

    wake_group(circle, by=anne)

    assert rhythm_of(circle).stage == Stage.MONTHLY


def test_what_was_held_while_it_rested_keeps_the_rest(circle, anne, centre):
    meeting = book_next(circle, on=in_days(20), by=anne)
    rest_group(circle, by=anne, why="", calls_off=False)

    with time_machine.travel(meeting.ends_at):
        hold_meeting(meeting, by=anne)

    assert rhythm_of(circle).stage == Stage.RESTING


# --- This week ---


def this_week_of(centre):
    return [row for row in rows_of(centre) if row.key.startswith("no-date")]


def test_each_strand_has_its_row_whose_one_press_books_its_own_date(
    staff, circle, centre
):
    Rhythm.objects.create(
        centre=centre,
        circle=circle,
        strand=Strand.MONTHLY,
        stage=Stage.MONTHLY,
        counts_from=in_days(-30),
    )
    rows = this_week_of(centre)
    whole, apart = sorted(rows, key=lambda row: "strand" in row.url)

    days = staff.get(apart.url).context["proposals"]
    staff.post(apart.url, {"on": days[0].on.isoformat()})

    assert [row.key for row in this_week_of(centre)] == [whole.key]
    assert Meeting.objects.upcoming().get().strand == Strand.MONTHLY


def test_the_row_of_a_group_goes_when_it_rests(circle, centre, anne):
    assert len(this_week_of(centre)) == 1

    rest_group(circle, by=anne, why="", calls_off=True)

    assert this_week_of(centre) == []


def test_a_late_day_is_booked_with_one_field_and_one_press(staff, circle, centre):
    """From the row: one press leads here; the reason is asked before, not after."""
    Rhythm.objects.update(counts_from=in_days(-60))
    page = staff.get(this_week_of(centre)[0].url)
    days = page.context["proposals"]

    sent = {"on": days[0].on.isoformat(), "later_reason": "Snow"}
    assert 'name="later_reason" id="why-later"' in page.content.decode()
    staff.post(this_week_of(centre)[0].url, sent)

    assert Meeting.objects.upcoming().get().later_reason == "Snow"
