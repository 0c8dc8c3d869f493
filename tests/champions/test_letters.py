"""A letter on paper: words, window address, code, slip; from waiting to posted."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from champions.enums import Channel
from champions.messages.letters import html_of, letter_of, pdf_of
from champions.messages.outbox import cancel_topic, tell
from champions.models import LetterBatch, Message, TypedCode
from champions.services import letters
from champions.services.codes import find_code
from tests.factories import make_centre, make_circle, make_person, make_staff

pytestmark = pytest.mark.django_db
REPLY = {"reply": {"purpose": "invitation", "id": 42, "path": "/en/i/{token}/"}}


@pytest.fixture
def centre():
    return make_centre(name_fr="Lac-aux-Cèdres")


def at_home(centre, name="Rosa", **fields):
    return make_person(
        centre, name, address="22 Birch Road", city="Cedar Lake", **fields
    )


def write(person, number=1, topic="mailing:7", links=REPLY):
    return tell(
        person,
        "told/news",
        event=f"news:{number}",
        context={},
        links=links,
        topics=[topic, f"invitation:{person.pk}"],
        channel=Channel.LETTER,
    )


def test_the_code_on_the_letter_opens_what_the_letter_is_about(centre):
    letter = letter_of(write(at_home(centre)))

    assert find_code(centre, letter.code, source="here").thing_id == 42


def test_a_letter_says_its_words_on_paper_in_the_persons_language(centre):
    lucie = at_home(centre, "Lucie", language="fr")

    html = html_of([write(lucie)], centre=centre)

    assert '<article class="letter on-letter" lang="fr">' in html
    assert '<p class="box">News on paper for Lucie.</p>' in html
    assert "<strong>Lac-aux-Cèdres</strong><br>Cedar Lake" in html
    assert "Lucie<br>22 Birch Road<br>Cedar Lake<br>" in html


def test_everybody_is_told_in_their_own_words_to_call(centre):
    letter = letter_of(write(at_home(centre)))

    assert [code for code, _ in letter.call_us] == ["fr", "es", "pt", "ar"]


def test_a_long_link_is_never_printed(centre, settings):
    settings.BASE_URL = "https://champions.example"
    message = write(at_home(centre))
    message.html, message.text = "", "Answer here:\n{link:reply}"

    assert letter_of(message).body == "<p>Answer here:<br>champions.example/en/go/</p>"


def test_a_reply_has_a_slip_and_other_letters_have_none(centre):
    rosa = at_home(centre)
    plain = {"reply": {"purpose": "card", "id": 3, "path": "/en/card/{token}/"}}

    assert letter_of(write(rosa)).has_slip
    assert not letter_of(write(rosa, 2, links=plain)).has_slip


@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_each_letter_is_one_page(paper):
    centre = make_centre(paper=paper)
    make_circle(centre)
    people = [at_home(centre, name) for name in ("Rosa", "Sam")]

    pdf = pdf_of([write(person) for person in people], centre=centre)

    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") in {0, 2}


@pytest.mark.db
def test_letters_are_counted_by_what_they_are_about(centre):
    lead = make_staff(centre)
    write(at_home(centre))
    write(at_home(centre, "Sam"))
    write(at_home(centre, "Lou"), topic="meeting:3")
    write(at_home(make_centre("harbourview"), "Zed"))

    waiting = letters.waiting_letters(lead)

    assert [(one.topic, one.count) for one in waiting] == [
        ("mailing:7", 2),
        ("meeting:3", 1),
    ]


def test_a_hundred_letters_are_a_file(centre, monkeypatch):
    monkeypatch.setattr(letters, "BATCH", 2)
    for number in range(5):
        write(at_home(centre, f"P{number}"))

    assert letters.make_ready(centre, "mailing:7", by=None) == 5
    sizes = [batch.messages.count() for batch in LetterBatch.objects.order_by("number")]
    assert sizes == [2, 2, 1]


@pytest.mark.db
def test_asking_twice_puts_no_letter_into_two_files(centre):
    write(at_home(centre))

    assert letters.make_ready(centre, "mailing:7", by=None) == 1
    assert letters.make_ready(centre, "mailing:7", by=None) == 0
    assert LetterBatch.objects.count() == 1


def test_letters_that_come_later_get_the_next_number(centre):
    write(at_home(centre))
    letters.make_ready(centre, "mailing:7", by=None)
    write(at_home(centre, "Sam"))
    letters.make_ready(centre, "mailing:7", by=None)

    assert list(LetterBatch.objects.values_list("number", flat=True)) == [1, 2]


@pytest.fixture
def batch(centre):
    write(at_home(centre))
    letters.make_ready(centre, "mailing:7", by=None)
    return LetterBatch.objects.get()


@pytest.mark.db
def test_a_file_is_made_once_and_kept_where_no_address_reaches(batch):
    assert letters.print_one() is True
    assert letters.print_one() is False

    batch.refresh_from_db()
    with storages["private"].open(batch.file_name) as file:
        assert file.read(5) == b"%PDF-"
    assert (batch.attempts, batch.made_at is None) == (1, False)


def test_making_the_file_posts_nothing(batch):
    letters.print_one()

    assert Message.objects.get().state == "queued"


def test_a_file_that_is_being_made_is_not_made_by_another(batch):
    letters._claim()

    assert letters.print_one() is False


def test_a_file_whose_worker_died_is_made_again_but_not_for_ever(batch, time_machine):
    for minutes in (0, 2, 4):
        time_machine.move_to(timezone.now() + timedelta(minutes=minutes))
        assert letters._claim() == batch

    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    assert letters._claim() is None
    batch.refresh_from_db()
    assert batch.is_given_up
    letters.try_again(batch, by=None)
    assert letters._claim() == batch


def test_who_died_meanwhile_is_not_printed(batch):
    message = Message.objects.get()
    message.person.died_at = timezone.now()
    message.person.save()

    letters.print_one()

    message.refresh_from_db()
    assert message.state == "cancelled"
    assert letters.letters_of(batch) == []


def test_what_must_not_be_posted_any_more_is_named(batch):
    letters.print_one()
    cancel_topic("mailing:7")

    assert letters.not_to_post(batch) == [Message.objects.get()]


@pytest.mark.db
def test_posted_letters_are_sent(batch, centre):
    letters.print_one()

    assert letters.post_batch(batch, by=make_staff(centre)) == 1
    assert Message.objects.get().state == "sent"


def test_posting_twice_is_told(batch):
    letters.post_batch(batch, by=None)

    with pytest.raises(letters.BatchMovedError):
        letters.post_batch(batch, by=None)


def test_codes_are_given_out_before_a_page_shows_them(batch):
    letters.print_one()
    before = TypedCode.objects.count()

    html_of(letters.letters_of(batch), centre=batch.centre)

    assert TypedCode.objects.count() == before == 1
