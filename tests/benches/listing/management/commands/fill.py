"""`manage.py fill 1000`: so many pages and events to list."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.core.management.base import BaseCommand
from django.utils import timezone
from listing.models import PICTURE, Event, ItemPage, ListPage, Place
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.models import Page

WORDS = (
    "Some words that say what happens there, as long as two lines of a card are. " * 2
)


class Command(BaseCommand):
    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("many", type=int)

    def handle(self, *args: Any, many: int, **options: Any) -> None:
        home = Page.objects.get(slug="home", depth=2)
        listed = home.add_child(instance=ListPage(title="List", slug="list"))
        pictures = [_picture(number) for number in range(20)]
        for number in range(many):
            listed.add_child(instance=_item(number, pictures[number % 20]))
        places = Place.objects.bulk_create(
            Place(name=f"Place {number}") for number in range(5)
        )
        Event.objects.bulk_create(_event(number, places) for number in range(many))


def _picture(number: int) -> Image:
    written = BytesIO()
    Pillow.new("RGB", (640, 480), (number * 12, 120, 120)).save(written, "JPEG")
    written.seek(0)
    file = ImageFile(written, name=f"picture-{number}.jpg")
    picture = Image.objects.create(title=f"Picture {number}", file=file)
    picture.get_rendition(PICTURE)
    return picture


def _item(number: int, picture: Image) -> ItemPage:
    now = timezone.now()
    return ItemPage(
        title=f"Item {number}",
        slug=f"item-{number}",
        on=now.date() + timedelta(days=number % 60),
        intro=WORDS,
        body=f"<p>{WORDS * 5}</p>",
        picture=picture,
        first_published_at=now - timedelta(minutes=number),
    )


def _event(number: int, places: list[Place]) -> Event:
    return Event(
        place=places[number % 5],
        title=f"Event {number}",
        slug=f"event-{number}",
        what=WORDS,
        starts_at=timezone.now() + timedelta(hours=number),
    )
