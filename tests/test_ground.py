"""The ground the tests stand on: what one test commits, the next does not find."""

import smtplib

import pytest
from django.core.cache import caches
from wagtail.models import Locale, Page

COMMITTING = pytest.mark.django_db(transaction=True)


@COMMITTING
@pytest.mark.parametrize("turn", ["one", "another"])
def test_each_committing_test_finds_what_the_migrations_wrote(turn):
    assert Locale.objects.count() == 2
    assert Page.objects.exists()
    assert caches["default"].get("tries") is None

    Page.objects.all().delete()
    caches["default"].set("tries", turn)


@pytest.mark.browser
@pytest.mark.parametrize("turn", ["one", "another"])
def test_so_does_each_test_in_a_browser(page, live_server, turn):
    page.goto(f"{live_server.url}/static/cms/css/tokens.css")

    assert Page.objects.exists()

    Page.objects.all().delete()


def test_the_mail_server_takes_what_is_sent(mail_server):
    with smtplib.SMTP("127.0.0.1", mail_server.port) as connection:
        connection.sendmail("a@example.org", ["b@example.org"], "Subject: x\r\n\r\nHi")

    (envelope,) = mail_server.mailbox.envelopes
    assert envelope.rcpt_tos == ["b@example.org"]
