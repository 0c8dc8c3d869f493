"""The words that the tests of this room tell, in templates as the rooms above write them;
a mail server that keeps a log, and senders that are started and killed."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.champions.senders import ROOT, SlowServer, kill, lives
from tests.conftest import PATIENCE, free_port
from tests.databases import database_url

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def _message_templates(settings):
    own = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**own, "DIRS": [TEMPLATES, *own["DIRS"]]}]


@pytest.fixture(scope="module")
def running_server():
    controller = Controller(
        SlowServer(0),
        hostname="127.0.0.1",
        port=free_port(),
        ready_timeout=PATIENCE,
    )
    controller.start()
    yield controller
    with contextlib.suppress(AssertionError):  # stopped by the test of its outage
        controller.stop()


@pytest.fixture
def slow_server(running_server):
    running_server.handler.__init__(0.02)
    return running_server


@pytest.fixture(scope="module")
def forker(running_server, tmp_path_factory, django_db_setup):
    """Takes seconds to start, and has no rows open: it stays for all tests."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.champions.outbox_worker"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{running_server.port}",
            "TMPDIR": str(tmp_path_factory.mktemp("worker")),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    yield process
    process.stdin.close()
    process.stdout.close()
    process.wait(timeout=10)


@pytest.fixture
def worker(forker, slow_server):
    """Starts senders on request; whatever still lives at the end is killed."""
    started = []

    def start(way="claim"):
        forker.stdin.write(f"{way}\n")
        forker.stdin.flush()
        started.append(int(forker.stdout.readline()))
        return started[-1]

    yield start
    for pid in filter(lives, started):
        kill(pid)
