"""*This week* by mail: to point persons who asked for it, on Monday at eight by their
centre's wall clock, once, without names; not when nothing waits."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine

from champions.enums import Role
from champions.messages import sender
from champions.messages.words import address_of, framed_text
from champions.models import Message, Person, StaffRole
from champions.views.stopping import ONE_CLICK
from cms.models import WeekHabit
from cms.schedules import SCHEDULES
from cms.tasks import mail_this_week
from tests.cms.this_week.desk import Desk
from tests.factories import (
    make_centre,
    make_circle,
    make_gathering,
    make_idea,
    make_staff,
)

pytestmark = pytest.mark.django_db
# Monday 23 November, eight o'clock in Toronto.
EIGHT = datetime(2026, 11, 23, 13, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel(EIGHT - timedelta(days=1)):
        yield


@pytest.fixture
def waiting(desk, centre, circle, amina):
    """Something waits, and the point person asked for the mail."""
    make_gathering(centre, circle=circle)
    make_idea(amina, "Film night", circle=circle)
    desk.press("/admin/this-week/", "/by-mail/", wanted="yes")


def mails_at(moment):
    with time_machine.travel(moment):
        mail_this_week()
    return Message.objects.filter(name="cms/this_week")


@pytest.mark.parametrize(
    ("hours", "count"),
    [(-1, 0), (-0.01, 0), (0, 1), (3.9, 1), (4, 0), (24, 0), (168, 1)],
)
def test_it_comes_on_monday_at_eight_by_the_centres_clock(waiting, hours, count):
    assert mails_at(EIGHT + timedelta(hours=hours)).count() == count


def test_summer_time_leaves_it_at_eight(waiting):
    july = datetime(2027, 7, 5, 12, tzinfo=UTC)

    assert mails_at(july - timedelta(minutes=30)).count() == 0
    assert mails_at(july).count() == 1


def test_running_twice_tells_once(waiting):
    mails_at(EIGHT)

    assert mails_at(EIGHT + timedelta(minutes=30)).count() == 1
    assert mails_at(EIGHT + timedelta(days=7)).count() == 2


def test_nobody_gets_it_unasked(desk, centre, circle, amina):
    make_idea(amina, "Film night", circle=circle)

    assert mails_at(EIGHT).count() == 0


def test_when_nothing_waits_nothing_comes(waiting, desk):
    desk.sees("hear")
    desk.press("/admin/", "/heard/")

    assert mails_at(EIGHT).count() == 0


def test_what_is_put_off_is_left_out(waiting, desk):
    desk.press("/admin/", "/not-now/", until="week")

    assert mails_at(EIGHT).count() == 0


def test_it_says_what_waits_and_names_nobody(waiting, centre):
    mail = mails_at(EIGHT).get()
    text = framed_text(mail)

    assert mail.subject == "This week at Cedar Lake: 1 thing waits"
    assert "- The idea “Film night” waits for a first word" in text
    assert "/admin/" in text
    names = Person.objects.of(centre).values_list("first_name", flat=True)
    assert [name for name in names if name in text] == []


def test_it_comes_in_the_readers_language(waiting, anne):
    Person.objects.filter(user=anne).update(language="fr")

    mail = mails_at(EIGHT).get()

    assert mail.subject == "Cette semaine à Cedar Lake : 1 chose attend"
    assert "attend un premier mot" in mail.text


def test_each_centre_has_its_own_mail_of_its_own_rows(waiting, anne):
    other = make_centre("harbourview", zone="Europe/London")
    StaffRole.objects.create(user=anne, centre=other, role=Role.LEAD)
    make_circle(other, "Birch", lead=anne)

    london = mails_at(EIGHT - timedelta(hours=5)).get()

    assert "Birch" in london.text
    assert "Film night" not in london.text


def test_who_is_no_point_person_any_more_gets_none(waiting, anne):
    StaffRole.objects.filter(user=anne).update(role=Role.SUPPORTER)

    assert mails_at(EIGHT).count() == 0
    assert "by mail" not in Desk(anne).look("/admin/this-week/")


@pytest.fixture
def stop_link(waiting):
    return address_of(mails_at(EIGHT).get(), "stop").partition("//")[2].partition("/")


def test_the_link_at_its_foot_ends_it(client, stop_link, anne):
    path = "/" + stop_link[2]

    assert "Stop the Monday mail" in client.get(path).content.decode()
    assert WeekHabit.objects.get().by_mail
    client.post(path)

    assert not WeekHabit.objects.get().by_mail
    assert "It no longer comes" in client.get(path).content.decode()


def test_one_click_in_the_mail_program_ends_it(stop_link, mail_server, settings):
    settings.EMAIL_URL = mail_server.address
    with time_machine.travel(EIGHT + timedelta(minutes=1)):
        sender.send_waiting(seconds=5)
    mails = [
        message_from_bytes(each.content, policy=policy.default)
        for each in mail_server.mailbox.envelopes
    ]
    (mail,) = [each for each in mails if each["Subject"].startswith("This week")]
    path = "/" + stop_link[2]

    answer = Desk(make_staff(make_centre("x"))).client.post(
        path, {ONE_CLICK[0]: ONE_CLICK[1]}
    )

    assert path in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "=".join(ONE_CLICK)
    assert answer.status_code == 204
    assert not WeekHabit.objects.get().by_mail


def test_a_made_up_link_ends_nothing(client, stop_link):
    assert client.post("/en/my/week/1.aaaaaaaaaaaaaaaaaaaaaa/").status_code == 404
    assert WeekHabit.objects.get().by_mail


def test_the_worker_asks_twice_an_hour():
    (found,) = [one for one in SCHEDULES if one.task == "cms.tasks.mail_this_week"]

    assert found.cron == "0,30 * * * *"
