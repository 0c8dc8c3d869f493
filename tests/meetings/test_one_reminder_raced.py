"""Two workers remind at once, or one while somebody says “no reminder”: nobody is asked
twice, and nobody after all."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from champions.models import Message
from meetings.enums import Say
from meetings.models import Invitation, Mailing
from meetings.services import reminding_invited
from meetings.services.arrivals import note_arrivals
from meetings.services.mailing_moves import pause_mailing
from meetings.services.mailing_reminder import remind_on
from meetings.services.reminding_invited import REMINDER, remind_invited
from meetings.services.seats import answer, ask
from tests.factories import in_days, make_centre, make_person, make_staff
from tests.meetings.test_a_mailing_while_it_leaves import at_once
from tests.meetings.workshops import a_workshop, mail_to, told

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
ROUNDS = pytest.mark.parametrize(
    "rounds", [2, pytest.param(40, marks=pytest.mark.prove)]
)
PEOPLE = 8


@pytest.fixture
def anne(transactional_db):
    return make_staff(make_centre())


def reached(anne, name):
    """A mailing that is due to be reminded of."""
    centre = anne.staff_roles.get().centre
    for number in range(PEOPLE):
        make_person(centre, email=f"{name}{number}@example.org")
    mailing = mail_to(a_workshop(centre, anne, circle_name=name), PEOPLE, anne)
    now = timezone.now()
    told().update(state="sent", sent_at=now, queued_at=now - timedelta(days=9))
    note_arrivals(centre)
    ago = now - timedelta(days=8)
    Message.objects.update(queued_at=ago, sent_at=ago)
    Invitation.objects.update(sent_at=ago)
    Mailing.objects.filter(pk=mailing.pk).update(reminds_on=in_days(0))
    mailing.refresh_from_db()
    return mailing


def remind():
    return remind_invited(timezone.now(), seconds=30)


def say_no(seats):
    for seat in seats:
        answer(seat, say=Say.NO, by=None, how="email")


@ROUNDS
def test_two_workers_remind_each_once(anne, rounds):
    for number in range(rounds):
        reached(anne, f"r{number}")

        at_once(remind, remind)

        assert Message.objects.filter(name=REMINDER).count() == PEOPLE * (number + 1)


@ROUNDS
@pytest.mark.parametrize("press", ["no reminder", "pause"])
def test_said_at_the_same_moment_nothing_of_it_leaves(anne, rounds, press):
    for number in range(rounds):
        mailing = reached(anne, f"r{number}")
        presses = {
            "no reminder": partial(remind_on, mailing, None, by=anne),
            "pause": partial(pause_mailing, mailing, by=anne),
        }

        at_once(remind, presses[press])

        assert not Message.objects.filter(name=REMINDER, state="queued").exists()


@ROUNDS
def test_answered_at_the_same_moment_nobody_is_reminded_after_all(anne, rounds):
    for number in range(rounds):
        mailing = reached(anne, f"r{number}")
        invitations = list(mailing.invitations.select_related("person", "meeting"))
        seats = [ask(one.meeting, one.person) for one in invitations]

        at_once(remind, partial(say_no, seats))

        assert not Message.objects.filter(name=REMINDER, state="queued").exists()


def test_answered_after_the_due_were_read_nobody_is_reminded(anne, monkeypatch):
    mailing = reached(anne, "r")
    (one, *_others) = mailing.invitations.select_related("person", "meeting")

    def answers_first(due, now):
        say_no([ask(one.meeting, one.person)])
        return remind_all(due, now)

    remind_all = reminding_invited._remind
    monkeypatch.setattr(reminding_invited, "_remind", answers_first)
    remind()

    reminded = Message.objects.filter(name=REMINDER)
    assert reminded.count() == PEOPLE - 1
    assert not reminded.filter(person=one.person).exists()
