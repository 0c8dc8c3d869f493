"""The address without a path leads to a language."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [("", "/en/"), ("fr-CA,fr;q=0.9,en;q=0.5", "/fr/"), ("de", "/en/")],
)
def test_the_bare_address_leads_to_the_language_the_browser_asks_for(
    client, asked, led_to
):
    page = client.get("/", headers={"Accept-Language": asked})

    assert (page.status_code, page["Location"], page["Vary"].split(", ")[0]) == (
        302,
        led_to,
        "Accept-Language",
    )
