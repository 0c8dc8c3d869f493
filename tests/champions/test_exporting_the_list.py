"""The list of a centre is taken along as it is: harmless in a spreadsheet, found known
when it is read again, the same people where it is read elsewhere."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from champions.contacts.cleaning import tidy
from champions.contacts.lists import open_list
from champions.enums import Channel, Role
from champions.models import Person, View
from champions.permissions import SECOND_FACTOR
from champions.services.contact_lists import receive_upload, start_import
from champions.services.list_export import CELLS, exported_lines
from champions.services.list_importing import import_lines
from champions.services.list_reading import read_lines
from champions.services.people import add_person
from champions.spreadsheets import FORMULA
from tests.factories import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db
KEPT = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "address",
    "city",
    "postal_code",
    "language",
    "speaks",
    "channel",
    "safe_to_write",
    "safe_to_phone",
    "safe_to_leave_message",
    "call_when",
    "reference",
)


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def lead(centre):
    return make_staff(centre, first_name="Anne", email="anne@cedar.example")


def text_of(centre, by=None):
    return "".join(exported_lines(centre, by=by))


def read(centre, text):
    file = SimpleUploadedFile("list.csv", text.encode())
    found = receive_upload(centre, file, by=None, in_background=False)
    read_lines(found, seconds=60)
    found.refresh_from_db()
    return found


def read_in(centre, text):
    found = read(centre, text)
    start_import(found, by=None, in_background=False)
    import_lines(found, seconds=60)
    return found


def rows_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def as_kept(centre):
    people = Person.objects.of(centre).order_by("pk")
    rows = people.values(*KEPT, "do_not_contact_at")
    return [row | {"do_not_contact_at": bool(row["do_not_contact_at"])} for row in rows]


def everybody(centre):
    add_person(
        centre,
        first_name="=Ben",
        last_name="@Home",
        phone="705-555-0142",
        address="-3 Elm Street",
        city="Cedar Lake",
        postal_code="P0L 2C0",
        channel=Channel.TEXT,
        safe_to_write=False,
        safe_to_leave_message=True,
        call_when="+ mornings",
        reference="-17",
        by=None,
    )
    add_person(
        centre, first_name="Zoé", email="Zoe@example.org", language="fr", by=None
    )
    add_person(
        centre, first_name="ᓇᓄᖅ", speaks="iu", channel=Channel.IN_PERSON, by=None
    )
    add_person(centre, first_name="李", speaks="zh-Hant", language="fr", by=None)
    quiet = add_person(centre, first_name="Quiet", address="1 Elm Street", by=None)
    quiet.do_not_contact_at = timezone.now()
    quiet.save()


def test_no_cell_is_a_formula(centre):
    everybody(centre)

    cells = [cell for row in rows_of(text_of(centre)) for cell in row]

    assert "'=Ben" in cells
    assert [c for c in cells if FORMULA.match(c) and not c.startswith("'")] == []


def test_read_again_everybody_is_known_and_nothing_changes(centre):
    everybody(centre)
    before = as_kept(centre)

    found = read_in(centre, text_of(centre))

    assert as_kept(centre) == before
    assert {line.outcome for line in found.lines.all()} == {"known"}


def test_read_elsewhere_they_are_the_same_people(centre):
    everybody(centre)
    other = make_centre("harbourview")

    read_in(other, text_of(centre))

    assert as_kept(other) == as_kept(centre)
    assert text_of(other) == text_of(centre)


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30
).map(tidy)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(NAMES.filter(lambda n: any(map(str.isalnum, n))), NAMES),
        min_size=1,
        max_size=4,
        unique_by=lambda names: "".join(names).casefold(),
    )
)
def test_any_name_comes_back_as_it_was(django_db_blocker, names):
    with django_db_blocker.unblock():
        centre = make_centre(f"c{Person.objects.count()}-{id(names)}")
        for number, (first, last) in enumerate(names):
            address = f"{number} Elm Street"
            add_person(
                centre, first_name=first, last_name=last, address=address, by=None
            )
        other = make_centre(f"o{centre.pk}")

        read_in(other, text_of(centre))

        assert as_kept(other) == as_kept(centre)


@pytest.mark.parametrize("gone", ["died_at", "erased_at"])
def test_who_died_or_was_forgotten_stays_out(centre, gone):
    make_person(centre, first_name="Gone", **{gone: timezone.now()})

    assert rows_of(text_of(centre))[1:] == []


def test_every_column_is_one_that_is_read(centre):
    everybody(centre)

    text = text_of(centre)

    assert open_list(io.BytesIO(text.encode())).headings.ignored == ()
    assert len(rows_of(text)[0]) == len(CELLS)


def signed_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def test_who_takes_it_along_is_written_down(client, centre, lead):
    rosa = make_person(centre, first_name="Rosa")

    answer = signed_in(client, lead).post(f"/admin/contact-lists/export/{centre.pk}/")

    text = b"".join(answer.streaming_content).decode()
    assert [row[0] for row in rows_of(text)] == ["First name", "Anne", "Rosa"]
    logged = ModelLogEntry.objects.get(action="champions.export_list")
    assert (logged.user, logged.data["people"]) == (lead, 2)
    view = View.objects.get(page="contact_lists:export")
    assert rosa.pk in view.people.values_list("person_id", flat=True)


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.EDITOR, Role.PRIVACY])
def test_only_a_point_person_takes_it_along(client, centre, role):
    other = make_staff(centre, role)

    answer = signed_in(client, other).post(f"/admin/contact-lists/export/{centre.pk}/")

    assert answer.status_code == 404


def test_another_centres_list_is_nobodys(client, lead):
    other = make_centre("harbourview")

    answer = signed_in(client, lead).post(f"/admin/contact-lists/export/{other.pk}/")

    assert answer.status_code == 404


def test_a_long_list_asks_as_often_as_a_short_one(
    centre, django_assert_max_num_queries
):
    for number in range(30):
        make_person(centre, first_name=f"Person {number}")
    text_of(centre)  # Django remembers what kind of thing a centre is

    with django_assert_max_num_queries(4):
        text_of(centre)
