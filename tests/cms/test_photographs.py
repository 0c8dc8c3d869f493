"""What comes from a telephone is drawn anew, and what could harm is not opened."""

import subprocess
import sys
from io import BytesIO

import pytest
from django.conf import settings
from PIL import ExifTags, Image

from cms import photographs
from cms.photographs import NotThisPhotoError, cleaned, make_clean
from tests import photos

RED = (200, 30, 30)
KINDS = ["JPEG", "PNG", "WEBP", "HEIF"]
# Where the red corner, at the upper left of what was stored, belongs by Orientation.
CORNERS = {
    1: (0, 0),
    2: (1, 0),
    3: (1, 1),
    4: (0, 1),
    5: (0, 0),
    6: (1, 0),
    7: (1, 1),
    8: (0, 1),
}


def opened(content):
    return Image.open(BytesIO(content))


def refusal_of(content):
    with pytest.raises(NotThisPhotoError) as refused:
        cleaned(content)
    return refused.value.messages[0]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_says_where_and_when_it_was_taken(kind):
    sent = photos.from_a_phone(kind)
    assert photos.CAMERA.encode() in sent
    assert opened(sent).getexif().get_ifd(ExifTags.IFD.GPSInfo)

    kept = cleaned(sent)

    photo = opened(kept)
    photo.load()
    assert (photo.format, photo.size) == ("WEBP", (640, 480))
    assert dict(photo.getexif()) == {}
    assert not photo.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert [trace for trace in photos.TRACES if trace in kept] == []


@pytest.mark.parametrize("orientation", CORNERS)
def test_it_stands_as_the_telephone_was_held(orientation):
    photo = opened(cleaned(photos.from_a_phone(orientation=orientation)))

    right, low = CORNERS[orientation]
    at = (right * (photo.width - 20) + 10, low * (photo.height - 20) + 10)
    found = photo.convert("RGB").getpixel(at)
    assert all(abs(a - b) < 12 for a, b in zip(found, RED, strict=True))


def test_colours_of_another_profile_are_those_that_were_seen():
    """In this profile red and blue have changed places."""
    swapped = photos.in_other_colours()

    found = opened(cleaned(swapped)).convert("RGB").getpixel((10, 10))

    assert found[2] > 150 > found[0]


def test_a_profile_that_nobody_can_read_is_left_out():
    sent = photos.as_bytes(photos.a_photo(), "JPEG", icc_profile=b"no profile")

    assert "icc_profile" not in opened(cleaned(sent)).info


def test_what_is_kept_is_no_longer_than_a_sheet_of_paper_needs():
    photo = opened(cleaned(photos.from_a_phone(size=(5000, 3000))))

    assert photo.size == (2400, 1440)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_of_keeping_colours_is_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    drawn = Image.new("I;16", (40, 30)) if mode == "I;16" else photos.a_photo((40, 30))
    sent = photos.as_bytes(drawn.convert(mode), kind)

    assert opened(cleaned(sent)).size == (40, 30)


def test_holes_stay_holes():
    sent = photos.as_bytes(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG")

    assert opened(cleaned(sent)).getpixel((5, 5))[3] == 0


def test_what_hangs_on_a_photo_is_left_behind():
    kept = cleaned(photos.with_a_second_file())

    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"%PDF-1.7 " + photos.from_a_phone(),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"MZ" + bytes(200),
        b"BM" + bytes(200),
    ],
)
def test_what_is_no_photo_is_not_taken(content):
    assert refusal_of(content) == photographs.NO_PHOTO


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_photo_is_not_taken(kind):
    assert refusal_of(photos.cut_short(kind)) == photographs.BROKEN


@pytest.mark.parametrize("begin", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
def test_what_only_begins_like_a_photo_is_not_taken(begin):
    assert refusal_of(begin + bytes(range(256)) * 4) == photographs.BROKEN


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_not_taken(kind):
    assert refusal_of(photos.moving(kind)) == photographs.MOVING


def test_a_heavy_file_is_not_even_read():
    class Unread:
        size = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 1

    with pytest.raises(NotThisPhotoError, match="bigger than 10 MB"):
        make_clean(Unread())


def test_its_name_tells_nothing():
    file = photos.a_file("Rosa at home.jpg")

    make_clean(file)

    assert "Rosa" not in file.name
    assert file.name.endswith(".webp")
    assert opened(file.read()).format == "WEBP"


# --- Bombs ------------------------------------------------------------------------

MOST_BYTES = 400 * 1024 * 1024
TRY_IT = f"""
import resource
import django
django.setup()
from cms.photographs import NotThisPhotoError, cleaned
from tests import photos
content = getattr(photos, "{{name}}")()
held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + {MOST_BYTES},) * 2)
try:
    print("taken", len(cleaned(content)))
except NotThisPhotoError as refused:
    print("refused", refused.code, refused.messages[0])
"""


def outcome_of(name):
    """Tried where no more than so much memory can be had."""
    code = TRY_IT.format(name=name)
    done = subprocess.run(  # noqa: S603  our own words
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "cms.settings.test", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr[-2000:]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("huge_png", photographs.TOO_LARGE),
        ("huge_webp", photographs.TOO_LARGE),
        ("huge_heic", photographs.TOO_LARGE),
        ("lying_jpeg", photographs.TOO_LARGE),
        ("wordy_png", photographs.BROKEN),
        ("profiled_png", photographs.BROKEN),
        ("heic_that_says_it_is_smaller", photographs.BROKEN),
    ],
)
def test_a_bomb_is_refused_in_little_memory(name, words):
    assert outcome_of(name) == f"refused None {words}\n"


@pytest.mark.parametrize("name", ["lying_png", "jpeg_that_says_it_is_larger"])
def test_a_header_within_the_limit_is_the_measure(name):
    """Whatever the rest unfolds to, no more is drawn than the header promised."""
    assert outcome_of(name).startswith("taken")
