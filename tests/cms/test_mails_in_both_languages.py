"""Every mail is French for who reads French, and says nothing that nobody can
translate: its words, its form as a page, and the entry for a calendar."""

import icalendar
import pytest

from champions.messages.sender import as_email
from tests.journeys.said import (
    PeoplesWords,
    english_in,
    left_in_code,
    marked,
)
from tests.one_of_each import queue_one_of_each

pytestmark = pytest.mark.django_db
# What people say there that only the mail holds.
SAID = ["The stairs are icy", "It is about somebody’s health"]


def known():
    return PeoplesWords(leaving_out={"champions.Message"}, also=SAID)


def parts_of(message):
    mail = as_email(message)
    yield f"<body>{mail.subject}</body>"
    yield f"<body>{mail.body}</body>"
    yield from (page for page, kind in mail.alternatives if kind == "text/html")
    for entry in mail.attachments:
        calendar = icalendar.Calendar.from_ical(entry.get_payload(decode=True))
        for event in calendar.walk("VEVENT"):
            yield f"<body>{event['SUMMARY']}</body>"
            yield f"<body>{event.get('DESCRIPTION', '')}</body>"


def test_a_french_mail_says_no_english_sentence():
    told = queue_one_of_each("fr")
    words = known()

    found = {
        message.name: english
        for message in told
        for part in parts_of(message)
        if (english := english_in(part, words, "body"))
    }

    assert found == {}


def test_no_text_of_a_mail_is_left_in_code():
    with marked():
        told = queue_one_of_each("en")
        parts = {message.name: list(parts_of(message)) for message in told}
    words = known()

    found = {
        name: left
        for name, each in parts.items()
        for part in each
        if (left := left_in_code(part, words, "body"))
    }

    assert found == {}
