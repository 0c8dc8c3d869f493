"""What a centre writes on its pages, what may not stand there, and how they look."""

import json
import re
from importlib import import_module
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Page, get_page_models

from champions.models import Centre, User
from cms.models import CentreCollection, CentrePage, PlainPage
from cms.models.pages import PublicPage
from cms.services.centres import open_centre
from tests.factories import make_staff
from tests.ideas.test_at_once import signed_in

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a picture's file open until it is collected.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def opened(slug):
    name = slug.title()
    return open_centre(Centre(slug=slug, name=name, phone="705-555-0142"), by=None)


@pytest.fixture
def centre():
    return opened("cedar-lake")


@pytest.fixture
def editor(centre):
    return signed_in(make_staff(centre))


def home_of(centre, language="en"):
    return CentrePage.objects.get(centre=centre, locale__language_code=language)


def write(centre, slug, *blocks, language="en"):
    body = [{"type": kind, "value": value} for kind, value in blocks]
    page = PlainPage(title=slug.title(), slug=slug, body=json.dumps(body))
    page.locale = home_of(centre, language).locale
    return home_of(centre, language).add_child(instance=page)


def a_picture(centre, colour="red"):
    file = BytesIO()
    Picture.new("RGB", (400, 100), colour).save(file, "PNG")
    return get_image_model().objects.create(
        title="Logo",
        file=ContentFile(file.getvalue(), "logo.png"),
        collection=CentreCollection.objects.get(centre=centre).collection,
        width=400,
        height=100,
    )


def send(editor, page, **words):
    form = {
        "title": page.title,
        "slug": page.slug,
        "body-count": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-publish": "1",
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return editor.post(address, form | words, follow=True)


KNOCK = {"type": "item", "value": "Knock", "id": "1"}
EVERY_KIND = [
    ("heading", "Our doors"),
    ("paragraph", "<p>Come <b>in</b>.</p>"),
    ("points", {"kind": "steps", "points": [KNOCK]}),
    ("quotation", {"words": "Best tea.", "who": "a neighbour"}),
    ("call_out", {"title": "Closed on Friday", "words": "", "with_phone": True}),
]


def test_a_page_shows_every_kind_of_block(client, centre):
    picture = {"picture": a_picture(centre).pk, "alt": "A red door", "caption": ""}
    write(centre, "doors", *EVERY_KIND, ("picture", picture))

    text = client.get("/en/cedar-lake/doors/").text

    assert "<h2>Our doors</h2>" in text
    assert re.search(r'<ol class="bullets">\s*<li>Knock</li>\s*</ol>', text)
    assert "Best tea." in text
    assert text.count('href="tel:705-555-0142"') == 2  # the call-out and the foot
    assert 'alt="A red door"' in text


@pytest.mark.parametrize("name", ["about", "privacy", "contact", "accessibility"])
def test_a_page_of_the_centres_own_stands_in_front_of_ours(client, centre, name):
    ours = client.get(f"/en/cedar-lake/{name}/").text
    write(centre, name, ("paragraph", "<p>In our own words.</p>"))

    assert "In our own words." not in ours
    assert "In our own words." in client.get(f"/en/cedar-lake/{name}/").text
    assert "In our own words." not in client.get(f"/fr/cedar-lake/{name}/").text
    assert "In our own words." not in client.get(f"/en/{name}/").text


def test_a_draft_stands_in_front_of_nothing(client, centre):
    write(centre, "about", ("heading", "Half done")).unpublish()

    assert "Half done" not in client.get("/en/cedar-lake/about/").text


def test_contact_is_made_of_what_the_centre_is(client, centre):
    Centre.objects.update(hours="Monday, 9 to 4", address="14 Cedar Street")

    text = client.get("/en/cedar-lake/contact/").text

    assert [word in text for word in ("Monday, 9 to 4", "14 Cedar Street")] == [
        True
    ] * 2
    assert "Cedar-Lake" in client.get("/en/contact/").text


@pytest.mark.parametrize("slug", ["ideas", "meetings", "join", "desk", "go"])
def test_a_page_may_not_take_an_address_of_ours(editor, centre, slug):
    page = write(centre, "doors")

    answer = send(editor, page, slug=slug)

    assert "This word has another use in addresses." in answer.text
    assert PlainPage.objects.get().slug == "doors"


@pytest.mark.parametrize("slug", ["about", "help", "our-garden"])
def test_another_word_and_the_names_of_our_pages_of_words_are_free(
    editor, centre, slug
):
    send(editor, write(centre, "doors"), slug=slug)

    assert PlainPage.objects.get().slug == slug


def test_a_story_may_not_be_called_new(editor, centre):
    index = Page.objects.get(slug="stories", locale__language_code="en")
    address = reverse("wagtailadmin_pages:add", args=["cms", "storypage", index.pk])
    form = {"title": "New", "slug": "new", "body-count": 0, "line": "", "told_by": ""}
    form |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}

    assert "This word has another use" in editor.post(address, form).text


