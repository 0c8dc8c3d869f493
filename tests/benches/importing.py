"""A hundred thousand lines become people: how fast beside two yardsticks of the same run,
and how much memory the process takes on top of what it began with.

Both yardsticks write the same people into the same table: `csv` with `executemany`, which
checks and recognises nothing; and Django's `bulk_create` of people that are ready made.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import cycle, islice, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction
from django.utils import timezone

from champions.models import Centre, Person
from champions.services.contact_lists import receive_upload, start_import
from champions.services.list_importing import import_lines
from champions.services.list_reading import read_lines

LINES = int(os.environ.get("LINES", "100000"))
# What importing may cost at most: a tenth of the speed of executemany, and so many MiB.
LEAST_SHARE = 0.1
MOST_MEMORY = 80
FIRST = (
    "Ada,Zoé,Jean-Luc,Amina,O’Neil,Lucille,Tomas,Élodie,Bill,Nina,=Ben,Omar,Mary Ann"
)
LAST = "Roy,Côté,Haddad,Smith,L’Abbé,Nguyen,Okafor,Müller,Plante,Castro,Ito,Wood"
HEADINGS = (
    "First name,Last name,Email,Phone,Address,City,Postal code,Language,"
    "Preferred contact,Do not contact"
)


def people(lines: int) -> Iterator[list[str]]:
    """Invented people, each another one; every fiftieth line repeats the one before."""
    row: list[str] = []
    names = cycle(product(FIRST.split(","), LAST.split(",")))
    for n, (first, last) in enumerate(islice(names, lines)):
        row = [cell.upper() for cell in row] if n % 50 == 49 else _row(n, first, last)
        yield row


def _row(n: int, first: str, last: str) -> list[str]:
    online = n % 2 == 0
    return [
        first,
        f"{last}{n % 997:x}",
        f"person.{n}@example.org" if online else "",
        f"({705 + n % 90}) 555-{n % 10_000:04}" if n % 3 else "",
        f"{n + 1} Maple Street",
        "Cedar Lake",
        "p0l 1a0" if online else "P0L1A0",
        "Français" if n % 7 == 0 else "EN",
        "email" if online else "letter",
        "yes" if n % 150 == 0 else "",
    ]


def write(path: Path, lines: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        out.write(f"{HEADINGS}\r\n")
        csv.writer(out).writerows(people(lines))


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def memory(name: str) -> int:
    """A line of /proc about this process, in MiB: VmRSS is now, VmHWM the most so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = next(line for line in status.splitlines() if line.startswith(name))
    return int(found.split()[1]) // 1024


def import_list(path: Path) -> None:
    """By the real services, as the worker does it."""
    with path.open("rb") as source:
        kept = receive_upload(
            _centre("services"), File(source, name=path.name), by=None
        )
    read_lines(kept, seconds=float("inf"))
    start_import(kept, by=None)
    import_lines(kept, seconds=float("inf"))
    kept.refresh_from_db()
    sys.stdout.write(f"{kept.get_state_display()}: {kept.counts}\n")


def _centre(slug: str) -> Any:
    return Centre.objects.create(slug=slug, name=slug, phone="705-555-0142")


def execute_many(path: Path) -> None:
    """What nobody can do without: read the rows, and write them into the table."""
    fields = [field for field in Person._meta.concrete_fields if field.name != "id"]
    words = (
        f"INSERT INTO champions_person ({', '.join(field.column for field in fields)})"  # noqa: S608  our own names
        f" VALUES ({', '.join(['%s'] * len(fields))})"
    )
    centre = _centre("executemany").pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(words, _values(path, fields, centre))


def _values(path: Path, fields: list[Any], centre: int) -> Iterator[list[Any]]:
    texts = ("first_name", "last_name", "email", "phone", "address", "city")
    now = timezone.now()
    same = {"centre": centre, "language": "en", "created_at": now, "updated_at": now}
    fixed = [
        field.get_db_prep_save(same.get(field.name, field.get_default()), connection)
        for field in fields
    ]
    own = {field.name: place for place, field in enumerate(fields)}
    for row in _rows(path):
        values = [*fixed]
        for place, name in enumerate(texts):
            values[own[name]] = row[place]
        values[own["uuid"]] = fields[own["uuid"]].get_db_prep_save(
            uuid.uuid4(), connection
        )
        values[own["name_key"]] = row[0] + row[1]
        values[own["email_key"]] = row[2]
        values[own["address_key"]] = row[4]
        yield values


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.reader(source)
        next(rows)
        yield from rows


def bulk_create(path: Path) -> float:
    """Seconds for writing alone: the people are made beforehand."""
    centre = _centre("bulk-create")
    names = ("first_name", "last_name", "email", "phone", "address", "city")
    ready = [
        Person(
            centre=centre,
            name_key=row[0] + row[1],
            email_key=row[2],
            address_key=row[4],
            **dict(zip(names, row, strict=False)),
        )
        for row in _rows(path)
    ]
    return timed(lambda: Person.objects.bulk_create(ready, batch_size=1_000))


def main() -> int:
    # In a process of its own: what migrating takes must not hide what importing takes.
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, check=True)  # noqa: S603  our own fixed words
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        write(path, LINES)
        before = memory("VmRSS")
        ours = timed(lambda: import_list(path))
        most = memory("VmHWM") - before
        bare = timed(lambda: execute_many(path))
        bulk = bulk_create(path)
    sys.stdout.write(
        f"{LINES:,} lines read, sorted and imported in {ours:.1f} s: "
        f"{LINES / ours:,.0f} a second\n"
        f"csv and executemany: {bare:.1f} s; our share of its speed {bare / ours:.3f} "
        f"(at least {LEAST_SHARE})\n"
        f"bare bulk_create: {bulk:.1f} s; our share of its speed {bulk / ours:.3f}\n"
        f"memory on top of {before} MiB at the start: {most} MiB (at most "
        f"{MOST_MEMORY})\n"
    )
    return int(bare / ours < LEAST_SHARE or most > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
