"""An upload that is refused leaves no trace: no file, no row, no bell, no line in a log."""

import logging
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django_q.models import OrmQ
from wagtail.models import ModelLogEntry

from champions.models import ContactLine, ContactList, HeadingMeaning, Person
from champions.permissions import SECOND_FACTOR
from champions.views.contact_lists import upload as upload_page
from tests.champions.contacts.test_hostile_files import HOSTILE
from tests.champions.contacts.test_real_lists import LISTS
from tests.champions.test_contact_lists_in_the_admin import upload, words_of
from tests.champions.test_importing_lists import files_kept
from tests.champions.test_staff_lists import sign_in
from tests.factories import make_centre

pytestmark = pytest.mark.django_db
ROWS = (ContactList, ContactLine, HeadingMeaning, OrmQ, ModelLogEntry, Person)
REFUSED = [
    "macros",
    "entities in a sheet",
    "a cell without end",
    "a picture",
    "a quotation mark that never ends",
    "a line as long as may be",
]


@pytest.fixture
def anne(client):
    return sign_in(client, make_centre())


def traces():
    return [model.objects.count() for model in ROWS], files_kept()


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_upload_leaves_no_trace(client, anne, caplog, name):
    caplog.set_level(logging.DEBUG)
    made, reason = HOSTILE[name]
    before = traces()

    answer = upload(client, SimpleUploadedFile("Zébrine Quaggafoal.csv", made()))

    assert (answer.status_code, traces()) == (422, before)
    assert reason in words_of(answer)
    assert "brine" not in caplog.text


def test_columns_that_must_not_be_uploaded_leave_no_trace(client, anne, caplog):
    caplog.set_level(logging.DEBUG)
    before = traces()

    with (LISTS / "cedar-lake-with-diagnosis.csv").open("rb") as file:
        answer = upload(client, file)

    assert (answer.status_code, traces()) == (422, before)
    assert "Castro" not in caplog.text


class Endless(BytesIO):
    """A body of a hundred megabytes that is nowhere."""

    left = 100 * 1024 * 1024
    most = 0

    def read(self, size=-1):
        size = self.left if size < 0 else min(size, self.left)
        self.left -= size
        self.most = max(self.most, size)
        return b"a" * size


def test_a_hundred_megabytes_are_let_go_by_a_piece_at_a_time(client, anne):
    body = Endless()
    request = RequestFactory().post(
        "/admin/contact-lists/new/", content_type="multipart/form-data; boundary=x"
    )
    request.META["CONTENT_LENGTH"] = str(body.left)
    request._stream, request.user = body, anne
    request.session = {SECOND_FACTOR: True}

    answer = upload_page(request)

    assert (answer.status_code, body.left) == (422, 0)
    assert body.most <= 1024 * 1024
