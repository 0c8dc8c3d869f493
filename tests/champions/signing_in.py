"""What the tests of signing in share: asking, and reading the mail that was queued."""

import re

from django.urls import reverse

from champions.messages.words import framed_text
from champions.models import Message


def ask(client, email, **fields):
    """Type an address; returns the answer."""
    return client.post(reverse("account_login"), {"email": email, **fields})


def last_mail():
    return Message.objects.order_by("pk").last()


def numbers_in(message):
    found = re.search(r"^(\d{3} \d{3})$", message.text, re.MULTILINE)
    return found[1] if found else ""


def link_in(message):
    found = re.search(r"https?://[^/]+(/\S*/link/\S+)", framed_text(message))
    return found[1] if found else ""


def type_numbers(client, numbers, **fields):
    return client.post(reverse("account_numbers"), {"numbers": numbers, **fields})


def sign_in(client, email, **fields):
    """Ask, read the mail, type the numbers; returns the last answer."""
    ask(client, email, **fields)
    return type_numbers(client, numbers_in(last_mail()))


def user_of(client):
    return int(client.session.get("_auth_user_id", 0)) or None
