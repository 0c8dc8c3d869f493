"""A centre takes another name: its pages and its pictures are found under it."""

import time

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from champions.models import Centre
from champions.services.centres import change_centre
from cms.models import CentreCollection, CentrePage
from cms.services.centres import open_centre
from tests.meetings.test_places_raced import at_once

pytestmark = pytest.mark.django_db
NEW = {"name": "Birch Bay", "name_fr": "Baie-des-Bouleaux"}


@pytest.fixture
def centre():
    words = {"name": "Cedar Lake", "name_fr": "Lac-aux-Cèdres", "phone": "1"}
    return open_centre(Centre(slug="cedar-lake", **words), by=None)


def home_of(centre, language="en"):
    return CentrePage.objects.get(centre=centre, locale__language_code=language)


def renamed(centre):
    return change_centre(Centre.objects.get(pk=centre.pk), by=None, **NEW)


def test_its_home_in_each_language_and_its_collection_follow(centre):
    renamed(centre)

    assert home_of(centre).title == home_of(centre).draft_title == "Birch Bay"
    assert home_of(centre, "fr").title == "Baie-des-Bouleaux"
    assert CentreCollection.objects.get(centre=centre).collection.name == "Birch Bay"
    assert home_of(centre).slug == "cedar-lake"
    assert not home_of(centre).has_unpublished_changes
    assert "Birch Bay" in Client().get("/en/cedar-lake/").content.decode()


def test_a_title_that_somebody_gave_it_stays(centre):
    home = home_of(centre)
    home.title = "Welcome to the lake"
    home.save_revision().publish()

    renamed(centre)

    assert home_of(centre).title == "Welcome to the lake"
    assert home_of(centre, "fr").title == "Baie-des-Bouleaux"


def test_a_draft_keeps_its_words_and_stays_a_draft(centre):
    home = home_of(centre)
    home.lead = "Nearly ready."
    home.save_revision()

    renamed(centre)

    after = home_of(centre)
    draft = after.get_latest_revision_as_object()
    assert (after.title, after.lead) == ("Birch Bay", "")
    assert (draft.title, draft.lead) == ("Birch Bay", "Nearly ready.")
    assert after.has_unpublished_changes


def test_another_telephone_makes_no_new_version_of_a_page(centre):
    change_centre(Centre.objects.get(pk=centre.pk), by=None, phone="705-555-0199")

    assert home_of(centre).latest_revision is None


def test_a_new_name_in_french_alone_leaves_the_english_home_as_it_is(centre):
    known = Centre.objects.get(pk=centre.pk)
    change_centre(known, by=None, name_fr="Baie-des-Bouleaux")

    assert home_of(centre, "fr").title == "Baie-des-Bouleaux"
    assert home_of(centre).latest_revision is None


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_kept_at_the_same_moment_is_not_lost(centre):
    def keep():
        with transaction.atomic():
            home = home_of(centre)
            Page.objects.select_for_update().get(pk=home.pk)
            home.lead = "Nearly ready."
            time.sleep(0.3)
            home.save_revision()

    def rename():
        time.sleep(0.1)
        renamed(centre)

    at_once(keep, rename)

    draft = home_of(centre).get_latest_revision_as_object()
    assert (draft.title, draft.lead) == ("Birch Bay", "Nearly ready.")
