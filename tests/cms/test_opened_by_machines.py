"""Scanners and previews open every link of every mail before its reader does: by GET and
HEAD, three times, without cookies, some with a script's POST. Nothing changes by it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import icalendar
import pytest
from django.conf import settings
from django.test import Client

from champions.messages.sender import as_email
from champions.models import Person
from tests.digests import changed, digest
from tests.one_of_each import NEVER_MAILED, names_on_disk, queue_one_of_each

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"""https?://[^\s"'<>\\]+""")
# As they call themselves: a scanner, a preview of a chat, one that says nothing.
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; SafeLinks) AppleWebKit/537.36",
    "WhatsApp/2.23.20.0",
    "",
)


@pytest.fixture
def mails(request):
    told = queue_one_of_each(getattr(request, "param", "en"))
    return {message.name: as_email(message) for message in told}


def links_of(mail):
    """All addresses of a mail: in its words, in the attached entry, in its headers."""
    parts = [mail.body, *(words for words, _kind in mail.alternatives)]
    parts += [str(value) for value in mail.extra_headers.values()]
    for entry in mail.attachments:
        calendar = icalendar.Calendar.from_ical(entry.get_payload(decode=True))
        parts += [str(event.get("URL", "")) for event in calendar.walk("VEVENT")]
    found = {one.rstrip(".,)>;") for part in parts for one in ADDRESS.findall(part)}
    return sorted(one for one in found if one.startswith(settings.BASE_URL))


def paths_of(mails):
    urls = {url for mail in mails.values() for url in links_of(mail)}
    return sorted(_path(url) for url in urls)


def _path(url):
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@pytest.mark.parametrize("mails", ["en", "fr"], indirect=True)
def test_opening_every_link_of_every_mail_changes_nothing(mails):
    # A new message comes with its line in `tests/one_of_each.py`.
    assert names_on_disk() - NEVER_MAILED - set(mails) == set()
    paths = paths_of(mails)
    before = digest()

    statuses = {path: open_as_a_machine(path) for path in paths}

    assert changed(before, digest()) == []
    dead = {path: found for path, found in statuses.items() if found != {200}}
    assert dead == {}
    places = {path.strip("/").split("/")[1] for path in paths if path != "/admin/"}
    assert places == {"i", "seat", "how-often", "stop", "my", "accounts", "cedar-lake"}


def open_as_a_machine(path):
    """What it gets: a page each time, or the page where one signs in."""
    return {
        getattr(Client(), method)(path, follow=True, HTTP_USER_AGENT=agent).status_code
        for agent in AGENTS
        for method in ("get", "head")
    }


def test_a_script_that_presses_the_buttons_changes_nothing(mails):
    """A machine that runs the page's script has no cookie to go with the form."""
    before, paths = digest(), paths_of(mails)

    statuses = {
        Client(enforce_csrf_checks=True).post(path).status_code for path in paths
    }

    assert changed(before, digest()) == []
    # Refused, sent to sign in, or not to be posted to at all.
    assert statuses <= {302, 403, 404, 405}


def test_the_one_click_of_a_mail_program_stops_by_post_alone(mails):
    mail = mails["meetings/invitation"]
    path = urlsplit(mail.extra_headers["List-Unsubscribe"].strip("<>")).path
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    strict.get(path, {"List-Unsubscribe": "One-Click"})
    ida = Person.objects.get(first_name="Ida")
    assert ida.do_not_contact_at is None

    strict.post(path, {"List-Unsubscribe": "One-Click"})

    ida.refresh_from_db()
    assert ida.do_not_contact_at is not None
