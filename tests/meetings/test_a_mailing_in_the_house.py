"""A mailing after the press: a quarter of an hour in which nothing leaves, then a rest and
a stop at any time, and what each of them means for the people drawn."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from champions.enums import Channel, MessageState
from champions.messages import sender
from champions.messages.resting import GoneOn
from champions.models import Message
from champions.services.letters import waiting_letters
from meetings import tasks
from meetings.enums import InvitationState, MailingState, Route
from meetings.models import Invitation
from meetings.services.invitations import invite
from meetings.services.mailing_moves import (
    go_on_with_mailing,
    pause_mailing,
    stop_mailing,
)
from meetings.services.mailing_numbers import Numbers, numbers_by_channel, numbers_of
from meetings.services.mailing_size import everybody_asked_by
from meetings.services.mailings import (
    CHUNK,
    TIME_TO_STOP,
    MailingError,
    draft_mailing,
    prepare_chunk,
    send_mailing,
)
from meetings.services.moving import move_meeting
from meetings.services.telling_invited import tell_invited
from meetings.services.whom_to_ask import draw_people, not_yet_asked
from tests.factories import AFTERNOON, make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, invited, mail_to, neighbours, told

pytestmark = pytest.mark.django_db
NOON = "2026-11-20 12:00"


def wall(text):
    return timezone.datetime.fromisoformat(text).replace(
        tzinfo=ZoneInfo("America/Toronto")
    )


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(wall(NOON), tick=False) as clock:
        yield clock


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


def by_each_way(centre):
    make_person(centre, "Mo", email="mo@example.org")
    make_person(centre, "Lou", channel="letter", address="2 Elm Road")
    make_person(centre, "Cal", channel="phone", phone="+17055550142")


def may_leave():
    return (
        Message.objects.waiting().filter(name="meetings/invitation").count(),
        Message.objects.letters_to_print().count(),
        Message.objects.calls_to_make().count(),
    )


def states():
    return set(told().values_list("state", flat=True))


def test_for_a_quarter_of_an_hour_nothing_leaves_by_any_way(
    centre, anne, workshop, clock
):
    by_each_way(centre)
    mail_to(workshop, 3, anne)

    clock.shift(TIME_TO_STOP - timedelta(seconds=1))
    before = may_leave()
    clock.shift(timedelta(seconds=1))

    assert (before, may_leave()) == ((0, 0, 0), (1, 1, 1))


def test_begun_in_the_evening_mail_waits_for_the_morning_and_paper_does_not(
    centre, anne, workshop, clock, settings
):
    settings.QUIET_HOURS = "20:00-08:00"
    by_each_way(centre)
    clock.move_to(wall("2026-11-20 19:50"))
    mail_to(workshop, 3, anne)

    clock.move_to(wall("2026-11-20 20:05"))
    evening = may_leave()
    clock.move_to(wall("2026-11-21 08:00"))

    assert (evening, may_leave()) == ((0, 1, 1), (1, 1, 1))


def test_stopped_in_time_it_is_as_if_nothing_had_been(centre, anne, workshop, clock):
    by_each_way(centre)
    mailing = mail_to(workshop, 3, anne)

    stopped = stop_mailing(mailing, by=anne)
    clock.shift(timedelta(hours=1))
    sender.send_waiting(seconds=1)

    assert (stopped.taken_back, may_leave(), states()) == (3, (0, 0, 0), {"cancelled"})
    assert not_yet_asked(centre).count() == 3
    assert waiting_letters(anne) == []


def test_whoever_was_taken_back_is_drawn_to_the_same_workshop_again(
    centre, anne, workshop
):
    by_each_way(centre)
    first = mail_to(workshop, 3, anne)
    stop_mailing(first, by=anne)

    second = mail_to(workshop, 3, anne)

    assert (second.prepared, len(invited(workshop))) == (3, 3)
    assert set(Invitation.objects.values_list("state", "mailing")) == {
        (InvitationState.READY, second.pk)
    }
    assert told().filter(state=MessageState.QUEUED).count() == 3
    assert numbers_by_channel(second)[Channel.LETTER].asked == 1


def test_whoever_was_taken_back_can_be_asked_one_by_one(centre, anne, workshop):
    rosa = make_person(centre, "Rosa", email="rosa@example.org")
    stop_mailing(mail_to(workshop, 1, anne), by=anne)

    again = invite(rosa, workshop, route=Route.PRESCRIBED, by=anne)

    assert (again.state, again.route, again.mailing) == ("ready", "prescribed", None)
    assert "Anne" in told().get(state=MessageState.QUEUED).text


def test_a_single_invitation_that_was_taken_back_stays_so(centre, anne, workshop):
    rosa = make_person(centre, "Rosa", email="rosa@example.org")
    known = invite(rosa, workshop, route=Route.GENERAL, by=anne)
    Invitation.objects.update(state=InvitationState.WITHDRAWN)

    again = invite(rosa, workshop, route=Route.GENERAL, by=anne)

    assert (again.pk, again.state) == (known.pk, InvitationState.WITHDRAWN)
    assert draw_people(draft_mailing(workshop, size=5, by=anne)) == []


def test_a_move_in_that_time_lets_nothing_leave_earlier(centre, anne, workshop):
    by_each_way(centre)
    mail_to(workshop, 3, anne)

    move_meeting(workshop, on=workshop.on, place="hall", by=anne, **AFTERNOON)
    tell_invited(workshop)

    assert (may_leave(), told().filter(state="queued").count()) == ((0, 0, 0), 3)


def test_what_rests_stays_in_the_house_and_goes_on(centre, anne, workshop, clock):
    by_each_way(centre)
    mailing = mail_to(workshop, 3, anne)
    clock.shift(TIME_TO_STOP)

    resting = pause_mailing(mailing, by=anne)
    while_resting = may_leave()
    gone_on = go_on_with_mailing(mailing, by=anne)

    mailing.refresh_from_db()
    assert (resting, while_resting, gone_on) == (3, (0, 0, 0), GoneOn(3, 0))
    assert (may_leave(), mailing.state) == ((1, 1, 1), MailingState.SENT)


def test_paused_while_it_is_prepared_nobody_more_is_asked_until_it_goes_on(
    centre, anne, workshop
):
    neighbours(centre, 2 * CHUNK)
    mailing = draft_mailing(workshop, size=2 * CHUNK, by=anne)
    send_mailing(mailing, by=anne)
    prepare_chunk(mailing)

    pause_mailing(mailing, by=anne)
    tasks.resume_mailings()
    asked = len(invited(workshop))
    go_on_with_mailing(mailing, by=anne)
    tasks.resume_mailings()

    assert (asked, len(invited(workshop))) == (CHUNK, 2 * CHUNK)
    assert states() == {"queued"}


def test_gone_on_it_asks_nobody_who_came_to_the_list_meanwhile(centre, anne, workshop):
    neighbours(centre, 2)
    mailing = mail_to(workshop, 10, anne)
    pause_mailing(mailing, by=anne)
    neighbours(centre, 3)

    go_on_with_mailing(mailing, by=anne)
    tasks.resume_mailings()

    assert len(invited(workshop)) == 2


def test_too_near_the_workshop_it_does_not_go_on(centre, anne, workshop, clock):
    neighbours(centre, 1)
    mailing = mail_to(workshop, 1, anne)
    pause_mailing(mailing, by=anne)

    clock.move_to(workshop.starts_at - timedelta(days=20))

    with pytest.raises(MailingError):
        go_on_with_mailing(mailing, by=anne)
    assert states() == {"paused"}


def test_a_move_while_it_rests_wakes_nobody(centre, anne, workshop):
    by_each_way(centre)
    mailing = mail_to(workshop, 3, anne)
    pause_mailing(mailing, by=anne)

    move_meeting(workshop, on=workshop.on, place="hall", by=anne, **AFTERNOON)
    tell_invited(workshop)
    resting = told().filter(state="paused").count()
    go_on_with_mailing(mailing, by=anne)

    assert (resting, told().filter(state="queued").count()) == (3, 3)


@pytest.mark.parametrize(
    ("first", "second"),
    [(stop_mailing, pause_mailing), (stop_mailing, go_on_with_mailing)],
)
def test_whoever_presses_another_button_second_is_told(
    centre, anne, workshop, first, second
):
    neighbours(centre, 1)
    mailing = mail_to(workshop, 1, anne)
    first(mailing, by=anne)

    with pytest.raises(MailingError):
        second(mailing, by=anne)

    assert states() == {"cancelled"}


def test_the_same_button_twice_is_pressed_once(centre, anne, workshop):
    neighbours(centre, 2)
    mailing = mail_to(workshop, 2, anne)

    paused = [pause_mailing(mailing, by=anne) for _ in range(2)]
    gone_on = [go_on_with_mailing(mailing, by=anne) for _ in range(2)]
    stopped = [stop_mailing(mailing, by=anne) for _ in range(2)]

    assert paused == [2, 0]
    assert gone_on == [GoneOn(2, 0), GoneOn(0, 0)]
    assert [one.taken_back for one in stopped] == [2, 0]


def test_what_a_server_puts_back_after_the_stop_was_not_asked(
    centre, anne, workshop, clock
):
    make_person(centre, "Mo", email="mo@example.org")
    mailing = mail_to(workshop, 1, anne)
    Message.objects.exclude(name="meetings/invitation").delete()
    clock.shift(TIME_TO_STOP)
    message = sender.claim()
    taken = stop_mailing(mailing, by=anne).taken_back

    sender.record(message, sender.Verdict(MessageState.QUEUED, "451 later"))
    tasks.resume_mailings()

    assert (taken, not_yet_asked(centre).count()) == (0, 1)


def test_what_left_by_another_way_is_not_taken_back(centre, anne, workshop, clock):
    make_person(centre, "Cal", phone="+17055550142", email="cal@example.org")
    person = draw_people(draft_mailing(workshop, size=1, by=anne))[0]
    mailing = mail_to(workshop, 1, anne)
    call = told().get(person=person)
    call.pk, call.key, call.channel = None, f"{call.key}:letter", "letter"
    call.state = MessageState.SENT
    call.save()
    call.topics.create(topic=f"mailing:{mailing.pk}")

    stopped = stop_mailing(mailing, by=anne)

    assert (stopped.taken_back, not_yet_asked(centre).count()) == (0, 0)


def test_a_draft_that_changed_since_it_was_looked_at_is_looked_at_again(
    centre, anne, workshop
):
    neighbours(centre, 9)
    seen = draft_mailing(workshop, size=3, by=anne)
    draft_mailing(workshop, size=9, by=anne)

    with pytest.raises(MailingError):
        send_mailing(seen, by=anne)

    seen.refresh_from_db()
    assert seen.state == MailingState.DRAFT


def test_nobody_to_ask_is_said_and_the_draft_stays(centre, anne, workshop):
    mailing = draft_mailing(workshop, size=3, by=anne)

    with pytest.raises(MailingError):
        send_mailing(mailing, by=anne)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.DRAFT


def test_the_numbers_say_by_channel_what_became_of_it(centre, anne, workshop):
    for number in range(4):
        make_person(centre, f"Mo {number}", email=f"{number}@example.org")
    neighbours(centre, 2)
    mailing = mail_to(workshop, 6, anne)
    mails = list(told().filter(channel="email").order_by("pk"))
    for message, state in zip(mails, ["sent", "failed", "ambiguous"], strict=False):
        told().filter(pk=message.pk).update(state=state)
    answered = Invitation.objects.filter(person=mails[0].person)
    answered.update(state=InvitationState.DECLINED)

    lines = numbers_by_channel(mailing)

    assert lines == {
        "email": Numbers(4, waiting=1, left=1, came_back=1, in_doubt=1, answered=1),
        "letter": Numbers(2, waiting=2),
    }
    assert numbers_of([mailing])[mailing.pk].waiting == 3


def test_the_six_months_begin_with_a_mailing_that_left(centre, anne, workshop):
    neighbours(centre, 1)
    stop_mailing(mail_to(workshop, 1, anne), by=anne)

    with time_machine.travel(wall("2026-12-20 12:00"), tick=False):
        assert everybody_asked_by(centre).isoformat() == "2027-06-20"
