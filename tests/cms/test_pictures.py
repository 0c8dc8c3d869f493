import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "original_images"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "coffee.png").write_bytes(b"a picture")
    return tmp_path


def test_a_picture_of_a_page_is_in_public(client, files):
    picture = client.get("/media/images/coffee.png")

    assert b"".join(picture.streaming_content) == b"a picture"
    assert picture.headers["Cache-Control"] == "public, max-age=2592000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "original_images/coffee.png",
        "images/../original_images/coffee.png",
        "images/%2e%2e/original_images/coffee.png",
    ],
)
def test_an_original_has_no_address_however_it_is_written(client, files, path):
    assert client.get(f"/media/{path}").status_code == 404
