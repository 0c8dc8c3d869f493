"""Public pages beside yardsticks of the same run, each answered by a server of its own: a
constant page and a plain list of five questions on a stock Django; on the site that
`wagtail start` makes, its home and a list of twenty pages with pictures, made as Wagtail's
hints on speed say (tests/benches/listing/). Ours are asked for as they are kept, and as
they are made anew: twenty of a centre with pictures and of one without, and of a centre
with a hundred and then a thousand programmes."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from uuid import uuid4

import django

django.setup()

import psycopg  # noqa: E402  once Django is set up
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from champions.models import Centre, Person, User  # noqa: E402
from cms.enums import Pattern  # noqa: E402
from cms.models import Programme  # noqa: E402
from cms.photographs import make_clean  # noqa: E402
from cms.services.centres import open_centre  # noqa: E402
from cms.services.pictures import (  # noqa: E402
    Recognised,
    add_picture,
    check_picture,
)
from tests import photos  # noqa: E402
from tests.asking import in_turn  # noqa: E402
from tests.cms.published import in_public  # noqa: E402
from tests.factories import (  # noqa: E402
    in_days,
    make_champion,
    make_circle,
    make_staff,
)
from tests.serving import Site, served  # noqa: E402

LISTED, FEW, MANY = 20, 100, 1_000
LIST = "/en/{}/programmes/"
PAGE = f"{LIST}coffee-and-colour-7/"
# No page with this word in its address is kept.
ANEW = "?anew=1"
OURS = {
    "a kept list": LIST.format("listed"),
    "a kept programme": PAGE.format("listed"),
    "a list of 20": LIST.format("listed") + ANEW,
    "a list of 20 with pictures": LIST.format("pictures") + ANEW,
    "a programme": PAGE.format("listed") + ANEW,
    "the list with 100": LIST.format("few") + ANEW,
    "the list with 1,000": LIST.format("many") + ANEW,
    "the programme with 100": PAGE.format("few") + ANEW,
    "the programme with 1,000": PAGE.format("many") + ANEW,
}
STOCK = {
    "a constant page": "/constant/",
    "a plain list of five questions": "/plain/",
    "a tuned list of Wagtail's": "/list/",
    "the home of `wagtail start`": "/",
}
# How many of the one are served while the other is once, at the least.
LEAST = {
    ("a kept list", "a constant page"): 0.8,
    ("a kept programme", "a constant page"): 0.8,
    ("a list of 20", "a plain list of five questions"): 0.35,
    ("a list of 20 with pictures", "a tuned list of Wagtail's"): 2.5,
    ("a programme", "the home of `wagtail start`"): 0.5,
    # Ten times as many may cost so much more.
    ("the list with 1,000", "the list with 100"): 1 / 1.3,
    ("the programme with 1,000", "the programme with 100"): 1 / 1.3,
}
HERE = Path(__file__).resolve().parent


def a_centre(slug: str, programmes: int, *, pictures: bool = False) -> None:
    centre = Centre(slug=slug, name="Cedar Lake", phone="705-555-0142")
    centre = open_centre(centre, by=None)
    lead = make_champion(centre, make_circle(centre), "Doreen")
    staff = make_staff(centre)
    for number in range(programmes):
        programme = a_programme(centre, lead, number)
        if pictures:
            add_a_picture(programme, lead, staff)


def a_programme(centre: Centre, lead: Person, number: int) -> Programme:
    hour = 8 + number % 10
    return in_public(
        centre,
        lead,
        title=f"Coffee and Colour {number}",
        pattern=Pattern.ONCE,
        first_on=in_days(3 + number % 60),
        at=time(hour),
        until=time(hour + 1),
    )


def add_a_picture(programme: Programme, lead: Person, staff: User) -> None:
    file = photos.a_file()
    make_clean(file)
    picture = add_picture(
        programme,
        file=file,
        words={"alt": "Cups", "alt_other": "Des tasses", "language": "en"},
        recognised=Recognised(),
        by=lead.user,
        submission=uuid4(),
    )
    check_picture(picture, by=staff)


@contextlib.contextmanager
def stock_site() -> Iterator[Site]:
    """What `wagtail start` makes, with the app of the yardsticks, on a database of the
    same kind as ours."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = {
            "DJANGO_SETTINGS_MODULE": "listing.settings",
            "STOCK_DATABASE_URL": another_database(folder),
        }

        def run(*command: str) -> None:
            environment = {**os.environ, **given}
            subprocess.run(  # noqa: S603  our own fixed words
                [sys.executable, *command],
                check=True,
                cwd=folder,
                env=environment,
                stdout=subprocess.DEVNULL,
            )

        run("-m", "wagtail.bin.wagtail", "start", "stock", ".")
        shutil.copytree(HERE / "listing", folder / "listing")
        for command in (("makemigrations", "listing"), ("migrate",), ("fill", "1000")):
            run("manage.py", *command)
        with served("stock.wsgi", folder=folder, **given) as site:
            yield site


def another_database(folder: Path) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder}/stock.db"
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("CREATE DATABASE stock")
    return f"{address.rpartition('/')[0]}/stock"


def main() -> int:
    call_command("migrate", verbosity=0)
    a_centre("pictures", LISTED, pictures=True)
    for slug, programmes in (("listed", LISTED), ("few", FEW), ("many", MANY)):
        a_centre(slug, programmes)
    with served("cms.wsgi", folder=settings.BASE_DIR) as ours, stock_site() as stock:
        seconds = in_turn(
            *((ours, address) for address in OURS.values()),
            *((stock, address) for address in STOCK.values()),
        )
    took = dict(zip((*OURS, *STOCK), seconds, strict=True))
    shares = {pair: took[pair[1]] / took[pair[0]] for pair in LEAST}
    for (one, other), share in shares.items():
        least = LEAST[one, other]
        sys.stdout.write(f"{share:6.2f}  {one} : {other} (at least {least:.2f})\n")
    return int(any(share < LEAST[pair] for pair, share in shares.items()))


if __name__ == "__main__":
    sys.exit(main())
