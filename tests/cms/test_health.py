"""What a monitor sees, well and not well."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from champions.enums import Channel, Language
from champions.heartbeats import beat
from champions.models import Heartbeat, Message, ReadMailbox, User

pytestmark = pytest.mark.django_db
READY, WORKER = "/readyz", "/health/worker"


@pytest.fixture
def administrator(client):
    user = User.objects.create_superuser("net@example.org", "a password")
    client.force_login(user)
    return client


def seen(client, address):
    response = client.get(address)
    return response.status_code, response.content.decode().splitlines()


def queue(**fields):
    return Message.objects.create(
        key="one",
        name="hello",
        channel=Channel.EMAIL,
        language=Language.FRENCH,
        **fields,
    )


@pytest.mark.parametrize("address", ["/healthz", READY])
def test_a_site_that_is_well_says_ok(client, address):
    assert seen(client, address) == (200, ["ok"])


def test_nobody_keeps_an_answer(client):
    assert "no-store" in client.get(READY).headers["Cache-Control"]


def test_asking_leaves_nothing_behind(client):
    client.get(READY)

    assert not Heartbeat.objects.exists()


def test_only_questions_are_answered(client):
    assert client.post(READY).status_code == 405


@pytest.mark.db
def test_a_database_that_cannot_be_written_is_not_ready(client):
    if connection.vendor == "sqlite":
        off, on = "PRAGMA query_only = ON", "PRAGMA query_only = OFF"
    else:
        off, on = "SET TRANSACTION READ ONLY", ""
    with connection.cursor() as cursor:
        cursor.execute(off)

    answer = seen(client, READY)

    if on:
        with connection.cursor() as cursor:
            cursor.execute(on)
    assert answer == (503, ["not well"])


def test_a_missing_migration_is_not_ready_and_is_named(administrator):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'ideas' AND name LIKE '0001%'"
        )

    status, (_, why) = seen(administrator, READY)

    assert (status, why.startswith("not migrated: ideas.0001")) == (503, True)


def test_a_full_disk_is_not_ready(administrator, settings):
    settings.LEAST_FREE_DISK = 1.01

    status, (_, why) = seen(administrator, READY)

    assert (status, why.endswith("% of the disk is free")) == (503, True)


def test_a_stranger_does_not_learn_why(client, settings):
    settings.LEAST_FREE_DISK = 1.01

    assert seen(client, READY) == (503, ["not well"])


def test_a_worker_never_heard_is_not_well(administrator):
    assert seen(administrator, WORKER) == (
        503,
        ["not well", "the worker was never heard"],
    )


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (3, 200), (4, 503)])
def test_a_worker_may_be_silent_for_three_minutes(client, minutes, status):
    with time_machine.travel("2026-03-02 12:00Z", tick=False) as clock:
        beat()
        clock.shift(timedelta(minutes=minutes))

        assert client.get(WORKER).status_code == status


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 503)])
def test_a_message_may_wait_for_an_hour(client, minutes, status):
    beat()
    queue(not_before=timezone.now() - timedelta(minutes=minutes))

    assert client.get(WORKER).status_code == status


def test_a_message_whose_time_has_not_come_does_not_count(client):
    beat()
    queue(
        queued_at=timezone.now() - timedelta(days=2),
        not_before=timezone.now() + timedelta(hours=1),
    )

    assert seen(client, WORKER) == (200, ["ok"])


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 503)])
def test_the_mailbox_of_what_came_back_may_be_unread_for_an_hour(
    client, settings, minutes, status
):
    beat()
    settings.BOUNCES_URL = "imaps://reports:secret@mail.example/INBOX"
    ReadMailbox.objects.create(
        name="mail.example/INBOX",
        uid_validity=1,
        read_at=timezone.now() - timedelta(minutes=minutes),
    )

    assert client.get(WORKER).status_code == status
