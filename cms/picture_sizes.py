"""How a picture is shown: small WebP files in three widths, so that a phone takes the
least, with its measures beside it, so that nothing jumps."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import translation
from wagtail.images import get_image_model

from cms.models import Picture

# Squares, as the block whose place they take: width, and the quality at which a picture
# full of leaves and stones still fits into 40 kB on a card.
QUALITIES = {240: 55, 360: 40, 480: 40}
SPECS = tuple(
    f"fill-{width}x{width}|format-webp|webpquality-{quality}"
    for width, quality in QUALITIES.items()
)


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


def with_sizes(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Their files in all sizes, with two questions however many pictures there are."""
    made = get_image_model().get_rendition_model().objects.filter(filter_spec__in=SPECS)
    sizes = Prefetch("image__renditions", made, to_attr="prefetched_renditions")
    return pictures.select_related("image").prefetch_related(sizes)


def photo_of(picture: Picture) -> Photo:
    files = list(picture.image.get_renditions(*SPECS).values())
    by_width = {file.width: file.url for file in files}
    words, language = picture.words_in(translation.get_language() or picture.language)
    return Photo(
        src=files[0].url,
        srcset=", ".join(f"{url} {width}w" for width, url in by_width.items()),
        width=files[-1].width,
        height=files[-1].height,
        alt=words,
        language=language,
    )
