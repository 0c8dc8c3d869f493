"""Mail providers that are spoken to by their own API instead of SMTP, and how EMAIL_URL
names one. Only those that give our own mark back with each event, so that what they
report can be matched. Pure: nothing is sent, and no message shows a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ANYMAIL = "anymail.backends.{}.EmailBackend"
EVENTS = "anymail.webhooks.{}.{}TrackingWebhookView"
REGION = "region"
SIGNING_KEY = "signing_key"


@dataclass(frozen=True)
class Provider:
    """How one is named, and what its part of django-anymail is to be told."""

    name: str
    written: str
    key: str = "api_key"
    second_key: str = ""
    domain: str = ""
    # What may stand behind the question mark, and what anymail calls it.
    options: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    # Whether a single mail can ask not to be watched; else it is switched off there.
    is_told_not_to_watch: bool = True
    # Whether our own Message-ID stands, where need be because a header asks for it;
    # else theirs takes its place.
    keeps_message_id: bool = False
    keeps_it_by: Mapping[str, str] = field(default_factory=dict)
    # Error codes that are about our account and not about the one mail.
    about_us: frozenset[int] = frozenset()

    @property
    def backend(self) -> str:
        return ANYMAIL.format(self.name)

    @property
    def events(self) -> str:
        return EVENTS.format(self.name, self.written)

    @property
    def example(self) -> str:
        secret = ":SECRET" if self.second_key else ""
        return f"{self.name}://KEY{secret}@{'mail.example.org' if self.domain else ''}"


@dataclass(frozen=True)
class Account:
    """Ours at a provider, as EMAIL_URL says."""

    provider: Provider
    settings: Mapping[str, str] = field(repr=False)
    # Of Mailgun, which signs its events by a key of its own; empty: by the first one.
    signing_key: str = field(default="", repr=False)


PROVIDERS = {
    one.name: one
    for one in (
        Provider("brevo", "Brevo", is_told_not_to_watch=False),
        Provider(
            "mailgun",
            "Mailgun",
            domain="sender_domain",
            options={SIGNING_KEY: SIGNING_KEY},
            regions={
                "us": "https://api.mailgun.net/v3",
                "eu": "https://api.eu.mailgun.net/v3",
            },
            keeps_message_id=True,
        ),
        Provider("mailjet", "Mailjet", second_key="secret_key"),
        Provider("mailtrap", "Mailtrap", key="api_token", is_told_not_to_watch=False),
        Provider(
            "postmark",
            "Postmark",
            key="server_token",
            options={"stream": "message_stream"},
            keeps_message_id=True,
            keeps_it_by={"X-PM-KeepID": "true"},
            # The sender is not known or confirmed, no credit, or not approved yet.
            about_us=frozenset({10, 400, 401, 405, 412, 413, 1235}),
        ),
        Provider("resend", "Resend", is_told_not_to_watch=False),
        Provider(
            "sparkpost",
            "SparkPost",
            regions={
                "us": "https://api.sparkpost.com/api/v1",
                "eu": "https://api.eu.sparkpost.com/api/v1",
            },
        ),
    )
}


def account_of(url: str) -> Account | None:
    """The account that EMAIL_URL names, like postmark://KEY@ or
    mailgun://KEY@mail.example.org?region=eu; None for a mail server or files.
    ImproperlyConfigured names the part that is wrong and the cure."""
    parts = split(url)
    provider = PROVIDERS.get(parts.scheme)
    if provider is None:
        return None
    _look_at_address(provider, parts)
    wishes = _wishes(provider, parts)
    settings = {provider.key: _key(provider, parts)}
    if provider.second_key:
        settings[provider.second_key] = _second_key(provider, parts)
    if provider.domain:
        settings[provider.domain] = parts.hostname or ""
    if region := wishes.pop(REGION, ""):
        settings["api_url"] = _region(provider, region)
    signing_key = wishes.pop(SIGNING_KEY, "")
    settings |= {provider.options[name]: value for name, value in wishes.items()}
    return Account(provider, settings, signing_key)


def split(url: str) -> SplitResult:
    """Its parts, also those that Python only looks at when asked for; without their
    text in what is raised, which may be a piece of the password."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            "EMAIL_URL: what stands after the last “:” is no port; write “/”, “:”, "
            "“@”, “#” and “?” in a key or password as %2F, %3A, %40, %23 and %3F."
        ) from None
    return parts


def _wrong(provider: Provider, what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"EMAIL_URL: {what}, as in {provider.example}")


def _look_at_address(provider: Provider, parts: SplitResult) -> None:
    if parts.path.strip("/") or parts.fragment:
        raise _wrong(
            provider,
            "nothing may stand after the address; write odd signs "
            "of a key as %2F or %23",
        )
    if provider.domain and not parts.hostname:
        raise _wrong(provider, "the domain you send from is missing after the “@”")
    if not provider.domain and parts.hostname:
        raise _wrong(provider, "put “@” after the key, and nothing after the “@”")
    if parts.port:
        raise _wrong(provider, "a provider has no port; leave it out")


def _key(provider: Provider, parts: SplitResult) -> str:
    if not parts.username:
        raise _wrong(provider, f"the key of {provider.written} is missing")
    if parts.password and not provider.second_key:
        raise _wrong(provider, f"{provider.written} has one key; write its “:” as %3A")
    return unquote(parts.username)


def _second_key(provider: Provider, parts: SplitResult) -> str:
    if not parts.password:
        raise _wrong(provider, f"the second key of {provider.written} is missing")
    return unquote(parts.password)


def _wishes(provider: Provider, parts: SplitResult) -> dict[str, str]:
    wishes = dict(parse_qsl(parts.query, keep_blank_values=True))
    known = {*provider.options, *([REGION] if provider.regions else [])}
    if set(wishes) - known:
        may = " and ".join(sorted(known)) or "nothing"
        raise _wrong(provider, f"after “?” {provider.written} knows {may}")
    return wishes


def _region(provider: Provider, region: str) -> str:
    if region not in provider.regions:
        raise _wrong(provider, f"region is {' or '.join(sorted(provider.regions))}")
    return provider.regions[region]
