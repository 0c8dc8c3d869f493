"""Blocks as SVG: sewn step by step, in a ribbon, in a quilt. No style attributes, so
that the strict content security policy holds."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import cycle, islice, pairwise

from django.utils.safestring import SafeString, mark_safe

from champions.quilt.blocks import Block, shifted
from champions.quilt.patterns import PATTERN_PAPER, PENCIL, THREAD, Point

# How far a block is sewn, by lane of the idea.
ALL_LANES = (
    "new",
    "talking",
    "getting_ready",
    "trying",
    "happening",
    "on_a_break",
    "not_now",
)
PENCIL_LANES = frozenset({"new", "not_now"})
SEWN_ROLES = {"talking": "a", "getting_ready": "ab"}
STITCH_FROM = 64  # smaller than this many px the stitch would be dust
STITCH = (
    f'<path d="M1 1h22v22H1z" fill="none" stroke="{THREAD}" stroke-width=".26" '
    'stroke-dasharray=".55"/>'
)
TACKING = (
    f'<path d="M0 0 24 24M24 0 0 24M12 0v24M0 12h24" fill="none" stroke="{THREAD}" '
    'stroke-width=".7" stroke-dasharray="1.6 1.2"/>'
)


@lru_cache(maxsize=2_000)  # a page of the admin shows the same square fifty times
def svg(block: Block, *, sewn: str = "happening", size: int = 96) -> SafeString:
    """The block as inline SVG, `size` CSS px wide, sewn as far as the lane says.

    It is decoration: the words beside it must say the same.
    """
    if sewn not in ALL_LANES:
        raise ValueError(f"unknown lane: {sewn}")
    return _picture(_sewn(block, sewn, size), f"block {sewn}", size, size)


@lru_cache(maxsize=500)
def ribbon(
    blocks: tuple[Block, ...],
    *,
    count: int = 40,
    name: str = "ribbon",
    css_class: str = "ribbon",
) -> SafeString:
    """A band of blocks that fills any width: one block with its shifted twin, or many
    blocks in turn. `name` keeps the ids of two apart."""
    faces = [_filled(block, block.fabrics) for block in blocks]
    if len(blocks) == 1:
        faces.append(_filled(blocks[0], shifted(blocks[0].fabrics)))
    defined = "".join(
        f'<g id="{name}-{number}">{face}</g>' for number, face in enumerate(faces)
    )
    uses = "".join(
        f'<use href="#{name}-{number}" x="{24 * place}"/>'
        for place, number in enumerate(islice(cycle(range(len(faces))), count))
    )
    return mark_safe(  # noqa: S308 - made of our own numbers and colours
        f'<svg class="{css_class}" viewBox="0 0 {24 * count} 24" aria-hidden="true" '
        f'focusable="false" preserveAspectRatio="xMinYMin slice"><defs>{defined}</defs>'
        f"{uses}</svg>"
    )


def quilt(
    blocks: Iterable[Block], *, columns: int, stitched: bool = True
) -> SafeString:
    """Blocks edge to edge, row by row, as one SVG."""
    placed = [
        f'<g transform="translate({24 * (place % columns)} {24 * (place // columns)})">'
        f"{_filled(block, block.fabrics)}{STITCH if stitched else ''}</g>"
        for place, block in enumerate(blocks)
    ]
    rows = -(-len(placed) // columns)
    return _picture("".join(placed), "quilt", 24 * columns, 24 * rows, zoom=4)


def checkerboard(block: Block, *, columns: int, rows: int) -> SafeString:
    """One block edge to edge with its shifted twin, as on a poster; no stitch."""
    faces = [
        _filled(block, block.fabrics),
        _filled(block, shifted(block.fabrics)),
    ]
    placed = [
        f'<g transform="translate({24 * across} {24 * down})">'
        f"{faces[(across + down) % 2]}</g>"
        for down in range(rows)
        for across in range(columns)
    ]
    return _picture("".join(placed), "quilt", 24 * columns, 24 * rows, zoom=4)


def _sewn(block: Block, lane: str, size: int) -> str:
    if lane in PENCIL_LANES:
        return _pencil(block, block.patches, "currentColor")
    if lane in SEWN_ROLES:
        return _half_sewn(block, lane)
    if lane == "trying":
        return _filled(block, block.fabrics) + TACKING
    return _filled(block, block.fabrics) + (STITCH if size >= STITCH_FROM else "")


def _half_sewn(block: Block, lane: str) -> str:
    roles = SEWN_ROLES[lane]
    ground = PATTERN_PAPER if lane == "talking" else block.ground
    fabrics = {role: block.fabrics[role] for role in roles}
    open_roles = [role for role in block.patches if role not in roles]
    return _filled(block, fabrics, ground) + _pencil(block, open_roles, PENCIL)


def _filled(block: Block, fabrics: Mapping[str, str], ground: str = "") -> str:
    paths = [f'<path fill="{ground or block.ground}" d="M0 0h24v24H0z"/>']
    paths += [
        f'<path fill="{fabrics[role]}" d="{_path(patches)}"/>'
        for role, patches in block.patches.items()
        if role in fabrics
    ]
    return "".join(paths)


def _pencil(block: Block, roles: Iterable[str], colour: str) -> str:
    patches = [patch for role in roles for patch in block.patches[role]]
    lines = _path(patches, close="z")
    return (
        f'<path d="{lines}" fill="none" stroke="{colour}" '
        'stroke-width=".26" stroke-dasharray=".8 .6"/>'
    )


def _picture(
    content: str, css_class: str, width: int, height: int, *, zoom: int = 0
) -> SafeString:
    box = f"0 0 {width} {height}" if zoom else "0 0 24 24"
    return mark_safe(  # noqa: S308 - made of our own numbers and colours
        f'<svg class="{css_class}" viewBox="{box}" width="{width * (zoom or 1)}" '
        f'height="{height * (zoom or 1)}" aria-hidden="true" focusable="false">'
        f"{content}</svg>"
    )


def _path(patches: Iterable[tuple[Point, ...]], *, close: str = "") -> str:
    """One path through all patches in relative steps, each begun at the corner and
    gone round in the direction that makes the shortest text. A fill closes itself;
    a pencil line needs `close`."""
    text, at = "", (0, 0)
    for patch in patches:
        step, turn = min(
            ((_step(at, turn), turn) for turn in _turns(patch)),
            key=lambda choice: len(choice[0]),
        )
        text, at = text + step + close, turn[0 if close else -1]
    return text


def _turns(patch: tuple[Point, ...]) -> Iterable[tuple[Point, ...]]:
    for direction in (patch, patch[::-1]):
        for first in range(len(patch)):
            yield direction[first:] + direction[:first]


def _step(at: Point, patch: tuple[Point, ...]) -> str:
    """Move to a patch and go round it; a letter that repeats is understood."""
    text, last = "m" + _pair(at, patch[0]), "l"  # pairs after a move are lines
    for here, there in pairwise(patch):
        letter, numbers = _side(here, there)
        if letter != last:
            text += letter
        elif numbers[0] != "-":
            text += " "
        text, last = text + numbers, letter
    return text


def _side(here: Point, there: Point) -> tuple[str, str]:
    if here[1] == there[1]:
        return "h", str(there[0] - here[0])
    if here[0] == there[0]:
        return "v", str(there[1] - here[1])
    return "l", _pair(here, there)


def _pair(here: Point, there: Point) -> str:
    across, down = there[0] - here[0], there[1] - here[1]
    return f"{across}{down}" if down < 0 else f"{across} {down}"
