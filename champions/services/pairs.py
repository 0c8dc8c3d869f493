"""Records that may be of one person are found after each import and each night, by
looking only among those who share a name or a way; somebody says what they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from champions.contacts.doubts import Looked, doubt_between
from champions.contacts.matching import Identity
from champions.history import record
from champions.models import Centre, Pair, Person, User
from champions.services.list_sorting import KEYS, Row

# What more people share than this ("no fixed address") says nothing about two of them.
MOST_IN_COMMON = 50
WRITTEN_AT_ONCE = 500


class PairMovedError(Exception):
    """Somebody else said it first."""


def find_pairs(centre: Centre) -> None:
    """Write down who may be one person. Those about whom somebody has said something are
    never brought up again; running it twice finds nothing more."""
    found: list[Pair] = []
    for key in KEYS:
        for sharing in _sharing(centre, key):
            found += _pairs_among(centre, sharing)
            if len(found) >= WRITTEN_AT_ONCE:
                _write(found)
                found = []
    _write(found)


def find_pairs_everywhere() -> None:
    for centre in Centre.objects.all():
        find_pairs(centre)


def _sharing(centre: Centre, key: str) -> Iterator[list[Looked]]:
    """People with the same name, or the same way, group by group."""
    people = Person.objects.of(centre).living().exclude(**{key: ""}).order_by()
    counted = people.values(key).annotate(n=Count("pk"))
    shared = counted.filter(n__gt=1, n__lte=MOST_IN_COMMON).values(key)
    rows = people.filter(**{f"{key}__in": shared}).order_by(key, "pk")
    used = rows.values("pk", "first_name", "last_name", *KEYS)
    for _key, group in groupby(used.iterator(chunk_size=1_000), key=itemgetter(key)):
        yield [_looked(row) for row in group]


def _looked(row: Row) -> Looked:
    who = Identity(*(row[key] for key in KEYS))
    return Looked(row["pk"], row["first_name"], row["last_name"], who)


def _pairs_among(centre: Centre, people: list[Looked]) -> list[Pair]:
    return [
        Pair(
            centre=centre,
            one_id=one.pk,
            other_id=other.pk,
            key=key_of(one.pk, other.pk),
            why=why,
        )
        for one, other in combinations(people, 2)
        if (why := doubt_between(one, other))
    ]


def key_of(one: int, other: int) -> str:
    return f"{min(one, other)}-{max(one, other)}"


def _write(pairs: list[Pair]) -> None:
    """Two who were found twice, or said to be two before, are there already."""
    if pairs:
        Pair.objects.bulk_create(pairs, ignore_conflicts=True)


@transaction.atomic
def say_two_people(pair: Pair, *, by: User | None) -> None:
    """They only look alike. Raises PairMovedError."""
    now = timezone.now()
    waiting = Pair.objects.filter(pk=pair.pk, decided_at=None)
    if not waiting.update(decided_at=now, decided_by=by):
        raise PairMovedError
    record(pair, "champions.two_people", by=by)


def put_off(pair: Pair) -> None:
    """Not now: the pair stands behind all others."""
    waiting = Pair.objects.filter(pk=pair.pk, decided_at=None)
    waiting.update(put_off_at=timezone.now())


def forget_pairs_of(person: Person) -> None:
    """Nobody is compared with somebody who is wiped."""
    Pair.objects.filter(one=person).delete()
    Pair.objects.filter(other=person).delete()


def merge_pairs(person: Person, into: Person) -> None:
    """The two are no pair any more; what was said of either and a third is kept once."""
    between = Pair.objects.filter(key=key_of(person.pk, into.pk)).first()
    if between:
        done = {"key": f"one {between.pk}", "decided_at": timezone.now()}
        Pair.objects.filter(pk=between.pk).update(one=None, other=None, **done)
    for mine, theirs in (("one", "other"), ("other", "one")):
        for pair in Pair.objects.filter(**{mine: person}):
            pair.key = key_of(into.pk, getattr(pair, f"{theirs}_id"))
            setattr(pair, mine, into)
            if Pair.objects.filter(key=pair.key).exists():
                pair.delete()
            else:
                pair.save(update_fields=[mine, "key"])
