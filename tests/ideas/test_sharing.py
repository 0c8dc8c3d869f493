"""An idea takes one field; it is asked for likeness, group and whose it is."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from weasyprint import HTML

from champions.enums import Role
from champions.models import ViewedPerson
from champions.quilt import Block
from ideas.enums import Origin
from ideas.models import Idea
from ideas.services.ideas import share_idea
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_idea,
    make_person,
    make_staff,
)

# Two ids whose squares would look the same (together, same pattern and set).
ALIKE = (
    UUID("00000000-0000-4000-8000-000000000001"),
    UUID("00000000-0000-4000-8000-000000000007"),
)


@pytest.fixture
def address(centre):
    return reverse("ideas:new", args=[centre.slug])


def shared(client, address, **fields):
    return client.post(address, {"submission": uuid4(), **fields})


def test_an_idea_needs_one_field_and_belongs_to_its_authors_group(
    sign_in, address, amina, circle
):
    response = shared(sign_in(amina.user), address, what="Sunday soup")

    idea = Idea.objects.get()
    assert response.url == f"/en/cedar-lake/ideas/{idea.pk}/"
    assert (idea.what, idea.author, idea.circle) == ("Sunday soup", amina, circle)
    assert (idea.origin, idea.language, idea.written_down_by) == (
        Origin.CHAMPION,
        "en",
        None,
    )


def test_the_same_form_sent_twice_shares_one_idea(sign_in, address, amina):
    form = {"submission": uuid4(), "what": "Sunday soup"}

    urls = [sign_in(amina.user).post(address, form).url for _ in range(2)]

    assert urls[0] == urls[1]
    assert Idea.objects.count() == 1


def test_a_submission_of_somebody_elses_idea_gives_an_idea_of_its_own(
    amina, lucille, idea
):
    another = share_idea(
        amina.centre,
        author=lucille,
        what="Tea",
        language="fr",
        by=lucille.user,
        submission=idea.uuid,
    )

    assert another.uuid != idea.uuid
    assert idea.author == amina


def test_likeness_is_asked_before_sharing_and_mine_may_be_another(
    sign_in, address, amina, lucille
):
    old = make_idea(lucille, "Soup on Sundays", search_text=" soup on sunday")
    client = sign_in(amina.user)
    form = {"submission": uuid4(), "what": "A Sunday soup for all"}

    asked = client.post(address, form)
    sent = client.post(address, form | {"another": "1"})

    assert asked.context["alike"] == [old]
    assert Idea.objects.exclude(pk=old.pk).get().what == form["what"]
    assert sent.status_code == 302


def test_likeness_is_found_in_french_and_without_accents(sign_in, centre, lucille):
    share_idea(
        centre,
        author=lucille,
        what="Marche à l’érablière",
        language="fr",
        by=lucille.user,
    )

    response = sign_in(lucille.user).post(
        f"/fr/{centre.slug}/ideas/new/",
        {"submission": uuid4(), "what": "Une marche vers l'erabliere"},
    )

    assert [idea.what for idea in response.context["alike"]] == ["Marche à l’érablière"]


def test_nothing_is_lost_when_the_form_comes_back(sign_in, address, amina):
    response = shared(sign_in(amina.user), address, what="", why="For the lonely")

    form = response.context["form"]
    assert form.errors["what"] == ["This field is required."]
    assert form["why"].value() == "For the lonely"


def test_somebody_in_two_groups_is_asked_which(sign_in, address, amina, centre):
    other = make_circle(centre, "Birch")
    other.members.create(centre=centre, person=amina)
    client = sign_in(amina.user)

    asked = shared(client, address, what="Tea")
    shared(client, address, what="Tea", circle=other.pk)

    assert "circle" in asked.context["form"].errors
    assert Idea.objects.get().circle == other


def test_an_author_without_a_group_leaves_the_choice_to_the_point_person(centre):
    alone = make_champion(centre, first_name="Sam")

    idea = share_idea(centre, author=alone, what="Chess", language="en", by=alone.user)

    assert idea.circle is None
    assert list(Idea.objects.unheard()) == [idea]


def test_staff_write_down_what_a_champion_says_under_both_names(
    sign_in, address, anne, amina, circle
):
    shared(sign_in(anne), address, what="Bus buddy", for_whom="amina")

    idea = Idea.objects.get()
    assert (idea.author, idea.written_down_by) == (amina, anne)
    assert (idea.circle, idea.origin) == (circle, Origin.CHAMPION)


def test_an_idea_of_staff_is_marked_as_theirs(sign_in, address, anne):
    shared(sign_in(anne), address, what="A walk")

    assert Idea.objects.get().origin == Origin.STAFF


def test_the_front_desk_writes_down_but_shares_none_of_its_own(
    sign_in, address, centre, amina
):
    desk = sign_in(make_staff(centre, Role.DESK, "Dee"))

    refused = shared(desk, address, what="Tea")
    shared(desk, address, what="Tea", for_whom="Amina")

    assert "for_whom" in refused.context["form"].errors
    assert Idea.objects.get().author == amina


def test_whoever_was_found_by_name_can_see_by_whom(sign_in, address, anne, amina):
    shared(sign_in(anne), address, what="Bus buddy", for_whom="amina")

    seen = ViewedPerson.objects.get()
    assert (seen.person_id, seen.view.user) == (amina.pk, anne)
    assert seen.view.page == "ideas:new"


def test_the_card_of_paper_asks_what_the_screen_asks(sign_in, centre, amina):
    client = sign_in(amina.user)
    form = client.get(reverse("ideas:new", args=[centre.slug])).context["form"]

    card = client.get(reverse("ideas:card", args=[centre.slug])).text

    asked = [str(field.label) for field in form.visible_fields()]
    assert asked[0] == "What is your idea?"
    assert [label for label in asked if label not in card] == ["What is it about?"]
    assert (
        HTML(string=card, base_url=str(settings.STATIC_ROOT)).write_pdf()[:4] == b"%PDF"
    )


def test_two_champions_of_one_name_are_told_apart(sign_in, address, anne, centre):
    one = make_champion(
        centre, first_name="Rosa", last_name="Blum", name_key="rosablum"
    )
    make_champion(centre, first_name="Rosa", last_name="Roy", name_key="rosaroy")
    client = sign_in(anne)

    asked = shared(client, address, what="Tea", for_whom="Rosa")
    shared(client, address, what="Tea", for_whom="Rosa", person=one.pk)

    choices = dict(asked.context["form"].fields["person"].choices)
    assert sorted(choices.values()) == ["Rosa Blum", "Rosa Roy"]
    assert Idea.objects.get().author == one


def test_only_champions_of_this_centre_are_found_by_name(
    sign_in, address, anne, centre
):
    make_person(centre, "Sam", name_key="sam")
    make_champion(make_centre("harbourview"), first_name="Sam", name_key="sam")

    response = shared(sign_in(anne), address, what="Tea", for_whom="Sam")

    assert "for_whom" in response.context["form"].errors
    assert Idea.objects.count() == 0


def test_no_two_ideas_of_a_centre_have_the_same_square(amina):
    faces = set()
    for uuid in ALIKE:
        idea = share_idea(
            amina.centre,
            author=amina,
            what="Tea",
            language="en",
            by=amina.user,
            submission=uuid,
        )
        faces.add(Block(idea.uuid, idea.quilt_kind, idea.quilt_salt).face)

    assert len(faces) == len(ALIKE)


def test_the_day_it_was_shared_is_that_of_the_centres_wall(client, centre, circle):
    author = make_champion(centre, circle)
    # Half past eight in the evening of the 21st in Toronto.
    late = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    idea = make_idea(author, circle=circle, shared_at=late)
    client.force_login(author.user)

    page = client.get(f"/en/cedar-lake/ideas/{idea.pk}/").content.decode()

    assert "shared on 21 November" in page
