"""The cast of this room: two champions of one group, and two of its staff."""

from datetime import timedelta

import pytest
import time_machine

from champions.enums import Channel, Role
from champions.permissions import SECOND_FACTOR
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_idea,
    make_staff,
)


@pytest.fixture
def centre(db):
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre, Role.LEAD, "Anne")


@pytest.fixture
def marc(centre):
    return make_staff(centre, Role.SUPPORTER, "Marc")


@pytest.fixture
def circle(centre, anne):
    return make_circle(centre, lead=anne, next_on=in_days(9), next_where="Room 2")


@pytest.fixture
def amina(centre, circle):
    return make_champion(
        centre, circle, "Amina", email="amina@example.org", name_key="amina"
    )


@pytest.fixture
def lucille(centre, circle):
    """Reached by letter; reads French."""
    return make_champion(
        centre,
        circle,
        "Lucille",
        language="fr",
        channel=Channel.LETTER,
        address="3 Elm Street",
        name_key="lucille",
    )


@pytest.fixture
def idea(amina, circle):
    return make_idea(amina, "Bus buddy", circle=circle)


@pytest.fixture
def sign_in(client):
    """Signs a user in, staff with their second factor."""

    def signed_in(user):
        client.force_login(user)
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return signed_in


@pytest.fixture
def time_machine_after():
    """The day after a gathering."""
    return lambda meeting: time_machine.travel(meeting.ends_at + timedelta(days=1))
