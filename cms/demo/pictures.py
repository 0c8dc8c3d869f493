"""Pictures of the invented programmes, drawn by hand: nobody is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

from champions.models import Centre, User
from cms.models import Programme
from cms.photographs import make_clean
from cms.services.pictures import Recognised, add_picture, check_picture

SIDE = 960
CLOTH, PLAID, LINE = "#a63d2f", "#8d2f27", "#e8c9a0"
Draw = ImageDraw.ImageDraw


def _cups(draw: Draw) -> None:
    """Four cups and a cake on a red cloth."""
    _cloth(draw, CLOTH, PLAID)
    for x, y, colour in (
        (190, 240, "#2d6a6a"),
        (700, 200, "#e2a72e"),
        (170, 690, "#f6efe0"),
        (720, 700, "#3f5d8a"),
    ):
        _disc(draw, x, y, 132, "#f3ead8")
        _disc(draw, x, y, 92, colour)
        _disc(draw, x, y, 74, "#5a3420")
        draw.arc((x + 70, y - 40, x + 150, y + 40), -80, 80, fill=colour, width=18)
    _disc(draw, 470, 470, 190, "#f3ead8")
    _disc(draw, 470, 470, 150, "#c98b4a")
    draw.pieslice((320, 320, 620, 620), 20, 75, fill="#f3ead8")
    for turn in range(8):
        x, y = 470 + 95 * (turn % 3 - 1), 470 + 95 * (turn // 3 - 1)
        _disc(draw, x, y, 20, "#9c2733")


def _wool(draw: Draw) -> None:
    """Balls of wool and two needles in a basket."""
    _cloth(draw, "#d8c3a0", "#cbb28a")
    for x, y, size, colour, dark in (
        (330, 360, 215, "#2d6a6a", "#1f4d4d"),
        (650, 420, 200, "#c0562f", "#8f3d1f"),
        (430, 670, 205, "#e2a72e", "#b17f1a"),
        (720, 730, 150, "#6d4a7c", "#4f345b"),
    ):
        _disc(draw, x, y, size, colour)
        for bend in range(-size + 20, size, 34):
            box = (x - size + 8, y - abs(bend) - 30, x + size - 8, y + abs(bend) + 30)
            draw.arc(box, 200 + bend // 6, 330 + bend // 6, fill=dark, width=7)
    draw.line((110, 860, 800, 130), fill="#f3ead8", width=20)
    draw.line((180, 120, 840, 840), fill="#f3ead8", width=20)
    _disc(draw, 805, 125, 26, "#9c2733")
    _disc(draw, 175, 115, 26, "#9c2733")


def _garden(draw: Draw) -> None:
    """Three pots with green leaves before a blue wall."""
    draw.rectangle((0, 0, SIDE, SIDE), fill="#8fb4c4")
    draw.rectangle((0, 700, SIDE, SIDE), fill="#b48a5e")
    for x, height, leaf in (
        (200, 300, "#4b7a3a"),
        (480, 420, "#2f6136"),
        (760, 260, "#6b9440"),
    ):
        for bend in range(-4, 5):
            tip = (x + bend * 34, 640 - height + abs(bend) * 40)
            draw.line((x, 660, *tip), fill=leaf, width=16)
            draw.ellipse(
                (tip[0] - 34, tip[1] - 50, tip[0] + 34, tip[1] + 50), fill=leaf
            )
        pot = [(x - 110, 620), (x + 110, 620), (x + 80, 850), (x - 80, 850)]
        draw.polygon(pot, fill="#b5532f")
        draw.rectangle((x - 124, 590, x + 124, 650), fill="#c96a42")


def _cloth(draw: Draw, ground: str, stripe: str) -> None:
    draw.rectangle((0, 0, SIDE, SIDE), fill=ground)
    for place in range(0, SIDE, 120):
        draw.rectangle((place, 0, place + 36, SIDE), fill=stripe)
        draw.rectangle((0, place, SIDE, place + 36), fill=stripe)
        draw.line((place + 70, 0, place + 70, SIDE), fill=LINE, width=3)
        draw.line((0, place + 70, SIDE, place + 70), fill=LINE, width=3)


def _disc(draw: Draw, x: int, y: int, size: int, colour: str) -> None:
    draw.ellipse((x - size, y - size, x + size, y + size), fill=colour)


@dataclass(frozen=True)
class Drawn:
    """A picture of one programme, and what can be seen in it."""

    title: str
    draw: Callable[[Draw], None]
    alt: str
    alt_other: str


PICTURES = (
    Drawn(
        "Coffee & Colour",
        _cups,
        "Four cups and a cake on a red table cloth.",
        "Quatre tasses et un gâteau sur une nappe rouge.",
    ),
    Drawn(
        "Knit & Natter",
        _wool,
        "Four balls of wool and two needles.",
        "Quatre pelotes de laine et deux aiguilles.",
    ),
    Drawn(
        "Harbour Garden",
        _garden,
        "Three pots with green leaves before a blue wall.",
        "Trois pots aux feuilles vertes devant un mur bleu.",
    ),
)


def show_pictures(
    centre: Centre, *, by: User, wanted: Iterable[Drawn] = PICTURES
) -> None:
    """Added by who runs the programme, looked at by staff."""
    for one in wanted:
        for programme in Programme.objects.of(centre).filter(title=one.title):
            picture = add_picture(
                programme,
                file=_file_of(one),
                words={"alt": one.alt, "alt_other": one.alt_other, "language": "en"},
                recognised=Recognised(),
                by=programme.leads.get().user,
                submission=uuid4(),
            )
            check_picture(picture, by=by)


def _file_of(one: Drawn) -> SimpleUploadedFile:
    sheet = Image.new("RGB", (SIDE, SIDE))
    one.draw(ImageDraw.Draw(sheet))
    written = BytesIO()
    sheet.filter(ImageFilter.GaussianBlur(1)).save(written, "PNG")
    file = SimpleUploadedFile("picture.png", written.getvalue())
    make_clean(file)
    return file
