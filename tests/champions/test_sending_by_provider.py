"""Mail leaves through a provider's API, over a real HTTP server that plays it, with all
that is promised of mail that leaves by a mail server."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone

from champions.messages import sender
from champions.messages.outbox import tell
from champions.messages.ways import can_reach
from champions.models import Message, Person
from tests.champions.provider_server import TAKEN, ProviderServer
from tests.conftest import free_port
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db
SENT, QUEUED, FAILED, IN_DOUBT = "sent", "queued", "failed", "ambiguous"
URLS = {
    "brevo": "brevo://A-KEY@",
    "mailgun": "mailgun://A-KEY@mail.example.org",
    "mailjet": "mailjet://A-KEY:SECOND@",
    "mailtrap": "mailtrap://A-KEY@",
    "postmark": "postmark://A-KEY@",
    "resend": "resend://A-KEY@",
    "sparkpost": "sparkpost://A-KEY@",
}
CALENDAR = "BEGIN:VCALENDAR\nMETHOD:PUBLISH\nEND:VCALENDAR"


@pytest.fixture
def centre():
    return make_centre(email="hello@cedar.example", name="Cedar Lake")


@pytest.fixture
def rosa(centre):
    return make_person(centre, email="rosa@example.org")


@pytest.fixture
def provider(settings):
    with ProviderServer() as server:
        settings.EMAIL_URL = URLS["postmark"]
        settings.ANYMAIL_POSTMARK_API_URL = server.address
        settings.BASE_URL = "https://champions.example"
        yield server


def news(person, number=1, **words):
    return tell(
        person, "told/code", event=f"news:{number}", context={"code": 7}, **words
    )


def send():
    return sender.send_waiting(seconds=5)


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.db
def test_a_mail_leaves_with_all_that_belongs_to_it(provider, rosa):
    message = news(rosa, calendar=CALENDAR)

    send()

    words = provider.asked[0].words
    headers = {one["Name"]: one["Value"] for one in words["Headers"]}
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (SENT, 1, "")
    assert (words["To"], words["Subject"]) == ("rosa@example.org", "Your code")
    assert words["From"] == "Cedar Lake <hello@localhost>"
    assert words["ReplyTo"] == "hello@cedar.example"
    assert "7" in words["TextBody"]
    assert "<html" in words["HtmlBody"]
    assert headers["Message-ID"] == message.message_id
    assert headers["X-PM-KeepID"] == "true"
    assert headers["Content-Language"] == "en"
    assert provider.asked[0].headers["X-Postmark-Server-Token"] == "A-KEY"


def test_the_calendar_says_what_it_is_for(provider, rosa):
    news(rosa, calendar=CALENDAR)

    send()

    (part,) = provider.asked[0].words["Attachments"]
    assert part["Name"] == "calendar.ics"
    assert 'method="PUBLISH"' in part["ContentType"]
    assert b"BEGIN:VCALENDAR" in base64.b64decode(part["Content"])


def test_one_click_stops_and_nobody_is_watched(provider, rosa):
    news(rosa)

    send()

    words = provider.asked[0].words
    headers = {one["Name"]: one["Value"] for one in words["Headers"]}
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<https://champions.example/en/stop/")
    assert (words["TrackOpens"], words["TrackLinks"]) == (False, "None")


@pytest.mark.parametrize("name", TAKEN)
def test_each_provider_takes_a_mail(provider, rosa, settings, name):
    settings.EMAIL_URL = URLS[name]
    setattr(settings, f"ANYMAIL_{name.upper()}_API_URL", provider.address)
    provider.says = TAKEN[name]
    message = news(rosa, calendar=CALENDAR)

    send()

    message.refresh_from_db()
    body = provider.asked[0].body
    assert (message.state, message.error) == (SENT, "")
    assert message.mark.encode() in body
    for part in (b"rosa@example.org", b"List-Unsubscribe-Post", b"calendar.ics"):
        assert part in body


@pytest.mark.parametrize(
    ("status", "code"), [(401, 0), (402, 0), (403, 0), (404, 0), (422, 400), (422, 412)]
)
def test_what_is_wrong_with_our_account_holds_no_mail_against_anybody(
    provider, rosa, centre, status, code
):
    provider.says = (status, {"ErrorCode": code, "Message": "No."})
    message = news(rosa)
    news(make_person(centre, email="sam@example.org"))

    assert send() is False

    message.refresh_from_db()
    pause = message.not_before - timezone.now()
    assert (states(), len(provider.asked)) == ([QUEUED, QUEUED], 1)
    assert pause < timedelta(seconds=80)
    assert message.error.startswith(f"HTTP {status}")
    assert "A-KEY" not in message.error


def test_what_rested_leaves_once_the_account_is_in_order(provider, rosa, time_machine):
    provider.says = (401, {"ErrorCode": 10, "Message": "No."})
    news(rosa)
    send()
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert Message.objects.standing_still().count() == 1

    provider.says = TAKEN["postmark"]
    send()

    assert states() == [SENT]


@pytest.mark.parametrize("status", [429, 502, 503])
def test_not_now_ends_the_turn_and_loses_nothing(provider, rosa, centre, status):
    provider.says = (status, {"Message": "Later."})
    news(rosa)
    news(make_person(centre, email="sam@example.org"))

    assert send() is False

    assert (states(), len(provider.asked)) == ([QUEUED, QUEUED], 1)


def test_an_error_over_one_mail_keeps_it_and_others_go_on(provider, rosa, centre):
    provider.says = (500, {"Message": "Something broke."})
    news(rosa)
    news(make_person(centre, email="sam@example.org"))

    send()

    assert (states(), len(provider.asked)) == ([QUEUED, QUEUED], 2)


def test_days_of_errors_are_not_held_against_the_mailbox(provider, rosa, time_machine):
    provider.says = (503, {"Message": "Later."})
    news(rosa)
    send()

    time_machine.move_to(timezone.now() + timedelta(days=3, minutes=1))
    send()

    rosa.refresh_from_db()
    assert (states(), rosa.email_refused_at) == ([FAILED], None)


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_mail_that_is_refused_fails_alone(provider, rosa, status):
    provider.says = (status, {"ErrorCode": 300, "Message": "ROSA@example.org: no."})
    message = news(rosa)

    send()

    message.refresh_from_db()
    rosa.refresh_from_db()
    assert (message.state, rosa.email_refused_at) == (FAILED, None)
    assert "rosa" not in message.error.lower()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (300, "Invalid 'To' address: 'rosa@example.org'."),
        (
            406,
            "Found inactive addresses: rosa@example.org. Inactive recipients are ones.",
        ),
    ],
)
def test_an_address_that_is_refused_is_written_to_no_more(provider, rosa, code, said):
    provider.says = (422, {"ErrorCode": code, "Message": said})
    news(rosa)

    send()

    assert states() == [FAILED]
    assert not can_reach(Person.objects.get(pk=rosa.pk), "email")


def test_a_refusal_without_a_reason_is_no_success(provider, rosa, settings):
    settings.EMAIL_URL = URLS["mailjet"]
    settings.ANYMAIL_MAILJET_API_URL = provider.address
    provider.says = (400, {"Messages": [{"Status": "error", "Errors": []}]})
    news(rosa)

    send()

    assert states() == [FAILED]


def test_a_provider_that_is_down_loses_nothing(provider, rosa, centre, settings):
    settings.ANYMAIL_POSTMARK_API_URL = f"http://127.0.0.1:{free_port()}/"
    news(rosa)
    news(make_person(centre, email="sam@example.org"))

    assert send() is False

    assert states() == [QUEUED, QUEUED]
    assert sum(Message.objects.values_list("attempts", flat=True)) == 1


@pytest.mark.db
def test_an_answer_that_does_not_come_leaves_one_mail_in_doubt(
    provider, rosa, centre, monkeypatch
):
    monkeypatch.setattr("champions.messages.post.TIMEOUT", 0.5)
    provider.seconds = 2
    news(rosa)
    news(make_person(centre, email="sam@example.org"))

    assert send() is False

    assert states() == [IN_DOUBT, QUEUED]


def test_a_line_that_breaks_before_the_answer_leaves_it_in_doubt(provider, rosa):
    provider.hangs_up = True
    news(rosa)

    send()

    assert (states(), len(provider.asked)) == ([IN_DOUBT], 1)


@pytest.mark.parametrize("answer", [(504, {"Message": "No answer."}), (200, ["?"])])
def test_an_answer_that_tells_nothing_leaves_it_in_doubt(provider, rosa, answer):
    provider.says = answer
    news(rosa)

    send()

    assert states() == [IN_DOUBT]


def test_what_left_is_not_sent_again(provider, rosa):
    news(rosa)

    send()
    send()

    assert (states(), len(provider.asked)) == ([SENT], 1)


def test_the_attempt_is_counted_before_the_work(provider, rosa):
    message = news(rosa)

    sender.claim()

    message.refresh_from_db()
    assert (message.state, message.attempts, provider.asked) == ("sending", 1, [])