def test_a_picture_needs_words_for_who_does_not_see_it(editor, centre):
    page = write(centre, "doors")
    block = {
        "body-count": 1,
        "body-0-deleted": "",
        "body-0-order": 0,
        "body-0-type": "picture",
        "body-0-id": "",
        "body-0-value-picture": a_picture(centre).pk,
        "body-0-value-alt": "",
        "body-0-value-caption": "",
    }

    send(editor, page, **block)
    assert len(PlainPage.objects.get().body) == 0
    send(editor, page, **block | {"body-0-value-alt": "A red door"})
    assert len(PlainPage.objects.get().body) == 1


def test_another_centres_picture_is_refused_on_a_page_and_as_a_logo(editor, centre):
    strange = a_picture(opened("beck-lane"))
    block = {
        "body-count": 1,
        "body-0-deleted": "",
        "body-0-order": 0,
        "body-0-type": "picture",
        "body-0-id": "",
        "body-0-value-picture": strange.pk,
        "body-0-value-alt": "A red door",
        "body-0-value-caption": "",
    }

    pages = [
        send(editor, write(centre, "doors"), **block),
        send(editor, home_of(centre), heading="", lead="", accent="", logo=strange.pk),
    ]

    assert [page.text.count("Choose a picture of your own") for page in pages] == [1, 1]
    assert home_of(centre).logo is None


def test_colour_and_logo_are_set_once_for_both_languages(client, editor, centre):
    logo = a_picture(centre).pk
    send(editor, home_of(centre), heading="", lead="Hi", accent="lake", logo=logo)

    for address in ("/en/cedar-lake/", "/fr/cedar-lake/", "/fr/cedar-lake/ideas/"):
        text = client.get(address).text
        assert 'class=" accent-lake"' in text
        assert '<img class="logo"' in text
    assert "accent-" not in client.get("/en/").text


def test_a_colour_that_is_none_of_ours_is_refused(editor, centre):
    send(editor, home_of(centre), heading="", lead="", accent="#ffff00", logo="")

    assert home_of(centre).accent == ""


def test_the_preview_is_in_the_language_of_the_page_and_can_be_checked(editor, centre):
    page = home_of(centre, "fr")
    page.save_revision()

    answer = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert '<html lang="fr"' in answer.text
    assert "checker-axe-configuration" in answer.text
    assert "<style" not in answer.text


def test_a_visitor_is_shown_nothing_of_the_editors_bar(client, centre):
    assert "userbar" not in client.get("/en/cedar-lake/").text


def test_the_address_of_a_home_is_the_centres_and_cannot_be_typed_over(editor, centre):
    send(editor, home_of(centre), heading="", lead="", accent="", slug="elsewhere")

    assert home_of(centre).slug == "cedar-lake"


def test_words_of_before_are_kept_block_by_block():
    blocks_of = import_module("cms.migrations.0009_pages_and_stories").blocks_of
    before = "<p>Hello <b>you</b></p><h2>Why</h2><ol><li>One</li></ol><p>End</p>"

    kept = blocks_of(before)

    steps = kept[2]["value"]
    assert [block["type"] for block in kept] == [
        "paragraph",
        "heading",
        "points",
        "paragraph",
    ]
    assert kept[0]["value"] == "<p>Hello <b>you</b></p>"
    assert steps["kind"] == "steps"
    # Without an id, Wagtail takes a point for words of before.
    assert [(one["value"], bool(one["id"])) for one in steps["points"]] == [
        ("<p>One</p>", True)
    ]


@pytest.mark.parametrize("inside", ["x" * 121, 'See <a href="/en/">home</a>'])
def test_a_heading_that_would_lose_something_is_kept_as_a_paragraph(inside):
    blocks_of = import_module("cms.migrations.0009_pages_and_stories").blocks_of

    (kept,) = blocks_of(f"<h2>{inside}</h2>")

    assert (kept["type"], kept["value"]) == ("paragraph", f"<p><b>{inside}</b></p>")


def test_every_type_of_page_is_for_everybody():
    kinds = [one for one in get_page_models() if one._meta.app_label == "cms"]

    assert len(kinds) > 5
    assert all(issubclass(kind, PublicPage) for kind in kinds)


def test_no_page_is_private(centre):
    """It would still stand in lists, feeds and catalogues; a draft does not."""
    chief = signed_in(User.objects.create_superuser("net@example.org", "a password"))
    home = home_of(centre)

    address = reverse("wagtailadmin_pages:set_privacy", args=[home.pk])
    answer = chief.post(address, {"restriction_type": "login"})

    assert answer.status_code == 200
    assert home.get_view_restrictions().count() == 0
    assert not home.private_page_options
