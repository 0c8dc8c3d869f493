"""Pressed while mail is leaving: real senders, a real mail server, whose log judges. After
a press at most the one mail that each sender holds in its hands still arrives."""

import asyncio
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from aiosmtpd.controller import Controller
from django.db import connections
from django.utils import timezone

from champions.enums import Channel
from champions.messages import sender
from champions.models import Message
from meetings.enums import InvitationState, MailingState
from meetings.models import Invitation, Mailing
from meetings.services.invitations import MESSAGE
from meetings.services.mailing_moves import (
    go_on_with_mailing,
    pause_mailing,
    stop_mailing,
)
from meetings.services.mailing_numbers import numbers_by_channel
from meetings.services.mailings import draft_mailing, prepare_chunk, send_mailing
from meetings.services.refusals import RefusedError
from meetings.services.whom_to_ask import not_yet_asked
from tests.conftest import PATIENCE, free_port
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, mail_to, told

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
SENDERS = 2
WITHIN = 5.0  # seconds
ROUNDS = pytest.mark.parametrize(
    "rounds", [2, pytest.param(40, marks=pytest.mark.prove)]
)


class SlowServer:
    """A mail takes it a while; puts the moment of each in its log."""

    def __init__(self):
        self.log = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        await asyncio.sleep(0.05)
        self.log += [(address, time.monotonic()) for address in envelope.rcpt_tos]
        return "250 OK"


@pytest.fixture
def server(settings):
    controller = Controller(
        SlowServer(), hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE
    )
    controller.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{controller.port}"
    settings.QUIET_HOURS = ""
    yield controller.handler
    controller.stop()


@pytest.fixture
def anne(transactional_db):
    return make_staff(make_centre())


@pytest.fixture
def senders():
    """Work until nothing is left that may leave, each on a connection of its own."""
    with ThreadPoolExecutor(SENDERS) as pool:
        yield lambda: [pool.submit(work) for _ in range(SENDERS)]


def work():
    try:
        while sender.send_waiting(seconds=5):
            pass
    finally:
        connections.close_all()


def a_mailing(anne, count):
    """By mail, past its fifteen minutes."""
    centre = anne.staff_roles.get().centre
    for number in range(count):
        make_person(centre, email=f"{number}@example.org")
    mailing = mail_to(a_workshop(centre, anne), count, anne)
    now = timezone.now()
    Message.objects.exclude(name=MESSAGE).delete()  # what its staff are asked
    Mailing.objects.filter(pk=mailing.pk).update(leaves_at=now)
    Message.objects.update(not_before=now)
    mailing.refresh_from_db()
    return mailing


def until(true):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.005)


def mailed(server):
    return Counter(address for address, _at in server.log)


def test_paused_nothing_more_arrives_and_gone_on_the_rest_does_once(
    server, senders, anne
):
    mailing = a_mailing(anne, 30)
    working = senders()
    until(lambda: len(server.log) >= 4)

    before = len(server.log)
    pause_mailing(mailing, by=anne)
    [one.result() for one in working]
    resting = len(server.log)
    [one.result() for one in senders()]
    still = len(server.log)
    go_on_with_mailing(mailing, by=anne)
    [one.result() for one in senders()]

    assert resting - before <= SENDERS
    assert still == resting
    assert mailed(server) == {f"{n}@example.org": 1 for n in range(30)}
    assert numbers_by_channel(mailing)[Channel.EMAIL].left == 30


def test_stopped_nothing_arrives_after_five_seconds_and_the_numbers_are_true(
    server, senders, anne
):
    mailing = a_mailing(anne, 30)
    working = senders()
    until(lambda: len(server.log) >= 4)

    pressed = time.monotonic()
    before = len(server.log)
    stopped = stop_mailing(mailing, by=anne)
    [one.result() for one in working]

    line = numbers_by_channel(mailing)[Channel.EMAIL]
    assert max(at for _address, at in server.log) - pressed < WITHIN
    assert len(server.log) - before <= SENDERS
    assert (line.asked, line.left, line.waiting) == (
        len(server.log),
        len(server.log),
        0,
    )
    assert stopped.taken_back == line.not_sent == 30 - len(server.log)
    centre = anne.staff_roles.get().centre
    assert not_yet_asked(centre).count() == stopped.taken_back


def at_once(*things):
    """Do all of them at the same moment, each on a connection of its own."""
    start = Barrier(len(things))

    def do(thing):
        start.wait()
        try:
            return thing()
        except RefusedError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(do, things))


def prepare_all(mailing):
    while prepare_chunk(mailing):
        pass


@ROUNDS
def test_stopped_while_it_is_prepared_nobody_is_left_half_asked(anne, rounds):
    centre = anne.staff_roles.get().centre
    workshop = a_workshop(centre, anne)
    for number in range(30):
        make_person(centre, email=f"{number}@example.org")
    for _ in range(rounds):
        mailing = draft_mailing(workshop, size=30, by=anne)
        send_mailing(mailing, by=anne)

        at_once(partial(prepare_all, mailing), partial(stop_mailing, mailing, by=anne))

        mailing.refresh_from_db()
        assert mailing.state == MailingState.CANCELLED
        assert not_yet_asked(centre).count() == 30
        assert set(told().values_list("state", flat=True)) <= {"cancelled"}
    asked = Invitation.objects.exclude(state=InvitationState.WITHDRAWN)
    assert not asked.exists()


@ROUNDS
def test_two_who_press_send_at_once_send_once(anne, rounds):
    centre = anne.staff_roles.get().centre
    workshop = a_workshop(centre, anne)
    for number in range(rounds * 2):
        make_person(centre, email=f"{number}@example.org")
    for _ in range(rounds):
        draft = draft_mailing(workshop, size=2, by=anne)
        seen = [Mailing.objects.get(pk=draft.pk) for _ in range(2)]

        at_once(*(partial(send_mailing, one, by=anne) for one in seen))
        at_once(partial(prepare_all, draft), partial(prepare_all, draft))

    assert Invitation.objects.count() == told().count() == rounds * 2


@ROUNDS
def test_of_two_different_buttons_the_second_is_told(anne, rounds):
    for _ in range(rounds):
        mailing = a_mailing(anne, 1)

        said = at_once(
            partial(pause_mailing, mailing, by=anne),
            partial(stop_mailing, mailing, by=anne),
        )

        mailing.refresh_from_db()
        paused, stopped = said
        assert mailing.state == MailingState.CANCELLED
        assert isinstance(paused, RefusedError) or stopped.before == "paused"
