"""Pictures of programmes: added with everybody's word, checked, and taken down at once.

Whether one is in public is asked of the data each time (`Picture.objects.shown`), so that
a word taken back by any way counts at that moment; these functions also do away with the
file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import Page, ReferenceIndex

from champions.enums import Channel, ConsentPurpose
from champions.history import record
from champions.messages.outbox import cancel_topic, tell
from champions.models import Consent, Person, User
from champions.services.consents import give_consent, take_back_consent
from champions.services.freshness import raise_version
from champions.services.turns import take_turn
from cms.enums import HowAllowed
from cms.models import CentreCollection, InPicture, Picture, Programme
from cms.picture_sizes import SPECS
from meetings.services.rhythms import today_at

# Version of the words that people read or sign (templates/cms/picture_words.html).
PHOTO_WORDING = 1
# So long a death that was written down by mistake can be undone, the picture with it.
DEATH_CAN_BE_UNDONE = timedelta(days=30)
WAYS = {
    HowAllowed.SAID: Channel.IN_PERSON,
    HowAllowed.SIGNED: Channel.LETTER,
    HowAllowed.PARENT: Channel.LETTER,
}


@dataclass(frozen=True)
class Recognised:
    """Who can be recognised in a picture, and how each allowed it; nobody, if empty."""

    people: Sequence[Person] = ()
    people_how: str = HowAllowed.SAID
    first_names: Sequence[str] = ()
    names_how: str = HowAllowed.SIGNED

    @property
    def is_nobody(self) -> bool:
        return not self.people and not self.first_names


@transaction.atomic
def add_picture(
    programme: Programme,
    *,
    file: UploadedFile,
    words: dict[str, str],
    recognised: Recognised,
    by: User | None,
    submission: UUID,
) -> Picture:
    """It waits for staff to check it. `file` is clean already; `words` are its `alt`,
    `alt_other` and `language`. The same form sent twice is one picture."""
    take_turn(programme.centre)
    known = Picture.objects.of(programme.centre).filter(submission=submission).first()
    if known is not None:
        return known
    picture = Picture.objects.create(
        centre=programme.centre,
        programme=programme,
        image=_store(programme, file, words["alt"], by),
        submission=submission,
        by=by,
        nobody_recognisable=recognised.is_nobody,
        **words,
    )
    _write_down_people(picture, recognised, by)
    record(picture, "cms.add_picture", by=by, programme=programme.pk)
    return picture


def _store(programme: Programme, file: UploadedFile, alt: str, by: User | None) -> Any:
    """In the centre's collection, with its sizes, which nobody else may see yet."""
    own = CentreCollection.objects.get(centre=programme.centre)
    image = get_image_model().objects.create(
        title=alt,
        description=alt,
        file=file,
        collection=own.collection,
        uploaded_by_user=by,
    )
    for spec in SPECS:
        _make_size(image, Filter(spec=spec))
    image.file.close()
    return image


def _make_size(image: Any, size: Filter) -> None:
    """As Wagtail's `get_rendition` does, which leaves the drawn file open."""
    with image.generate_rendition_file(size) as drawn:
        key = size.get_cache_key(image)
        image.renditions.create(filter_spec=size.spec, focal_point_key=key, file=drawn)


def _write_down_people(
    picture: Picture, recognised: Recognised, by: User | None
) -> None:
    said: dict[str, Any] = {
        "centre": picture.centre,
        "picture": picture,
        "wording": PHOTO_WORDING,
        "language": picture.language,
    }
    for person in recognised.people:
        give_consent(
            person,
            ConsentPurpose.PHOTO,
            wording=PHOTO_WORDING,
            how=WAYS[HowAllowed(recognised.people_how)],
            language=picture.language,
            to_whom=by,
            by=by,
        )
        InPicture.objects.create(person=person, how=recognised.people_how, **said)
        if by is None or person.user != by:
            _tell_them(picture, person)
    for name in recognised.first_names:
        InPicture.objects.create(first_name=name, how=recognised.names_how, **said)


def _tell_them(picture: Picture, person: Person) -> None:
    """Somebody else said that they allow it: they hear so once a day, and how to take it
    back."""
    today = today_at(picture.centre)
    tell(
        person,
        "cms/in_picture",
        event=f"in_picture:{picture.programme_id}:{today}",
        context={"programme": picture.programme},
        topics=[_topic_of(picture.programme, person)],
        asked_for=True,
    )


def _topic_of(programme: Programme, person: Person) -> str:
    return f"in_picture:{programme.pk}:person:{person.pk}"


@transaction.atomic
def check_picture(picture: Picture, *, by: User) -> bool:
    """Somebody of the staff looked at it: from now on everybody can. False when it was
    checked before, or is not allowed any more."""
    raise_version(picture.centre)
    waiting = Picture.objects.to_check().filter(pk=picture.pk)
    if not waiting.update(checked_at=timezone.now(), checked_by=by):
        return False
    record(picture, "cms.check_picture", by=by)
    return True


