"""Somebody tells the front desk that they want nothing more from us, or want it again."""

import pytest
from django.urls import reverse

from champions.enums import ConsentPurpose, Role
from champions.messages.ways import why_not
from champions.permissions import SECOND_FACTOR
from champions.services.consents import contact_consent, give_consent
from tests.factories import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def rosa(centre):
    return make_person(centre, name_key="rosa")


@pytest.fixture
def stop(client, centre, rosa):
    """Where the desk, which has found her, writes it down."""
    client.force_login(make_staff(centre, Role.DESK))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    client.post(reverse("meetings:desk", args=[centre.slug]), {"words": "Rosa"})
    return reverse("meetings:desk_stop", args=[centre.slug, rosa.pk])


def test_the_desk_writes_down_that_somebody_wants_no_more_and_takes_it_back(
    client, rosa, stop
):
    client.get(stop)
    rosa.refresh_from_db()
    before = rosa.may_be_asked
    client.post(stop)
    rosa.refresh_from_db()
    after = rosa.may_be_asked
    client.post(stop, {"again": "1"})
    rosa.refresh_from_db()

    assert (before, after, rosa.may_be_asked) == (True, False, True)


def test_the_desk_writes_down_that_somebody_takes_back_that_we_may_write(
    client, rosa, stop
):
    give_consent(rosa, ConsentPurpose.CONTACT, wording=1, how="phone", by=None)
    words = "Takes back that we may write"
    page = client.get(stop, follow=True).content.decode()

    after = client.post(stop, {"contact": "1"}, follow=True).content.decode()

    assert (words in page, words in after) == (True, False)
    rosa.refresh_from_db()
    assert (rosa.do_not_contact_at, contact_consent(rosa)) == (None, None)
    assert why_not(rosa, asked_for=False) == "consent withdrawn"
