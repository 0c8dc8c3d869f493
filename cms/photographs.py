"""Photographs as they come from telephones: looked at before they are opened, and made
anew without where and when they were taken.

Nothing is opened whose header promises more than we can hold: a file of a few kilobytes
may unfold to gigabytes. What is kept is drawn again from its points alone, so that no
place, name, remark or second file that travelled with it stays.
"""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import Any
from uuid import uuid4

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, ImageFile

pillow_heif.register_heif_opener()

# The longer side of what we keep, in points: enough for a sheet of paper.
LONGEST = 2400
QUALITY = 85
JPEG, PNG, WEBP, HEIF = "JPEG", "PNG", "WEBP", "HEIF"
HEIC_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
)
# How a telephone was held (EXIF 2.32, tag Orientation), and what sets it right.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
TOO_HEAVY = _(
    "This file is bigger than 10 MB. Choose a smaller size when your phone asks, or "
    "send a screenshot of it."
)
TOO_LARGE = _(
    "This picture has too many points for us. Send it smaller: a screenshot of it is "
    "fine."
)
NO_PHOTO = _("We cannot read this file. Choose a photo: JPEG, PNG, WebP or HEIC.")
MOVING = _("This picture moves. Choose one that stands still.")
BROKEN = _("A part of this photo is missing. Choose it once more, or another one.")


class NotThisPhotoError(ValidationError):
    """It is not taken; the words name the cure."""


def make_clean(file: UploadedFile) -> None:
    """Put the clean photograph in the place of what was sent, under a name by chance:
    whoever stores the file now stores that. Raises NotThisPhotoError, a ValidationError
    in words for whoever sent it."""
    if (file.size or 0) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise NotThisPhotoError(TOO_HEAVY)
    file.seek(0)
    clean = cleaned(file.read())
    file.seek(0)
    file.truncate()
    file.write(clean)
    file.seek(0)
    file.size, file.content_type = len(clean), "image/webp"
    # The name that a telephone or a neighbour gave may say who it shows.
    file.name = f"{uuid4().hex}.webp"


def cleaned(sent: bytes) -> bytes:
    """A photograph drawn anew: upright, in sRGB, at most LONGEST points long, without
    anything that travelled with it. Raises NotThisPhotoError."""
    # The maker of PDF lets Pillow open broken pictures, for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    kind = _kind_of(sent)
    if kind == WEBP:
        _refuse_too_large(_size_of_webp(sent))
    try:
        with warnings.catch_warnings():
            # Pillow's own warning of a bomb; ours is the stricter limit.
            warnings.simplefilter("ignore")
            return _drawn_anew(sent, kind)
    except NotThisPhotoError:
        raise
    except (MemoryError, Image.DecompressionBombError) as bomb:
        raise NotThisPhotoError(TOO_LARGE) from bomb
    except Exception as fault:  # a broken file breaks decoders in many ways
        raise NotThisPhotoError(BROKEN) from fault


def _kind_of(sent: bytes) -> str:
    """By how it begins, whatever it is called."""
    if sent.startswith(b"\xff\xd8\xff"):
        return JPEG
    if sent.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if sent[:4] == b"RIFF" and sent[8:12] == b"WEBP":
        return WEBP
    if sent[4:8] == b"ftyp" and sent[8:12] in HEIC_BRANDS:
        return HEIF
    raise NotThisPhotoError(NO_PHOTO)


def _size_of_webp(sent: bytes) -> tuple[int, int]:
    """Read by hand: Pillow makes room for the whole canvas before it tells its size.
    The layouts are those of RFC 9649, sections 2.4 to 2.7."""
    chunk, body = sent[12:16], sent[20:30]
    if chunk == b"VP8X" and len(body) == 10:
        wide, high = body[4:7] + b"\0", body[7:10] + b"\0"
        return struct.unpack("<I", wide)[0] + 1, struct.unpack("<I", high)[0] + 1
    if chunk == b"VP8L" and len(body) >= 5:
        bits = struct.unpack("<I", body[1:5])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 " and len(body) == 10:
        wide, high = struct.unpack("<HH", body[6:10])
        return wide & 0x3FFF, high & 0x3FFF
    raise NotThisPhotoError(BROKEN)


def _refuse_too_large(size: tuple[int, int]) -> None:
    if size[0] * size[1] > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise NotThisPhotoError(TOO_LARGE)


def _drawn_anew(sent: bytes, kind: str) -> bytes:
    with Image.open(BytesIO(sent), formats=[kind]) as photo:
        _refuse_too_large(photo.size)
        # A JPEG of two frames is what many telephones write: the photo, and its depth.
        if kind in (PNG, WEBP) and getattr(photo, "is_animated", False):
            raise NotThisPhotoError(MOVING)
        # Only a JPEG can be read smaller than it is.
        photo.draft("RGB", (LONGEST, LONGEST))
        photo.load()
        return _as_webp(_upright(photo))


def _upright(photo: Image.Image) -> Image.Image:
    """As it was seen, in the colours it had, and no longer than we keep."""
    turn = TURNS.get(photo.getexif().get(ExifTags.Base.Orientation))
    drawn = _in_srgb(photo, photo.info.get("icc_profile"))
    drawn.thumbnail((LONGEST, LONGEST))
    return drawn.transpose(turn) if turn is not None else drawn


def _in_srgb(photo: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if _has_holes(photo) else "RGB"
    if profile and photo.mode in ("RGB", "RGBA", "CMYK"):
        try:
            return _converted(photo, profile, mode)
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that nobody can read says nothing about the colours
    return photo.convert(mode)


def _converted(photo: Image.Image, profile: bytes, mode: str) -> Image.Image:
    theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
    ours = ImageCms.createProfile("sRGB")
    drawn = ImageCms.profileToProfile(photo, theirs, ours, outputMode=mode)
    return drawn or photo.convert(mode)


def _has_holes(photo: Image.Image) -> bool:
    return photo.mode in ("RGBA", "LA", "PA") or "transparency" in photo.info


def _as_webp(photo: Image.Image) -> bytes:
    photo.info = {}
    nothing: dict[str, Any] = {"exif": b"", "xmp": b"", "icc_profile": b""}
    written = BytesIO()
    photo.save(written, "WEBP", quality=QUALITY, method=4, **nothing)
    return written.getvalue()
