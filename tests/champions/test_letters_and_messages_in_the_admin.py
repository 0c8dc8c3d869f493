"""Point persons print letters and see what was told, of their own centre alone."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from champions.enums import Channel, MessageState, Role
from champions.messages.outbox import tell
from champions.models import LetterBatch, Message, ViewedPerson
from champions.permissions import SECOND_FACTOR
from champions.services import letters
from tests.factories import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db
REPLY = {"reply": {"purpose": "invitation", "id": 42, "path": "/en/i/{token}/"}}


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def other_centre():
    return make_centre("harbourview")


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


def write(centre, name="Rosa", channel=Channel.LETTER):
    person = make_person(
        centre, name, address="22 Birch Road", email=f"{name}@example.org".lower()
    )
    return tell(
        person,
        "told/invitation",
        event="news",
        context={"day": person.created_at},
        links=REPLY,
        topics=["mailing:7"],
        channel=channel,
    )


def batch_of(centre):
    letters.make_ready(centre, "mailing:7", by=None)
    return LetterBatch.objects.get(centre=centre)


def text(response):
    return response.content.decode()


def test_letters_go_from_waiting_to_posted(lead, centre):
    write(centre)
    index = reverse("letters:index")

    make = reverse("letters:make", args=[centre.pk])
    assert make in text(lead.get(index))
    lead.post(make, {"topic": "mailing:7"})
    assert "The file is being made." in text(lead.get(index))

    letters.print_one()
    batch = LetterBatch.objects.get()
    file = lead.get(reverse("letters:file", args=[batch.pk]))
    assert file["Content-Disposition"] == 'attachment; filename="cedar-lake-1.pdf"'
    assert b"".join(file.streaming_content).startswith(b"%PDF-")

    page = lead.post(reverse("letters:posted", args=[batch.pk]), follow=True)
    assert "1 letter is in the post." in text(page)
    assert "In the post since" in text(page)
    assert Message.objects.get().state == "sent"


def test_the_same_letters_can_be_printed_from_a_page(lead, centre):
    write(centre)
    batch = batch_of(centre)

    page = lead.get(reverse("letters:page", args=[batch.pk]))

    assert "Rosa<br>22 Birch Road" in text(page)
    assert "<style" not in text(page)
    assert "style=" not in text(page)


def test_who_looked_at_letters_is_noted(lead, centre):
    message = write(centre)

    lead.get(reverse("letters:page", args=[batch_of(centre).pk]))

    assert list(ViewedPerson.objects.values_list("person_id", flat=True)) == [
        message.person_id
    ]


@pytest.mark.parametrize("name", ["file", "page", "merge", "posted", "again"])
def test_letters_of_another_centre_are_unknown(lead, other_centre, name):
    write(other_centre)
    batch = batch_of(other_centre)
    letters.print_one()
    method = lead.post if name in {"posted", "again"} else lead.get

    there = method(reverse(f"letters:{name}", args=[batch.pk]))
    nowhere = method(reverse(f"letters:{name}", args=[10**6]))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert Message.objects.get().state == "queued"


def test_another_centres_letters_are_not_made_ready(lead, other_centre):
    write(other_centre)

    answer = lead.post(
        reverse("letters:make", args=[other_centre.pk]), {"topic": "mailing:7"}
    )

    assert answer.status_code == 404
    assert LetterBatch.objects.count() == 0


@pytest.mark.parametrize("name", ["letters:index", "outbox:index"])
def test_lists_leave_other_centres_out(lead, centre, other_centre, name):
    write(centre, "Rosa")
    write(other_centre, "Zebra")
    batch_of(centre)
    batch_of(other_centre)

    page = text(lead.get(reverse(name)))

    assert "Rosa" in page
    assert "Zebra" not in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEAD])
@pytest.mark.parametrize("name", ["letters:index", "outbox:index"])
def test_only_point_persons_see_them(sign_in, centre, role, name):
    assert sign_in(centre, role).get(reverse(name)).status_code == 404


def test_messages_are_found_by_how_they_stand(lead, centre):
    write(centre, "Rosa", Channel.EMAIL)
    write(centre, "Sam", Channel.EMAIL)
    Message.objects.filter(person__first_name="Sam").update(state="ambiguous")

    page = text(lead.get(reverse("outbox:index"), {"state": "ambiguous"}))

    assert "Sam" in page
    assert "Rosa" not in page


@pytest.mark.parametrize(
    ("state", "say", "then"),
    [
        ("ambiguous", "again", "queued"),
        ("ambiguous", "arrived", "sent"),
        ("failed", "again", "queued"),
        ("failed", "arrived", "failed"),
        ("sent", "again", "sent"),
        ("ambiguous", "nonsense", "ambiguous"),
    ],
)
def test_what_nobody_knows_is_settled_with_one_click(lead, centre, state, say, then):
    message = write(centre, channel=Channel.EMAIL)
    Message.objects.update(state=state)

    lead.post(reverse("outbox:move", args=[message.pk]), {"say": say})

    assert Message.objects.get().state == then


def test_another_centres_message_is_not_sent_again(lead, other_centre):
    message = write(other_centre, channel=Channel.EMAIL)
    Message.objects.update(state=MessageState.AMBIGUOUS)

    answer = lead.post(reverse("outbox:move", args=[message.pk]), {"say": "again"})

    assert answer.status_code == 404
    assert Message.objects.get().state == "ambiguous"


def test_the_button_stands_only_where_it_helps(lead, centre):
    message = write(centre, channel=Channel.EMAIL)
    again = reverse("outbox:move", args=[message.pk])

    assert again not in text(lead.get(reverse("outbox:index")))
    Message.objects.update(state=MessageState.AMBIGUOUS)
    assert again in text(lead.get(reverse("outbox:index")))


@pytest.mark.parametrize("count", [1, 6])
def test_more_letters_ask_the_database_no_more(
    lead, centre, count, django_assert_max_num_queries
):
    for number in range(count):
        write(centre, f"Rosa{number}")
    batch_of(centre)
    letters.print_one()

    with django_assert_max_num_queries(24):
        page = lead.get(reverse("letters:index"))

    assert [row["count"] for row in page.context["rows"]] == [count]


def test_the_list_says_when_by_the_clock_on_the_centres_wall(lead, centre):
    write(centre)
    Message.objects.update(queued_at=datetime(2026, 12, 4, 2, 30, tzinfo=UTC))

    page = text(lead.get(reverse("outbox:index")))

    assert "Thursday 3 December 2026, 9:30\N{NO-BREAK SPACE}pm" in page
