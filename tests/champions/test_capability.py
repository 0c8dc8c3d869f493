"""After the first click a browser may use one thing for half an hour."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.utils import timezone

from champions import capability


@pytest.fixture
def granted():
    response = HttpResponse()
    capability.grant(response, "invitation", 42, 3)
    return response.cookies


@pytest.fixture
def request_with(rf):
    def make(cookies):
        request = rf.get("/")
        request.COOKIES.update({name: kept.value for name, kept in cookies.items()})
        return request

    return make


def test_the_browser_holds_the_generation_it_was_granted(granted, request_with):
    assert capability.held(request_with(granted), "invitation", 42) == 3


@pytest.mark.parametrize(("purpose", "id"), [("seat", 42), ("invitation", 43)])
def test_it_opens_nothing_else(granted, request_with, purpose, id):
    assert capability.held(request_with(granted), purpose, id) is None


def test_a_cookie_renamed_for_another_thing_opens_nothing(granted, rf):
    request = rf.get("/")
    request.COOKIES["may-invitation-43"] = granted["may-invitation-42"].value

    assert capability.held(request, "invitation", 43) is None


def test_a_changed_cookie_opens_nothing(granted, rf):
    request = rf.get("/")
    request.COOKIES["may-invitation-42"] = "9" + granted["may-invitation-42"].value[1:]

    assert capability.held(request, "invitation", 42) is None


def test_it_ends_after_half_an_hour(granted, request_with):
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert capability.held(request_with(granted), "invitation", 42) is None


def test_two_things_are_held_at_once(request_with):
    response = HttpResponse()
    capability.grant(response, "invitation", 42, 1)
    capability.grant(response, "seat", 7, 2)

    request = request_with(response.cookies)
    assert capability.held(request, "invitation", 42) == 1
    assert capability.held(request, "seat", 7) == 2


def test_scripts_and_other_sites_do_not_get_it(granted):
    kept = granted["may-invitation-42"]

    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", "/")


def test_behind_https_it_is_bound_to_the_host(settings):
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()

    capability.grant(response, "seat", 7, 1)

    assert response.cookies["__Host-may-seat-7"]["secure"] is True


def test_given_back_it_is_gone(granted):
    response = HttpResponse()

    capability.give_back(response, "invitation", 42)

    assert response.cookies["may-invitation-42"]["max-age"] == 0
