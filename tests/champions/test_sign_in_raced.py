"""Numbers guessed, links pressed and first visits made at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from champions.links import token
from champions.models import Person, SignIn, User
from champions.services.cards import come_in_by_card, issue_card
from champions.services.sign_in import (
    MOST_TRIES,
    PURPOSE,
    by_link,
    by_numbers,
    come_in,
    residents_at,
)
from tests.factories import make_centre, make_champion, make_person

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
ROSA = "rosa@example.org"


def at_once(times, call):
    def in_a_thread(number):
        try:
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=times) as threads:
        return list(threads.map(in_a_thread, range(times)))


def test_guesses_made_at_once_get_no_more_than_three_tries():
    asked = SignIn.objects.create(email_key=ROSA)

    at_once(8, lambda number: by_numbers(asked.pk, f"00000{number}"))

    assert SignIn.objects.get().tries == MOST_TRIES


def test_a_link_pressed_eight_times_at_once_works_once():
    asked = SignIn.objects.create(email_key=ROSA)
    link = token(PURPOSE, asked.pk, asked.generation)

    found = at_once(8, lambda number: by_link(link))

    assert [one for one in found if one] == [asked]


def test_first_visits_at_once_make_one_user():
    make_person(make_centre(), email=ROSA)
    rosa = residents_at(ROSA)[0]

    users = at_once(6, lambda number: come_in(rosa, ROSA, alone=True))

    assert len(set(users)) == User.objects.count() == 1
    assert Person.objects.get().user == users[0]


def test_a_card_and_a_mail_at_once_make_one_user():
    amina = make_champion(make_centre(), user=None, email=ROSA)
    card = issue_card(amina, by=None)
    by_mail = residents_at(ROSA)[0]

    users = at_once(
        6,
        lambda number: (
            come_in_by_card(card) if number % 2 else come_in(by_mail, ROSA, alone=True)
        ),
    )

    amina.refresh_from_db()
    assert set(users) == {amina.user}
