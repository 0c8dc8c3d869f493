"""The invented people and places. Telephone numbers and domains are reserved ones, that
reach nobody (NANP 555-01xx, Ofcom's numbers for drama, example.org of RFC 2606)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """A centre: how it is called, where it stands, who works there."""

    slug: str
    name: str
    name_fr: str
    region: str
    zone: str
    paper: str
    phone: str
    hours: str
    hours_fr: str
    address: str
    room: str
    town: str
    postal_code: str
    # First name and role.
    staff: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Somebody:
    """A champion or neighbour; without an address online they get letters or calls."""

    first_name: str
    last_name: str
    language: str = "en"
    email: bool = True
    phone: bool = False
    gifts: str = ""
    matters: str = ""
    shows_name: bool = True
    tags: tuple[str, ...] = field(default_factory=tuple)


CEDAR_LAKE = Place(
    slug="cedar-lake",
    name="Cedar Lake",
    name_fr="Lac-aux-Cèdres",
    region="CA-ON",
    zone="America/Toronto",
    paper="letter",
    phone="705-555-0142",
    hours="Monday to Friday, 9 to 4",
    hours_fr="Du lundi au vendredi, de 9 h à 16 h",
    address="14 Cedar Street, Cedar Lake",
    room="The centre, big room, 14 Cedar Street",
    town="Cedar Lake",
    postal_code="P0L 1A0",
    staff=(
        ("Anne", "lead"),
        ("Kofi", "supporter"),
        ("Mireille", "desk"),
        ("Jo", "editor"),
        ("Sandra", "prescriber"),
        ("Noor", "privacy"),
    ),
)
HARBOURVIEW = Place(
    slug="harbourview",
    name="Harbourview",
    name_fr="",
    region="CA-ON",
    zone="America/Toronto",
    paper="letter",
    phone="416-555-0117",
    hours="Monday to Saturday, 9 to 6",
    hours_fr="Du lundi au samedi, de 9 h à 18 h",
    address="220 Wharf Road, Harbourview",
    room="Harbourview, room 2, 220 Wharf Road",
    town="Harbourview",
    postal_code="M5V 0A1",
    staff=(("Lena", "lead"), ("Marcus", "supporter"), ("Ines", "desk")),
)
BECK_LANE = Place(
    slug="beck-lane",
    name="Beck Lane",
    name_fr="",
    region="GB-ENG",
    zone="Europe/London",
    paper="A4",
    phone="0113 496 0163",
    hours="Monday to Friday, 8.30 to 5",
    hours_fr="Du lundi au vendredi, de 8 h 30 à 17 h",
    address="3 Beck Lane, Leeds",
    room="Beck Lane Hall, 5 Beck Lane",
    town="Leeds",
    postal_code="LS99 9ZZ",
    staff=(("Grace", "lead"), ("Tom", "supporter"), ("Sunita", "desk")),
)

MAPLE = (
    Somebody("Amina", "Yusuf", gifts="Walking, talking to anybody, films"),
    Somebody("Doreen", "Fraser", gifts="Painting, a strong pot of coffee"),
    Somebody("Jean-Guy", "Tremblay", "fr", gifts="Dessiner, conduire, les cartes"),
    Somebody("Lucille", "Gagnon", "fr", email=False, gifts="Le thé, les histoires"),
    Somebody("Priya", "Nair", gifts="Writing things down, yoga"),
    Somebody("Rosa", "Mendes", email=False, phone=True, gifts="Soup for twenty"),
    Somebody("Sam", "Whiteduck", gifts="Fixing bikes, quiet company"),
    Somebody("Tomas", "Novak", gifts="Cooking, an old accordion"),
    Somebody("Wilma", "Kerr", email=False, gifts="Knitting since 1951"),
    Somebody("Étienne", "Roy", "fr", gifts="Les téléphones, les ordinateurs"),
    Somebody("Gord", "Sutherland", email=False, phone=True, gifts="Euchre"),
    Somebody("Helen", "Okafor", gifts="Singing alto", shows_name=False),
    Somebody("Ila", "ᐊᓇᓇ", gifts="Beading"),
)
LANTERN = (
    Somebody("Bao", "Tran", gifts="Gardens on balconies"),
    Somebody("Carmen", "Silva", gifts="Dancing, even sitting down"),
    Somebody("Deb", "Mackay", gifts="Board games"),
    Somebody("Farid", "Haddad", gifts="Bread"),
    Somebody("Gia", "Romano", email=False, gifts="Sewing"),
    Somebody("Hiro", "Sato", gifts="Photographs"),
    Somebody("Joy", "Adeyemi", gifts="Choir, laughing"),
    Somebody("Mo", "Ali", phone=True, email=False, gifts="Dads and little ones"),
)
ANCHOR = tuple(
    Somebody(first, last, email=place % 4 != 0, phone=place % 8 == 0)
    for place, (first, last) in enumerate(
        zip(
            [
                "Ada",
                "Ben",
                "Chloe",
                "Dev",
                "Elsa",
                "Femi",
                "Greta",
                "Hugo",
                "Iris",
                "Jamal",
                "Kim",
                "Leo",
                "Mara",
                "Nils",
                "Olga",
                "Paul",
                "Quinn",
                "Rita",
                "Seth",
                "Tara",
                "Uma",
                "Vik",
                "Wen",
                "Yara",
                "Zoe",
                "Abe",
                "Bea",
                "Cal",
                "Dot",
                "Eli",
            ],
            [
                "Ames",
                "Bond",
                "Cho",
                "Das",
                "Ek",
                "Fox",
                "Grant",
                "Hill",
                "Iyer",
                "Jones",
                "King",
                "Lam",
                "Moss",
                "Nash",
                "Orr",
                "Pine",
                "Quist",
                "Reid",
                "Shaw",
                "Tran",
                "Umar",
                "Vale",
                "Wood",
                "Yip",
                "Zeller",
                "Ash",
                "Bell",
                "Cole",
                "Dale",
                "East",
            ],
            strict=True,
        )
    )
)
BIRCH = (
    Somebody("Alf", "Hargreaves", email=False, gifts="Allotments"),
    Somebody("Beryl", "Marsh", gifts="Tea for anybody"),
    Somebody("Chandra", "Patel", gifts="Tablets and phones"),
    Somebody("Dilys", "Pugh", email=False, phone=True, gifts="Hymns and Abba"),
    Somebody("Ernest", "Boateng", gifts="Dominoes"),
    Somebody("Fay", "Lowther", gifts="Walking with a pram"),
)
WILLOW = (
    Somebody("Irene", "Clough", email=False),
    Somebody("Jas", "Gill", gifts="Cycling"),
    Somebody("Kath", "Dyson", gifts="Cakes"),
    Somebody("Lionel", "Grey", email=False, phone=True),
    Somebody("Maeve", "Quinn", gifts="Reading aloud"),
)
