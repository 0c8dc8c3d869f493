"""The sixteen patterns and the fabrics they are cut from; nothing is drawn here."""

from typing import NamedTuple

Point = tuple[int, int]

FABRICS = {
    "cream": "#FDEACB",
    "straw": "#F7DFA8",
    "blush": "#F4C3AC",
    "mist": "#CFE3E0",
    "sun": "#F0AE33",
    "clay": "#C9552F",
    "berry": "#8A2A4B",
    "cedar": "#12504D",
    "lake": "#3F86A6",
    "moss": "#76883B",
    "night": "#2B3357",
    "lilac": "#A98BB5",
}
THREAD = "#FFF8EA"
PATTERN_PAPER = "#F8EEDB"
PENCIL = "#5E4D42"

# Ground, then the darkest, then two more. Any two differ by at least 1.34:1, so that
# a grey copy still shows the pattern.
SETS = [
    names.split()
    for names in (
        "cream cedar sun clay",
        "cream berry clay blush",
        "straw night clay lilac",
        "cream cedar moss sun",
        "mist cedar clay sun",
        "blush berry lake cream",
        "cream night lake sun",
        "straw berry moss sun",
        "cream night lilac clay",
        "mist night berry sun",
    )
]
# The i-th letter is the role that gets the i-th fabric after the ground.
ORDERS = ["abc", "acb", "bac", "bca"]


class Piece(NamedTuple):
    """One patch of a quarter: its role and corners on the 24 x 24 grid."""

    role: str
    corners: tuple[Point, ...]


class Pattern(NamedTuple):
    """A traditional quilt pattern: pieces of a quarter, turned (R) or mirrored (M)."""

    name: str
    symmetry: str
    pieces: tuple[Piece, ...]


def _pattern(name: str, symmetry: str, pieces: str) -> Pattern:
    return Pattern(name, symmetry, tuple(_piece(text) for text in pieces.split(";")))


def _piece(text: str) -> Piece:
    role, *corners = text.split()
    return Piece(role, tuple(_point(corner) for corner in corners))


def _point(text: str) -> Point:
    x, y = text.split(",")
    return int(x), int(y)


PATTERNS = {
    "centre": (
        _pattern(
            "Sawtooth star",
            "M",
            "c 0,0 6,0 0,6; a 6,0 12,6 6,6; a 0,6 6,6 6,12;"
            "b 6,6 12,6 12,12 6,12; c 12,7 12,12 7,12",
        ),
        _pattern(
            "Compass",
            "R",
            "c 1,1 10,5 12,12 5,10; a 12,0 12,12 8,8; b 0,12 12,12 8,8",
        ),
    ),
    "together": (
        _pattern(
            "Log cabin",
            "R",
            "a 0,0 12,0 12,3 0,3; b 0,3 3,3 3,12 0,12; c 3,3 12,3 12,6 3,6;"
            "b 6,6 12,6 12,9 6,9; a 9,9 12,9 12,12 9,12; c 6,9 9,9 9,12 6,12",
        ),
        _pattern(
            "Courthouse steps",
            "M",
            "a 0,0 12,0 12,3 0,3; b 0,3 3,3 3,12 0,12; c 3,3 12,3 12,6 3,6;"
            "a 6,6 9,6 9,12 6,12; b 9,6 12,6 12,9 9,9; c 9,9 12,9 12,12 9,12",
        ),
    ),
    "moving": (
        _pattern(
            "Flying geese",
            "R",
            "a 0,6 6,0 12,6; b 0,12 6,6 12,12; c 12,0 12,6 6,0",
        ),
        _pattern(
            "Pinwheel",
            "R",
            "a 0,0 12,0 12,12; b 0,0 6,6 0,12; c 0,12 6,6 12,12",
        ),
    ),
    "making": (
        _pattern(
            "Spools",
            "M",
            "a 0,0 12,0 12,6 6,6; b 6,6 12,6 12,12 6,12;"
            "c 6,8 12,8 12,10 6,10; c 0,3 3,6 0,9",
        ),
        _pattern(
            "Churn dash",
            "M",
            "a 9,0 9,9 0,9; b 9,4 12,4 12,9 9,9; b 4,9 9,9 9,12 4,12;"
            "c 9,9 12,9 12,12 9,12; c 0,0 4,0 0,4",
        ),
    ),
    "playing": (
        _pattern(
            "Diamonds",
            "M",
            "a 6,0 12,6 6,12 0,6; c 6,3 9,6 6,9 3,6; b 0,0 6,0 0,6; b 12,6 12,12 6,12",
        ),
        _pattern(
            "Card trick",
            "R",
            "a 0,4 4,0 12,8 8,12; b 4,0 12,0 12,8; c 12,8 12,12 8,12",
        ),
    ),
    "growing": (
        _pattern(
            "Leaves",
            "M",
            "a 12,12 5,11 1,1; b 12,12 11,5 1,1; c 12,9 12,12 9,12;"
            "c 12,0 12,4 9,0; c 0,12 4,12 0,9",
        ),
        _pattern(
            "Bear's paw",
            "M",
            "c 0,0 4,0 4,4 0,4; a 4,4 8,4 8,0; a 8,4 12,4 12,0; a 4,4 4,8 0,8;"
            "a 4,8 4,12 0,12; b 4,4 10,4 10,10 4,10; c 10,10 12,10 12,12 10,12",
        ),
    ),
    "learning": (
        _pattern(
            "Friendship star",
            "R",
            "a 8,0 16,8 8,8; b 0,0 8,0 8,8 0,8; a 8,8 12,8 12,12 8,12; c 0,0 4,0 0,4",
        ),
        _pattern(
            "Broken dishes",
            "R",
            "a 0,0 6,0 0,6; b 6,0 12,6 6,6; b 0,6 6,6 6,12; c 6,6 12,6 6,12;"
            "a 12,6 12,12 6,12",
        ),
    ),
    "helping": (
        _pattern(
            "Rail fence",
            "R",
            "a 0,0 12,0 12,4 0,4; b 0,4 12,4 12,8 0,8; c 0,8 12,8 12,12 0,12",
        ),
        _pattern(
            "Hourglass",
            "M",
            "a 0,0 12,0 12,12; b 0,0 0,12 6,12 6,6; c 12,4 12,12 8,8; c 2,12 6,8 6,12",
        ),
    ),
}
