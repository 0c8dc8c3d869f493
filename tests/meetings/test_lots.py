"""The rule of the draw, and that somebody else's program comes to the same result."""

import subprocess
import sys
from uuid import UUID

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from meetings.lots import Party, draw, number_of, seal_of

SEED = "00112233445566778899aabbccddeeff"
parties = st.lists(
    st.builds(Party, st.uuids(), st.integers(1, 6), st.booleans()),
    max_size=30,
    unique_by=lambda party: party.uuid,
)


@given(parties, st.integers(0, 40), st.randoms())
def test_the_order_in_which_people_answered_changes_nothing(found, places, random):
    mixed = list(found)
    random.shuffle(mixed)

    assert draw(SEED, mixed, places) == draw(SEED, found, places)


@given(parties, st.integers(0, 40))
def test_nobody_has_a_place_too_many_and_no_place_is_left_that_somebody_fits(
    found, places
):
    lots = draw(SEED, found, places)

    left = places - sum(lot.party.people for lot in lots if lot.has_place)
    assert left >= 0
    assert all(lot.party.people > left for lot in lots if not lot.has_place)
    assert {lot.party for lot in lots} == set(found)


@given(parties, st.integers(0, 40))
def test_who_missed_a_draw_comes_before_everybody_else(found, places):
    ranks = [lot.party.first for lot in draw(SEED, found, places)]

    assert ranks == sorted(ranks, reverse=True)


def test_a_party_that_does_not_fit_is_passed_over_for_the_next_that_does():
    found = [Party(UUID(int=n), people) for n, people in enumerate((2, 2, 1), 1)]
    order = sorted(found, key=lambda party: number_of(SEED, party.uuid))
    # The first takes two of three places; a second pair does not fit into one.
    lots = draw(SEED, found, 3)

    assert [lot.party for lot in lots] == order
    assert sum(lot.party.people for lot in lots if lot.has_place) == 3


def test_the_number_is_one_that_anybody_can_work_out():
    """echo -n 'SEED:UUID' | sha256sum"""
    uuid = UUID("12345678-1234-5678-1234-567812345678")

    assert number_of("a" * 32, uuid) == (
        "2eed5c0472671539d3d0a80678f7aa44dfd00178269d06996c43da0d9ab73eb5"
    )


def repeat(path, *more):
    program = settings.BASE_DIR / "deploy" / "repeat_draw.py"
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-I", program, path, *more],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def published(tmp_path):
    """A list as it is published, written here from the rule alone."""
    found = [Party(UUID(int=n), 1 + n % 3, n % 7 == 0) for n in range(1, 31)]
    head = "seed,seal,places,places_for,party,people,first,number,result"
    lines = [
        f"{SEED},{seal_of(SEED)},24,champions,{lot.party.uuid},{lot.party.people},"
        f"{'yes' if lot.party.first else 'no'},{lot.number},"
        f"{'place' if lot.has_place else 'waiting'}"
        for lot in draw(SEED, found, 24)
    ]
    path = tmp_path / "list.csv"
    path.write_text("\r\n".join([head, *lines]))
    return path


def test_an_independent_program_comes_to_the_same_result(published):
    done = repeat(published, seal_of(SEED))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The same result: 30 parties")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("place\r\n", "waiting\r\n"),
        (",24,", ",25,"),
        (SEED, "f" * 32),
        (",yes,", ",no,"),
    ],
)
def test_it_sees_a_list_that_somebody_changed(published, old, new):
    text = published.read_bytes().decode()
    published.write_bytes(
        text.replace(old, new, 1 if old == "place\r\n" else -1).encode()
    )

    assert repeat(published, seal_of(SEED)).returncode == 1


def test_it_sees_a_seed_that_was_not_fixed_before(published):
    assert repeat(published, seal_of("another")).returncode == 1
