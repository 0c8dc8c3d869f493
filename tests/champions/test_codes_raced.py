"""Codes asked for and guessed at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from champions.models import CodeTry, TypedCode
from champions.services.codes import digits_of, find_code, issue_code
from tests.factories import make_centre

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


def at_once(times, call):
    def in_a_thread(number):
        try:
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=times) as threads:
        return list(threads.map(in_a_thread, range(times)))


def test_eight_who_ask_at_once_get_one_code():
    centre = make_centre()

    found = at_once(
        8,
        lambda number: digits_of(issue_code(centre, purpose="seat", thing_id=7)),
    )

    assert len(set(found)) == 1
    assert TypedCode.objects.count() == 1


def test_every_guess_made_at_once_is_counted():
    centre = make_centre()

    at_once(8, lambda number: find_code(centre, f"000000000{number}", source="here"))

    assert sorted(CodeTry.objects.values_list("count", flat=True)) == [8, 8]
