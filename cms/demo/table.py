"""What a get-together of the demo left behind: thanks, notes that went round, a promise
with money, and what somebody spent."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from champions.models import Person
from cms.demo.clock import at
from cms.demo.gatherings import Stage
from ideas.models import Idea
from ideas.services.expenses import give_back, say_spent
from ideas.services.promises import make_promise
from meetings.models import Meeting
from meetings.services.sending_round import send_notes_round
from meetings.services.thanking import thank


def at_the_table(stage: Stage, met: Meeting, people: list[Person], today: date) -> None:
    """At the last get-together, and in the days after it."""
    named = {person.first_name: person for person in people}
    amina, tomas = named["Amina"], named["Tomas"]
    met.refresh_from_db()
    with at(stage.centre, met.on, hour=17):
        thank(met, words="For the soup", from_whom=amina, to=tomas, by=stage.lead)
        crew = "whoever put the chairs away"
        thank(met, words="It went fast", from_whom=tomas, to_words=crew, by=stage.lead)
        make_promise(
            stage.centre,
            words="pays the wool for the first evening",
            by=stage.lead,
            person=stage.lead.people.get(centre=stage.centre),
            by_staff=True,
            due_on=today + timedelta(days=12),
            circle=met.circle,
            cents=4000,
        )
    with at(stage.centre, met.on, hour=18):
        send_notes_round(met, by=stage.lead)
    _spend(stage, amina, today)


def _spend(stage: Stage, amina: Person, today: date) -> None:
    soup = Idea.objects.of(stage.centre).filter(what="Sunday soup").first()
    sums = ((9, 1875, "beans and carrots", True), (2, 640, "two ladles", False))
    for days_ago, cents, what, is_given in sums:
        with at(stage.centre, today - timedelta(days=days_ago)):
            spent = say_spent(
                stage.centre,
                person=amina,
                cents=cents,
                what=what,
                idea=soup,
                by=amina.user or stage.lead,
                submission=uuid4(),
            )
        if is_given:
            with at(stage.centre, today - timedelta(days=days_ago - 3)):
                give_back(spent, by=stage.lead)
