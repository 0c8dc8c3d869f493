"""A text message goes to who would like one, safely, by the centre's own service; what
cannot be sent goes another way."""

import csv
import io

import pytest

from champions.enums import Channel, MessageState
from champions.messages.many import Telling, tell_many
from champions.messages.outbox import cancel_topic, tell
from champions.models import LetterBatch, Message, Person
from champions.services import letters
from champions.services.calls import find_another_way, wrong_number
from champions.services.people import mark_do_not_contact
from champions.services.texts import list_of, stop_numbers
from tests.factories import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db
REPLY = {"reply": {"purpose": "invitation", "id": 42, "path": "/en/i/{token}/"}}
MOBILE = "+17055550142"


@pytest.fixture
def centre():
    return make_centre(sends_texts=True)


def texter(centre, name="Rosa", phone=MOBILE, **fields):
    fields = {"channel": Channel.TEXT, "address": "22 Birch Road"} | fields
    return make_person(centre, name, phone=phone, **fields)


def write(person, name="told/short", number=1, **fields):
    return tell(
        person,
        name,
        event=f"news:{number}",
        context={},
        links=REPLY,
        topics=["mailing:7"],
        **fields,
    )


def listed(centre):
    letters.make_ready(centre, "mailing:7", by=None, channel=Channel.TEXT)
    return LetterBatch.objects.get(channel=Channel.TEXT)


def table(batch):
    written = "".join(list_of(letters.letters_to_post(batch), centre=batch.centre))
    return list(csv.reader(io.StringIO(written.lstrip("\ufeff"))))


def test_who_would_like_a_text_gets_one_short_line_and_all_words_are_kept(centre):
    message = write(texter(centre))

    assert (message.channel, message.to_address) == ("text", MOBILE)
    assert message.html == "Rosa, in short: {link:reply}"
    assert message.text.startswith("Hello Rosa, this is all of it.")


@pytest.mark.parametrize(
    ("fields", "way"),
    [
        ({}, "text"),
        ({"safe_to_phone": False}, "letter"),
        ({"safe_to_write": False}, "phone"),
        ({"phone": ""}, "letter"),
        ({"phone": "+18005550142"}, "letter"),
        ({"channel": "letter"}, "letter"),
        ({"channel": "phone", "address": ""}, "phone"),
    ],
)
def test_only_where_it_is_wished_and_safe(centre, fields, way):
    assert write(texter(centre, **fields)).channel == way


@pytest.mark.parametrize(
    ("phone", "way"),
    [
        ("+441632960123", "letter"),
        ("+442079460123", "letter"),
        ("+447700900123", "text"),
    ],
)
def test_a_fixed_line_is_sent_none_where_numbers_tell(phone, way):
    beck = make_centre("beck-lane", region="GB-ENG", sends_texts=True)

    assert write(texter(beck, phone=phone)).channel == way


def test_a_number_that_was_wrong_gets_none(centre):
    rosa = texter(centre)
    Person.objects.update(phone_wrong_at="2026-09-07T12:00Z")
    rosa.refresh_from_db()

    assert write(rosa).channel == "letter"


def test_a_centre_without_a_service_sends_none(centre):
    assert write(texter(make_centre("harbourview"))).channel == "letter"


def test_what_one_text_cannot_say_is_a_letter(centre):
    assert write(texter(centre), "told/news").channel == "letter"


def test_many_are_told_by_the_same_rule(centre):
    people = [texter(centre), texter(centre, "Sam", channel=Channel.LETTER)]

    tell_many("told/short", [Telling(one, f"k:{one.pk}", {}, REPLY) for one in people])

    assert dict(Message.objects.values_list("person__first_name", "channel")) == {
        "Rosa": "text",
        "Sam": "letter",
    }
    text = Message.objects.get(channel=Channel.TEXT)
    assert (text.to_address, text.html) == (MOBILE, "Rosa, in short: {link:reply}")


def test_the_list_is_two_columns_that_no_spreadsheet_takes_for_sums(centre):
    write(texter(centre))
    write(texter(centre, "=Sam", "+447700900123"))

    rows = table(listed(centre))

    assert rows[0] == ["Number", "Text"]
    assert [row[0] for row in rows[1:]] == ["(705) 555-0142", "011 44 7700 900123"]
    assert rows[1][1].startswith("Rosa, in short: http")
    assert rows[2][1].startswith("'=Sam, in short: http")


def test_texts_and_letters_about_one_thing_are_put_together_apart(centre):
    write(texter(centre))
    write(texter(centre, "Sam", channel=Channel.LETTER))
    lead = make_staff(centre)

    assert letters.make_ready(centre, "mailing:7", by=None) == 1
    assert [one.count for one in letters.waiting_letters(lead)] == []
    waiting = letters.waiting_letters(lead, channel=Channel.TEXT)
    assert [(one.topic, one.count) for one in waiting] == [("mailing:7", 1)]
    assert listed(centre).number == 1


@pytest.mark.db
def test_asking_twice_puts_no_text_on_two_lists(centre):
    write(texter(centre))

    for expected in (1, 0):
        made = letters.make_ready(centre, "mailing:7", by=None, channel=Channel.TEXT)
        assert made == expected


