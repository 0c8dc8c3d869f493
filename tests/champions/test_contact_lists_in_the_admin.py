"""The point person uploads a list, looks, and imports; nobody else sees any of it."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_q.models import OrmQ
from wagtail.users.models import UserProfile

from champions import tasks
from champions.enums import ListState, Role
from champions.models import ContactList, Person, ViewedPerson
from champions.services.list_reading import read_lines
from champions.services.people import add_person
from cms.models import DemoMark
from tests.champions.contacts.test_real_lists import LISTS
from tests.champions.test_importing_lists import work_until_idle
from tests.champions.test_staff_lists import sign_in
from tests.factories import make_centre, make_champion, make_person

pytestmark = pytest.mark.django_db
INDEX, NEW = "/admin/contact-lists/", "/admin/contact-lists/new/"
LINES = "First name,Last name,Email,Do not contact,Shoe size\n"
ZOE = "Zoé,Roy,zoe@example.org,,38\n"
BEN = "<b>Ben</b>,Roy,no address,yes,40\n"


@pytest.fixture
def cedar():
    return make_centre()


@pytest.fixture
def anne(client, cedar):
    return sign_in(client, cedar)


def a_file(text=LINES + ZOE + BEN, name="clients.csv"):
    return SimpleUploadedFile(name, text.encode())


def upload(client, file, **words):
    return client.post(NEW, {"file": file} | words)


def uploaded(client):
    """A list that was uploaded, and read by the worker."""
    upload(client, a_file())
    contact_list = ContactList.objects.select_related("centre").get()
    read_lines(contact_list, seconds=60)
    return contact_list


def page_of(contact_list, name="list"):
    return reverse(f"contact_lists:{name}", args=[contact_list.pk])


def words_of(response):
    """The text of the page's own part, as it is read."""
    own = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", own)).split())


@pytest.mark.django_db(transaction=True)
def test_the_list_of_cedar_lake_is_uploaded_looked_at_and_imported(client, anne, cedar):
    with (LISTS / "cedar-lake-contacts.csv").open("rb") as file:
        address = upload(client, file).url
    assert "Your list is being read 0 lines read so far." in words_of(
        client.get(address)
    )
    work_until_idle()

    seen = words_of(client.get(address))
    assert "New people 1,864 : New people" in seen
    assert "The same person again in this list 27" in seen
    assert "Already known to the centre 0" in seen
    assert "Cannot be used 4" in seen
    assert "All lines below the headings 1,895" in seen
    assert "New people we will never write to 12" in seen
    assert "Without the e-mail, which is not right 3" in seen
    assert "The new people live in 1,850 households." in seen
    assert "Import 1,864 people" in seen

    client.post(f"{address}import/")
    assert "0 of 1,895 lines are done." in words_of(client.get(address))
    work_until_idle()

    assert "1,864 people were added" in words_of(client.get(address))
    assert Person.objects.of(cedar).filter(user=None).count() == 1864


def test_behind_each_count_stand_its_lines(client, anne):
    address = page_of(uploaded(client), "lines")

    assert words_of(client.get(f"{address}?of=new:email_dropped")).endswith(
        "Good to know 3 <b>Ben</b> Roy The e-mail address is not right; left out. "
        "We will never write first."
    )
    assert "2 Zoé Roy zoe@example.org" in words_of(client.get(f"{address}?of=new"))


def test_who_looked_at_imported_people_is_noted(client, anne):
    contact_list = uploaded(client)
    client.post(page_of(contact_list, "import"))
    tasks.work_on_contact_list(contact_list.pk)

    client.get(f"{page_of(contact_list, 'lines')}?of=new:do_not_contact")

    seen = ViewedPerson.objects.get()
    ben = Person.objects.get(do_not_contact_at__isnull=False)
    assert (seen.person_id, seen.view.user) == (ben.pk, anne)


def test_a_count_that_is_none_answers_404(client, anne):
    address = page_of(uploaded(client), "lines")

    answers = [client.get(f"{address}?of={key}") for key in ("", "all", "new:words")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_columns_that_are_left_out_are_said(client, anne):
    assert "Columns that are left out Shoe size" in words_of(
        client.get(page_of(uploaded(client)))
    )


def test_a_list_with_a_diagnosis_is_refused_with_columns_and_reasons(client, anne):
    with (LISTS / "cedar-lake-with-diagnosis.csv").open("rb") as file:
        answer = upload(client, file)

    assert answer.status_code == 422
    assert (
        "Diagnosis : This says something about a person’s health. "
        "Reason for referral : This says why somebody was sent to you. "
        "OHIP Number : This is the number of a health card or a health record."
    ) in words_of(answer)
    assert (ContactList.objects.count(), OrmQ.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (a_file(""), "This file is empty."),
        (a_file("Name\nAda\n"), "No headings were found."),
        ("", "Choose the file with your list."),
    ],
)
def test_a_refusal_says_how_to_put_it_right(client, anne, file, words):
    answer = upload(client, file)

    assert answer.status_code == 422
    assert words in words_of(answer)


def test_a_file_over_the_limit_is_refused_before_it_is_taken_in(client, anne):
    answer = upload(client, SimpleUploadedFile("big.csv", b"a" * 21 * 1024 * 1024))

    assert answer.status_code == 422
    assert "This file is larger than 20 MB." in words_of(answer)


def test_uploading_needs_the_page_s_own_form(client, anne):
    client.handler.enforce_csrf_checks = True

    assert upload(client, a_file()).status_code == 403
    assert ContactList.objects.count() == 0


