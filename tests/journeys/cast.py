"""Cedar Lake and its people for the journeys, and how they sign in."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from champions.models import Centre
from champions.permissions import SECOND_FACTOR
from cms import catalogues
from cms.demo.gatherings import (
    Stage,
    become_champions,
    confirm,
    invite_to_workshop,
    live_through,
    say_yes,
)
from cms.services.centres import open_centre
from tests.factories import make_person, make_staff, make_user


def cedar_lake():
    centre = Centre(
        slug="cedar-lake",
        name="Cedar Lake",
        name_fr="Lac-aux-Cèdres",
        phone="705-555-0142",
        hours="Monday to Friday, 9 to 4",
        hours_fr="Du lundi au vendredi, de 9 h à 16 h",
        address="14 Cedar Street, Cedar Lake",
    )
    centre = open_centre(centre, by=None)
    return Stage(centre, make_staff(centre), "the big room")


def neighbours(stage, count):
    return [
        make_person(
            stage.centre,
            f"Neighbour {n}",
            email=f"neighbour{n}@example.org",
            address=f"{n} Birch Road",
        )
        for n in range(1, count + 1)
    ]


def workshop_on(stage, on, people):
    """A welcome workshop that was made, announced and confirmed in its time."""
    workshop = invite_to_workshop(stage, on=on, people=people, circle_name="Maple")
    say_yes(stage, workshop, people)
    confirm(stage, workshop)
    workshop.refresh_from_db()
    return workshop


def days_ago(stage, days):
    """A day by the centre's wall clock, which may be behind that of the machine."""
    return timezone.localdate(timezone=stage.centre.tzinfo) - timedelta(days=days)


def a_group(stage, *, workshop_ago=14, count=4):
    """Champions after their workshop; returns them and their second get-together."""
    people = neighbours(stage, count)
    workshop = workshop_on(stage, days_ago(stage, workshop_ago), people)
    become_champions(stage, workshop, people, {})
    live_through(stage, workshop)
    for person in people:
        person.user = make_user(first_name=person.first_name)
        person.save()
    return people, workshop.followed_by


def sign_in(page, live_server, user):
    """As somebody who gave both steps of signing in."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}
    page.context.clear_cookies()
    page.context.add_cookies([cookie | {"url": live_server.url}])


def english_on(page):
    """What stands on a French page as it is written in the code."""
    seen = page.locator("body").inner_text()
    french = catalogues.read(catalogues.LOCALE_DIR / "fr/LC_MESSAGES/django.po")
    texts = [message.id for message in french if isinstance(message.id, str)]
    sentences = [text for text in texts if " " in text.strip()]
    translated = {message.string for message in french}
    return [text for text in sentences if text in seen and text not in translated]


def work_until_idle():
    """What the worker does with the bells that were rung, one after the other."""
    while job := OrmQ.objects.order_by("pk").first():
        task = job.task
        job.delete()
        import_string(task["func"])(*task["args"])
