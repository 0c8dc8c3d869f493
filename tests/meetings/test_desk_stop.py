"""Somebody tells the front desk that they want nothing more from us, or want it again."""

import pytest
from django.urls import reverse

from champions.enums import Role
from champions.permissions import SECOND_FACTOR
from tests.factories import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


def test_the_desk_writes_down_that_somebody_wants_no_more_and_takes_it_back(client):
    centre = make_centre()
    rosa = make_person(centre, name_key="rosa")
    client.force_login(make_staff(centre, Role.DESK))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    client.post(reverse("meetings:desk", args=[centre.slug]), {"words": "Rosa"})
    stop = reverse("meetings:desk_stop", args=[centre.slug, rosa.pk])

    client.get(stop)
    rosa.refresh_from_db()
    before = rosa.may_be_asked
    client.post(stop)
    rosa.refresh_from_db()
    after = rosa.may_be_asked
    client.post(stop, {"again": "1"})
    rosa.refresh_from_db()

    assert (before, after, rosa.may_be_asked) == (True, False, True)