def test_looking_at_pages_changes_nothing(client, anne):
    contact_list = uploaded(client)

    posted = ("import", "drop", "again", "sheet", "forget")
    answers = [client.get(page_of(contact_list, name)) for name in posted]

    contact_list.refresh_from_db()
    assert {answer.status_code for answer in answers} == {405}
    assert contact_list.state == ListState.READ


def test_importing_twice_is_told_and_does_it_once(client, anne):
    address = page_of(uploaded(client), "import")

    client.post(address)
    answer = client.post(address, follow=True)

    assert "Somebody else was faster." in answer.content.decode()


def test_a_list_may_be_dropped(client, anne, cedar):
    contact_list = uploaded(client)

    answer = client.post(page_of(contact_list, "drop"), follow=True)

    assert "Nobody was added, and the list is deleted." in answer.content.decode()
    assert contact_list.lines.count() == 0


def test_the_same_list_again_has_nobody_new(client, anne):
    first = uploaded(client)
    client.post(page_of(first, "import"))
    tasks.work_on_contact_list(first.pk)
    upload(client, a_file())
    again = ContactList.objects.exclude(pk=first.pk).get()
    tasks.work_on_contact_list(again.pk)

    seen = words_of(client.get(page_of(again)))
    assert "Nobody on this list is new." in seen
    assert "Already known to the centre 2" in seen


def test_work_that_stopped_can_be_taken_up(client, anne):
    upload(client, a_file())
    contact_list = ContactList.objects.get()
    ContactList.objects.update(attempts=3)
    assert "The work stopped" in words_of(client.get(page_of(contact_list)))

    client.post(page_of(contact_list, "again"))

    tasks.work_on_contact_list(contact_list.pk)
    assert "This is what would happen" in words_of(client.get(page_of(contact_list)))


NAMED = ["list", "lines", "columns", "import", "drop", "again", "sheet", "forget"]


@pytest.mark.parametrize("name", NAMED)
def test_another_centre_s_list_answers_like_one_that_does_not_exist(client, anne, name):
    contact_list = uploaded(client)
    sign_in(client, make_centre("harbourview"))
    unknown = reverse(f"contact_lists:{name}", args=[999_999])
    call = client.get if name in NAMED[:3] else client.post

    answers = [call(f"{one}?of=new") for one in (page_of(contact_list, name), unknown)]

    contact_list.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert contact_list.state == ListState.READ
    assert "clients.csv" not in client.get(INDEX).content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEAD}))
def test_only_point_persons_may_see_or_upload_lists(client, anne, cedar, role):
    contact_list = uploaded(client)
    sign_in(client, cedar, role)

    answers = [client.get(INDEX), client.get(NEW), upload(client, a_file())]
    answers.append(client.get(page_of(contact_list)))

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert ContactList.objects.count() == 1


def test_a_champion_may_not(client, cedar):
    client.force_login(make_champion(cedar).user)

    assert [client.get(INDEX).status_code, client.get(NEW).status_code] == [404, 404]


def test_a_point_person_of_two_centres_says_which_one(client, anne, cedar):
    other = make_centre("harbourview")
    anne.staff_roles.create(centre=other, role=Role.LEAD)
    anne.staff_roles.create(centre=make_centre("beck-lane"), role=Role.SUPPORTER)

    assert upload(client, a_file()).status_code == 422
    assert upload(client, a_file(), centre=other.pk).status_code == 302
    assert ContactList.objects.get().centre == other


def test_a_list_for_a_centre_one_does_not_lead_is_not_taken(client, anne, cedar):
    other = make_centre("harbourview")

    upload(client, a_file(), centre=other.pk)

    assert ContactList.objects.get().centre == cedar


def test_where_people_are_invented_the_upload_says_so(client, anne):
    sentence = "Upload only lists of invented people here."
    assert sentence not in words_of(client.get(NEW))

    DemoMark.objects.create()

    assert sentence in words_of(client.get(NEW))


def test_pages_of_many_lines_ask_as_often_as_of_few(client, anne):
    contact_list = uploaded(client)
    client.post(page_of(contact_list, "import"))
    tasks.work_on_contact_list(contact_list.pk)
    many = LINES + "".join(f"Ada{number},Roy,,,\n" for number in range(60))
    upload(client, a_file(many))
    long_list = ContactList.objects.exclude(pk=contact_list.pk).get()
    tasks.work_on_contact_list(long_list.pk)
    client.post(page_of(long_list, "import"))
    tasks.work_on_contact_list(long_list.pk)
    client.get(INDEX)

    counts = []
    for one in (contact_list, long_list):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{page_of(one, 'lines')}?of=new")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_in_french(client, anne):
    contact_list = uploaded(client)
    profile = UserProfile.get_for_user(anne)
    profile.preferred_language = "fr"
    profile.save()

    assert "Importer 2 personnes" in words_of(client.get(page_of(contact_list)))


def test_everybody_we_know_is_found_by_name_without_accents(client, anne, cedar):
    make_person(cedar, "Zoé", last_name="Côté", name_key="zoecote")
    make_person(make_centre("harbourview"), "Zoé", last_name="Roy", name_key="zoeroy")

    seen = words_of(client.get("/admin/people/?q=ZOE"))

    assert ("Zoé Côté" in seen, "Zoé Roy" in seen) == (True, False)


def test_a_new_address_is_written_down_and_the_rest_stays(client, anne, cedar):
    person = add_person(
        cedar, first_name="Zoé", phone="705 555 0101", address="1 Elm", by=anne
    )
    address = reverse("people:edit", args=[person.pk])
    form = client.get(address).context["form"]

    answer = client.post(address, form.initial | {"address": "2 Oak"})

    person.refresh_from_db()
    assert answer.status_code == 302
    assert (person.address, person.phone) == ("2 Oak", "+17055550101")
