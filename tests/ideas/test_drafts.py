"""What is half written is kept for its author alone, and goes when it is shared."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from champions.search import search_text
from ideas.models import Draft, Idea
from ideas.searching import similar_ideas
from ideas.services.drafts import forget_old_drafts, keep_draft
from ideas.services.ideas import share_idea
from tests.factories import make_centre, make_champion, make_idea


@pytest.fixture
def address(centre):
    return reverse("ideas:new", args=[centre.slug])


def test_what_is_kept_stands_in_the_form_next_time_even_half_of_it(
    sign_in, address, amina
):
    client = sign_in(amina.user)

    client.post(address, {"what": "", "why": "For the lonely", "do": "keep"})
    form = client.get(address).context["form"]

    assert (form["what"].value(), form["why"].value()) == ("", "For the lonely")
    assert form.is_open
    assert Idea.objects.count() == 0


def test_nobody_else_sees_it(sign_in, address, amina, lucille, anne):
    keep_draft(amina, {"what": "Secret soup"})

    for user in (lucille.user, anne):
        assert "Secret soup" not in sign_in(user).get(address).text


def test_each_centre_has_a_draft_of_its_own(sign_in, amina):
    there = make_champion(make_centre("harbourview"), user=amina.user)
    keep_draft(amina, {"what": "Soup"})

    address = reverse("ideas:new", args=["harbourview"])

    assert sign_in(amina.user).get(address).context["draft"] is None
    assert not Draft.objects.filter(person=there).exists()


def test_it_goes_when_the_idea_is_shared_or_one_begins_anew(sign_in, address, amina):
    client = sign_in(amina.user)
    left = []
    for ending in ({"what": "Soup", "submission": uuid4()}, {"do": "anew"}):
        keep_draft(amina, {"what": "Soup"})
        client.post(address, ending)
        left.append(Draft.objects.count())

    assert left == [0, 0]


def test_what_is_written_for_another_touches_no_draft(sign_in, address, anne, amina):
    keep_draft(anne.people.get(), {"what": "My own"})
    form = {"what": "Hers", "for_whom": "Amina", "submission": uuid4()}

    sign_in(anne).post(address, form | {"do": "keep"})

    assert Draft.objects.get().what == "My own"
    assert Idea.objects.get().author == amina


def test_it_is_kept_before_somebody_looks_at_an_idea_like_theirs(
    sign_in, address, amina, lucille
):
    make_idea(lucille, "Soup on Sundays", search_text=" soup on sunday")

    page = sign_in(amina.user).post(
        address, {"what": "A Sunday soup", "why": "Alone", "submission": uuid4()}
    )

    assert "What you wrote is kept meanwhile." in page.text
    assert Draft.objects.get().why == "Alone"


def test_after_thirty_days_it_is_forgotten(sign_in, address, amina):
    now = datetime(2026, 11, 2, 15, tzinfo=UTC)
    with time_machine.travel(now):
        keep_draft(amina, {"what": "Soup"})
    with time_machine.travel(now + timedelta(days=29)):
        forget_old_drafts()
        assert sign_in(amina.user).get(address).context["draft"]
    with time_machine.travel(now + timedelta(days=31)):
        assert sign_in(amina.user).get(address).context["draft"] is None
        forget_old_drafts()

    assert Draft.objects.count() == 0


def test_keeping_nothing_keeps_nothing(amina):
    keep_draft(amina, {"what": "Soup"})
    keep_draft(amina, {"what": "  "})

    assert Draft.objects.count() == 0


def test_what_is_too_long_is_kept_as_far_as_it_fits(amina):
    keep_draft(amina, {"what": "a" * 999})

    assert Draft.objects.get().what == "a" * 140


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("crotchet afternon", ["Crochet afternoon"]),
        ("un après-midi à l’erabliére", ["Marche à l’érablière"]),
        ("a quiet walk", []),
    ],
)
def test_ideas_are_alike_in_both_languages_and_with_wrong_letters(
    centre, amina, lucille, typed, found
):
    for author, what in (
        (amina, "Crochet afternoon"),
        (lucille, "Marche à l’érablière"),
        (amina, "Chess"),
    ):
        words = search_text(author.language, what)
        make_idea(author, what, search_text=words)

    assert [idea.what for idea in similar_ideas(centre, typed)] == found


def test_what_help_an_idea_needs_can_be_found_and_stands_on_its_page(
    sign_in, address, amina
):
    form = {"what": "Soup", "wants": "a big pot", "submission": uuid4()}

    page = sign_in(amina.user).post(address, form, follow=True)

    assert "It looks for: a big pot" in page.text
    assert " pot" in Idea.objects.get().search_text


def test_a_card_without_a_name_is_shared_once(centre, anne):
    submission = uuid4()
    for _again in range(2):
        share_idea(
            centre,
            author=None,
            what="Tea",
            language="en",
            by=anne,
            written_down=True,
            submission=submission,
        )

    idea = Idea.objects.get()
    assert (idea.author, idea.written_down_by, idea.origin) == (None, anne, "champion")
