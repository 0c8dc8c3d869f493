"""What the tests stand on: a migrated database, a real browser, a real mail server, and
the cast of people."""

import asyncio
import contextlib
import gc
import hashlib
import os
import shutil
import socket
import sqlite3
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.test import TransactionTestCase
from playwright.sync_api import expect

from cms.catalogues import compile_changed

ROOT = Path(__file__).resolve().parent.parent
# Seconds that a busy machine may take for what is done at once by one that is not.
PATIENCE = 90
expect.set_options(timeout=1000 * PATIENCE)
PROOFS = {"prove", "prove and db"}
TRANSACTIONAL = {"live_server", "transactional_db"}


# The same examples in every run: whether a change may land shall not be chance. The long
# proofs look for new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)


def pytest_configure(config):
    compile_changed()
    if config.option.markexpr not in PROOFS:
        hypothesis.settings.load_profile("same")
    if today := os.environ.get("TODAY"):
        # Any day must do: TODAY=2028-02-29T23:30-05:00 pytest tests/meetings
        time_machine.travel(datetime.fromisoformat(today)).start()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests that commit find what the migrations wrote, and run after the others."""
    committing = [item for item in items if _commits(item)]
    for item in committing:
        mark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
        item.add_marker(mark, append=False)
    items.sort(key=committing.__contains__)


def pytest_collection_finish():
    """What is imported by now stays to the end; looking through it again and again for
    what may go takes a tenth of the whole time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _commits(item):
    mark = item.get_closest_marker("django_db")
    asked = bool(mark and mark.kwargs.get("transaction"))
    return asked or bool(TRANSACTIONAL & set(item.fixturenames))


# --- The database -----------------------------------------------------------------


def _migrated_file():
    """Where a migrated database is kept for every later run, named by its migrations."""
    sources = sorted(ROOT.glob("*/migrations/*.py"))
    sources.append(ROOT / "requirements" / "prod.txt")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources))
    return ROOT / "var" / f"migrated-{digest.hexdigest()[:16]}.db"


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_createdb):
    """On SQLite, begin with a copy of what an earlier run migrated, if there is one."""
    if connection.vendor != "sqlite":
        return request.config.getvalue("reuse_db")
    kept = _migrated_file()
    if django_db_createdb or not kept.exists():
        return False
    copy = Path(settings.DATABASES["default"]["TEST"]["NAME"])
    for left in copy.parent.glob(f"{copy.name}*"):
        left.unlink()  # the log of a run that was killed would be written into it
    shutil.copy(kept, copy)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    own = connections["default"]
    # What Django read for tests that commit; without such a test there is nothing.
    contents = vars(own).pop("_test_serialized_contents", None)
    if connection.vendor != "sqlite":
        # Playwright's loop gets a connection of its own, which must find them too.
        if contents is not None:
            type(own)._test_serialized_contents = contents
        return
    with django_db_blocker.unblock():
        _put_back_by_copy()
        if not django_db_keepdb:
            _keep(_migrated_file())


def _put_back_by_copy():
    """After a test that commits the whole file is written anew, which takes a moment;
    Django would empty each table and read the migrations' rows in again: seconds."""
    clean = settings.VAR_DIR / "clean.db"
    copy_database(clean)

    def put_back(_test_case):
        connections.close_all()
        with (
            contextlib.closing(sqlite3.connect(clean)) as source,
            contextlib.closing(
                sqlite3.connect(connection.settings_dict["NAME"])
            ) as target,
        ):
            source.backup(target)

    TransactionTestCase._fixture_teardown = put_back


def _keep(kept):
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("migrated-*.db"):
        old.unlink(missing_ok=True)
    # Whole before it has its name: another run may look for it meanwhile.
    unnamed = kept.with_suffix(f".{os.getpid()}")
    copy_database(unnamed)
    unnamed.rename(kept)


def copy_database(to):
    """Copy the SQLite database of the tests as it is now into a new file."""
    connection.ensure_connection()
    with sqlite3.connect(to) as target:
        connection.connection.backup(target)
    target.close()


@pytest.fixture(autouse=True)
def _empty_caches(request):
    """The caches outlive a test: pages in files, limits in a table without a model."""
    caches["pages"].clear()
    if _commits(request.node):
        request.getfixturevalue("transactional_db")
        caches["default"].clear()


# --- The browser ------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, without its windows where it can be had so: it takes half
    the time. Root needs it without its sandbox."""
    found = filter(None, map(shutil.which, ("chromium-headless-shell", "chromium")))
    path = next(found, None)
    assert path, "Chromium is missing. Ask for: apt-get install chromium-headless-shell"
    quiet = [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
    ]
    return {**browser_type_launch_args, "executable_path": path, "args": quiet}


@pytest.fixture
def page_without_javascript(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


# --- The mail server --------------------------------------------------------------


class Mailbox:
    """What an SMTP server took, in order; `refuse` maps a recipient to its answer, and
    it takes its time before it says that it has all words of a mail."""

    def __init__(self):
        self.envelopes = []
        self.refuse = {}
        self.seconds_for_words = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's name
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        await asyncio.sleep(self.seconds_for_words)
        self.envelopes.append(envelope)
        return "250 OK"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def mail_server():
    """A real SMTP server on this machine: `.mailbox`, `.port`, `.address`."""
    mailbox = Mailbox()
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE
    )
    controller.start()
    controller.mailbox = mailbox
    controller.address = f"smtp://127.0.0.1:{controller.port}"
    yield controller
    controller.stop()
