"""Nothing that a merge touches is left out when two records are parted again."""

import pytest
from django.db import models

from champions.models import Merge, Person, TypedCode
from cms.services.parting import part, watched
from tests.cms.everything import everything
from tests.cms.test_parting import joined
from tests.factories import make_centre, make_champion
from tests.two_centres import furnish

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    centre = make_centre()
    return [make_champion(centre, first_name=name) for name in ("Rosa", "Roza")]


def test_everything_that_a_merge_moves_goes_back():
    centre = furnish("cedar-lake", 5_000_000)
    amina = Person.objects.of(centre).get(first_name="Amina")
    into = make_champion(centre, first_name="Zebrine", user=None)
    Merge.objects.all().delete()
    before = everything()

    assert part(joined(amina, into), by=None) == 0

    assert everything() == before
    assert Merge.objects.count() == 0


def test_every_row_that_points_at_somebody_is_watched(two):
    """A new model that points at people fails here until a room watches it."""
    pointing = {
        relation.related_model
        for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel) and not relation.many_to_many
    }

    seen = {one.rows.model for one in watched(*two)}

    assert pointing - seen - {Merge} == set()


def test_every_row_that_goes_with_a_row_that_may_go_is_watched(two):
    may_go = {one.rows.model for one in watched(*two) if not one.only}
    seen = {one.rows.model for one in watched(*two)}

    missing = {
        (model.__name__, relation.related_model.__name__)
        for model in may_go - {Person, TypedCode}
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel)
        and not relation.many_to_many
        and relation.related_model not in seen
    }

    assert missing == set()
