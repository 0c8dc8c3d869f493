"""The invented programmes and ideas: one square of the quilt each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Any

from champions.enums import BlockKind as Kind
from cms.enums import Access, Ages, Attending, Pattern


@dataclass(frozen=True)
class Happening:
    """A programme: who runs it, when, where, in whose words."""

    title: str
    lead: str
    kind: str
    what: str
    about: str
    first_visit: str
    place: str
    at: time
    until: time
    pattern: str = Pattern.WEEKLY
    # The weekday of its dates: 0 is Monday.
    weekday: int = 1
    language: str = "en"
    access: tuple[str, ...] = (Access.STEP_FREE,)
    drop_in: bool = True
    places: int | None = None
    cost: str = ""
    # What else a neighbour asks, by the names of the programme's fields.
    more: dict[str, Any] = field(default_factory=dict)
    # Which part of town, by its name in the centre's list.
    area: str = ""
    # Where it stands: running, resting, finished, or waiting to be read.
    stands: str = "running"


@dataclass(frozen=True)
class Wish:
    """An idea: whose, since when, and what came of it."""

    what: str
    author: str
    kind: str = Kind.TOGETHER
    why: str = ""
    wants: str = ""
    language: str = "en"
    days_ago: int = 20
    liked_by: tuple[str, ...] = ()
    comers: tuple[str, ...] = ()
    helpers: tuple[tuple[str, str], ...] = ()
    talk: tuple[tuple[str, str], ...] = ()
    written_down: bool = False
    heard: bool = False
    answer: dict[str, object] = field(default_factory=dict)


# The parts of each town, in English and French.
AREAS = {
    "cedar-lake": (
        ("By the lake", "Au bord du lac"),
        ("Main Street", "Rue Main"),
        ("North end", "Quartier nord"),
    ),
    "harbourview": (("Wharf", "Le quai"), ("Old town", "Vieille ville")),
    "beck-lane": (("Upper village", ""), ("Lower village", "")),
}
CEDAR_LAKE = (
    Happening(
        "Coffee & Colour",
        "Doreen",
        Kind.GROWING,
        "Paint, pencils and a warm cup, with good company.",
        "No talent is needed: half of us draw cats that look like potatoes.",
        "Doreen looks out for new faces from ten to ten. Sit where you like. You can "
        "paint, or just sip. Leave when you have had enough.",
        "Library back room, 3 Main Street",
        time(10),
        time(11, 30),
        access=(Access.STEP_FREE, Access.SEATED, Access.NEAR_BUS),
        area="Main Street",
        more={
            "food": "Coffee, tea and a biscuit.",
            "bring": "Nothing. We have paint and paper.",
            "bring_a_friend": True,
            "meets_at_the_door": True,
        },
    ),
    Happening(
        "Card Club",
        "Gord",
        Kind.PLAYING,
        "Euchre and laughter. We teach you in ten minutes.",
        "Four tables, two kettles. Nobody keeps score for long.",
        "Gord sits by the door with a spare deck.",
        "Legion hall, 20 Lake Road",
        time(13),
        time(15),
        weekday=4,
        cost="$2, for the tea",
        access=(Access.SEATED,),
        area="By the lake",
    ),
    Happening(
        "Walking Together",
        "Amina",
        Kind.MOVING,
        "A slow walk for people who miss somebody.",
        "We walk, we stop, we talk or we do not. Two of us have walked this road before.",
        "Amina waits by the big cedar. You need not say why you came.",
        "Boat ramp, Cedar Lake",
        time(10),
        time(11),
        pattern=Pattern.FORTNIGHTLY,
        weekday=0,
        access=(Access.QUIET,),
        drop_in=False,
        places=8,
        area="By the lake",
        more={
            "ages": Ages.ADULTS,
            "bring_a_friend": True,
            "meets_at_the_door": True,
            "food": "Hot tea at the end.",
            "bring": "Warm boots.",
        },
    ),
    Happening(
        "L’heure du thé",
        "Lucille",
        Kind.TOGETHER,
        "Du thé, des biscuits et des histoires, en français.",
        "On se raconte le temps qu’il fait, et celui d’avant.",
        "Lucille vous attend avec une tasse. Venez comme vous êtes.",
        "Le centre, petite salle, 14 Cedar Street",
        time(14),
        time(15, 30),
        pattern=Pattern.MONTHLY_BY_DATE,
        weekday=3,
        language="fr",
        area="North end",
        more={"food": "Du thé et des biscuits.", "ages": Ages.OLDER},
        access=(Access.STEP_FREE, Access.SEATED),
    ),
    Happening(
        "Wednesday Wander",
        "Sam",
        Kind.MOVING,
        "One mile, at the pace of the slowest. Prams and walkers welcome.",
        "We go along the lake and back. There is a bench every five minutes.",
        "Sam wears an orange hat.",
        "The centre, front door",
        time(12, 15),
        time(13),
        weekday=2,
        access=(Access.STEP_FREE, Access.NEAR_BUS),
    ),
    Happening(
        "Knit & Natter",
        "Wilma",
        Kind.MAKING,
        "Wool, needles, and the news of the town.",
        "Bring what you are making, or start a square with our wool.",
        "Wilma finds you a chair and a ball of wool.",
        "Library back room, 3 Main Street",
        time(18),
        time(20),
        weekday=3,
        access=(Access.STEP_FREE, Access.SEATED),
    ),
    Happening(
        "Lake Garden",
        "Tomas",
        Kind.GROWING,
        "Ten raised beds and a shed. We share what grows.",
        "From April to October. In winter we plan, and eat what we kept.",
        "Tomas shows you a bed that needs you.",
        "Behind the church, Elm Street",
        time(9, 30),
        time(11, 30),
        weekday=5,
        area="North end",
        more={"months": [4, 5, 6, 7, 8, 9, 10], "bring": "Gloves, if you have some."},
        stands="resting",
    ),
    Happening(
        "Tablet Tuesday",
        "Étienne",
        Kind.LEARNING,
        "Bring your phone or tablet, and your questions.",
        "One to one, in English or French. No question is silly.",
        "Étienne says hello and finds out what you need.",
        "The centre, small room, 14 Cedar Street",
        time(14),
        time(15),
        access=(Access.STEP_FREE, Access.SEATED),
        drop_in=False,
        places=6,
        stands="asked",
    ),
)
HARBOURVIEW = (
    Happening(
        "Harbour Garden",
        "Bao",
        Kind.GROWING,
        "Pots, seeds and sore knees, on the roof.",
        "We grow what fits in a bucket.",
        "Bao meets you at the lift.",
        "Roof of the centre, 220 Wharf Road",
        time(9, 30),
        time(11),
        weekday=4,
        access=(Access.STEP_FREE,),
    ),
    Happening(
        "Newcomers’ Kitchen",
        "Farid",
        Kind.TOGETHER,
        "Somebody cooks what their mother cooked; the rest of us chop.",
        "A different country each time. You take a portion home.",
        "Farid gives you an apron.",
        "St Brendan’s church hall, 12 Quay Street",
        time(17),
        time(19, 30),
        pattern=Pattern.FORTNIGHTLY,
        weekday=3,
        drop_in=False,
        places=12,
    ),
    Happening(
        "Sing for Fun",
        "Joy",
        Kind.PLAYING,
        "Loud, out of tune, and good for you.",
        "No notes to read. We pick songs as we go.",
        "Joy hands you a song sheet. Humming counts.",
        "Harbourview, room 1, 220 Wharf Road",
        time(18, 30),
        time(20),
        weekday=2,
        area="Wharf",
        more={
            "attending": Attending.BOTH,
            "online_link": "https://meet.example.org/sing-for-fun",
        },
        access=(Access.STEP_FREE, Access.SEATED, Access.HEARING_LOOP),
    ),
    Happening(
        "Board Games Night",
        "Deb",
        Kind.PLAYING,
        "From snakes and ladders to the long ones.",
        "There is always a table that needs one more.",
        "Deb sits you at a game you can join half-way.",
        "Harbourview, room 2, 220 Wharf Road",
        time(19),
        time(21),
        weekday=4,
        area="Wharf",
        more={"ages": Ages.YOUNG},
    ),
    Happening(
        "Photo Walk",
        "Hiro",
        Kind.LEARNING,
        "Six weeks of looking twice. Any camera will do.",
        "We ended with a show in the hallway. Forty people came.",
        "It came to a good end. Ask us about the next one.",
        "Harbourview, front door",
        time(11),
        time(12, 30),
        weekday=5,
        stands="finished",
    ),
)
BECK_LANE = (
    Happening(
        "Tea Trolley",
        "Beryl",
        Kind.TOGETHER,
        "Tea and a chat in the waiting room.",
        "We push the trolley round, and stay where somebody likes company.",
        "Beryl shows you which wheel sticks.",
        "Beck Lane, waiting room",
        time(10),
        time(12),
        access=(Access.STEP_FREE, Access.SEATED),
    ),
    Happening(
        "Pram Walk",
        "Fay",
        Kind.MOVING,
        "Little ones, big coats, once round the park.",
        "Dads, mums, grans. We stop when somebody cries, usually one of us.",
        "Fay has the red pram.",
        "Park gate, Beck Lane",
        time(10, 30),
        time(11, 30),
        weekday=3,
        access=(Access.STEP_FREE,),
        area="Lower village",
        more={"ages": Ages.WITH_CHILDREN, "bring_a_friend": True},
    ),
    Happening(
        "Domino Drive",
        "Ernest",
        Kind.PLAYING,
        "Dominoes the loud way.",
        "Bring your own lucky double six.",
        "Ernest will say you are late. You are not.",
        "Beck Lane Hall, 5 Beck Lane",
        time(14),
        time(16),
        weekday=0,
        access=(Access.SEATED,),
    ),
)

WISHES_OF_CEDAR_LAKE = (
    Wish(
        "Film night",
        "Helen",
        Kind.PLAYING,
        "Old films, a sheet on the wall, and popcorn.",
        days_ago=11,
        liked_by=("Sam", "Priya"),
    ),
    Wish(
        "Sunday soup",
        "Tomas",
        Kind.TOGETHER,
        "Sundays are long. Bring a pot, share a pot, once a month.",
        days_ago=24,
        liked_by=("Amina", "Doreen", "Rosa", "Sam", "Wilma"),
        comers=("Gord", "Priya", "Jean-Guy"),
        wants="two people who peel, and a kitchen",
        helpers=(("Rosa", "Soup for twenty"), ("Amina", "Spices and a big pot")),
        talk=(
            ("Rosa", "I can make soup for twenty, if somebody peels."),
            ("Gord", "I peel."),
        ),
        heard=True,
    ),
    Wish(
        "Bus buddy",
        "Amina",
        Kind.HELPING,
        "Ride along with somebody who is new to the bus.",
        days_ago=60,
        liked_by=("Lucille", "Tomas"),
        helpers=(("Jean-Guy", "J’ai le temps le mardi"),),
        heard=True,
        answer={
            "outcome": "supported",
            "promise": "We ask the bus company for free rides.",
            "due_in": 10,
            "next_step": "Amina asks two riders.",
        },
    ),
    Wish(
        "L’aide aux téléphones",
        "Étienne",
        Kind.LEARNING,
        "Les jeunes aident avec les téléphones, le samedi.",
        language="fr",
        days_ago=55,
        comers=("Lucille", "Jean-Guy"),
        heard=True,
        answer={
            "outcome": "trying",
            "promise": "We keep the small room on Saturdays.",
            "due_in": 3,
            "look_again_in": 40,
        },
    ),
    Wish(
        "A shelf where you pay what you can",
        "Priya",
        Kind.HELPING,
        "Some weeks there is too much, some weeks too little.",
        days_ago=58,
        heard=True,
        answer={
            "outcome": "handed_on",
            "reason": "The food bank has the cold room that this needs, and would like "
            "to do it together with us.",
            "next_step": "The food bank on Elm Street; Priya joins their meeting.",
        },
    ),
    Wish(
        "Swap medicines that are left over",
        "Gord",
        Kind.HELPING,
        days_ago=57,
        written_down=True,
        heard=True,
        answer={
            "outcome": "parked",
            "reason": "Somebody could be hurt by a pill meant for another person. The "
            "pharmacy takes left-over ones back, and we put up its poster.",
            "look_again_in": 200,
        },
    ),
    Wish(
        "Crochet corner",
        "Wilma",
        Kind.MAKING,
        days_ago=4,
        liked_by=("Ila",),
        written_down=True,
    ),
)
WISHES_OF_HARBOURVIEW = (
    Wish("Dads and little ones", "Mo", Kind.PLAYING, days_ago=16, written_down=True),
    Wish(
        "Mend it together",
        "Gia",
        Kind.MAKING,
        "Zips, hems and toasters.",
        days_ago=6,
        liked_by=("Bao", "Deb"),
    ),
)
WISHES_OF_BECK_LANE = (
    Wish(
        "Abba afternoon",
        "Dilys",
        Kind.PLAYING,
        days_ago=20,
        liked_by=("Beryl", "Fay", "Ernest"),
        written_down=True,
    ),
)
