"""An invented contact list to try the upload with, in the form centres export."""

from __future__ import annotations

import csv
import io
from itertools import product

FIRST = [
    "Agnes",
    "Bill",
    "Cora",
    "Dan",
    "Edna",
    "Frank",
    "Gus",
    "Hazel",
    "Ivan",
    "June",
    "Karl",
    "Lise",
    "Max",
    "Nina",
    "Omar",
]
LAST = [
    "Archer",
    "Bélanger",
    "Chen",
    "Dubois",
    "Ellis",
    "Ford",
    "Gauthier",
    "Hart",
    "Ito",
    "Joly",
]
HEADINGS = [
    "First name",
    "Last name",
    "Email",
    "Phone",
    "Address",
    "City",
    "Postal code",
    "Language",
    "Preferred contact",
    "Do not contact",
]
FRENCH = {"Bélanger", "Dubois", "Gauthier", "Joly"}


def sample_list() -> bytes:
    """150 people; one of them twice, one without a name, one never to be written to."""
    rows = [_row(*name, n) for n, name in enumerate(product(FIRST, LAST))]
    rows[7][9] = "yes"
    rows.append([cell.upper() for cell in rows[3]])
    rows.append(["", "", "nobody@example.org", *[""] * 7])
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode("utf-8-sig")


def _row(first: str, last: str, n: int) -> list[str]:
    online = n % 3 == 0
    return [
        first,
        last,
        f"{first}.{n}@example.org".lower() if online else "",
        f"705-555-{100 + n % 100:04}" if n % 2 else "",
        f"{n + 1} Maple Street",
        "Cedar Lake",
        "P0L 1A0",
        "FR" if last in FRENCH else "EN",
        "email" if online else "letter",
        "",
    ]
