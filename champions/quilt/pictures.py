"""Blocks as pixels (Pillow), for posters, social pictures and mail."""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from PIL import Image, ImageDraw

from champions.quilt.blocks import Block, shifted
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


class _Twin(Block):
    """The same block with its fabrics moved on."""

    @property
    def fabrics(self) -> dict[str, str]:
        return shifted(super().fabrics)


def ribbon_picture(blocks: Sequence[Block], *, count: int, size: int) -> Image.Image:
    """A band of `count` blocks of `size` pixels: many in turn, or one with its twin."""
    faces = list(blocks)
    if len(faces) == 1:
        faces.append(_Twin(faces[0].uuid, faces[0].kind, faces[0].salt))
    drawn = [picture(face, size, stitched=False) for face in faces]
    band = Image.new("RGB", (size * count, size))
    for place, face in enumerate(islice(cycle(drawn), count)):
        band.paste(face, (size * place, 0))
    return band


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
