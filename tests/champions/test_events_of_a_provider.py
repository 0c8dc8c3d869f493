"""What a mail provider reports about a mail, in the form of its own documentation, at its
own door: only with the secret, only about a mail of ours to that very recipient, and once."""

import base64
import hashlib
import hmac
import json

import pytest
from django.utils import timezone

from champions.enums import Channel, MessageState
from champions.messages.outbox import tell, tell_address
from champions.messages.provider_line import MARK
from champions.models import Message, Person
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db
SAID = "cedar:a-long-password"
SENT, BOUNCED = MessageState.SENT, MessageState.BOUNCED


@pytest.fixture(autouse=True)
def _postmark(settings):
    settings.EMAIL_URL = "postmark://KEY@"
    settings.ANYMAIL_WEBHOOK_SECRET = SAID


@pytest.fixture
def rosa():
    return make_person(make_centre(), email="rosa@example.org", address="22 Birch Road")


def mailed(person, state=SENT, event="news:1"):
    message = tell(person, "told/code", event=event, context={"code": 7})
    Message.objects.filter(pk=message.pk).update(
        state=state, sent_at=timezone.now(), claimed_at=timezone.now()
    )
    message.refresh_from_db()
    return message


def report(client, event, *, provider="postmark", secret=SAID):
    keys = {}
    if secret:
        keys["authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
    return client.post(
        f"/anymail/{provider}/tracking/",
        json.dumps(event),
        content_type="application/json",
        headers=keys,
    )


def bounce(message, *, kind="HardBounce", to="", mark="", details="550 5.1.1 no such"):
    """https://postmarkapp.com/developer/webhooks/bounce-webhook"""
    return {
        "RecordType": "Bounce",
        "ID": 4323372036854775807,
        "Type": kind,
        "TypeCode": 1,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {MARK: mark or message.mark},
        "Description": "The server was unable to deliver your message.",
        "Details": details,
        "Email": to or message.to_address,
        "From": "hello@cedar.example",
        "BouncedAt": "2026-11-29T12:00:00Z",
        "Inactive": True,
        "CanActivate": True,
        "Subject": "Your code",
        "MessageStream": "outbound",
    }


def other(record, message, **more):
    return {
        "RecordType": record,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {MARK: message.mark},
        "Recipient": message.to_address,
        **more,
    }


def complaint(message):
    return bounce(message, kind="SpamComplaint") | {"RecordType": "SpamComplaint"}


def unsubscribed(message):
    return other(
        "SubscriptionChange",
        message,
        ChangedAt="2026-11-29T12:00:00Z",
        SuppressSending=True,
        SuppressionReason="ManualSuppression",
    )


def state_of(message):
    message.refresh_from_db()
    return message.state


def whole(model):
    return list(model.objects.order_by("pk").values())


@pytest.mark.db
def test_a_mail_that_did_not_arrive_came_back(client, rosa):
    message = mailed(rosa)

    assert report(client, bounce(message)).status_code == 200

    assert state_of(message) == BOUNCED
    assert message.error.startswith("5.1.1")
    rosa.refresh_from_db()
    following = tell(rosa, "told/code", event="news:2", context={"code": 7})
    assert following.channel == Channel.LETTER


@pytest.mark.parametrize(
    ("kind", "details", "is_refused"),
    [
        ("HardBounce", "", True),
        ("BadEmailAddress", "", True),
        ("Blocked", "", False),
        ("DMARCPolicy", "550 5.7.1 policy", False),
        ("VirusNotification", "", False),
        ("SoftBounce", "452 4.2.2 mailbox full", False),
    ],
)
def test_a_mailbox_is_left_alone_where_it_is_at_fault(
    client, rosa, kind, details, is_refused
):
    message = mailed(rosa)

    report(client, bounce(message, kind=kind, details=details))

    rosa.refresh_from_db()
    assert state_of(message) == BOUNCED
    assert (rosa.email_refused_at is not None) == is_refused


def test_told_twice_it_is_done_once(client, rosa):
    message = mailed(rosa)
    report(client, bounce(message))
    before = whole(Message), whole(Person)

    assert report(client, bounce(message)).status_code == 200

    assert (whole(Message), whole(Person)) == before


@pytest.mark.parametrize("event", [complaint, unsubscribed])
def test_who_complains_or_unsubscribes_has_pressed_stop(client, rosa, event):
    message = mailed(rosa)

    for _told in range(2):
        assert report(client, event(message)).status_code == 200

    rosa.refresh_from_db()
    assert rosa.do_not_contact_at is not None


@pytest.mark.parametrize(
    ("record", "more"),
    [
        ("Open", {"FirstOpen": True, "ReceivedAt": "2026-11-29T12:00:00Z"}),
        ("Click", {"OriginalLink": "https://x.example", "ClickLocation": "HTML"}),
        ("Delivery", {"DeliveredAt": "2026-11-29T12:00:00Z", "Details": "250 OK"}),
    ],
)
def test_who_opened_or_clicked_is_not_kept(client, rosa, record, more):
    message = mailed(rosa)
    before = whole(Message), whole(Person)

    assert report(client, other(record, message, **more)).status_code == 200

    assert (whole(Message), whole(Person)) == before


def test_what_is_tried_again_changes_nothing(client, rosa):
    message = mailed(rosa)

    report(client, bounce(message, kind="Transient"))

    assert state_of(message) == SENT


def test_a_mail_in_doubt_that_arrived_is_in_doubt_no_more(client, rosa):
    message = mailed(rosa, MessageState.AMBIGUOUS)

    report(client, other("Delivery", message, Details="250 OK"))

    assert state_of(message) == SENT


@pytest.mark.parametrize("secret", ["", "cedar:wrong", "a-long-password"])
def test_without_the_secret_nothing_changes(client, rosa, secret):
    message = mailed(rosa)

    answer = report(client, bounce(message), secret=secret)

    assert (answer.status_code, state_of(message)) == (400, SENT)


@pytest.mark.parametrize(
    ("url", "secret", "provider"),
    [
        ("", SAID, "postmark"),
        ("smtp://mail.example", SAID, "postmark"),
        ("postmark://KEY@", "", "postmark"),
        ("postmark://KEY@", SAID, "brevo"),
        ("postmark://KEY@", SAID, "unknown"),
    ],
)
def test_there_is_no_door_for_anybody_else(
    client, rosa, settings, url, secret, provider
):
    message = mailed(rosa)
    settings.EMAIL_URL, settings.ANYMAIL_WEBHOOK_SECRET = url, secret

    answer = report(client, bounce(message), provider=provider)

    assert (answer.status_code, state_of(message)) == (404, SENT)


def test_the_door_only_listens(client):
    assert client.get("/anymail/postmark/tracking/").status_code == 405


@pytest.mark.parametrize(
    "mark", ["1", "1.", "1.%", ".", "999999999999999999999.abc", "0.x", "½.½", "?"]
)
def test_an_unknown_mail_is_passed_over(client, rosa, mark):
    message = mailed(rosa)

    answer = report(client, bounce(message, mark=mark))

    assert (answer.status_code, state_of(message)) == (200, SENT)


def test_the_row_alone_names_no_mail(client, rosa):
    message = mailed(rosa)
    pk = message.mark.partition(".")[0]

    for number in ("0" * 32, "%", "_" * 32):
        report(client, bounce(message, mark=f"{pk}.{number}"))

    assert state_of(message) == SENT


@pytest.mark.parametrize("event", [bounce, complaint])
def test_a_mail_of_another_centre_is_no_way_to_ours(client, rosa, event):
    message = mailed(rosa)
    theirs = mailed(
        make_person(make_centre(slug="harbourview"), email="sam@example.org")
    )

    report(client, event(theirs) | {"Email": "rosa@example.org"})

    assert (state_of(message), state_of(theirs)) == (SENT, SENT)
    assert not Person.objects.exclude(do_not_contact_at=None).exists()


def test_who_is_nobody_we_know_cannot_be_stopped(client):
    message = tell_address(
        "guest@example.org",
        "told/code",
        language="en",
        event="code:1",
        context={"code": 1},
    )

    answer = report(client, complaint(message))

    assert answer.status_code == 200
    assert not Person.objects.exclude(do_not_contact_at=None).exists()


def test_a_complaint_is_heard_after_the_words_are_forgotten(client, rosa):
    message = mailed(rosa)
    event = complaint(message)
    Message.objects.update(text="", to_address="")

    report(client, event)

    rosa.refresh_from_db()
    assert rosa.do_not_contact_at is not None


def test_a_complaint_finds_the_record_that_stayed(client, rosa):
    message = mailed(rosa)
    stays = make_person(rosa.centre, email="rosa@example.org")
    Person.objects.filter(pk=rosa.pk).update(merged_into=stays)

    report(client, complaint(message))

    stays.refresh_from_db()
    assert stays.do_not_contact_at is not None


# What each sends when a mail did not arrive, shortened to what its documentation calls
# the fields, with our mark where it gives it back.
EVENTS = {
    "brevo": lambda mark: {
        "event": "hard_bounce",
        "email": "rosa@example.org",
        "id": 1,
        "date": "2026-11-29 12:00:00",
        "ts_event": 1795953600,
        "message-id": "<202611291200.1@smtp-relay.example>",
        "reason": "550 5.1.1 no such user",
        "X-Mailin-custom": json.dumps({MARK: mark}),
    },
    "mailjet": lambda mark: {
        "event": "bounce",
        "time": 1795953600,
        "MessageID": 1,
        "email": "rosa@example.org",
        "blocked": False,
        "hard_bounce": True,
        "error_related_to": "recipient",
        "error": "user unknown",
        "Payload": json.dumps({MARK: mark}),
    },
    "mailtrap": lambda mark: {
        "events": [
            {
                "event": "bounce",
                "email": "rosa@example.org",
                "timestamp": 1795953600,
                "sending_stream": "transactional",
                "event_id": "1",
                "message_id": "0c7fd939",
                "response": "550 5.1.1 no such user",
                "response_code": 550,
                "bounce_category": "badmailbox",
                "custom_variables": {MARK: mark},
            }
        ]
    },
    "resend": lambda mark: {
        "type": "email.bounced",
        "created_at": "2026-11-29T12:00:00.000Z",
        "data": {
            "email_id": "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794",
            "created_at": "2026-11-29T12:00:00.000Z",
            "from": "hello@cedar.example",
            "to": ["rosa@example.org"],
            "subject": "Your code",
            "bounce": {"message": "550 5.1.1 no such user", "type": "Permanent"},
            "headers": [{"name": "X-Metadata", "value": json.dumps({MARK: mark})}],
        },
    },
    "sparkpost": lambda mark: [
        {
            "msys": {
                "message_event": {
                    "type": "bounce",
                    "bounce_class": "10",
                    "event_id": "1",
                    "message_id": "2",
                    "transmission_id": "3",
                    "rcpt_to": "rosa@example.org",
                    "raw_rcpt_to": "Rosa@example.org",
                    "raw_reason": "550 5.1.1 no such user",
                    "reason": "550 5.1.1 no such user",
                    "rcpt_meta": {MARK: mark},
                    "timestamp": "1795953600",
                }
            }
        }
    ],
}


@pytest.mark.parametrize("name", EVENTS)
def test_each_provider_is_understood(client, rosa, settings, name):
    settings.EMAIL_URL = f"{name}://KEY{':SECOND' if name == 'mailjet' else ''}@"
    message = mailed(rosa)

    answer = report(client, EVENTS[name](message.mark), provider=name)

    rosa.refresh_from_db()
    assert (answer.status_code, state_of(message)) == (200, BOUNCED)
    assert rosa.email_refused_at is not None


def signed(message, key):
    """https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhooks"""
    token, stamp = "a" * 50, "1795953600"
    digest = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256)
    return {
        "signature": {
            "token": token,
            "timestamp": stamp,
            "signature": digest.hexdigest(),
        },
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "id": "1",
            "timestamp": 1795953600.0,
            "recipient": "rosa@example.org",
            "message": {"headers": {"message-id": "2026.1@mail.example.org"}},
            "delivery-status": {"code": 550, "message": "5.1.1 no such user"},
            "user-variables": {MARK: message.mark},
        },
    }


@pytest.mark.parametrize(
    ("url", "key", "answers"),
    [
        ("mailgun://KEY@mail.example.org", "KEY", 200),
        ("mailgun://KEY@mail.example.org?signing_key=SIGN", "SIGN", 200),
        ("mailgun://KEY@mail.example.org?signing_key=SIGN", "KEY", 400),
    ],
)
def test_mailgun_signs_what_it_says(client, rosa, settings, url, key, answers):
    settings.EMAIL_URL = url
    message = mailed(rosa)

    answer = report(client, signed(message, key), provider="mailgun")

    assert answer.status_code == answers
    assert state_of(message) == (BOUNCED if answers == 200 else SENT)
