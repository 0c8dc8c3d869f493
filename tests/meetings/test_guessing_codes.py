"""A storm of guesses: ten thousand wrong codes from a thousand addresses against a hundred
thousand live ones. What is let in is what the rule lets in and no more; whoever holds the
letter gets in meanwhile, also from the clinic whose address is among the guessers."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from threading import Event, Thread

import pytest
import time_machine
from django.conf import settings
from django.db import connection, connections
from django.db.models import Sum
from django.test import Client

from champions import links
from champions.enums import CodePurpose
from champions.models import Centre, CodeTry, TypedCode
from champions.services.codes import (
    OVERALL_CEILING,
    SOURCE_CEILING,
    SUSPECT_CEILING,
    digits_for,
)
from champions.services.wrong_codes import MANY_HERE, many_wrong_codes
from cms.this_week import rows_of
from meetings.enums import Route
from meetings.services.invitations import invite
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
THREADS = 4
EACH = 10  # guesses of one address
# Of so many addresses one types a code that is live: at its third try, and at its ninth.
LUCKY, EARLY, LATE = 20, 2, 8
FIRST_THING = 1_000_000
CLINIC = "198.51.100.1"
ELSEWHERE = "203.0.113.9"
# Where a first name is asked for, they guess that too; else it is left unread.
GUESSED = "Maria"


@dataclass
class Storm:
    """Centres with live codes, those who guess, and what they got."""

    centres: list[Centre]
    live: dict[int, list[str]]
    sources: list[str]
    wrong: Counter = field(default_factory=Counter)
    wrong_at: Counter = field(default_factory=Counter)
    hits: int = 0
    expected: int = 0
    shut: int = 0
    waits: list[float] = field(default_factory=list)

    def guesses(self, number: int) -> list[tuple[str, Centre, str]]:
        """One guess of each address: chance, or for few of them a code that is live."""
        chance = random.Random(number)  # noqa: S311  the same storm in every run
        return [self._guess(n, number, chance) for n in range(len(self.sources))]

    def _guess(self, n, number, chance):
        centre = chance.choice(self.centres)
        digits = f"{chance.randrange(10**10):010d}"
        if n % LUCKY == 0 and number in (EARLY, LATE):
            digits = chance.choice(self.live[centre.pk])
        return self.sources[n], centre, digits

    def expect(self, guesses):
        """What the rule in the words of `services/codes.py` lets in of these."""
        overall = sum(self.wrong.values())
        for source, centre, digits in guesses:
            asked = self.wrong[source] >= SOURCE_CEILING or (
                self.wrong[source] >= SUSPECT_CEILING and overall >= OVERALL_CEILING
            )
            is_live = digits in self.live[centre.pk]
            self.expected += is_live and not asked
            self.shut += is_live and asked
            if asked or not is_live:
                self.wrong[source] += 1
                self.wrong_at[centre.pk] += 1


def a_storm(centres, codes, sources) -> Storm:
    made = [make_centre(f"centre-{n}") for n in range(centres)]
    live = {centre.pk: _live_codes(centre, n, codes) for n, centre in enumerate(made)}
    addresses = [f"10.{n // 250}.{n % 250}.7" for n in range(sources)]
    return Storm(made, live, addresses)


def _live_codes(centre, number, codes) -> list[str]:
    """Derived as `issue_code` derives them, many at once."""
    key, purpose = settings.LINK_KEYS[0], CodePurpose.INVITATION.value
    things = range(FIRST_THING + number * codes, FIRST_THING + (number + 1) * codes)
    digits = {thing: links.digits(key, purpose, thing, 1, 0) for thing in things}
    TypedCode.objects.bulk_create(
        (
            TypedCode(
                centre=centre,
                purpose=purpose,
                thing_id=thing,
                key_hash=links.code_hash(key, centre.pk, code),
            )
            for thing, code in digits.items()
        ),
        batch_size=2_000,
    )
    return list(digits.values())


def type_in(centre, code, source, **words):
    address = f"/en/{centre.slug}/go/"
    return Client(REMOTE_ADDR=source).post(address, {"code": code, **words})


def is_let_in(answer) -> bool:
    return answer.status_code == 302


def let_in(guesses) -> int:
    return sum(
        is_let_in(type_in(centre, digits, source, first_name=GUESSED))
        for source, centre, digits in guesses
    )


def at_once(guesses) -> int:
    """How many were let in, of all at the same time; each address by one thread."""

    def work(part):
        try:
            return let_in(part)
        finally:
            connections.close_all()

    parts = [list(islice(guesses, n, None, THREADS)) for n in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        return sum(threads.map(work, parts))


def open_all_the_time(storm, centre, code, is_over):
    """Whoever holds the letter, from another address, again and again."""
    try:
        while not is_over.wait(0.2):
            began = time.monotonic()
            assert is_let_in(type_in(centre, code, ELSEWHERE))
            storm.waits.append(time.monotonic() - began)
    finally:
        connections.close_all()


@contextmanager
def while_somebody_gets_in(storm, centre, code) -> Iterator[None]:
    is_over = Event()
    with ThreadPoolExecutor(1) as thread:
        rightful = thread.submit(open_all_the_time, storm, centre, code, is_over)
        try:
            yield
        finally:
            is_over.set()
            rightful.result()


class LocksWaitedFor:
    """How often, looked at a hundred times a second, one request waited for another. On
    SQLite there are no locks to look at: who writes has the file for a moment."""

    def __init__(self):
        self.looks = self.waiting = 0
        self._is_over = Event()
        self._thread = Thread(target=self._watch)

    def __enter__(self):
        if connection.vendor == "postgresql":
            self._thread.start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        if self._thread.ident:
            self._thread.join()

    def _watch(self):
        with connection.cursor() as cursor:
            while not self._is_over.wait(0.01):
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                self.waiting += cursor.fetchone()[0]
                self.looks += 1
        connection.close()


def storm_over(storm, centre, code) -> tuple[float, LocksWaitedFor]:
    """All guesses, while somebody gets in elsewhere; seconds, and locks waited for."""
    # At the clinic slips of the hand, or somebody who tries: enough to be asked.
    slips = [(CLINIC, centre, f"{n:010d}") for n in range(SOURCE_CEILING)]
    began = time.monotonic()
    with while_somebody_gets_in(storm, centre, code), LocksWaitedFor() as locks:
        storm.expect(slips)
        storm.hits += let_in(slips)
        for number in range(EACH):
            guesses = storm.guesses(number)
            storm.expect(guesses)
            storm.hits += at_once(guesses)
    return time.monotonic() - began, locks


SCALES = [
    (2, 30, 20),
    pytest.param(50, 2_000, 1_000, marks=pytest.mark.prove),
]


@pytest.mark.parametrize(("centres", "codes", "sources"), SCALES)
def test_a_storm_of_guesses_lets_in_whoever_holds_the_letter(
    centres, codes, sources, capsys
):
    storm = a_storm(centres, codes, sources)
    here = storm.centres[0]
    rosa = make_person(here, "Rosa", address="22 Birch Road")
    workshop = a_workshop(here, make_staff(here))
    invitation = invite(rosa, workshop, route=Route.GENERAL, by=None)
    code = digits_for(CodePurpose.INVITATION, invitation.pk)

    # Within one hour, however slow the machine: tries are counted by the hour.
    with time_machine.travel("2026-11-30 15:01:00+00:00"):
        seconds, locks = storm_over(storm, here, code)
        counted = CodeTry.objects.aggregate(n=Sum("count"))["n"]
        warned = {centre.pk: many_wrong_codes(centre) for centre in storm.centres}
        titles = [row.title for row in rows_of(here) if row.key == "wrong-codes"]
        alone = type_in(here, code, CLINIC)
        named = type_in(here, code, CLINIC, first_name="rosa")

    _print(capsys, storm, codes, seconds, locks)
    assert storm.hits == storm.expected
    assert counted == sum(storm.wrong.values())
    assert locks.waiting == 0
    # From the clinic's address the code alone is not enough any more; with the name it is.
    assert list(alone.context["form"].errors) == ["first_name"]
    assert (is_let_in(alone), is_let_in(named)) == (False, True)
    told = {pk: many.count for pk, many in warned.items() if many and many.is_here}
    assert told == {pk: n for pk, n in storm.wrong_at.items() if n >= MANY_HERE}
    assert titles == [
        f"{told[here.pk]} wrong codes were typed here since Monday 30 November"
    ]


def _print(capsys, storm, codes, seconds, locks):
    guesses = sum(storm.wrong.values()) + storm.hits
    by_chance = guesses * codes / 10**10
    with capsys.disabled():
        sys.stdout.write(
            f"\n{connection.vendor}: {guesses:,} guesses from {len(storm.sources):,} "
            f"addresses at {codes * len(storm.centres):,} live codes of "
            f"{len(storm.centres)} centres in {seconds:.0f} s.\n"
            f"Let in {storm.hits}, expected {storm.expected}: all of them typed a code "
            f"that is live, as {storm.shut} more did who were asked for the name and "
            f"shut out; by chance alone {by_chance:.4f} were to be expected.\n"
            f"Whoever holds the letter got in {len(storm.waits)} times meanwhile, in "
            f"{1000 * median(storm.waits):.0f} ms (median), "
            f"{1000 * max(storm.waits):.0f} ms (longest). "
            f"Locks waited for: {locks.waiting} in {locks.looks:,} looks.\n"
        )
