"""Codes asked for and guessed at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from champions.models import CodeTry, TypedCode, WrongCode
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

    assert CodeTry.objects.get().count == WrongCode.objects.get().count == 8


def guess(centre, source):
    find_code(centre, "0000000000", source=source)


def rows():
    models = (CodeTry, WrongCode)
    return {
        (model, row["id"]): row for model in models for row in model.objects.values()
    }


def test_guesses_from_two_places_write_no_row_in_common():
    centre = make_centre()
    guess(centre, "here")
    before = rows()

    guess(centre, "there")

    after = rows()
    assert {key: after[key] for key in before} == before


def waits_for(centre, open_guess, source):
    """Whether a guess has to wait while another one is not committed yet."""
    begun, done = Event(), Event()

    def hold_open():
        with transaction.atomic():
            guess(centre, open_guess)
            begun.set()
            done.wait(60)
        connection.close()

    with ThreadPoolExecutor(1) as thread:
        held = thread.submit(hold_open)
        begun.wait(60)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
                guess(centre, source)
        except OperationalError:
            return True
        finally:
            done.set()
            held.result()
    return False


# On SQLite whoever writes has the whole file, and for a moment only.
if connection.vendor == "postgresql":

    def test_guesses_from_two_places_never_wait_for_each_other():
        centre = make_centre()

        assert waits_for(centre, "here", "there") is False
        # The control: guesses of one source do queue, so that each is counted.
        assert waits_for(centre, "here", "here") is True
