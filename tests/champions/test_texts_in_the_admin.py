"""Point persons download texts to send, and write down who answered “stop”, of their own
centre alone; whether texts are sent at all is set there too."""

import pytest
from django.urls import reverse

from champions.enums import Channel, Role
from champions.models import Centre, LetterBatch, Message, Person, ViewedPerson
from champions.permissions import SECOND_FACTOR
from champions.services import letters
from tests.champions.test_text_messages import MOBILE, texter, write
from tests.factories import make_centre, make_staff

pytestmark = pytest.mark.django_db
INDEX = "/admin/texts/"


@pytest.fixture
def centre():
    return make_centre(sends_texts=True)


@pytest.fixture
def other_centre():
    return make_centre("harbourview", sends_texts=True)


@pytest.fixture
def sign_in(client):
    def as_staff(centre, role=Role.LEAD):
        client.force_login(make_staff(centre, role))
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return as_staff


@pytest.fixture
def lead(sign_in, centre):
    return sign_in(centre)


def page_of(client):
    return client.get(reverse("texts:index")).content.decode()


def listed(centre):
    letters.make_ready(centre, "mailing:7", by=None, channel=Channel.TEXT)
    return LetterBatch.objects.get(centre=centre)


def test_texts_go_from_waiting_to_sent(lead, centre):
    rosa = texter(centre)
    write(rosa)

    make = reverse("texts:make", args=[centre.pk])
    assert make in page_of(lead)
    lead.post(make, {"topic": "mailing:7"})
    batch = LetterBatch.objects.get()
    file = lead.get(reverse("texts:file", args=[batch.pk]))
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert b'"(705) 555-0142","Rosa, in short: ' in file.content
    assert list(ViewedPerson.objects.values_list("person_id", flat=True)) == [rosa.pk]
    assert Message.objects.get().state == "queued"

    page = lead.post(reverse("texts:sent", args=[batch.pk]), follow=True)

    assert "1 text is sent." in page.content.decode()
    assert Message.objects.get().state == "sent"
    again = lead.post(reverse("texts:sent", args=[batch.pk]), follow=True)
    assert "Somebody else was faster" in again.content.decode()


def test_pressed_twice_makes_one_list(lead, centre):
    write(texter(centre))

    for _press in range(2):
        lead.post(reverse("texts:make", args=[centre.pk]), {"topic": "mailing:7"})

    assert LetterBatch.objects.count() == 1


def test_who_must_not_be_sent_to_is_named(lead, centre):
    rosa = texter(centre)
    write(rosa)
    listed(centre)
    assert "Do not send to these" not in page_of(lead)

    Person.objects.filter(pk=rosa.pk).update(do_not_contact_at="2026-09-07T12:00Z")

    page = page_of(lead)
    assert "Do not send to these" in page
    assert "Rosa" in page


def test_lists_of_texts_are_no_letters_to_print(lead, centre):
    write(texter(centre))
    batch = listed(centre)

    assert lead.get(reverse("letters:index")).context["rows"] == []
    for name in ("file", "page"):
        assert lead.get(reverse(f"letters:{name}", args=[batch.pk])).status_code == 404


def stop(client, numbers):
    return client.post(reverse("texts:stop"), {"numbers": numbers}, follow=True)


def test_numbers_that_answered_stop_are_done_and_unknown_ones_stay_in_the_box(
    lead, centre
):
    rosa = texter(centre)
    write(rosa)
    listed(centre)

    page = stop(lead, f"{MOBILE}\n705-555-0188").content.decode()

    assert "Nobody writes to this 1 person first any more." in page
    assert "We sent no text to these: 705-555-0188." in page
    assert ">\n705-555-0188</textarea>" in page
    rosa.refresh_from_db()
    assert rosa.do_not_contact_at is not None
    assert stop(lead, MOBILE).redirect_chain == [(INDEX, 302)]


@pytest.mark.parametrize("numbers", ["", "  \n ", "1\n" * 501])
def test_an_empty_or_endless_list_of_numbers_is_not_taken(lead, numbers):
    page = stop(lead, numbers)

    assert page.context["form"].errors
    assert numbers.strip() in page.content.decode()


@pytest.mark.parametrize("name", ["file", "sent"])
def test_lists_of_another_centre_are_unknown(lead, other_centre, name):
    write(texter(other_centre))
    batch = listed(other_centre)
    method = lead.get if name == "file" else lead.post

    assert method(reverse(f"texts:{name}", args=[batch.pk])).status_code == 404
    assert method(reverse(f"texts:{name}", args=[10**6])).status_code == 404
    assert Message.objects.get().state == "queued"


def test_nothing_of_another_centre_is_listed_made_or_stopped(lead, other_centre):
    write(texter(other_centre, "Zebra"))

    made = lead.post(
        reverse("texts:make", args=[other_centre.pk]), {"topic": "mailing:7"}
    )
    stop(lead, MOBILE)

    assert made.status_code == 404
    assert "Zebra" not in page_of(lead)
    assert Person.objects.get(first_name="Zebra").do_not_contact_at is None


def test_who_leads_two_centres_says_whose_service_was_answered(
    lead, centre, other_centre
):
    user = Person.objects.get(centre=centre, user__isnull=False).user
    user.staff_roles.create(centre=other_centre, role=Role.LEAD)
    for place in (centre, other_centre):
        write(texter(place))
        listed(place)

    lead.post(reverse("texts:stop"), {"numbers": MOBILE, "centre": other_centre.pk})

    stopped = Person.objects.exclude(do_not_contact_at=None)
    assert [person.centre for person in stopped] == [other_centre]


@pytest.mark.parametrize("count", [1, 3])
def test_more_lists_ask_the_database_no_more(
    lead, centre, count, django_assert_max_num_queries
):
    for number in range(count):
        write(texter(centre, f"Rosa{number}"))
    listed(centre)

    with django_assert_max_num_queries(24):
        page = lead.get(reverse("texts:index"))

    assert [row["count"] for row in page.context["rows"]] == [count]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEAD])
@pytest.mark.parametrize("name", ["texts:index", "our_centre:index"])
def test_only_point_persons_see_them(sign_in, centre, role, name):
    assert sign_in(centre, role).get(reverse(name)).status_code == 404


# --- Our centre -------------------------------------------------------------------


def test_the_point_person_says_that_the_centre_sends_texts(sign_in):
    lead = sign_in(make_centre())
    page = lead.get(reverse("our_centre:index"), follow=True)
    address = page.redirect_chain[0][0]

    said = {"name": "Cedar Lake", "phone": "1", "sends_texts": "on", "paper": "A4"}
    lead.post(address, said)
    lead.post(address, said)

    centre = Centre.objects.get()
    assert (centre.sends_texts, centre.paper) == (True, "A4")
    assert "Your centre sends no texts" not in page_of(lead)


def test_another_centres_way_to_send_is_unknown(lead, other_centre):
    address = reverse("our_centre:centre", args=[other_centre.pk])

    assert lead.get(address).status_code == 404
    assert lead.post(address, {"paper": "A4"}).status_code == 404
    other_centre.refresh_from_db()
    assert (other_centre.sends_texts, other_centre.paper) == (True, "letter")
