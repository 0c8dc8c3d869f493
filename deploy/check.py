"""Every check by name, on two cores: whichever is free takes the next part, the longest
first. Nothing is skipped; all that failed is named at the end.

    deploy/check.py [prove]
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from postgres import temporary_postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DEPLOYED = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "as-long-and-as-random-as-a-real-one-" + "0123456789" * 3,
    "LINK_KEYS": "as-long-and-as-random-as-a-real-one-" + "9876543210" * 3,
    "ALLOWED_HOSTS": "champions.example",
    "BASE_URL": "https://champions.example",
}
TESTS = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
PYTEST = ("pytest", "-q", "--no-header", "-m")
GROUND = "tests/test_ground.py"
SWEEP = "tests/cms/test_isolation_sweep.py"
ADDRESSES = "tests/journeys/test_every_address.py"
# The tests on SQLite in parts, the longest first. Each part that names files has one
# beside it that takes all other files, so that every test is in exactly one.
PARTS = {
    "all the rest": (
        "not browser",
        "tests",
        "--ignore=tests/champions",
        f"--ignore={SWEEP}",
    ),
    "what another centre's things answer": ("not browser", SWEEP),
    "every address in the browser": ("browser", ADDRESSES),
    "the browser's other journeys": ("browser", "tests", f"--ignore={ADDRESSES}"),
    "the champions' room": ("not browser", "tests/champions"),
}


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    output: str


def run(
    name: str, command: tuple[str, ...], extra: Mapping[str, str] = TESTS
) -> Outcome:
    """Run one check, say how it went and how long it took."""
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603  our own fixed words
        [BIN / command[0], *command[1:]],
        check=False,
        cwd=ROOT,
        env={**os.environ, **extra},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    skipped = re.search(r"\d+ skipped", done.stdout[-200:]) and command[0] == "pytest"
    passed = done.returncode == 0 and not skipped
    verdict = "ok    " if passed else "FAILED"
    sys.stdout.write(f"{verdict} {time.monotonic() - began:6.1f} s  {name}\n")
    sys.stdout.flush()
    return Outcome(name, passed, done.stdout)


def quick_checks() -> list[Outcome]:
    deployed = ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    return [
        run("formatting", ("ruff", "format", "--check", "-q", ".")),
        run("lint", ("ruff", "check", "-q", ".")),
        run("templates", ("djangofmt", "check", "templates")),
        run("catalogues", ("python", "-m", "cms.catalogues", "check")),
        run("Django's checks", ("python", "manage.py", "check")),
        run("Django's checks of production", deployed, DEPLOYED),
        run(
            "migrations complete",
            ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
        ),
        run("types", ("mypy",)),
    ]


def from_nothing() -> list[Outcome]:
    """The migrations, whose outcome the parts begin with."""
    return [
        run("migrations from nothing", (*PYTEST, "not prove", "--create-db", GROUND))
    ]


def on_sqlite(name: str, marks: str, *files: str) -> list[Outcome]:
    """In a folder of its own: two parts never share a database file."""
    apart = TESTS | {"VAR_DIR": str(ROOT / "var" / "checks" / re.sub(r"\W", "-", name))}
    command = (*PYTEST, f"{marks} and not prove", "--reuse-db", *files)
    return [run(f"tests on SQLite: {name}", command, apart)]


def on_postgres(marks: str) -> list[Outcome]:
    name = f"tests on PostgreSQL ({marks})"
    command = (*PYTEST, marks, "--create-db")
    try:
        with temporary_postgres() as address:
            return [run(name, command, TESTS | {"DATABASE_URL": address})]
    except (OSError, subprocess.CalledProcessError) as error:
        return [Outcome(name, passed=False, output=f"{error}\n")]


def everything() -> list[Outcome]:
    with ThreadPoolExecutor(max_workers=2) as cores:
        migrated = cores.submit(from_nothing)
        waiting = [migrated, cores.submit(quick_checks)]
        migrated.result()
        waiting += [
            cores.submit(on_sqlite, name, *part) for name, part in PARTS.items()
        ]
        waiting.append(cores.submit(on_postgres, "db and not prove"))
        return [outcome for part in waiting for outcome in part.result()]


def proofs() -> list[Outcome]:
    """One after the other: a proof measures, and wants the machine for itself."""
    proven = run("proofs on SQLite", (*PYTEST, "prove", "--create-db"))
    return [proven, *on_postgres("prove and db")]


def main(what: str = "everything") -> int:
    outcomes = proofs() if what == "prove" else everything()
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    if failed:
        sys.stdout.write(f"\nFailed: {', '.join(failed)}\n")
    for outcome in outcomes:
        if not outcome.passed or " on " in outcome.name:
            sys.stdout.write(f"\n--- {outcome.name}\n{outcome.output}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
