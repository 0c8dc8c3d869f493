"""A bundle of letters is named for its gathering, never for a person."""

import pytest

from champions.services.letters import title_of
from meetings.models import Mailing
from tests.factories import make_centre, make_circle, make_workshop_pair

pytestmark = pytest.mark.django_db


def test_a_mailing_is_named_for_its_workshop():
    centre = make_centre()
    workshop = make_workshop_pair(centre, make_circle(centre))
    mailing = Mailing.objects.create(centre=centre, meeting=workshop, size=10)

    assert title_of(f"mailing:{mailing.pk}").startswith(
        "Invitations to the welcome workshop on "
    )


@pytest.mark.parametrize(
    "topic", ["mailing:99", "meeting:99", "notes:99", "person:1", ""]
)
def test_an_unknown_topic_has_no_name(topic):
    assert title_of(topic) == ""


def test_notes_that_went_round_are_named_for_their_group_and_day():
    centre = make_centre()
    second = make_workshop_pair(centre, make_circle(centre, "Birch")).followed_by

    assert title_of(f"notes:{second.pk}").startswith("What the group Birch said on ")
