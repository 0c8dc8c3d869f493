"""Nobody waits for the database while long lists are imported."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from champions.enums import Channel, Region
from champions.models import Centre, Person
from meetings.enums import Say
from meetings.services import answer
from meetings.services.seats import ask
from tests.databases import database_url
from tests.factories import make_centre, make_circle, make_person, make_workshop_pair

LISTS = Path(__file__).parent.parent / "data"
FILES = {
    "cedar-lake": ("cedar-lake-contacts.csv", Region.ONTARIO, 1_864),
    "harbourview": ("harbourview-contacts.xlsx", Region.ONTARIO, 4_200),
    "beck-lane": ("beck-lane-contacts.csv", Region.ENGLAND, 9_600),
}
pytestmark = [
    pytest.mark.db,
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def start_import(slug, name):
    return subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "manage.py", "import_contacts", slug, str(LISTS / name)],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        },
        stdout=subprocess.DEVNULL,
    )


def test_an_answer_waits_less_than_a_second_while_three_lists_are_imported(capsys):
    for slug, (_name, region, _people) in FILES.items():
        make_centre(slug, region=region)
    centre = make_centre("birch-hill")
    workshop = make_workshop_pair(centre, make_circle(centre), places=500)
    waits = []

    imports = [start_import(slug, name) for slug, (name, *_) in FILES.items()]
    while any(process.poll() is None for process in imports):
        seat = ask(workshop, make_person(centre, f"Rosa {len(waits)}"))
        began = time.monotonic()
        answer(seat, say=Say.YES, by=None, how=Channel.EMAIL)
        waits.append(time.monotonic() - began)
        time.sleep(0.2)

    with capsys.disabled():
        sys.stdout.write(
            f"\n{connection.vendor}: {len(waits)} answers during the import, median "
            f"{statistics.median(waits):.3f} s, worst {max(waits):.3f} s\n"
        )
    assert [process.returncode for process in imports] == [0, 0, 0]
    assert {
        centre.slug: Person.objects.of(centre).count()
        for centre in Centre.objects.filter(slug__in=FILES)
    } == {slug: people for slug, (*_, people) in FILES.items()}
    assert max(waits) < 1
