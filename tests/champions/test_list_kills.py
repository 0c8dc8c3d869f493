"""The worker is killed at random moments while it imports a list, and while it takes the
import back; what comes out is what comes out undisturbed."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from champions.enums import ListState
from champions.models import ContactList, Person
from champions.services.contact_lists import AT_WORK, receive_upload, start_import
from champions.services.list_bells import ring_for
from champions.services.list_importing import import_lines
from champions.services.list_reading import read_lines
from champions.services.list_undoing import start_undo, undo_lines
from champions.services.people import call_person
from tests.champions.senders import ROOT, until
from tests.databases import database_url
from tests.factories import make_centre

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]

HEADINGS = "First name,Last name,Email,Phone,Address,Do not contact\n"
FIELDS = [
    field.attname
    for field in Person._meta.concrete_fields
    if field.attname
    not in {"id", "uuid", "centre_id", "user_id", "created_at", "updated_at"}
    and not field.attname.endswith("_at")
]


def text_of(lines):
    """Of ten lines, six are new, two the same again, one known, one without a name;
    some say never to write."""
    kinds = [
        "{n}",
        "{n}",
        "{before}",
        "{n}",
        "{n}",
        "",
        "{n}",
        "{before}",
        "{n}",
        "K{n}",
    ]
    rows = []
    for n in range(lines):
        name = kinds[n % 10].format(n=n, before=n - 1)
        name = f"Ada{name}" if name else ""
        never = "yes" if n % 10 in {2, 4, 9} else ""
        rows.append(f"{name},Roy,,,{n // 3 if name else n} Elm Road,{never}")
    return HEADINGS + "\n".join(rows)


def imported(centre, lines):
    """The list of the test, read and about to be imported; some on it are known."""
    known = [row for row in text_of(lines).split("\n") if row.startswith("AdaK")]
    first = read(centre, HEADINGS + "\n".join(row.removesuffix("yes") for row in known))
    start_import(first, by=None, in_background=False)
    assert import_lines(first, seconds=600)
    contact_list = read(centre, text_of(lines))
    start_import(contact_list, by=None, in_background=False)
    return contact_list


def read(centre, text):
    contact_list = receive_upload(
        centre, ContentFile(text.encode(), name="a.csv"), by=None, in_background=False
    )
    assert read_lines(contact_list, seconds=600)
    contact_list.refresh_from_db()
    return contact_list


def outcome(contact_list):
    """All that may be asked of it, without the ids that two centres cannot share."""
    contact_list.refresh_from_db()
    people = Person.objects.of(contact_list.centre).order_by("name_key", "address_key")
    lines = contact_list.lines.order_by("number")
    return {
        "state": contact_list.state,
        "counts": contact_list.counts,
        "done": contact_list.lines_done,
        "people": list(people.values(*FIELDS)),
        "marked": list(
            people.exclude(do_not_contact_at=None).values_list("name_key", flat=True)
        ),
        "lines": list(
            lines.values_list(
                "number", "outcome", "notes", "same_as", "person__name_key"
            )
        ),
    }


@pytest.fixture
def start(tmp_path):
    """Starts the worker on this test's database; what still lives at the end is
    killed."""
    started = []

    def worker(piece):
        started.append(
            subprocess.Popen(  # noqa: S603  our own worker
                [sys.executable, "-m", "tests.champions.list_worker", str(piece)],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "cms.settings.test",
                    "DATABASE_URL": database_url(),
                    "TMPDIR": str(tmp_path),
                    "WORKERS": "1",
                },
                start_new_session=True,
            )
        )
        return started[-1]

    yield worker
    for process in started:
        kill(process)


def kill(process):
    """The whole worker at once, as when the power goes."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)


def kill_at_random(contact_list, start, piece, kills):
    """Let it be worked on, and kill the worker so often, each time after some progress;
    how many kills found it at work. Then it is worked on to its end."""
    hits = 0
    here = ContactList.objects.filter(pk=contact_list.pk)
    for _ in range(kills):
        done = here.get().lines_done
        process = ring(contact_list, start, piece)
        until(lambda done=done: is_over(here) or here.get().lines_done > done)
        time.sleep(random.uniform(0, 0.06))  # noqa: S311  no secret
        kill(process)
        hits += not is_over(here)
    process = ring(contact_list, start, piece)
    until(lambda: is_over(here), seconds=300)
    kill(process)
    return hits


def ring(contact_list, start, piece):
    """As the task of each minute does for a list that stands still."""
    ring_for(contact_list)
    return start(piece)


def is_over(here):
    return here.get().state not in AT_WORK


@pytest.mark.parametrize(
    ("lines", "piece", "kills"),
    [
        pytest.param(300, 10, 2, id="few"),
        pytest.param(6000, 25, 15, id="many", marks=pytest.mark.prove),
    ],
)
def test_an_import_and_its_taking_back_end_as_if_nobody_had_been_killed(
    start, lines, piece, kills
):
    disturbed = imported(make_centre(), lines)
    quiet = imported(make_centre("harbourview"), lines)

    hits = [kill_at_random(disturbed, start, piece, kills)]
    assert import_lines(quiet, seconds=600)
    assert outcome(disturbed) == outcome(quiet)
    assert disturbed.state == ListState.IMPORTED

    for contact_list in (disturbed, quiet):
        for person in Person.objects.of(contact_list.centre).order_by("pk")[::7]:
            call_person(person, name="Somebody we talked with")
        start_undo(contact_list, by=None, in_background=False)
    hits.append(kill_at_random(disturbed, start, piece, kills))
    assert undo_lines(quiet, seconds=600)

    assert outcome(disturbed) == outcome(quiet)
    taken_back = disturbed.counts["taken_back"]
    assert taken_back["leave"] > 0 < taken_back["stay"]["changed"]
    sys.stdout.write(
        f"\n{connection.vendor}: {lines} lines, {kills} kills each, of which {hits} "
        f"found the worker at it\n"
    )
    assert min(hits) > 0
