"""A page is checked once, however often and by however many the button is pressed."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState

from champions.enums import Role
from champions.models import Centre
from cms.services import programmes
from cms.services.centres import open_centre
from tests.cms.test_programmes import WORDS, facts
from tests.factories import make_champion, make_staff
from tests.ideas.test_at_once import at_once, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return open_centre(
        Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142"), by=None
    )


@pytest.fixture
def words(centre):
    """Words of a programme that wait for somebody to read them."""
    champion = make_champion(centre)
    programme = programmes.describe_programme(
        centre, lead=champion, by=champion.user, facts=facts(), words=WORDS
    )
    page = programmes.original_page(programme)
    programmes.ask_for_check(page, by=champion.user)
    return page


def check(client, page, **typed):
    """Press *Check it* in the editor, with what stands in the form."""
    form = {
        "title": page.title,
        "what": page.what,
        "about": page.about,
        "first_visit": page.first_visit,
        "slug": page.slug,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, form | typed, follow=True)


def test_pressed_twice_it_is_published_once_with_a_kind_word(centre, words):
    anne = signed_in(make_staff(centre))
    check(anne, words)

    second = check(anne, words)

    words.refresh_from_db()
    assert "You have checked this page already." in second.text
    assert (words.live, words.has_unpublished_changes) == (True, False)
    assert TaskState.objects.get().status == TaskState.STATUS_APPROVED


def test_who_comes_second_keeps_what_they_typed(centre, words):
    anne, ben = (signed_in(make_staff(centre, Role.LEAD, n)) for n in ("Anne", "Ben"))
    check(anne, words)

    second = check(ben, words, what="Paint, cake and a cup.")

    words.refresh_from_db()
    latest = words.get_latest_revision_as_object()
    assert "Somebody else was first. Your changes are kept as a draft." in second.text
    assert (words.what, latest.what) == (WORDS["what"], "Paint, cake and a cup.")


def test_the_moderation_menu_says_so_too(centre, words):
    anne = signed_in(make_staff(centre))
    state = words.current_workflow_state.current_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[words.pk, "approve", state.pk]
    )
    anne.post(address, {"comment": ""})

    second = anne.post(address, {"comment": ""}, follow=True)

    assert "is not currently awaiting moderation" in second.text


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_five_who_press_at_once_check_it_once(centre, words):
    clients = [signed_in(make_staff(centre, Role.LEAD, f"Staff {n}")) for n in range(5)]

    codes = at_once(
        *(lambda client=client: check(client, words).status_code for client in clients)
    )

    words.refresh_from_db()
    logged = PageLogEntry.objects.filter(action="wagtail.workflow.approve")
    assert set(codes) == {200}
    assert (words.live, logged.count()) == (True, 1)
