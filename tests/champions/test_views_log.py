"""Who saw whose page is written down, whatever becomes of the page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from champions.models import View
from champions.permissions import SECOND_FACTOR
from champions.services.views_log import note_view, write_views
from tests.factories import make_centre, make_champion, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def a_request(user):
    request = RequestFactory().get("/")
    request.user, request.resolver_match = user, None
    return request


def lines():
    return [
        (
            view.user_id,
            view.centre_id,
            view.page,
            [p.person_id for p in view.people.all()],
        )
        for view in View.objects.order_by("pk")
    ]


def test_one_line_for_a_request_and_one_for_each_person_however_often_shown(
    centre, anne
):
    rosa, yusuf = make_person(centre), make_person(centre, "Yusuf")
    request = a_request(anne)

    note_view(request, [rosa])
    note_view(request, [yusuf, rosa, None])
    write_views(request)

    assert lines() == [(anne.pk, centre.pk, "", [rosa.pk, yusuf.pk])]


def test_people_of_two_centres_stand_in_the_line_of_their_own_centre(centre, anne):
    other = make_centre("harbourview")
    rosa, nell = make_person(centre), make_person(other, "Nell")
    request = a_request(anne)

    note_view(request, [rosa, nell])
    write_views(request)

    assert lines() == [
        (anne.pk, centre.pk, "", [rosa.pk]),
        (anne.pk, other.pk, "", [nell.pk]),
    ]


def test_nothing_is_noted_of_a_visitor_who_has_not_signed_in(centre):
    request = a_request(AnonymousUser())

    note_view(request, [make_person(centre)])
    write_views(request)

    assert lines() == []


def test_a_list_in_the_admin_notes_everybody_on_it(client, centre, anne):
    amina, lucille = make_champion(centre), make_champion(centre, first_name="Lucille")
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()

    client.get(reverse("champion_list:index"))

    assert lines() == [
        (anne.pk, centre.pk, "champion_list:index", [amina.pk, lucille.pk])
    ]


@pytest.mark.urls("tests.champions.failing_urls")
def test_a_page_that_fails_after_its_changes_are_undone_is_noted_too(
    client, centre, anne
):
    rosa = make_person(centre)
    client.force_login(anne)
    client.raise_request_exception = False

    assert client.get(f"/{rosa.pk}/").status_code == 500
    assert lines() == [(anne.pk, centre.pk, "failing", [rosa.pk])]
