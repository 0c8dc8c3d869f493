"""`manage.py serve` with its real processes: one start, one stop, nothing left over."""

import io
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string
from django_q.models import Schedule

from champions.schedules import Repeated
from cms import schedules
from cms.supervisor import Child, Supervisor, listen
from tests.conftest import PATIENCE, copy_database, free_port

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
"""
STUBBORN = [sys.executable, "-c", DEAF]


def processes_with(mark):
    """The ids of all processes whose environment holds the mark, zombies left out."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark.encode() in (entry / "environ").read_bytes():
                command = (entry / "cmdline").read_bytes().decode().split("\0")
                found[int(entry.name)] = " ".join(command)
    return found


def eventually(question, seconds=PATIENCE):
    """The question's first true answer; its last one when time is up."""
    deadline = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return answer


def status_of(address):
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  our own
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def site(tmp_path, transactional_db):
    """A running `serve` on a copy of the tests' database."""
    copy_database(tmp_path / "health-champions.db")
    port = free_port()
    given = {"VAR_DIR": str(tmp_path), "PORT": str(port), "WEB_WORKERS": "1"}
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    process = subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, settings.BASE_DIR / "manage.py", "serve"],
        env=kept | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    process.mark = f"VAR_DIR={tmp_path}"
    process.address = f"http://127.0.0.1:{port}"
    assert process.stdout.readline() == "Health Champions\n"
    yield process
    for number in processes_with(process.mark):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    process.communicate()


def leader_of(site, word):
    """The process started for the web server or the worker."""
    for number, command in processes_with(site.mark).items():
        if word in command and os.getpgid(number) == number:
            return number
    return None


def test_one_interrupt_stops_everything(site):
    assert status_of(f"{site.address}/healthz") == 200
    assert eventually(lambda: leader_of(site, "qcluster"))

    site.send_signal(signal.SIGINT)

    assert site.wait(timeout=PATIENCE) == 0
    assert eventually(lambda: not processes_with(site.mark))


def test_the_worker_is_heard_and_when_killed_comes_back(site):
    assert eventually(lambda: status_of(f"{site.address}/health/worker") == 200)
    killed = leader_of(site, "qcluster")

    os.killpg(killed, signal.SIGKILL)

    assert eventually(lambda: leader_of(site, "qcluster") not in {None, killed})


def test_a_dead_web_server_ends_it_all_with_an_error(site):
    assert status_of(f"{site.address}/healthz") == 200

    os.killpg(leader_of(site, "gunicorn"), signal.SIGKILL)

    assert site.wait(timeout=PATIENCE) == 1
    assert eventually(lambda: not processes_with(site.mark))


def test_nothing_outlives_a_supervisor_that_is_killed_outright(site):
    assert status_of(f"{site.address}/healthz") == 200
    assert eventually(lambda: leader_of(site, "qcluster"))

    site.kill()

    assert eventually(lambda: not processes_with(site.mark))


def test_a_taken_port_is_named_before_anything_starts():
    taken = listen("127.0.0.1", 0)
    port = taken.getsockname()[1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "PORT", port)
        with pytest.raises(CommandError, match=f"127.0.0.1:{port} cannot be had"):
            call_command("serve")

    taken.close()


def test_a_silent_worker_is_started_again():
    worker = Child(SLEEP)
    supervisor = Supervisor(
        Child(SLEEP),
        worker,
        silence=lambda: timedelta(hours=1),
        patience=timedelta(seconds=0.2),
    )
    worker.start()
    first = worker.process.pid
    time.sleep(0.3)

    supervisor._look_after_worker()

    assert worker.runs
    assert worker.process.pid != first
    worker.kill()


@pytest.mark.parametrize("silence", [timedelta(seconds=1), None])
def test_a_worker_that_is_heard_or_just_started_is_let_be(silence):
    worker = Child(SLEEP)
    supervisor = Supervisor(Child(SLEEP), worker, silence=lambda: silence)
    worker.start()
    first = worker.process.pid

    supervisor._look_after_worker()

    assert worker.process.pid == first
    worker.kill()


def test_a_process_that_will_not_stop_is_killed_after_its_grace(capfd):
    deaf = Child(STUBBORN)
    deaf.start()
    assert eventually(lambda: capfd.readouterr().out) == "deaf\n"
    began = time.monotonic()

    Supervisor(Child(SLEEP), deaf, grace=1.0)._stop(deaf)

    assert not deaf.runs
    assert 1.0 <= time.monotonic() - began < PATIENCE


@pytest.mark.django_db
def test_every_repeated_task_is_in_the_table_once_and_exists():
    Schedule.objects.create(name="from an older release", func="gone.task")
    Schedule.objects.filter(name="from an older release").update(
        schedule_type=Schedule.DAILY
    )

    schedules.sync_schedules()
    call_command("sync_schedules", stdout=io.StringIO())

    wanted = {one.name: one.task for one in schedules.SCHEDULES}
    assert dict(Schedule.objects.values_list("name", "func")) == wanted
    assert all(callable(import_string(task)) for task in wanted.values())


@pytest.mark.django_db
def test_a_run_that_fell_due_while_the_site_was_off_is_not_lost(monkeypatch):
    nightly = Repeated("nightly", "champions.tasks.beat", cron="0 8 * * *")
    monkeypatch.setattr(schedules, "SCHEDULES", [nightly])
    schedules.sync_schedules()
    missed = Schedule.objects.get().next_run - timedelta(days=2)
    Schedule.objects.update(next_run=missed)

    schedules.sync_schedules()

    assert Schedule.objects.get().next_run == missed


def test_each_rooms_list_is_part_of_the_whole():
    for path in settings.BASE_DIR.glob("*/schedules.py"):
        room = import_string(f"{path.parent.name}.schedules.SCHEDULES")
        assert set(room) <= set(schedules.SCHEDULES), path.parent.name