@transaction.atomic
def take_down(picture: Picture, *, by: User | None) -> bool:
    """Gone at once: from pages, searches and choosers in this transaction, its files
    when it is through. Its words and the names go too. False when it was gone before."""
    raise_version(picture.centre)
    there = Picture.objects.filter(pk=picture.pk, taken_down_at=None)
    gone = {"taken_down_at": timezone.now(), "alt": "", "alt_other": ""}
    if not there.update(**gone):
        return False
    _call_off_words_to(picture)
    InPicture.objects.filter(picture=picture).update(first_name="")
    for image in get_image_model().objects.filter(pk=picture.image_id):
        image.delete()  # Wagtail does away with the files of it and of its sizes
    record(picture, "cms.take_picture_down", by=by)
    return True


def _call_off_words_to(picture: Picture) -> None:
    """What was still to be told those in it, where no other picture of theirs is there."""
    there = Picture.objects.here().filter(programme=picture.programme_id)
    others = InPicture.objects.filter(picture__in=there).exclude(picture=picture)
    seen = set(others.values_list("person", flat=True))
    for somebody in picture.people.exclude(person=None).select_related("person"):
        if somebody.person_id not in seen:
            cancel_topic(_topic_of(picture.programme, somebody.person))


@transaction.atomic
def take_back(somebody: InPicture, *, by: User | None) -> None:
    """They do not want to be seen any more: a person of ours nowhere, somebody without
    a record not in this picture."""
    raise_version(somebody.centre)
    if somebody.person is not None:
        take_back_photos(somebody.person, by=by)
        return
    rows = InPicture.objects.filter(pk=somebody.pk, withdrawn_at=None)
    rows.update(withdrawn_at=timezone.now())
    take_down(somebody.picture, by=by)


@transaction.atomic
def take_back_photos(person: Person, *, by: User | None) -> None:
    """Their photo may not be shown any more; every picture of them goes at once."""
    raise_version(person.centre)
    given = Consent.objects.filter(person=person, purpose=ConsentPurpose.PHOTO)
    for consent in given.filter(withdrawn_at=None):
        take_back_consent(consent, by=by)
    theirs = InPicture.objects.filter(person=person, withdrawn_at=None)
    theirs.update(withdrawn_at=timezone.now())
    for picture in pictures_of(person):
        take_down(picture, by=by)


def allows_photos(person: Person) -> bool:
    given = Consent.objects.filter(person=person, purpose=ConsentPurpose.PHOTO)
    return given.filter(withdrawn_at=None).exists()


def pictures_of(person: Person) -> QuerySet[Picture]:
    """Those that are here and show this person."""
    seen = InPicture.objects.filter(person=person)
    here = Picture.objects.here().filter(pk__in=seen.values("picture"))
    return here.select_related("centre", "programme")


@transaction.atomic
def forget(person: Person, *, by: User | None) -> None:
    """Their record is wiped: no picture shows them, and none says that one did."""
    for picture in pictures_of(person):
        take_down(picture, by=by)
    InPicture.objects.filter(person=person).delete()


def merge(person: Person, into: Person) -> None:
    """Who was seen as either is seen as the one who stays, once in each picture."""
    both = InPicture.objects.filter(person=into).values("picture")
    theirs = InPicture.objects.filter(person=person)
    theirs.filter(picture__in=list(both.values_list("picture", flat=True))).delete()
    theirs.update(person=into)


def take_down_what_nobody_allows() -> int:
    """How many were taken down: somebody's word ended by a way of its own, or they died
    so long ago that it was no mistake. Called each night."""
    lately = timezone.now() - DEATH_CAN_BE_UNDONE
    ended = InPicture.objects.not_allowed().filter(picture=OuterRef("pk"))
    for_good = ended.filter(Q(person__died_at=None) | Q(person__died_at__lt=lately))
    forbidden = Picture.objects.here().filter(Exists(for_good))
    found = list(forbidden.select_related("centre"))
    return sum(take_down(picture, by=None) for picture in found)


def in_public(image: Any) -> bool:
    """Whether everybody may see the sizes of an image: a champion's picture that is
    shown, or what staff put on a page that is live."""
    pictures = Picture.objects.filter(image=image)
    if pictures.exists():
        return pictures.shown().filter(programme__pages__live=True).exists()
    pages = ContentType.objects.get_for_model(Page)
    uses = ReferenceIndex.get_references_to(image).filter(base_content_type=pages)
    used_on = [int(pk) for pk in uses.values_list("object_id", flat=True)]
    return Page.objects.live().filter(pk__in=used_on).exists()


def withheld() -> QuerySet[Picture]:
    """Pictures that no page may take up: not checked, or not allowed any more."""
    shown = Picture.objects.shown().values("pk")
    return Picture.objects.filter(image__isnull=False).exclude(pk__in=shown)
