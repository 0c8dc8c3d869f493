"""A PostgreSQL of our own for the tests: made in a temporary folder, spoken to through
a socket in it, gone afterwards. The system's clusters are not touched."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

SETTINGS = "-c listen_addresses= -c fsync=off -c max_connections=200"


def binaries() -> Path:
    """The newest installed release's folder; FileNotFoundError when there is none."""
    places = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
    )
    if places:
        return places[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise FileNotFoundError(
        "PostgreSQL is missing. Ask for: apt-get install postgresql"
    )


@contextlib.contextmanager
def temporary_postgres() -> Iterator[str]:
    """The DATABASE_URL of a PostgreSQL that lives as long as the block."""
    programs = binaries()
    with tempfile.TemporaryDirectory(prefix="health-champions-pg-") as name:
        folder = Path(name)
        # PostgreSQL refuses to run as root.
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if as_user:
            shutil.chown(folder, "postgres")

        def run(program: str, *arguments: str) -> None:
            subprocess.run(  # noqa: S603  our own fixed words and paths
                [*as_user, str(programs / program), "-D", f"{folder}/data", *arguments],
                check=True,
                cwd=folder,
                stdout=subprocess.DEVNULL,
            )

        run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
        run(
            "pg_ctl",
            "start",
            "-w",
            "-l",
            f"{folder}/log",
            "-o",
            f"{SETTINGS} -k {name}",
        )
        try:
            yield f"postgres://postgres@{quote(name, safe='')}/postgres"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
