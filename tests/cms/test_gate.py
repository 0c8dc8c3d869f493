import pytest
from django.urls import reverse

from champions.enums import Role
from champions.groups import join_group
from champions.models import Centre
from champions.permissions import SECOND_FACTOR
from cms.models import CentrePage, ProgrammeIndexPage, ProgrammePage
from cms.services.centres import open_centre
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_centres():
    cedar = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
    harbour = Centre(slug="harbourview", name="Harbourview", phone="705-555-0143")
    return open_centre(cedar, by=None), open_centre(harbour, by=None)


@pytest.fixture
def editor(client, two_centres):
    user = make_staff(two_centres[0], Role.EDITOR)
    join_group(user, two_centres[0], Role.EDITOR)
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return user


def edit_url(centre):
    page = CentrePage.objects.get(centre=centre, locale__language_code="en")
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_an_editor_edits_the_pages_of_their_own_centre(client, editor, two_centres):
    assert client.get(edit_url(two_centres[0])).status_code == 200


def test_a_page_of_another_centre_answers_like_one_that_does_not_exist(
    client, editor, two_centres
):
    unknown = reverse("wagtailadmin_pages:edit", args=[999_999])

    assert client.get(edit_url(two_centres[1])).status_code == 404
    assert client.get(unknown).status_code == 404


def test_history_of_the_whole_site_is_for_the_network_alone(client, editor):
    assert client.get(reverse("wagtailadmin_reports:site_history")).status_code == 404


def test_a_signed_out_visitor_is_asked_to_sign_in_whatever_the_id(client, two_centres):
    known, unknown = edit_url(two_centres[1]), "/admin/pages/999999/edit/"

    answers = [client.get(known), client.get(unknown)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert all(a.url.startswith("/en/accounts/login/?next=") for a in answers)


def test_without_a_second_factor_the_admin_asks_for_it(client, two_centres):
    user = make_staff(two_centres[0], Role.EDITOR)
    client.force_login(user)

    assert client.get("/admin/").url.startswith("/en/accounts/2fa/?next=")


def test_a_programme_without_its_description_cannot_be_begun(
    client, editor, two_centres
):
    index = ProgrammeIndexPage.objects.of(two_centres[0]).first()
    url = reverse("wagtailadmin_pages:add", args=["cms", "programmepage", index.pk])

    assert client.get(url).status_code != 200
    assert ProgrammePage not in index.creatable_subpage_models()
