"""Sites as their servers answer: each under gunicorn in a process of its own, asked over
a connection."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Site:
    """A server on this machine."""

    port: int

    def seconds(self, address: str) -> float:
        """From the first word to the last byte."""
        asked = (
            f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )
        answer = bytearray()
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(asked.encode())
            while part := connection.recv(65_536):
                answer += part
        took = time.perf_counter() - began
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{address} answered {bytes(answer[:60])!r}")
        return took


@contextlib.contextmanager
def served(application: str, *, folder: Path, **environment: str) -> Iterator[Site]:
    """One worker that answers one after the other, until the block ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listener:
        listener.set_inheritable(True)
        given = ["--workers=1", "--log-level=warning", "--no-control-socket"]
        with on_one_core():
            server = subprocess.Popen(  # noqa: S603  our own fixed words
                [
                    *(sys.executable, "-m", "gunicorn", application),
                    *(f"--bind=fd://{listener.fileno()}", *given),
                ],
                cwd=folder,
                env={**os.environ, **environment},
                pass_fds=(listener.fileno(),),
            )
        try:
            yield Site(listener.getsockname()[1])
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextlib.contextmanager
def on_one_core() -> Iterator[None]:
    """What is started in this block stays on the first core, all on the same: on a busy
    machine one may be slower than the other."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
