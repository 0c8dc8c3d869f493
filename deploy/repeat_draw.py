"""Repeat a draw of places from its published list, without the software that made it.

    python3 repeat_draw.py LIST.csv [SEAL]

LIST.csv is what a workshop's page of the draw offers to download: one row for each
yes, without names. SEAL is what that page showed before the draw; give it to see that
the seed was fixed by then. Needs nothing but Python 3. Says what it found, and ends
with 0 when the result is the same, else with 1.
"""

import csv
import hashlib
import sys
from pathlib import Path


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def differences(rows, seal):
    """Each way in which the list is not what its own seed gives, in words."""
    seeds = {row["seed"] for row in rows}
    if len(seeds) != 1:
        yield f"there must be one seed, and there are {len(seeds)}"
        return
    seed = seeds.pop()
    for shown in {row["seal"] for row in rows} | ({seal} if seal else set()):
        if sha256(seed) != shown:
            yield "the seed does not belong to the seal " + shown
    if len({row["party"] for row in rows}) != len(rows):
        yield "a party stands in the list twice"
    for places_for in sorted({row["places_for"] for row in rows}):
        parties = [row for row in rows if row["places_for"] == places_for]
        yield from wrong_results(seed, parties)


def wrong_results(seed, parties):
    """Whoever missed an earlier draw first, then the smallest number; a party that does
    not fit into what is left is passed over."""
    counts = {row["places"] for row in parties}
    if len(counts) != 1:
        yield "there must be one number of places"
        return
    left = int(counts.pop())

    def order(row):
        return (row["first"] != "yes", sha256(seed + ":" + row["party"]), row["party"])

    for row in sorted(parties, key=order):
        people = int(row["people"])
        result = "place" if people <= left else "waiting"
        left -= people if result == "place" else 0
        if row["number"] != sha256(seed + ":" + row["party"]):
            yield f"party {row['party']} has another number"
        if row["result"] != result:
            yield f"party {row['party']}: listed {row['result']}, drawn {result}"


def main(path, seal=""):
    with Path(path).open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    found = list(differences(rows, "".join(seal.split()).lower()))
    for line in found:
        print(f"Not the same: {line}")  # noqa: T201
    if not found:
        placed = sum(row["result"] == "place" for row in rows)
        print(f"The same result: {len(rows)} parties, {placed} with a place.")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
