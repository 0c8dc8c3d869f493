"""How a picture is shown: small WebP files in three widths, so that a phone takes the
least, with its measures beside it, so that nothing jumps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db.models import Prefetch, QuerySet
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from cms.models import Picture

# Squares, as the block whose place they take: width, and the quality at which a picture
# full of leaves and stones still fits into 40 kB on a card.
QUALITIES = {240: 55, 360: 40, 480: 40}
# Read once: each that is made anew reads its own words again.
SIZES = tuple(
    Filter(f"fill-{width}x{width}|format-webp|webpquality-{quality}")
    for width, quality in QUALITIES.items()
)
SPECS = tuple(size.spec for size in SIZES)
# What it takes to show one, and to find its sizes.
OF_A_PICTURE = ("programme", "language", "alt", "alt_other")
OF_ITS_FILE = (
    *("file", "width", "height", "focal_point_x", "focal_point_y"),
    *("focal_point_width", "focal_point_height"),
)
OF_A_SIZE = ("image", "filter_spec", "focal_point_key", "file", "width", "height")


@dataclass(frozen=True)
class Photo:
    """What stands in an <img>."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    # Of the words, where it is not the page's.
    language: str


@cache
def pictures_in_public() -> QuerySet[Picture]:
    """With their files in all sizes, by two questions however many there are. Composed
    once: it takes longer than the questions themselves. Nothing in them depends on the
    clock or the language; whoever narrows them down asks anew."""
    files = get_image_model().get_rendition_model().objects
    made = files.filter(filter_spec__in=SPECS).only(*OF_A_SIZE)
    sizes = Prefetch("image__renditions", made, to_attr="prefetched_renditions")
    return (
        Picture.objects.shown()
        .select_related("image")
        .only(*OF_A_PICTURE, *(f"image__{name}" for name in OF_ITS_FILE))
        .prefetch_related(sizes)
    )


def photo_of(picture: Picture) -> Photo:
    files = list(picture.image.get_renditions(*SIZES).values())
    by_width = {file.width: file.url for file in files}
    words, language = picture.words_in(translation.get_language() or picture.language)
    return Photo(
        src=by_width[min(by_width)],
        srcset=", ".join(f"{url} {width}w" for width, url in by_width.items()),
        width=files[-1].width,
        height=files[-1].height,
        alt=words,
        language=language,
    )
