"""Which files of pictures answer at an address, and for whom; and how staff's own come
in."""

import json
from io import BytesIO
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageFile
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, UploadedFile

from champions.enums import Role
from champions.models import Centre
from champions.permissions import SECOND_FACTOR
from cms.models import CentreCollection, CentrePage
from cms.services.centres import open_centre
from tests import photos
from tests.factories import make_staff

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a picture's file open until it is collected.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
IMAGES = get_image_model()
SPEC = "fill-240x240|format-webp"


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def centre():
    words = {"name": "Cedar Lake", "phone": "705-555-0142"}
    return open_centre(Centre(slug="cedar-lake", **words), by=None)


@pytest.fixture
def collection(centre):
    return CentreCollection.objects.get(centre=centre).collection


@pytest.fixture
def image(collection):
    return IMAGES.objects.create(
        title="Cups", file=photos.a_file("cups.jpg"), collection=collection
    )


def signed_in(user):
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


@pytest.fixture
def editor(centre):
    return signed_in(make_staff(centre, Role.EDITOR))


def use(image, page):
    """As a page that shows the picture would leave it in Wagtail's index."""
    ReferenceIndex.objects.create(
        content_type=page.content_type,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        to_content_type=ContentType.objects.get_for_model(IMAGES),
        to_object_id=str(image.pk),
        model_path="picture",
        content_path="picture",
        content_path_hash=uuid4(),
    )


def address_of(image):
    size = image.get_rendition(SPEC)
    size.file.close()
    return f"/media/{size.file.name}"


def status_of(answer):
    list(answer.streaming_content if answer.streaming else [])  # closes the file
    return answer.status_code


def test_a_picture_of_a_live_page_is_in_public_and_asked_for_anew(client, image):
    use(image, CentrePage.objects.first())

    answer = client.get(address_of(image))

    assert Image.open(BytesIO(b"".join(answer.streaming_content))).size == (240, 240)
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get(
        address_of(image),
        headers={"if-modified-since": answer.headers["Last-Modified"]},
    )
    assert again.status_code == 304


def test_a_picture_of_no_live_page_is_for_staff_of_its_centre(client, image, editor):
    other = open_centre(Centre(slug="beck", name="Beck", phone="1"), by=None)
    stranger = signed_in(make_staff(other, Role.EDITOR))
    page = CentrePage.objects.first()
    use(image, page)
    page.live = False
    page.save()

    path = address_of(image)
    found = [status_of(who.get(path)) for who in (client, stranger, editor)]

    assert found == [404, 404, 200]


def test_a_file_that_is_no_size_of_a_picture_has_no_address(editor, disk):
    (disk / "images").mkdir()
    (disk / "images" / "coffee.png").write_bytes(b"a picture")

    assert editor.get("/media/images/coffee.png").status_code == 404


@pytest.mark.parametrize("begin", ["", "images/../", "images/%2e%2e/", "./", "/"])
def test_an_original_has_no_address_however_it_is_written(editor, image, begin):
    use(image, CentrePage.objects.first())

    assert editor.get(f"/media/{begin}{image.file.name}").status_code == 404


# --- What staff send --------------------------------------------------------------


def sent_alone(collection, file, **others):
    fields = {"title": "Cups", "description": "Four cups", "collection": collection.pk}
    return fields | {"tags": "", "file": file} | others


def traces_on(disk):
    return [
        (path.name, trace)
        for path in disk.rglob("*")
        if path.is_file()
        for trace in photos.TRACES
        if trace in path.read_bytes()
    ]


def errors_of(answer):
    return answer.context["form"].errors


def test_what_an_editor_sends_is_drawn_anew(editor, collection, disk):
    add = reverse("wagtailimages:add")

    answer = editor.post(add, sent_alone(collection, photos.a_file("Rosa.jpg")))

    assert answer.status_code == 302
    image = IMAGES.objects.get()
    assert ("Rosa" in image.file.name, image.width) == (False, 640)
    assert traces_on(disk) == []


def test_an_editor_says_what_can_be_seen(editor, collection, disk):
    fields = sent_alone(collection, photos.a_file(), description="")

    answer = editor.post(reverse("wagtailimages:add"), fields)

    assert list(errors_of(answer)) == ["description"]
    assert list(disk.rglob("*.*")) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", photos.huge_png()),
        ("a.png", photos.wordy_png()),
        ("a.webp", photos.huge_webp()),
        ("a.jpg", b"<svg/>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", photos.cut_short("JPEG")),
    ],
)
@pytest.mark.parametrize("way", ["single", "many", "chooser"])
def test_what_could_harm_is_refused_in_every_form(
    editor, collection, disk, way, name, content
):
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as after a letter was made
    file = photos.sent_as(name, content)

    if way == "many":
        answer = editor.post(
            reverse("wagtailimages:add_multiple"),
            {"files[]": file, "collection": collection.pk},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        assert answer.json()["success"] is False
    else:
        name = "add" if way == "single" else "chooser:create"
        space = "wagtailimages:" if way == "single" else "wagtailimages_"
        prefix = "" if way == "single" else "image-chooser-upload-"
        fields = sent_alone(collection, file)
        fields = {f"{prefix}{key}": value for key, value in fields.items()}
        answer = editor.post(reverse(f"{space}{name}"), fields)
        assert answer.status_code == 200

    assert (IMAGES.objects.count(), UploadedFile.objects.count()) == (0, 0)
    assert [path for path in disk.rglob("*") if path.is_file()] == []


def send_many(editor, collection, **others):
    fields = {"files[]": photos.a_file(), "collection": collection.pk} | others
    return editor.post(
        reverse("wagtailimages:add_multiple"),
        fields,
        headers={"x-requested-with": "XMLHttpRequest"},
    )


def test_many_at_once_are_drawn_anew_and_asked_about_one_by_one(
    editor, collection, disk
):
    answer = json.loads(send_many(editor, collection).content)
    image = IMAGES.objects.get()

    edit = reverse("wagtailimages:edit_multiple", args=[image.pk])
    name = f"image-{image.pk}"
    said = {f"{name}-title": "Cups", f"{name}-collection": collection.pk}
    said |= {f"{name}-tags": "", f"{name}-description": ""}
    headers = {"x-requested-with": "XMLHttpRequest"}

    assert answer["success"] is True
    assert editor.post(edit, said, headers=headers).json()["success"] is False
    said[f"{name}-description"] = "Four cups"
    assert editor.post(edit, said, headers=headers).json()["success"] is True
    assert traces_on(disk) == []


def test_what_is_kept_until_its_title_is_right_is_clean_too(editor, collection, disk):
    send_many(editor, collection, title="x" * 300)

    assert UploadedFile.objects.count() == 1
    assert traces_on(disk) == []
