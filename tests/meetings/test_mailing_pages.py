"""The page of a mailing: what it says while nothing has left, while it goes and rests,
and its buttons, also when somebody else pressed one first."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from champions.models import Message
from champions.permissions import SECOND_FACTOR
from champions.when import clock, day_in_words
from meetings import tasks
from meetings.enums import MailingState
from meetings.models import Mailing
from meetings.services.arrivals import note_arrivals
from meetings.services.mailing_moves import pause_mailing, stop_mailing
from meetings.services.mailing_reminder import reminders_of
from meetings.services.mailings import draft_mailing
from tests.factories import in_days, make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, mail_to, neighbours, told

pytestmark = pytest.mark.django_db
ALL = "/admin/workshops/"
FASTER = "Somebody else was faster. This is how the mailing stands now."


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


@pytest.fixture
def lead(client, anne):
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


@pytest.fixture
def mailing(workshop, centre, anne):
    neighbours(centre, 3)
    return mail_to(workshop, 3, anne)


def press(lead, mailing, button, **fields):
    answer = lead.post(f"{ALL}mailings/{mailing.pk}/{button}/", fields)
    said = [str(one) for one in get_messages(answer.wsgi_request)]
    page(lead, mailing)  # which shows them
    return said


def page(lead, mailing):
    return lead.get(f"{ALL}mailings/{mailing.pk}/")


def out_of_the_house(mailing):
    now = timezone.now()
    Mailing.objects.filter(pk=mailing.pk).update(leaves_at=now)
    told().update(not_before=now)


def test_while_nothing_has_left_the_page_says_until_when_and_has_one_button(
    lead, mailing
):
    until = timezone.localtime(mailing.leaves_at, mailing.centre.tzinfo)

    shown = page(lead, mailing)

    words = shown.content.decode()
    assert shown.context["until"] == until
    assert clock(until.time()) in words
    assert words.count("/stop/") == 1
    assert "/pause/" not in words


def test_the_workshop_says_sent_only_when_nothing_waits_any_more(
    lead, mailing, workshop
):
    def how_it_stands():
        words = lead.get(f"{ALL}{workshop.pk}/").content.decode()
        return [one for one in ("<td>on its way", "<td>sent") if one in words]

    while_it_waits = how_it_stands()
    told().update(state="sent")

    assert (while_it_waits, how_it_stands()) == (["<td>on its way"], ["<td>sent"])


def test_stopped_in_time_the_page_says_how_many_were_taken_back(lead, mailing, anne):
    said = press(lead, mailing, "stop", seen="sent")

    words = page(lead, mailing).content.decode()
    assert said == ["Stopped. 3 invitations had not left and are taken back."]
    assert ("Stopped a mailing" in words, anne.name in words) == (True, True)
    assert "/stop/" not in words


def test_afterwards_it_is_paused_goes_on_and_is_stopped(lead, mailing):
    out_of_the_house(mailing)
    buttons = []
    for button in ("pause", "go-on", "stop"):
        words = page(lead, mailing).content.decode()
        buttons.append(
            {one for one in ("pause", "go-on", "stop") if f"/{one}/" in words}
        )
        press(lead, mailing, button)

    mailing.refresh_from_db()
    assert buttons == [{"pause", "stop"}, {"go-on", "stop"}, {"pause", "stop"}]
    assert mailing.state == MailingState.CANCELLED


def test_whoever_presses_second_is_told_and_nothing_is_undone(lead, mailing, anne):
    out_of_the_house(mailing)
    stop_mailing(mailing, by=anne)

    said = press(lead, mailing, "pause") + press(lead, mailing, "go-on")

    assert said == [FASTER, FASTER]
    assert press(lead, mailing, "stop") == ["It was stopped already."]


def test_a_stop_wins_and_says_that_somebody_paused_it_meanwhile(lead, mailing, anne):
    out_of_the_house(mailing)
    pause_mailing(mailing, by=anne)

    said = press(lead, mailing, "stop", seen="sent")

    assert said[1] == (
        "Somebody else pressed another button just before. It is stopped now."
    )


def test_gone_on_the_page_says_what_came_too_late(lead, mailing):
    out_of_the_house(mailing)
    press(lead, mailing, "pause")
    told().filter(pk=told().first().pk).update(
        not_after=timezone.now() - timedelta(minutes=1)
    )

    said = press(lead, mailing, "go-on")

    assert said[1] == "1 message would come too late by now and stays here."


def test_at_night_the_page_says_from_when_mail_leaves(lead, mailing, settings):
    settings.QUIET_HOURS = "00:00-23:59"

    assert page(lead, mailing).context["mail_from"].isoformat() == "23:59:00"


def test_what_rests_is_only_stopped_when_the_workshop_is_too_near(lead, mailing, anne):
    pause_mailing(mailing, by=anne)

    with time_machine.travel(mailing.meeting.starts_at - timedelta(days=20)):
        words = page(lead, mailing).content.decode()

    assert ("/go-on/" in words, "/stop/" in words) == (False, True)


def test_only_the_draft_that_was_seen_is_sent(lead, workshop, centre, anne):
    neighbours(centre, 9)
    seen = draft_mailing(workshop, size=3, by=anne)
    draft_mailing(workshop, size=9, by=anne)

    said = press(lead, seen, "send", seen=seen.as_seen)

    seen.refresh_from_db()
    assert seen.state == MailingState.DRAFT
    assert said == [
        "Somebody else has just changed this mailing. Please look at it again."
    ]


def test_opening_the_pages_changes_nothing(lead, mailing):
    before = list(Message.objects.values_list("pk", "state"))

    for address in (f"{ALL}mailings/{mailing.pk}/", f"{ALL}{mailing.meeting_id}/"):
        lead.get(address)
        lead.head(address)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENT
    assert list(Message.objects.values_list("pk", "state")) == before


def counted(lead, address):
    with CaptureQueriesContext(connection) as asked:
        lead.get(address)
    return len(asked)


def test_the_page_asks_as_often_for_thirty_people_as_for_three(lead, mailing, centre):
    few = f"{ALL}mailings/{mailing.pk}/"
    lead.get(few)  # what is kept from then on
    asked = counted(lead, few)
    neighbours(centre, 30)
    for number in range(3):
        make_person(centre, email=f"{number}@example.org")
    many = mail_to(a_workshop(centre, mailing.created_by, circle_name="Elm"), 33, None)

    assert counted(lead, f"{ALL}mailings/{many.pk}/") == asked


def test_the_workshop_asks_as_often_for_three_mailings_as_for_one(
    lead, mailing, centre, anne
):
    address = f"{ALL}{mailing.meeting_id}/"
    lead.get(address)
    asked = counted(lead, address)
    for _ in range(2):
        neighbours(centre, 2)
        mail_to(mailing.meeting, 2, anne)

    assert counted(lead, address) == asked
    rows = lead.get(address).context["mailings"]
    assert [numbers.asked for _mailing, numbers in rows] == [2, 2, 3]


def test_the_day_of_the_one_reminder_is_shown_and_changed(lead, mailing):
    day = mailing.reminds_on - timedelta(days=2)
    before = page(lead, mailing).content.decode()

    said = press(lead, mailing, "reminder", day=day.isoformat())

    mailing.refresh_from_db()
    assert day_in_words(day + timedelta(days=2)) in before
    assert (said, mailing.reminds_on) == (["The day is kept."], day)


def test_no_reminder_is_one_press(lead, mailing):
    press(lead, mailing, "reminder", none="yes", day="2026-01-01")

    mailing.refresh_from_db()
    words = page(lead, mailing).content.decode()
    assert (mailing.reminds_on, "This mailing reminds nobody." in words) == (None, True)


def test_a_day_that_is_none_is_asked_for_again(lead, mailing):
    assert press(lead, mailing, "reminder", day="soon") == ["Say on which day."]


def test_the_page_says_how_many_would_be_reminded_and_then_how_many_were(
    lead, mailing, centre
):
    told().filter(pk__in=told()[:2]).update(state="sent")
    note_arrivals(centre)
    before = page(lead, mailing).context["reminder"]
    with time_machine.travel(timezone.now() + (mailing.reminds_on - in_days(0))):
        tasks.remind_invited()
        tasks.remind_invited()
    Message.objects.filter(pk=reminders_of(mailing).first().pk).update(state="sent")

    after = page(lead, mailing).context["reminder"]

    assert (before["unanswered"], before["written"]) == (2, 0)
    assert (after["left"], after["waiting"]) == (1, 1)
