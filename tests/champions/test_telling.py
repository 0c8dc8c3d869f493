"""Telling a person something: once, in their language, by their own safe way."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from champions.enums import Channel, MessageState, Priority
from champions.messages.outbox import (
    NotAnAddressError,
    cancel_topic,
    posted,
    tell,
    tell_address,
)
from champions.models import Consent, Message, MessageTopic, Person
from champions.services.people import change_person
from tests.factories import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db
REPLY = {"reply": {"purpose": "invitation", "id": 42, "path": "/en/i/{token}/"}}
THURSDAY = date(2026, 12, 3)


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def rosa(centre):
    return make_person(centre, email="rosa@example.org")


def invite(person, event="invitation:42", **words):
    context = words.pop("context", {"day": THURSDAY})
    links = words.pop("links", REPLY)
    return tell(
        person,
        "told/invitation",
        event=event,
        context=context,
        links=links,
        **words,
    )


def test_words_are_rendered_when_queued_without_blank_ends(rosa):
    message = invite(rosa)

    assert message.subject == "Rosa, come on Thursday 3 December"
    assert message.text == (
        "Hello Rosa,\n\nSee you on Thursday 3 December, here & there.\n\n"
        "Answer here: {link:reply}\nOr say the code {code:reply}."
    )


def test_words_are_in_the_language_of_the_person(centre):
    lucie = make_person(centre, "Lucie", email="l@example.org", language="fr")

    assert invite(lucie).subject == "Lucie, come on jeudi 3 décembre"
    assert Message.objects.get().language == "fr"


def test_told_once(rosa):
    first = invite(rosa)
    rosa.first_name = "Rosalie"

    assert invite(rosa) == first
    assert Message.objects.count() == 1
    assert Message.objects.get().subject.startswith("Rosa,")


def test_another_event_is_another_message(rosa):
    assert invite(rosa) != invite(rosa, event="invitation:43")


def test_one_event_on_two_channels_is_told_on_both(centre):
    rosa = make_person(centre, email="rosa@example.org", address="22 Birch Road")

    assert invite(rosa) != invite(rosa, channel=Channel.LETTER)


def test_a_template_must_be_given_the_links_it_asks_for(rosa):
    with pytest.raises(LookupError):
        invite(rosa, links={})
    assert Message.objects.count() == 0


def test_also_those_that_a_part_of_it_asks_for(rosa):
    with pytest.raises(LookupError):
        tell(rosa, "told/parted", event="parted", context={})


def test_marks_in_the_words_of_people_stop_nobody(rosa):
    message = invite(
        rosa, context={"day": THURSDAY, "story": "I wrote {link:secret} by hand"}
    )

    assert "I wrote {link:secret} by hand" in message.text


def test_a_line_break_in_a_name_makes_no_header(centre):
    sly = make_person(centre, "Rosa\r\nBcc: all@example.org", email="r@example.org")

    assert (
        invite(sly).subject == "Rosa Bcc: all@example.org, come on Thursday 3 December"
    )


@pytest.mark.parametrize(
    "address",
    ["a@example.org\nBcc: b@example.org", "a@example.org,b@example.org", "no address"],
)
def test_a_bad_address_is_never_queued(centre, address):
    with pytest.raises(NotAnAddressError):
        tell_address(address, "told/code", language="en", event="code:1", context={})
    assert (
        tell(
            make_person(centre, email=address),
            "told/code",
            event="code:1",
            context={},
        )
        is None
    )


def test_only_living_people_are_told(rosa):
    rosa.died_at = timezone.now()

    assert invite(rosa, asked_for=True) is None


@pytest.mark.parametrize("asked_for", [True, False])
def test_do_not_contact_people_get_only_what_they_asked_for(rosa, asked_for):
    rosa.do_not_contact_at = timezone.now()

    assert (invite(rosa, asked_for=asked_for) is not None) is asked_for


def test_who_withdrew_consent_is_not_told(rosa):
    consent = Consent.objects.create(
        centre=rosa.centre,
        person=rosa,
        purpose="contact",
        wording=1,
        language="en",
        how="email",
    )
    assert invite(rosa) is not None

    consent.withdrawn_at = timezone.now()
    consent.save()

    assert invite(rosa, event="other") is None


@pytest.mark.parametrize(
    ("wish", "ways", "way"),
    [
        ("email", {"email": "r@example.org", "address": "22 Birch Road"}, "email"),
        ("email", {"address": "22 Birch Road"}, "letter"),
        ("email", {"email": "r@example.org", "safe_to_write": False}, None),
        (
            "email",
            {"email": "r@example.org", "safe_to_write": False, "phone": "+17055550142"},
            "phone",
        ),
        ("letter", {"email": "r@example.org", "address": "22 Birch Road"}, "letter"),
        ("letter", {"email": "r@example.org"}, "email"),
        ("text", {"phone": "+17055550142", "address": "22 Birch Road"}, "letter"),
        ("phone", {"phone": "+17055550142"}, "phone"),
        ("phone", {"phone": "+17055550142", "safe_to_phone": False}, None),
        ("in_person", {"email": "r@example.org"}, "email"),
        ("in_person", {}, None),
    ],
)
def test_the_way_is_the_nearest_that_is_known_and_safe(centre, wish, ways, way):
    person = make_person(centre, channel=wish, **ways)

    message = invite(person)

    assert (message and message.channel) == way


def test_a_call_that_is_asked_for_by_name_is_a_call(centre):
    person = make_person(centre, phone="+17055550142", address="22 Birch Road")

    assert invite(person, channel=Channel.PHONE).channel == "phone"


def test_a_refused_mailbox_is_not_tried_again(centre):
    rosa = make_person(centre, email="rosa@example.org", address="22 Birch Road")
    rosa.email_refused_at = timezone.now()

    assert invite(rosa).channel == "letter"


def test_after_three_months_a_refused_mailbox_is_tried_once_more(centre):
    rosa = make_person(centre, email="rosa@example.org", address="22 Birch Road")
    rosa.email_refused_at = timezone.now() - timedelta(days=91)

    assert invite(rosa).channel == "email"


def test_a_corrected_mailbox_is_tried(centre):
    rosa = make_person(centre, email="rsoa@example.org", address="22 Birch Road")
    Person.objects.update(email_refused_at=timezone.now())
    change_person(rosa, by=None, email="rosa@example.org")

    assert invite(rosa).channel == "email"


@pytest.mark.parametrize("field", ["address", "city", "postal_code"])
def test_no_letter_goes_to_a_wrong_address_until_it_is_put_right(centre, field):
    rosa = make_person(centre, address="22 Birch Road", phone="+17055550142")
    rosa.address_wrong_at = timezone.now()
    rosa.save()

    before = invite(rosa).channel
    change_person(rosa, by=None, **{field: "P3E 1A1"})

    assert (before, invite(rosa, event="other").channel) == ("phone", "letter")


def test_rich_words_are_those_of_the_channel(centre):
    rosa = make_person(centre, "R<b>", email="r@example.org", address="22 Birch Road")
    news = {"event": "news:1", "context": {}, "links": REPLY}

    mail = tell(rosa, "told/news", **news)
    letter = tell(rosa, "told/news", channel=Channel.LETTER, **news)

    assert mail.html.startswith("<p>News for <strong>R&lt;b&gt;</strong>.")
    assert letter.html == '<p class="box">News on paper for R&lt;b&gt;.</p>\n'
    assert mail.text == letter.text == "News for R<b>."


def test_topics_are_the_persons_and_the_given_ones(rosa):
    message = invite(rosa, topics=["meeting:7", "mailing:1"])

    topics = MessageTopic.objects.filter(message=message).values_list(
        "topic", flat=True
    )
    assert set(topics) == {f"person:{rosa.pk}", "meeting:7", "mailing:1"}


def test_a_topic_is_called_off_as_a_whole(centre, rosa):
    other = make_person(centre, "Sam", email="sam@example.org")
    invite(rosa, topics=["meeting:7"])
    invite(other, topics=["meeting:7"])
    kept = invite(other, event="other", topics=["meeting:8"])

    assert cancel_topic("meeting:7") == 2
    assert list(Message.objects.filter(state="queued")) == [kept]


def test_what_left_already_is_not_called_off(rosa):
    message = invite(rosa, topics=["meeting:7"])
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT)

    assert cancel_topic("meeting:7") == 0


def test_a_letter_is_sent_when_somebody_says_posted(centre):
    lead = make_staff(centre)
    letter = invite(make_person(centre, address="22 Birch Road"))

    assert posted([letter], by=lead) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at is None) == ("sent", False)


def test_posting_twice_and_posting_what_was_called_off_change_nothing(centre):
    letter = invite(make_person(centre, address="1 Oak Road"), topics=["meeting:7"])
    other = invite(make_person(centre, "Sam", address="22 Birch Road"))
    cancel_topic("meeting:7")

    assert posted([letter, other], by=None) == 1
    assert posted([letter, other], by=None) == 0
    letter.refresh_from_db()
    assert letter.state == "cancelled"


def test_an_e_mail_is_never_posted(rosa):
    assert posted([invite(rosa)], by=None) == 0


def test_the_sender_is_woken_once_in_a_transaction(
    rosa, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        invite(rosa)
        invite(rosa, event="other")

    assert len(callbacks) == 1
    assert OrmQ.objects.count() == 1


def test_nothing_is_told_that_was_taken_back(rosa):
    with transaction.atomic():
        invite(rosa)
        transaction.set_rollback(True)

    assert Message.objects.count() == 0


def test_a_sign_in_code_goes_first_and_soon_is_of_no_use():
    message = tell_address(
        "Rosa@Example.org",
        "told/code",
        language="en",
        event="code:1",
        context={"code": "ABCD"},
    )

    assert message.priority == Priority.SIGN_IN
    assert message.not_after - timezone.now() < timedelta(minutes=11)
    assert (message.to_address, message.text) == (
        "Rosa@Example.org",
        "Your code is ABCD.",
    )
    assert "rosa" not in message.key


def test_links_are_stored_without_any_secret(rosa):
    message = invite(rosa)

    assert message.links == {
        **REPLY,
        "stop": {"purpose": "stop", "id": rosa.pk, "path": "/en/stop/{token}/"},
    }
