"""Photographs as telephones make them, and files that are made to harm."""

import struct
import zlib
from io import BytesIO

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

pillow_heif.register_heif_opener()

CAMERA = "Zebraphone 9"
REMARK = "taken at Quagga Lane"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><q>Zebra-XMP</q></x:xmpmeta>'
TRACES = (b"Zebra", b"Quagga", b"Exif", b"GPS", b"http://ns.adobe.com", b"xmpmeta")


def a_photo(size=(640, 480)) -> Image.Image:
    """A grey wall with a red corner at its upper left."""
    photo = Image.new("RGB", size, (120, 120, 120))
    photo.paste((200, 30, 30), (0, 0, size[0] // 4, size[1] // 4))
    return photo


def where_it_was(orientation=1) -> Image.Exif:
    """What a telephone notes: its make, how it was held, and the place."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = CAMERA
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = REMARK
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (45.0, 27.0, 31.0)
    gps[ExifTags.GPS.GPSLongitudeRef] = "W"
    gps[ExifTags.GPS.GPSLongitude] = (75.0, 29.0, 13.0)
    return exif


def as_bytes(photo: Image.Image, kind: str, **options) -> bytes:
    written = BytesIO()
    photo.save(written, kind, **options)
    return written.getvalue()


def from_a_phone(kind="JPEG", *, size=(640, 480), orientation=1) -> bytes:
    """With place, remarks and all."""
    with_place = {"exif": where_it_was(orientation)}
    if kind == "JPEG":
        with_place |= {"comment": REMARK.encode(), "xmp": XMP}
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", REMARK)
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        with_place |= {"pnginfo": notes}
    if kind == "WEBP":
        with_place |= {"xmp": XMP}
    return as_bytes(a_photo(size), kind, **with_place)


def sent_as(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_file(name="IMG_2231.jpg", **how) -> SimpleUploadedFile:
    return sent_as(name, from_a_phone(**how))


def _chunk(kind: bytes, body: bytes) -> bytes:
    sum_ = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + sum_


def _png(size, *, extra=b"", rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)
    pieces = [_chunk(b"IHDR", head), extra, _chunk(b"IDAT", rows), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


def _nothing_much(count: int) -> bytes:
    """So many zeros, in as few bytes as they go."""
    packer, out = zlib.compressobj(9), []
    block = bytes(1024 * 1024)
    out += [packer.compress(block) for _again in range(count // len(block))]
    out.append(packer.compress(bytes(count % len(block))))
    return b"".join([*out, packer.flush()])


def huge_png() -> bytes:
    """900 million points in less than a megabyte."""
    return _png((30_000, 30_000), rows=_nothing_much(30_000 * 30_001))


def wordy_png() -> bytes:
    """A small picture with a remark of half a gigabyte."""
    remark = b"Comment\0\0" + _nothing_much(512 * 1024 * 1024)
    return _png((4, 4), extra=_chunk(b"zTXt", remark), rows=zlib.compress(bytes(20)))


def profiled_png() -> bytes:
    """A small picture whose colours take half a gigabyte to describe."""
    profile = b"p\0\0" + _nothing_much(512 * 1024 * 1024)
    return _png((4, 4), extra=_chunk(b"iCCP", profile), rows=zlib.compress(bytes(20)))


def lying_png() -> bytes:
    """Says 4 x 4, and unfolds to half a gigabyte."""
    return _png((4, 4), rows=_nothing_much(512 * 1024 * 1024))


def lying_jpeg() -> bytes:
    """A small picture that says it is 65,000 points wide and high."""
    small = as_bytes(a_photo((64, 64)), "JPEG")
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + struct.pack(">HH", 65_000, 65_000) + small[at + 4 :]


def jpeg_that_says_it_is_larger() -> bytes:
    """Within our limit by its header, with the points of 64 x 64."""
    small = as_bytes(a_photo((64, 64)), "JPEG")
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + struct.pack(">HH", 5000, 5900) + small[at + 4 :]


def huge_webp() -> bytes:
    """A few bytes, whose canvas is 268 million points."""
    body = b"\0\0\0\0" + (16_383).to_bytes(3, "little") * 2
    chunk = b"VP8X" + struct.pack("<I", 10) + body
    small = as_bytes(a_photo((8, 8)), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", 4 + len(chunk + small)) + b"WEBP" + chunk + small


def huge_heic() -> bytes:
    """Says that it is 30,000 points wide and high."""
    small = as_bytes(a_photo((64, 64)), "HEIF")
    at = small.index(b"ispe") + 8
    return small[:at] + struct.pack(">II", 30_000, 30_000) + small[at + 8 :]


def heic_that_says_it_is_smaller() -> bytes:
    large = as_bytes(Image.new("RGB", (6000, 6000)), "HEIF")
    at = large.index(b"ispe") + 8
    return large[:at] + struct.pack(">II", 64, 64) + large[at + 8 :]


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (40, 40), (n, n, n)) for n in range(50)]
    return as_bytes(frames[0], kind, save_all=True, append_images=frames[1:])


def cut_short(kind: str) -> bytes:
    whole = as_bytes(Image.effect_noise((400, 300), 60).convert("RGB"), kind)
    return whole[: len(whole) // 2]


def with_a_second_file(kind="JPEG") -> bytes:
    """A photo at whose end an archive or a page hangs."""
    return from_a_phone(kind) + b"PK\x03\x04 Zebra <script>alert(1)</script>"


def in_other_colours() -> bytes:
    """With a profile in which red and blue have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ")
    swapped = swapped.replace(b"....", b"bXYZ")
    return as_bytes(a_photo(), "JPEG", icc_profile=swapped)


def most_detailed(size=(2400, 2400)) -> bytes:
    """A picture that no format makes small: leaves, stones, knitting."""
    leaves = Image.effect_noise((size[0] // 4, size[1] // 4), 70)
    colours = [leaves, leaves.rotate(90), leaves.rotate(180)]
    return as_bytes(Image.merge("RGB", colours).resize(size), "JPEG", quality=90)
