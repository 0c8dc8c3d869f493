"""The log tells what went wrong, and never an address that opens something."""

import io
import logging

import pytest
from django.test import override_settings
from django.urls import path

import cms.urls
from champions.permissions import Who, access
from cms.logs import WithoutAddress

SECRET = "12.kQ7secretsecretsecret"


@access(Who.PUBLIC, twin="none: only in this test")
def broken(request, token):
    raise RuntimeError("the roof leaks")


urlpatterns = [path("broken/<str:token>/", broken), *cms.urls.urlpatterns]


@pytest.fixture
def log():
    """What would reach the standard error output."""
    (handler,) = [
        one
        for one in logging.getLogger().handlers
        if any(isinstance(check, WithoutAddress) for check in one.filters)
    ]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written.getvalue
    handler.setStream(before)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_an_error_is_told_by_the_shape_of_its_address(client, log):
    client.raise_request_exception = False

    assert client.get(f"/broken/{SECRET}/?code=1234512345").status_code == 500

    said = log()
    assert "Internal Server Error: /broken/<str:token>/" in said
    assert "the roof leaks" in said
    assert (SECRET in said, "1234512345" in said) == (False, False)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_an_address_that_leads_nowhere_is_not_told_at_all(client, log):
    client.get(f"/wrong/{SECRET}")

    assert log() == ""


def test_warnings_of_ours_are_told(log):
    logging.getLogger("cms.supervisor").warning("The worker is silent.")

    assert log() == "The worker is silent.\n"
