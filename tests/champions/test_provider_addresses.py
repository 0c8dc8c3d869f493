"""EMAIL_URL may name a mail provider; what is wrong with it is said before the site starts,
in one line with the cure, and no key is shown."""

import pytest
from django.core.checks import run_checks
from django.utils.module_loading import import_string

from champions.messages.post import line
from champions.messages.provider_line import ProviderLine
from champions.messages.providers import PROVIDERS, account_of

SAID = "word:and-a-long-password"
WRONG = [
    ("postmark://K3Y", "put “@” after the key"),
    ("postmark://K3Y@example.org", "nothing after the “@”"),
    ("postmark://@", "the key of Postmark is missing"),
    ("postmark://K3Y:K3Y@", "Postmark has one key"),
    ("postmark://K3Y@?region=eu", "Postmark knows stream"),
    ("brevo://K3Y@?stream=x", "Brevo knows nothing"),
    ("mailgun://K3Y@", "the domain you send from is missing"),
    ("mailgun://K3Y@mail.example.org?region=K3Y", "region is eu or us"),
    ("mailgun://K3Y@mail.example.org:80", "a provider has no port"),
    ("mailjet://K3Y@", "the second key of Mailjet is missing"),
    ("resend://K3Y/K3Y@", "is no port|nothing may stand after"),
    ("smtp://anne:K3Y/K3Y@mail.example.org", "is no port"),
    ("smtp://anne:K3Y@", "the mail server is missing"),
    ("K3Y://mail.example.org", "EMAIL_URL must begin with smtp://"),
    ("K3Y", "EMAIL_URL must begin with smtp://"),
]


def said_at_start():
    return [found for found in run_checks() if found.id.startswith("champions.")]


@pytest.mark.parametrize(("url", "part"), WRONG)
def test_what_is_wrong_is_named_without_the_key(settings, url, part):
    settings.EMAIL_URL = url

    (found,) = said_at_start()

    assert found.id == "champions.E001"
    assert any(one in found.msg for one in part.split("|"))
    assert "k3y" not in found.msg.lower()
    assert "\n" not in found.msg


@pytest.mark.parametrize(
    "url", ["", "smtp://anne:secret@mail.example.org:587?tls=1", "smtps://mail.example"]
)
def test_a_mail_server_or_files_need_nothing_else(settings, url):
    settings.EMAIL_URL = url

    assert said_at_start() == []


@pytest.mark.parametrize("name", PROVIDERS)
def test_the_example_of_each_is_one(settings, name):
    settings.EMAIL_URL = PROVIDERS[name].example
    settings.ANYMAIL_WEBHOOK_SECRET = SAID

    assert said_at_start() == []
    assert isinstance(line(), ProviderLine)
    assert import_string(PROVIDERS[name].events).esp_name == PROVIDERS[name].written


def test_a_provider_that_cannot_tell_us_anything_is_warned_of(settings):
    settings.EMAIL_URL, settings.ANYMAIL_WEBHOOK_SECRET = "postmark://K3Y@", ""

    (found,) = said_at_start()

    assert (found.id, found.is_serious()) == ("champions.W001", False)


def test_a_secret_that_nobody_can_say_is_wrong(settings):
    settings.EMAIL_URL, settings.ANYMAIL_WEBHOOK_SECRET = "postmark://K3Y@", "K3Y"

    (found,) = said_at_start()

    assert found.id == "champions.E003"
    assert "K3Y" not in found.msg


def test_the_mailbox_of_reports_is_looked_at_too(settings):
    settings.BOUNCES_URL = "http://mail.example.org"

    (found,) = said_at_start()

    assert found.id == "champions.E002"


def test_keys_may_hold_any_sign_and_are_not_shown():
    account = account_of("mailjet://a%2Fb:c%3Ad@")

    assert account.settings == {"api_key": "a/b", "secret_key": "c:d"}
    assert "a/b" not in repr(account)


def test_a_region_chooses_where_it_is_asked():
    account = account_of("mailgun://KEY@mail.example.org?region=eu&signing_key=abc")

    assert account.settings == {
        "api_key": "KEY",
        "sender_domain": "mail.example.org",
        "api_url": "https://api.eu.mailgun.net/v3",
    }
    assert account.signing_key == "abc"
