"""What is measured, on SQLite and on PostgreSQL: each script of tests/benches/ prints
its figures as ratios to a yardstick of the same run, since seconds differ by machine.

    deploy/bench.py [NAME ...]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from postgres import temporary_postgres

ROOT = Path(__file__).resolve().parent.parent
BENCHES = ROOT / "tests" / "benches"


def measured(name: str, database: str, extra: dict[str, str]) -> bool:
    """Run one script on an empty, migrated database; whether it ended well."""
    sys.stdout.write(f"\n--- {name} on {database}\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "VAR_DIR": folder}
        done = subprocess.run(  # noqa: S603  our own fixed words
            [sys.executable, "-m", f"tests.benches.{name}"],
            check=False,
            cwd=ROOT,
            env={**os.environ, **settings, **extra},
        )
    return done.returncode == 0


def main(wanted: list[str]) -> int:
    found = sorted(path.stem for path in BENCHES.glob("[a-z]*.py"))
    names = [name for name in wanted or found if name in found]
    ended_well = [measured(name, "SQLite", {}) for name in names]
    for name in names:
        with temporary_postgres() as address:
            ended_well.append(measured(name, "PostgreSQL", {"DATABASE_URL": address}))
    return not all(ended_well)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