def test_no_file_is_made_of_a_list(centre):
    write(texter(centre))
    listed(centre)

    assert letters.print_one() is False


def test_what_was_called_off_after_the_download_is_named_and_stays(centre):
    write(texter(centre, "Rosa"))
    sam = texter(centre, "Sam")
    write(sam)
    batch = listed(centre)
    cancel_topic("mailing:7", person=Person.objects.get(first_name="Rosa"))
    mark_do_not_contact(sam, by=None)

    named = [message.person.first_name for message in letters.not_to_post(batch)]

    assert named == ["Rosa", "Sam"]
    assert table(batch) == [["Number", "Text"]]
    assert letters.post_batch(batch, by=None) == 0
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.db
def test_texts_are_sent_when_staff_say_so(centre):
    write(texter(centre))
    batch = listed(centre)

    assert letters.post_batch(batch, by=make_staff(centre)) == 1
    assert Message.objects.get().state == MessageState.SENT
    with pytest.raises(letters.BatchMovedError):
        letters.post_batch(batch, by=None)


# --- Another way ------------------------------------------------------------------


def others():
    return [
        (message.channel, message.state)
        for message in Message.objects.order_by("pk").only("channel", "state")
    ]


@pytest.mark.parametrize(
    ("fields", "way"),
    [
        ({"phone": ""}, "letter"),
        ({"safe_to_phone": False}, "letter"),
        ({"safe_to_write": False}, "phone"),
        ({"phone": "+18005550142", "address": ""}, "phone"),
    ],
)
def test_a_text_that_cannot_be_sent_any_more_goes_another_way(centre, fields, way):
    write(texter(centre))
    Person.objects.update(**fields)

    find_another_way()

    assert others() == [("text", "cancelled"), (way, "queued")]
    assert Message.objects.last().text.startswith("Hello Rosa, this is all of it.")


def test_when_a_centre_sends_texts_no_more_those_that_wait_are_posted(centre):
    write(texter(centre))
    centre.sends_texts = False
    centre.save()

    find_another_way()

    assert others() == [("text", "cancelled"), ("letter", "queued")]


def test_what_can_be_sent_stays_a_text(centre):
    write(texter(centre))

    find_another_way()

    assert others() == [("text", "queued")]


def test_a_number_found_wrong_in_a_call_is_sent_no_text_either(centre):
    rosa = texter(centre)
    write(rosa)
    call = write(rosa, number=2, channel=Channel.PHONE)

    wrong_number(call, by=make_staff(centre))

    assert sorted(others()) == [
        ("letter", "queued"),
        ("letter", "queued"),
        ("phone", "cancelled"),
        ("text", "cancelled"),
    ]


# --- STOP -------------------------------------------------------------------------


def sent_text(centre, name="Rosa", phone=MOBILE):
    person = texter(centre, name, phone)
    message = write(person)
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT)
    return person


def never_written_to():
    stopped = Person.objects.exclude(do_not_contact_at=None).order_by("first_name")
    return list(stopped.values_list("first_name", flat=True))


def test_who_answers_stop_is_not_written_to_any_more(centre):
    rosa = sent_text(centre)

    done = stop_numbers(centre, " 705-555-0142 \n\n", by=make_staff(centre))

    assert (done.people, done.unknown) == ([rosa], [])
    assert never_written_to() == ["Rosa"]
    rosa.refresh_from_db()
    assert write(rosa, number=2) is None


def test_everybody_who_was_sent_a_text_at_the_number_is_meant(centre):
    sent_text(centre, "Rosa")
    sent_text(centre, "Sam")
    sent_text(centre, "Lou", "+17055550177")
    texter(centre, "Nobody texted")

    stop_numbers(centre, "+1 705 555 0142", by=None)

    assert never_written_to() == ["Rosa", "Sam"]


def test_a_number_on_a_list_that_is_not_yet_called_sent_is_known(centre):
    write(texter(centre))
    listed(centre)

    stop_numbers(centre, MOBILE, by=None)

    assert never_written_to() == ["Rosa"]


def test_a_number_that_has_changed_since_is_known_by_what_was_sent(centre):
    rosa = sent_text(centre)
    Person.objects.filter(pk=rosa.pk).update(phone="+17055550199")

    stop_numbers(centre, MOBILE, by=None)

    assert never_written_to() == ["Rosa"]


def test_what_is_nobodys_is_named_back_and_the_rest_is_done(centre):
    sent_text(centre)
    sent_text(make_centre("harbourview", sends_texts=True), "Zed", "+17055550155")

    done = stop_numbers(
        centre, "705-555-0155\n705-555-0142\nnot a number\n705 555 0188", by=None
    )

    assert done.unknown == ["705-555-0155", "not a number", "705 555 0188"]
    assert never_written_to() == ["Rosa"]


def test_who_answers_stop_twice_is_stopped_as_before(centre):
    sent_text(centre)

    first = stop_numbers(centre, MOBILE, by=None)

    assert stop_numbers(centre, MOBILE, by=None) == first
    assert never_written_to() == ["Rosa"]
