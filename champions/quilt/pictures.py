"""Blocks as pixels (Pillow), for posters, social pictures and mail."""

from collections.abc import Iterator

from PIL import Image, ImageDraw

from champions.quilt.blocks import Block
from champions.quilt.patterns import THREAD

FINER = 4  # drawn this much larger, then shrunk: smooth edges
STITCHES_A_SIDE = 20


def picture(block: Block, size: int, *, stitched: bool = True) -> Image.Image:
    """The finished block as an RGB picture of `size` x `size` pixels."""
    unit = size * FINER / 24
    canvas = Image.new("RGB", (size * FINER, size * FINER), block.ground)
    pen = ImageDraw.Draw(canvas)
    for role, patches in block.patches.items():
        for patch in patches:
            corners = [(x * unit, y * unit) for x, y in patch]
            pen.polygon(corners, fill=block.fabrics[role])
    if stitched:
        for start, end in _stitches():
            _sew(pen, start, end, unit)
    return canvas.resize((size, size), Image.Resampling.LANCZOS)


def _sew(
    pen: ImageDraw.ImageDraw,
    start: tuple[float, float],
    end: tuple[float, float],
    unit: float,
) -> None:
    """One stitch as a box: Pillow's lines have no exact width at their ends."""
    half = 0.13
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    across = (half, 0) if left == right else (0, half)
    pen.rectangle(
        (
            (left - across[0]) * unit,
            (top - across[1]) * unit,
            (right + across[0]) * unit,
            (bottom + across[1]) * unit,
        ),
        fill=THREAD,
    )


def _stitches() -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The stitches of the square from 1 to 23, clockwise from its first corner."""
    for number in range(STITCHES_A_SIDE):
        near = 1 + 1.1 * number
        far = near + 0.55
        yield (near, 1), (far, 1)
        yield (23, near), (23, far)
        yield (24 - near, 23), (24 - far, 23)
        yield (1, 24 - near), (1, 24 - far)
