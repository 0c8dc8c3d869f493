"""A champion adds a picture with everybody's word; staff check it; whoever takes their
word back is seen no more, on pages and on the disk."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from champions.enums import ConsentPurpose
from champions.models import Centre, Consent, Message
from champions.permissions import SECOND_FACTOR
from champions.services.consents import give_consent
from champions.services.people import mark_died, undo_died
from cms import fence
from cms.cards import cards
from cms.finding import listed_programmes
from cms.models import InPicture, Picture
from cms.photographs import make_clean
from cms.services import pictures, programmes
from cms.services.centres import open_centre
from cms.services.pictures import (
    Recognised,
    add_picture,
    check_picture,
    take_back_photos,
)
from cms.services.privacy import erase, merge, record_of
from cms.wagtail_hooks import fence_image_chooser
from tests import photos
from tests.cms.test_programmes import WORDS, facts
from tests.factories import make_champion, make_circle, make_person, make_staff

pytestmark = pytest.mark.django_db
IMAGES = get_image_model()


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def centre():
    words = {"name": "Cedar Lake", "phone": "705-555-0142"}
    return open_centre(Centre(slug="cedar-lake", **words), by=None)


@pytest.fixture
def circle(centre):
    return make_circle(centre)


@pytest.fixture
def doreen(centre, circle):
    return make_champion(centre, circle, "Doreen")


@pytest.fixture
def rosa(centre, circle):
    return make_champion(centre, circle, "Rosa")


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def coffee(centre, circle, doreen):
    programme = programmes.describe_programme(
        centre, lead=doreen, by=doreen.user, facts=facts(circle=circle), words=WORDS
    )
    programmes.original_page(programme).save_revision().publish()
    programme.refresh_from_db()
    return programme


def add(programme, doreen, *, alt="Cups on a table", submission=None, **who):
    file = photos.a_file()
    make_clean(file)
    return add_picture(
        programme,
        file=file,
        words={"alt": alt, "alt_other": "Des tasses", "language": "en"},
        recognised=Recognised(**who),
        by=doreen.user,
        submission=submission or uuid4(),
    )


@pytest.fixture
def shown(coffee, doreen, rosa, anne):
    """A picture of Rosa that everybody can see."""
    picture = add(coffee, doreen, people=[rosa])
    assert check_picture(picture, by=anne)
    return picture


def signed_in(user):
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def page_of(programme, client=None):
    url = f"/en/{programme.centre.slug}/programmes/{programme.slug}/"
    return (client or Client()).get(url).content.decode()


def at(name, programme, *ids):
    return reverse(
        f"programmes:{name}", args=[programme.centre.slug, programme.slug, *ids]
    )


def files(disk):
    return [path for path in disk.rglob("*") if path.is_file()]


def addresses(picture):
    return [f"/media/{size.file.name}" for size in picture.image.renditions.all()]


def statuses(urls, client=None):
    found = set()
    for url in urls:
        answer = (client or Client()).get(url)
        found.add(answer.status_code)
        list(answer.streaming_content if answer.streaming else [])  # closes the file
    return found


def sent(**others):
    return {
        "file": photos.a_file("Rosa.jpg"),
        "alt": "Cups on a table",
        "alt_other": "",
        "who": "nobody",
        "submission": str(uuid4()),
    } | others


# --- Adding -----------------------------------------------------------------------


def test_a_champion_adds_one_without_the_admin(coffee, doreen, disk):
    client = signed_in(doreen.user)

    answer = client.post(at("pictures", coffee), sent())

    assert answer.status_code == 302
    picture = Picture.objects.get()
    assert (picture.alt, picture.nobody_recognisable) == ("Cups on a table", True)
    assert picture.image.description == "Cups on a table"
    assert picture.image.collection.name == "Cedar Lake"
    assert "Rosa" not in picture.image.file.name
    for path in files(disk):
        assert not any(trace in path.read_bytes() for trace in photos.TRACES)


@pytest.mark.parametrize(("kind", "name"), [("HEIF", "a.heic"), ("PNG", "a.png")])
def test_what_telephones_make_is_taken(coffee, doreen, kind, name):
    file = photos.a_file(name, kind=kind)

    signed_in(doreen.user).post(at("pictures", coffee), sent(file=file))

    assert Picture.objects.count() == 1


def test_the_same_form_sent_twice_makes_one(coffee, doreen, disk):
    client, twice = signed_in(doreen.user), str(uuid4())

    for _again in range(2):
        client.post(at("pictures", coffee), sent(submission=twice))

    assert Picture.objects.count() == IMAGES.objects.count() == 1
    assert len(files(disk)) == 4


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"alt": ""}, "alt"),
        ({"who": ""}, "who"),
        ({"who": "people"}, "names"),
        ({"who": "people", "names": "Ida"}, "names_how"),
        ({"who": "nobody", "names": "Ida"}, "who"),
        ({"file": photos.sent_as("a.jpg", b"no photo")}, "file"),
        ({"file": photos.sent_as("a.png", photos.huge_webp())}, "file"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_stored(
    coffee, doreen, disk, said, field
):
    answer = signed_in(doreen.user).post(at("pictures", coffee), sent(**said))

    assert field in answer.context["form"].errors
    assert (Picture.objects.count(), files(disk)) == (0, [])


def test_a_champion_in_it_must_have_said_yes_once(coffee, doreen, rosa):
    client = signed_in(doreen.user)
    named = {"who": "people", "people": [rosa.pk]}

    refused = client.post(at("pictures", coffee), sent(**named))
    assert "people_how" in refused.context["form"].errors
    client.post(at("pictures", coffee), sent(**named, people_how="said"))
    client.post(at("pictures", coffee), sent(**named))

    assert InPicture.objects.filter(person=rosa).count() == 2
    consent = Consent.objects.get(person=rosa, purpose=ConsentPurpose.PHOTO)
    assert (consent.wording, consent.language, consent.how, consent.to_whom) == (
        1,
        "en",
        "in_person",
        doreen.user,
    )


def test_whom_somebody_else_names_is_told_once_and_how_to_have_it_gone(
    coffee, doreen, circle
):
    elsie = make_champion(coffee.centre, circle, "Elsie", email="elsie@example.org")

    add(coffee, doreen, people=[elsie])
    add(coffee, elsie, people=[elsie])

    told = Message.objects.get(name="cms/in_picture")
    assert told.person == elsie
    assert "Take it back" in told.text


def test_only_champions_of_its_group_are_asked_about(coffee, doreen, centre):
    stranger = make_champion(centre, make_circle(centre, "Elm"), "Elsie")
    named = {"who": "people", "people": [stranger.pk], "people_how": "said"}

    answer = signed_in(doreen.user).post(at("pictures", coffee), sent(**named))

    assert "people" in answer.context["form"].errors


def test_others_are_named_by_first_name_with_a_form_they_signed(coffee, doreen):
    named = {"who": "people", "names": "Ida\n\n Ben \nIda", "names_how": "parent"}

    signed_in(doreen.user).post(at("pictures", coffee), sent(**named))

    people = InPicture.objects.values_list("first_name", "how", "wording", "language")
    assert list(people) == [("Ida", "parent", 1, "en"), ("Ben", "parent", 1, "en")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_form_on_paper_is_there_in_both_languages(coffee, doreen, language):
    url = at("picture_form", coffee).replace("/en/", f"/{language}/")

    page = signed_in(doreen.user).get(url).content.decode()

    assert {"en": "I say yes", "fr": "Je dis oui"}[language] in page
    assert "705-555-0142" in page


# --- Checking ---------------------------------------------------------------------


def test_nobody_sees_it_before_staff_have_looked(coffee, doreen, anne):
    picture = add(coffee, doreen)
    sizes = addresses(picture)

    assert "Cups on a table" not in page_of(coffee)
    assert statuses(sizes) == {404}
    assert statuses([at("picture", coffee, picture.pk)], signed_in(doreen.user)) == {
        200
    }
    signed_in(anne).post(at("picture_check", coffee, picture.pk))

    assert "Cups on a table" in page_of(coffee)
    assert statuses(sizes) == {200}


def test_a_champion_cannot_check_it(coffee, doreen):
    picture = add(coffee, doreen)

    answer = signed_in(doreen.user).post(at("picture_check", coffee, picture.pk))

    assert answer.status_code == 404
    assert not Picture.objects.shown().exists()


def test_of_two_who_check_it_one_does(coffee, doreen, anne):
    picture = add(coffee, doreen)

    assert [check_picture(picture, by=anne) for _twice in range(2)] == [True, False]


def test_another_champion_finds_no_such_page(coffee, doreen, rosa):
    picture = add(coffee, doreen)
    client = signed_in(rosa.user)

    assert client.get(at("pictures", coffee)).status_code == 404
    assert client.get(at("picture", coffee, picture.pk)).status_code == 404
    assert client.post(at("picture_down", coffee, picture.pk)).status_code == 404
    assert Picture.objects.here().count() == 1


def test_another_centres_picture_is_not_there(coffee, doreen, shown):
    other = open_centre(Centre(slug="beck", name="Beck", phone="1"), by=None)
    bob = make_champion(other, make_circle(other), "Bob")
    theirs = programmes.describe_programme(
        other, lead=bob, by=bob.user, facts=facts(), words=WORDS
    )
    client, guest = signed_in(bob.user), InPicture.objects.get()

    assert client.get(at("picture", theirs, shown.pk)).status_code == 404
    assert client.post(at("picture_down", theirs, shown.pk)).status_code == 404
    assert client.post(at("picture_person", theirs, guest.pk)).status_code == 404
    assert Picture.objects.shown().count() == 1


def test_it_stands_on_the_page_in_sizes_that_do_not_jump(coffee, shown):
    page = page_of(coffee)

    assert 'width="480" height="480"' in page
    assert ".fill-240x240" in page
    assert " 240w," in page
    assert 'alt="Cups on a table" lang="en"' in page
    french = Client().get(f"/fr/cedar-lake/programmes/{coffee.slug}/")
    assert 'alt="Des tasses" lang="fr"' in french.content.decode()


def test_a_picture_full_of_leaves_is_small_on_a_card(coffee, doreen):
    file = photos.sent_as("leaves.jpg", photos.most_detailed())
    signed_in(doreen.user).post(at("pictures", coffee), sent(file=file))

    sizes = {s.width: s.file.size for s in Picture.objects.get().image.renditions.all()}

    assert sizes[240] <= sizes[360] <= 40 * 1024


def test_cards_cost_as_many_questions_with_many_pictures(
    centre, circle, doreen, anne, coffee
):
    def questions():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            shown = cards(listed_programmes(centre))
        return len(asked), sum(card.photo is not None for card in shown)

    check_picture(add(coffee, doreen), by=anne)
    one, _count = questions()
    for number in range(3):
        other = programmes.describe_programme(
            centre,
            lead=doreen,
            by=doreen.user,
            facts=facts(title=f"Walk {number}"),
            words=WORDS,
        )
        programmes.original_page(other).save_revision().publish()
        check_picture(add(other, doreen), by=anne)
        check_picture(add(other, doreen), by=anne)

    assert questions() == (one, 4)


# --- Taking back ------------------------------------------------------------------


def is_gone(picture, sizes, programme, disk):
    picture.refresh_from_db()
    assert "<img" not in page_of(programme)
    assert statuses(sizes) == {404}
    assert (files(disk), IMAGES.objects.count()) == ([], 0)
    assert (picture.image, picture.alt, picture.alt_other) == (None, "", "")
    return True


def by_herself(rosa, picture, anne):
    signed_in(rosa.user).post(reverse("my_photos", args=[rosa.pk]))


def by_telephone(rosa, picture, anne):
    client, somebody = signed_in(anne), picture.people.get()
    client.post(at("picture_person", picture.programme, somebody.pk))


def by_wiping(rosa, picture, anne):
    erase(rosa, by=anne)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [by_herself, by_telephone, by_wiping])
def test_whoever_takes_it_back_is_seen_no_more(shown, coffee, rosa, anne, disk, way):
    sizes = addresses(shown)
    assert (statuses(sizes), len(files(disk))) == ({200}, 4)
    version = Centre.objects.get().version

    way(rosa, shown, anne)

    assert is_gone(shown, sizes, coffee, disk)
    assert Centre.objects.get().version > version
    assert not Consent.objects.filter(purpose="photo", withdrawn_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_neighbour_without_a_record_takes_back_one_picture(
    coffee, doreen, anne, disk
):
    ida, ben = (add(coffee, doreen, first_names=[name]) for name in ("Ida", "Ben"))
    for picture in (ida, ben):
        check_picture(picture, by=anne)
    somebody = InPicture.objects.get(first_name="Ida")

    signed_in(doreen.user).post(at("picture_person", coffee, somebody.pk))

    assert list(Picture.objects.shown()) == [ben]
    somebody.refresh_from_db()
    assert (somebody.first_name, somebody.withdrawn_at is None) == ("", False)
    assert len(files(disk)) == 4


def test_a_word_taken_back_by_any_way_counts_at_once(shown, coffee, rosa):
    sizes = addresses(shown)

    Consent.objects.filter(person=rosa).update(withdrawn_at=timezone.now())

    assert "<img" not in page_of(coffee)
    assert statuses(sizes) == {404}


def test_what_was_forgotten_goes_in_the_night(shown, rosa):
    Consent.objects.filter(person=rosa).update(withdrawn_at=timezone.now())

    assert pictures.take_down_what_nobody_allows() == 1
    assert pictures.take_down_what_nobody_allows() == 0
    assert IMAGES.objects.count() == 0


def test_a_death_takes_it_down_and_can_be_undone(shown, coffee, rosa, anne):
    mark_died(rosa, by=anne)
    assert "<img" not in page_of(coffee)
    assert pictures.take_down_what_nobody_allows() == 0

    undo_died(rosa, by=anne)

    assert "<img" in page_of(coffee)


def test_after_thirty_days_a_death_is_for_good(shown, rosa, anne):
    mark_died(rosa, by=anne)

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert pictures.take_down_what_nobody_allows() == 1


def test_two_records_of_one_person_are_one_in_the_picture(shown, centre, rosa):
    also = make_person(centre, "Rosie")
    give_consent(also, ConsentPurpose.PHOTO, wording=1, how="in_person", by=None)
    row = InPicture.objects.get()
    InPicture.objects.create(
        centre=centre, picture=shown, person=also, how="said", wording=1, language="en"
    )

    merge(also, into=rosa, by=None)

    assert list(InPicture.objects.all()) == [row]
    assert Picture.objects.shown().count() == 1


def test_who_is_in_a_picture_reads_it_in_their_record(shown, rosa, doreen):
    assert record_of(rosa)["in_pictures"][0]["picture__alt"] == "Cups on a table"
    assert record_of(doreen)["pictures"][0]["alt"] == "Cups on a table"
    page = signed_in(rosa.user).get(reverse("my_privacy")).content.decode()
    assert "Your photo may be on our pages" in page


def test_staff_put_no_picture_on_a_page_that_is_not_allowed(shown, anne, rosa):
    def offered():
        request = type("Request", (), {"user": anne})
        return list(fence_image_chooser(IMAGES.objects.all(), request))

    assert offered() == [shown.image]
    Consent.objects.filter(person=rosa).update(withdrawn_at=timezone.now())

    assert offered() == []
    assert list(fence.images(anne)) == [shown.image]


def test_a_picture_that_is_gone_is_found_no_more(shown, anne, rosa):
    found = lambda: list(IMAGES.objects.all().search("cups"))  # noqa: E731
    assert found() == [shown.image]

    take_back_photos(rosa, by=anne)

    assert found() == []
    assert not ReferenceIndex.get_references_to(shown.image).exists()


def test_an_own_photo_form_needs_a_person_of_ones_own(shown, doreen, rosa):
    answer = signed_in(doreen.user).post(reverse("my_photos", args=[rosa.pk]))

    assert answer.status_code == 404
    assert Picture.objects.shown().exists()


def test_a_photo_that_is_taken_down_at_once_is_not_told(coffee, doreen, circle):
    elsie = make_champion(coffee.centre, circle, "Elsie", email="elsie@example.org")
    first, second = (add(coffee, doreen, people=[elsie]) for _twice in range(2))
    told = Message.objects.get(name="cms/in_picture")

    pictures.take_down(first, by=doreen.user)
    told.refresh_from_db()
    assert told.state == "queued"
    pictures.take_down(second, by=doreen.user)
    told.refresh_from_db()
    assert told.state == "cancelled"
