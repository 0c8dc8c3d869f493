"""Whoever was reached and has not answered is asked once more, by the same way, and never
again. Everybody else is left in peace."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from champions.enums import Channel, MessageState, Priority
from champions.models import Champion, Message, Person
from champions.services.letters import title_of, waiting_letters
from champions.services.people import mark_do_not_contact
from champions.services.talking_first import write_talk_first
from meetings import tasks
from meetings.enums import InvitationState, Route, Say
from meetings.models import Invitation
from meetings.services.arrivals import note_arrivals
from meetings.services.gatherings import cancel_meeting
from meetings.services.invitations import invite, withdraw
from meetings.services.mailing_moves import (
    go_on_with_mailing,
    pause_mailing,
    stop_mailing,
)
from meetings.services.mailing_reminder import remind_on, reminders_of
from meetings.services.mailings import MailingError, draft_mailing
from meetings.services.moving import move_meeting
from meetings.services.reminding_invited import REMINDER, remind_invited, unanswered
from meetings.services.seats import answer, ask
from tests.factories import (
    AFTERNOON,
    in_days,
    make_centre,
    make_person,
    make_staff,
)
from tests.meetings.workshops import a_workshop, mail_to, told

pytestmark = pytest.mark.django_db
WAYS = {
    "email": {"email": "rosa@example.org"},
    "letter": {"address": "22 Birch Road", "channel": "letter"},
    "phone": {"phone": "+17055550142", "channel": "phone"},
}


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture(autouse=True)
def clock():
    noon = datetime(2026, 10, 5, 12, tzinfo=ZoneInfo("America/Toronto"))
    with time_machine.travel(noon, tick=False) as clock:
        yield clock


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


@pytest.fixture
def rosa(centre):
    return make_person(centre, "Rosa", email="rosa@example.org")


def reached(centre):
    told().filter(state="queued").update(
        state=MessageState.SENT, sent_at=timezone.now()
    )
    note_arrivals(centre)


@pytest.fixture
def mailing(centre, workshop, anne, rosa):
    """Rosa was asked and reached."""
    mailing = mail_to(workshop, 1, anne)
    reached(centre)
    return mailing


def go_to(clock, day):
    noon = datetime(
        day.year, day.month, day.day, 12, tzinfo=ZoneInfo("America/Toronto")
    )
    clock.move_to(noon)


def remind():
    tasks.remind_invited()
    return reminded()


def reminded():
    rows = Message.objects.filter(name=REMINDER).exclude(state="cancelled")
    return sorted(rows.values_list("person__first_name", flat=True))


def test_ten_days_before_the_last_day_and_not_sooner(clock, mailing, workshop):
    go_to(clock, workshop.reply_by - timedelta(days=11))
    before = remind()
    go_to(clock, workshop.reply_by - timedelta(days=10))

    assert (before, remind()) == ([], ["Rosa"])


def test_once_however_often_it_is_done(clock, mailing, workshop):
    go_to(clock, mailing.reminds_on)
    for _ in range(2):
        remind()
    go_to(clock, mailing.reminds_on + timedelta(days=5))

    assert remind() == ["Rosa"]


def test_it_is_warm_says_that_a_no_is_fine_and_leads_to_the_same_page(
    clock, mailing, rosa
):
    go_to(clock, mailing.reminds_on)
    remind()

    message = Message.objects.get(name=REMINDER)
    first = told().get()
    assert message.subject == "Rosa, may we ask once more?"
    assert "A no is fine." in message.text
    assert "We ask once more, and then no more." in message.text
    assert message.links["reply"] == first.links["reply"]
    assert message.priority == Priority.MAILING


def test_in_french(clock, centre, workshop, anne):
    make_person(centre, "Lucie", email="l@example.org", language="fr")
    mailing = mail_to(workshop, 1, anne)
    reached(centre)
    go_to(clock, mailing.reminds_on)

    remind()

    message = Message.objects.get(name=REMINDER)
    assert "Un non nous va aussi." in message.text


@pytest.mark.parametrize("way", WAYS)
def test_it_goes_by_the_way_of_the_invitation(clock, centre, workshop, anne, way):
    make_person(centre, "Mo", **WAYS[way])
    mailing = mail_to(workshop, 1, anne)
    reached(centre)
    # Would rather be written to another way by now: that is for next time.
    Person.objects.filter(first_name="Mo").update(
        channel="letter" if way == "email" else "email",
        email="mo@example.org",
        address="1 Elm",
    )
    go_to(clock, mailing.reminds_on)

    remind()

    assert Message.objects.get(name=REMINDER).channel == way


def test_where_that_way_is_gone_nobody_looks_for_another(clock, mailing, rosa):
    Person.objects.filter(pk=rosa.pk).update(email="", address="22 Birch Road")
    go_to(clock, mailing.reminds_on)

    assert remind() == []


def say(what):
    def do(rosa, mailing, anne):
        seat = ask(mailing.meeting, rosa)
        answer(seat, say=what, by=None, how=Channel.EMAIL)

    return do


def set_person(**fields):
    def do(rosa, mailing, anne):
        Person.objects.filter(pk=rosa.pk).update(**fields)

    return do


def set_invitation(**fields):
    def do(rosa, mailing, anne):
        Invitation.objects.filter(person=rosa).update(**fields)

    return do


def talk_first(rosa, mailing, anne):
    day = in_days(50)
    write_talk_first(rosa, promised_by=anne, until=day, by=anne)


def wants_no_letters(rosa, mailing, anne):
    mark_do_not_contact(rosa, by=None)


def take_back(rosa, mailing, anne):
    withdraw(Invitation.objects.get(person=rosa), by=anne)


def becomes_a_champion(rosa, mailing, anne):
    Champion.objects.create(centre=rosa.centre, person=rosa)


PEACE = {
    "said yes": say(Say.YES),
    "is not sure": say(Say.MAYBE),
    "said another time": say(Say.LATER),
    "said no": say(Say.NO),
    "died": set_person(died_at=datetime(2026, 10, 6, tzinfo=ZoneInfo("UTC"))),
    "was forgotten": set_person(
        erased_at=datetime(2026, 10, 6, tzinfo=ZoneInfo("UTC"))
    ),
    "wants no reminders": set_person(wants_reminders=False),
    "asked us not to write": wants_no_letters,
    "is talked with first": talk_first,
    "was never reached": set_invitation(state=InvitationState.UNDELIVERED),
    "may not have been reached": set_invitation(state=InvitationState.READY),
    "was taken back": take_back,
    "is a champion": becomes_a_champion,
}


@pytest.mark.parametrize("why", PEACE)
def test_left_in_peace_is_who(clock, rosa, mailing, anne, why):
    PEACE[why](rosa, mailing, anne)
    go_to(clock, mailing.reminds_on)

    assert (remind(), unanswered(mailing).count()) == ([], 0)


def test_who_was_reached_only_this_week_is_not_pressed(clock, centre, workshop, anne):
    make_person(centre, "Lou", **WAYS["letter"])
    mailing = mail_to(workshop, 1, anne)
    go_to(clock, mailing.reminds_on - timedelta(days=3))
    reached(centre)

    go_to(clock, mailing.reminds_on)
    too_soon = remind()
    clock.shift(timedelta(days=4))

    assert (too_soon, remind()) == ([], [])  # and by then a letter comes too late


def test_a_mail_that_waits_a_week_is_still_in_time(clock, centre, workshop, anne, rosa):
    mailing = mail_to(workshop, 1, anne)
    go_to(clock, mailing.reminds_on - timedelta(days=3))
    reached(centre)

    go_to(clock, mailing.reminds_on)
    too_soon = remind()
    clock.shift(timedelta(days=4))

    assert (too_soon, remind()) == ([], ["Rosa"])


@pytest.mark.parametrize(("way", "days"), [("email", 2), ("letter", 7)])
def test_too_late_to_be_of_use_nobody_is_reminded(
    clock, centre, workshop, anne, way, days
):
    make_person(centre, "Mo", **WAYS[way])
    mail_to(workshop, 1, anne)
    reached(centre)

    go_to(clock, workshop.reply_by - timedelta(days=days - 1))
    too_late = remind()
    go_to(clock, workshop.reply_by - timedelta(days=days))

    assert (too_late, remind()) == ([], ["Mo"])


def test_an_answer_takes_back_what_has_not_left(clock, mailing, rosa, anne):
    go_to(clock, mailing.reminds_on)
    remind()

    say(Say.NO)(rosa, mailing, anne)

    assert reminded() == []


@pytest.mark.parametrize("change", ["called off", "moved"])
def test_a_workshop_that_changes_takes_them_back_and_asks_no_second_time(
    clock, mailing, workshop, change
):
    go_to(clock, mailing.reminds_on)
    remind()

    if change == "moved":
        move_meeting(workshop, on=workshop.on, place="hall", by=None, **AFTERNOON)
    else:
        cancel_meeting(workshop, why="Snow", by=None)

    assert (reminded(), remind()) == ([], [])


def test_who_has_just_heard_of_a_move_is_not_reminded_yet(
    clock, mailing, workshop, rosa
):
    go_to(clock, mailing.reminds_on - timedelta(days=1))
    move_meeting(workshop, on=workshop.on, place="hall", by=None, **AFTERNOON)
    tasks.tell_invited(workshop.pk)

    go_to(clock, mailing.reminds_on)
    too_soon = remind()
    go_to(clock, mailing.reminds_on + timedelta(days=6))

    assert (too_soon, remind()) == ([], ["Rosa"])


def test_no_reminder_is_a_choice(clock, mailing, anne):
    remind_on(mailing, None, by=anne)
    go_to(clock, mailing.reminds_on)

    assert remind() == []


def test_no_reminder_takes_back_what_has_not_left(clock, mailing, anne):
    go_to(clock, mailing.reminds_on)
    remind()

    assert remind_on(mailing, None, by=anne) == 1
    assert reminded() == []


def test_another_day_is_chosen(clock, mailing, anne):
    day = mailing.reminds_on - timedelta(days=8)
    remind_on(mailing, day, by=anne)

    go_to(clock, day)

    assert remind() == ["Rosa"]


@pytest.mark.parametrize("days", [-1, 99])
def test_a_day_too_early_or_too_late_is_refused(mailing, anne, days):
    with pytest.raises(MailingError) as refused:
        remind_on(mailing, in_days(days), by=anne)

    assert "a week after people were asked" in str(refused.value)


def test_a_mailing_that_rests_or_was_stopped_reminds_nobody(clock, mailing, anne):
    go_to(clock, mailing.reminds_on - timedelta(days=9))
    pause_mailing(mailing, by=anne)
    go_to(clock, mailing.reminds_on)
    resting = remind()
    with time_machine.travel(mailing.sent_at, tick=False):
        go_on_with_mailing(mailing, by=anne)
        tasks.prepare_mailing(mailing.pk)
    gone_on = remind()
    stop_mailing(mailing, by=anne)

    assert (resting, gone_on, reminded()) == ([], ["Rosa"], [])


def test_who_was_thought_of_is_reminded_once_too(clock, centre, workshop, anne, rosa):
    invite(rosa, workshop, route=Route.PRESCRIBED, by=anne)
    reached(centre)
    go_to(clock, workshop.reply_by - timedelta(days=10))

    remind()

    assert remind() == ["Rosa"]
    assert "Anne at the centre thought of you" not in told().get().subject


def test_letters_of_it_are_printed_together_under_their_own_name(
    clock, centre, workshop, anne
):
    for number in range(2):
        make_person(centre, f"Lou {number}", **WAYS["letter"])
    mailing = mail_to(workshop, 2, anne)
    reached(centre)
    go_to(clock, mailing.reminds_on)
    remind()

    (waiting,) = waiting_letters(anne)
    assert (waiting.topic, waiting.count) == (f"asked_again:{workshop.pk}", 2)
    assert title_of(waiting.topic).startswith(
        "The one reminder of the welcome workshop"
    )


def test_reminding_thirty_asks_the_database_as_often_as_reminding_three(
    clock, centre, workshop, anne
):
    asked = []
    for count, name in ((3, "A"), (27, "B")):
        for number in range(count):
            make_person(centre, f"{name} {number}", email=f"{name}{number}@example.org")
        mailing = mail_to(workshop, count, anne)
        reached(centre)
        with time_machine.travel(timezone.now() + timedelta(days=22), tick=False):
            mailing.reminds_on = in_days(0)
            with CaptureQueriesContext(connection) as queries:
                remind_invited(timezone.now(), seconds=30)
        asked.append(len(queries))
        Message.objects.filter(name=REMINDER).delete()

    assert asked[0] == asked[1]


def test_a_draft_proposes_a_day_and_keeps_a_choice(workshop, anne):
    draft = draft_mailing(workshop, size=3, by=anne)
    remind_on(draft, None, by=anne)

    again = draft_mailing(workshop, size=9, by=anne)

    assert draft.reminds_on == workshop.reply_by - timedelta(days=10)
    assert (again.pk, again.reminds_on) == (draft.pk, None)


def test_how_many_got_it_is_known(clock, mailing):
    go_to(clock, mailing.reminds_on)
    before = unanswered(mailing).count()
    remind()

    assert (before, reminders_of(mailing).count()) == (1, 1)
