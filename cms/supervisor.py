"""The web server and the worker as one: each in a process group of its own, the worker
started again when it dies or falls silent, nothing left behind at the end."""

import contextlib
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from champions.heartbeats import PATIENCE, silence

logger = logging.getLogger(__name__)
LOOK_EVERY = 1.0  # seconds
LISTEN_EVERY = 15.0  # seconds
# A worker that cannot start at all must not be tried without a pause.
RESTART_AFTER = 5.0  # seconds


def listen(host: str, port: int) -> socket.socket:
    """Hold the address from now on; OSError when somebody else has it.

    Whoever comes before the web server is up waits a moment, and is not refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)


def web_command(listener: socket.socket) -> list[str]:
    options = {
        "bind": f"fd://{listener.fileno()}",
        "worker-class": "gthread",
        "workers": settings.WEB_WORKERS,
        "threads": 4,
        "timeout": 60,
        "graceful-timeout": 8,
        "log-level": "warning",
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    # Without it gunicorn writes a socket of its own to the home folder.
    given.append("--no-control-socket")
    return [sys.executable, "-m", "gunicorn", "cms.wsgi", *given]


def worker_command() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "qcluster"]


def worker_silence() -> timedelta | None:
    """As `heartbeats.silence`; a database that does not answer says nothing about
    the worker."""
    try:
        close_old_connections()
        return silence()
    except DatabaseError:
        logger.warning("The database did not answer.")
        return timedelta(0)


@dataclass
class Child:
    """A program in a process group of its own."""

    command: list[str]
    keep: tuple[int, ...] = ()
    started: float = field(init=False)
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        # Should this process be killed outright, the child is told to stop.
        told = shutil.which("setpriv")
        wrapper = [told, "--pdeathsig", "TERM"] if told else []
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  our own commands
            [*wrapper, *self.command],
            pass_fds=self.keep,
            stdin=subprocess.DEVNULL,
            process_group=0,
        )

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started

    def ask_to_stop(self) -> None:
        if self.runs:
            self.process.terminate()

    def kill(self) -> None:
        """Kill what is left of the group, also when its leader has gone already."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Supervisor:
    """Runs until it is told to stop (exit code 0) or the web server ends (1)."""

    web: Child
    worker: Child
    silence: Callable[[], timedelta | None] = worker_silence
    patience: timedelta = PATIENCE
    grace: float = 10.0  # seconds a process has to stop by itself
    _told: threading.Event = field(default_factory=threading.Event, init=False)
    _hurry: bool = field(default=False, init=False)
    _listened: float = field(default=0.0, init=False)

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._tell)
        self.web.start()
        self.worker.start()
        try:
            while not self._told.wait(LOOK_EVERY):
                if not self.web.runs:
                    logger.error("The web server ended; stopping.")
                    return 1
                self._begin_again_if_asked()
                self._look_after_worker()
            return 0
        finally:
            self._stop(self.web, self.worker)

    def _begin_again_if_asked(self) -> None:
        """Start both anew, with new keys, after a demo was ended."""
        if settings.BEGIN_AGAIN.exists():
            settings.BEGIN_AGAIN.unlink()
            logger.warning("Starting anew, with new keys.")
            self._stop(self.web, self.worker)
            self.web.start()
            self.worker.start()

    def _tell(self, _number: int, _frame: FrameType | None) -> None:
        """Told once: stop; told twice: at once."""
        self._hurry = self._told.is_set()
        self._told.set()

    def _look_after_worker(self) -> None:
        if not self.worker.runs:
            if self.worker.age < RESTART_AFTER:
                return
            logger.warning("The worker ended; starting it again.")
        elif self._is_silent():
            logger.warning("The worker is silent; starting it again.")
        else:
            return
        self._stop(self.worker)
        self.worker.start()

    def _is_silent(self) -> bool:
        if time.monotonic() - self._listened < min(
            LISTEN_EVERY, self.patience.total_seconds()
        ):
            return False
        self._listened = time.monotonic()
        heard = self.silence()
        since = self.worker.age if heard is None else heard.total_seconds()
        # A worker just started has not had time to be heard.
        return min(since, self.worker.age) > self.patience.total_seconds()

    def _stop(self, *children: Child) -> None:
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + self.grace
        while any(child.runs for child in children):
            if self._hurry or time.monotonic() > deadline:
                break
            time.sleep(0.05)
        for child in children:
            child.kill()
