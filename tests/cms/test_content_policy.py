"""What a page may load: nothing from elsewhere, no inline script on the public site."""

import pytest

from champions.permissions import SECOND_FACTOR
from tests.factories import make_centre, make_staff

pytestmark = pytest.mark.django_db
HEADER = "Content-Security-Policy"


@pytest.fixture
def as_staff(client):
    client.force_login(make_staff(make_centre()))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def directives(response):
    parts = (part.split() for part in response.headers[HEADER].split(";"))
    return {name: set(sources) for name, *sources in parts}


def test_the_public_site_runs_only_its_own_files(client):
    policy = directives(client.get("/en/"))

    assert policy["default-src"] == {"'self'"}
    assert "script-src" not in policy
    assert "style-src" not in policy


def test_the_admin_may_run_wagtails_inline_scripts_and_nothing_from_elsewhere(
    as_staff,
):
    policy = directives(as_staff.get("/admin/"))

    assert policy["default-src"] == {"'self'"}
    assert policy["script-src"] == {"'self'", "'unsafe-inline'"}
    assert policy["style-src"] == {"'self'", "'unsafe-inline'"}
