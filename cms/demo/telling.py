"""What the centres of the demo say of themselves: two stories each, one of them of what
did not work; who they are, in both languages; and a colour."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from champions.models import Centre, Person
from cms.demo.clock import at
from cms.demo.gatherings import Stage
from cms.enums import Accent
from cms.models import CentrePage, PlainPage, Programme, below
from cms.services.stories import Told, tell_story


@dataclass(frozen=True)
class Tale:
    """A story, by whom, and how many days ago; about a programme, or not."""

    teller: str
    days_ago: int
    title: str
    happened: str
    learned: str
    line: str
    language: str = "en"
    about: str = ""
    shows_name: bool = True


TALES = {
    "cedar-lake": (
        Tale(
            "Doreen",
            20,
            "The morning nobody came",
            "We put out ten cups and ten brushes. It was the first day of the big snow, "
            "and nobody came. Doreen painted the snow.\n\nWe had told nobody whom to "
            "call. Three people stood at a locked door the week after.",
            "Say on the door, on the phone and on the page what happens when it snows. "
            "Now we do: when the school bus stays at home, so do we.",
            "What ten empty cups taught us about snow.",
            about="Coffee & Colour",
        ),
        Tale(
            "Lucille",
            11,
            "Du thé pour deux, puis pour neuf",
            "La première fois, nous étions deux. On a bu beaucoup de thé.\n\nLucille a "
            "demandé à chaque personne d’en amener une autre. La fois suivante, nous "
            "étions neuf.",
            "Une invitation de vive voix vaut dix affiches.",
            "Comment un petit groupe a grandi.",
            language="fr",
            about="L’heure du thé",
        ),
    ),
    "harbourview": (
        Tale(
            "Bao",
            16,
            "Forty tomatoes and one lift",
            "We grew tomatoes on the roof in old paint pails. Forty came up. A man who "
            "had not been out for a year took the lift to water them.",
            "People come for a tomato and stay for the company.",
            "What grew on the roof.",
            about="Harbour Garden",
        ),
        Tale(
            "Farid",
            8,
            "The supper that was too late",
            "We cooked at half past seven. The parents of small children had to leave "
            "before the food was done.",
            "Ask those who did not come back. We begin at five now.",
            "Why we cook two hours earlier.",
            about="Newcomers’ Kitchen",
        ),
    ),
    "beck-lane": (
        Tale(
            "Fay",
            15,
            "Prams and a muddy lane",
            "We walked down the lane, five prams in a row. The mud took a wheel. We "
            "carried one pram home.",
            "Walk it first, with a pram. We keep to the canal now.",
            "The walk that got stuck.",
            about="Pram Walk",
        ),
        Tale(
            "Ernest",
            6,
            "A table nobody wanted",
            "The hall gave us its worst table. Two of us sanded it down. Now it is the "
            "one that everybody asks for.",
            "Take what you are given, and make it good together.",
            "How an old table became ours.",
            shows_name=False,
        ),
    ),
}
ACCENTS = {
    "cedar-lake": Accent.CEDAR,
    "harbourview": Accent.LAKE,
    "beck-lane": Accent.BERRY,
}
ABOUT = {
    "en": (
        "About us",
        "We are the health centre nearby, and the neighbours who start things here.",
        "How you can join",
        "Come to a group. Share an idea. Or ring the bell and ask for tea.",
    ),
    "fr": (
        "Qui nous sommes",
        "Nous sommes le centre de santé du quartier, et les gens d’ici qui s’y mettent.",
        "Comment participer",
        "Venez à un groupe. Partagez une idée. Ou sonnez et demandez un thé.",
    ),
}


def tell_of(stage: Stage, people: list[Person], today: date) -> None:
    """The stories of a centre, read and published; its page about itself; its look."""
    named = {person.first_name: person for person in people}
    for tale in TALES[stage.centre.slug]:
        _tell(stage, tale, named[tale.teller], today - timedelta(days=tale.days_ago))
    with at(stage.centre, today - timedelta(days=30)):
        for home in CentrePage.objects.filter(centre=stage.centre):
            _introduce(home, stage.centre)


def _tell(stage: Stage, tale: Tale, teller: Person, on: date) -> None:
    about = Programme.objects.of(stage.centre).filter(title=tale.about).first()
    told = Told(
        title=tale.title,
        happened=tale.happened,
        learned=tale.learned,
        language=tale.language,
        shows_name=tale.shows_name,
        programme=about,
        line=tale.line,
    )
    with at(stage.centre, on):
        story = tell_story(stage.centre, told, teller=teller, by=teller.user)
    with at(stage.centre, on + timedelta(days=1), hour=14):
        state = story.current_workflow_state.current_task_state
        state.specific.approve(user=stage.lead)


def _introduce(home: CentrePage, centre: Centre) -> None:
    title, who, heading, how = ABOUT[home.locale.language_code]
    call_out = {"title": heading, "words": how, "with_phone": True}
    body = [
        {"type": "paragraph", "value": f"<p>{who}</p>"},
        {"type": "call_out", "value": call_out},
    ]
    page = PlainPage(
        title=title, slug="about", body=json.dumps(body), locale=home.locale
    )
    homes = CentrePage.objects.filter(centre=centre)
    known = PlainPage.objects.filter(below(homes), slug="about").first()
    if known:
        page.translation_key = known.translation_key
    home.add_child(instance=page)
    page.save_revision().publish()
    home.accent = ACCENTS[centre.slug]
    home.save_revision().publish()
