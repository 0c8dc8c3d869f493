"""E-mail leaves through a real SMTP server; what goes wrong with one stops nobody."""

import smtplib
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from champions.enums import MessageState, Priority
from champions.links import read_token
from champions.messages import sender
from champions.messages.outbox import MessageMovedError, arrived, resend, tell
from champions.messages.outbox import tell_address as write_to
from champions.messages.verdicts import by_smtp
from champions.models import Message, Person
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db
SENT, QUEUED, FAILED = "sent", "queued", "failed"


@pytest.fixture
def centre():
    return make_centre(
        email="hello@cedar.example", name="Cedar Lake", name_fr="Lac-aux-Cèdres"
    )


@pytest.fixture
def rosa(centre):
    return make_person(centre, email="rosa@example.org")


@pytest.fixture
def mailbox(mail_server, settings):
    settings.EMAIL_URL = mail_server.address
    settings.BASE_URL = "https://champions.example"
    return mail_server.mailbox


def news(person, number=1, **words):
    return tell(
        person, "told/code", event=f"news:{number}", context={"code": 7}, **words
    )


def sign_in(address="rosa@example.org"):
    return write_to(
        address, "told/code", language="en", event="code:1", context={"code": "Q7"}
    )


def send():
    return sender.send_waiting(seconds=5)


def later(time_machine, **span):
    time_machine.move_to(timezone.now() + timedelta(**span))


def mails(mailbox):
    return [
        message_from_bytes(envelope.content, policy=policy.default)
        for envelope in mailbox.envelopes
    ]


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.db
def test_a_message_leaves_and_is_recorded(mailbox, rosa):
    message = news(rosa)

    send()

    (mail,) = mails(mailbox)
    message.refresh_from_db()
    assert (mail["To"], mail["Subject"]) == ("rosa@example.org", "Your code")
    assert (message.state, message.attempts, message.error) == (SENT, 1, "")
    assert message.sent_at is not None


def test_a_mail_says_from_whom_and_where_replies_go(mailbox, centre):
    news(make_person(centre, email="l@example.org", language="fr"))

    send()

    (mail,) = mails(mailbox)
    assert mail["From"] == "Lac-aux-Cèdres <hello@localhost>"
    assert mail["Reply-To"] == "hello@cedar.example"
    assert mail["Content-Language"] == "fr"


@pytest.mark.parametrize(
    ("setting", "sender_of_the_envelope"),
    [("", "hello@localhost"), ("reports@cedar.example", "reports@cedar.example")],
)
def test_what_servers_report_goes_to_an_address_of_its_own(
    mailbox, rosa, settings, setting, sender_of_the_envelope
):
    settings.BOUNCE_ADDRESS = setting
    news(rosa)

    send()

    (mail,) = mails(mailbox)
    assert mailbox.envelopes[0].mail_from == sender_of_the_envelope
    assert (mail["From"], mail["Reply-To"]) == (
        "Cedar Lake <hello@localhost>",
        "hello@cedar.example",
    )


def test_a_mail_has_both_forms_and_the_calendar(mailbox, rosa):
    news(rosa, calendar="BEGIN:VCALENDAR")

    send()

    (mail,) = mails(mailbox)
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]


def test_a_mail_offers_to_stop_with_one_click(mailbox, rosa):
    news(rosa)

    send()

    (mail,) = mails(mailbox)
    address = mail["List-Unsubscribe"].strip()
    assert address.startswith("<https://champions.example/en/stop/")
    assert read_token(address[:-2].rpartition("/")[2])[0] == rosa.pk
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_sign_in_code_offers_no_stop_and_is_forgotten_at_once(mailbox):
    message = sign_in()

    send()

    (mail,) = mails(mailbox)
    message.refresh_from_db()
    assert mail["List-Unsubscribe"] is None
    assert "Q7" in mail.get_body(("plain",)).get_content()
    assert (message.state, message.text) == (SENT, "")


def test_a_sign_in_code_overtakes_a_mailing(mailbox, centre):
    for number in range(3):
        news(
            make_person(centre, email=f"{number}@example.org"),
            priority=Priority.MAILING,
        )
    sign_in()

    send()

    assert mails(mailbox)[0]["To"] == "rosa@example.org"


def test_what_is_for_later_waits(mailbox, rosa):
    news(rosa, not_before=timezone.now() + timedelta(hours=1))

    assert send() is False
    assert states() == [QUEUED]


def test_what_is_of_no_use_any_more_is_called_off(mailbox, rosa):
    news(rosa, not_after=timezone.now() - timedelta(minutes=1))

    send()

    assert states() == ["cancelled"]
    assert mailbox.envelopes == []


def test_sending_twice_mails_once(mailbox, rosa):
    news(rosa)

    send()
    send()

    assert len(mailbox.envelopes) == 1


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("died_at", "died"),
        ("erased_at", "erased"),
        ("do_not_contact_at", "do not contact"),
    ],
)
def test_whom_we_may_no_longer_write_to_gets_nothing(mailbox, rosa, field, reason):
    message = news(rosa)
    setattr(rosa, field, timezone.now())
    rosa.save()

    send()

    message.refresh_from_db()
    assert (message.state, message.error) == ("cancelled", reason)
    assert mailbox.envelopes == []


def test_an_answer_to_what_was_asked_for_still_goes(mailbox, rosa):
    news(rosa, asked_for=True)
    rosa.do_not_contact_at = timezone.now()
    rosa.save()

    send()

    assert states() == [SENT]


def test_a_corrected_address_is_the_one_used(mailbox, rosa):
    news(rosa)
    rosa.email = "rosa.new@example.org"
    rosa.save()

    send()

    assert mails(mailbox)[0]["To"] == "rosa.new@example.org"
    assert Message.objects.get().to_address == "rosa.new@example.org"


def test_without_an_address_any_more_nothing_goes(mailbox, rosa):
    news(rosa)
    rosa.email = ""
    rosa.save()

    send()

    assert states() == ["cancelled"]


def test_refused_for_good_fails_at_once_and_others_go_on(mailbox, centre, rosa):
    mailbox.refuse = {"rosa@example.org": "550 no rosa@example.org here"}
    message = news(rosa)
    news(make_person(centre, email="sam@example.org"))

    send()

    message.refresh_from_db()
    assert states() == [FAILED, SENT]
    assert (message.error, message.attempts) == ("550 no … here", 1)
    refused = Person.objects.exclude(email_refused_at=None)
    assert [person.pk for person in refused] == [rosa.pk]


@pytest.mark.parametrize("said", ["550 5.7.1 your server is blocked", "451 greylisted"])
def test_a_refusal_of_us_is_not_held_against_the_mailbox(mailbox, rosa, said):
    mailbox.refuse = {"rosa@example.org": said}
    news(rosa)

    send()

    rosa.refresh_from_db()
    assert rosa.email_refused_at is None


def test_refused_for_now_comes_again_later_and_others_go_on(mailbox, centre, rosa):
    mailbox.refuse = {"rosa@example.org": "451 greylisted"}
    message = news(rosa)
    news(make_person(centre, email="sam@example.org"))

    send()

    message.refresh_from_db()
    pause = message.not_before - timezone.now()
    assert states() == [QUEUED, SENT]
    assert timedelta(seconds=40) < pause < timedelta(seconds=80)


def test_pauses_grow_to_an_hour(rosa):
    pauses = [
        sender._pause(Message(attempts=attempts), sender.Verdict("queued"))
        for attempts in range(1, 12)
    ]

    assert max(pauses) <= timedelta(minutes=75)
    assert pauses[0] < timedelta(minutes=3) < pauses[3] < pauses[5]


def test_after_the_pause_it_goes(mailbox, rosa, time_machine):
    mailbox.refuse = {"rosa@example.org": "451 greylisted"}
    news(rosa)
    send()
    mailbox.refuse = {}

    later(time_machine, minutes=4)
    send()

    assert states() == [SENT]


def test_after_three_days_of_pauses_it_failed(mailbox, rosa, time_machine):
    mailbox.refuse = {"rosa@example.org": "451 greylisted"}
    news(rosa)
    send()

    later(time_machine, days=3, minutes=1)
    send()

    assert states() == [FAILED]


def test_what_was_kept_back_for_days_has_its_three_days_yet(
    mailbox, rosa, time_machine
):
    mailbox.refuse = {"rosa@example.org": "451 greylisted"}
    news(rosa)

    later(time_machine, days=4)
    send()

    assert states() == [QUEUED]


def test_a_server_that_closes_ends_the_turn(mailbox, centre, rosa):
    mailbox.refuse = {"rosa@example.org": "421 too busy"}
    news(rosa)
    news(make_person(centre, email="sam@example.org"))

    assert send() is False
    assert states() == [QUEUED, QUEUED]


def test_a_server_that_refuses_everybody_for_now_is_left_alone(mailbox, centre):
    most = sender.MOST_REFUSED_IN_A_ROW
    for number in range(most + 5):
        address = f"{number}@example.org"
        mailbox.refuse[address] = "450 slow down"
        news(make_person(centre, email=address))

    assert send() is False
    assert sum(Message.objects.values_list("attempts", flat=True)) == most


def test_a_server_that_never_says_that_it_took_a_mail_gets_no_other(
    mail_server, mailbox, centre, rosa, monkeypatch
):
    monkeypatch.setattr("champions.messages.post.TIMEOUT", 0.5)
    mailbox.seconds_for_words = 2
    news(rosa)
    news(make_person(centre, email="sam@example.org"))

    assert send() is False
    assert states() == ["ambiguous", QUEUED]


def test_a_server_that_is_down_a_day_loses_nothing(
    mail_server, settings, centre, time_machine
):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    for number in range(3):
        news(make_person(centre, email=f"{number}@example.org"))
    assert send() is False
    assert states() == [QUEUED] * 3

    later(time_machine, days=1)
    send()
    settings.EMAIL_URL = mail_server.address
    later(time_machine, minutes=2)
    send()

    assert states() == [SENT] * 3


def test_a_server_that_is_down_ends_the_turn(settings, centre):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    news(make_person(centre, email="1@example.org"))
    news(make_person(centre, email="2@example.org"))

    send()

    assert sum(Message.objects.values_list("attempts", flat=True)) == 1


def test_what_cannot_be_built_fails_alone(mailbox, centre, rosa):
    message = news(rosa)
    Message.objects.filter(pk=message.pk).update(message_id="two\nlines")
    news(make_person(centre, email="sam@example.org"))

    send()

    assert states() == [FAILED, SENT]


def test_a_server_that_has_enough_of_a_line_gets_a_new_one(
    mailbox, centre, mail_server
):
    mail_server.handler.hang_up_after_each = True
    for number in range(3):
        news(make_person(centre, email=f"{number}@example.org"))

    send()

    assert states() == [SENT] * 3


def test_what_a_crash_left_is_shown_as_perhaps_sent(mailbox, rosa, time_machine):
    news(rosa)
    sender.claim()
    assert sender.mark_lost() == 0

    later(time_machine, minutes=3)

    assert sender.mark_lost() == 1
    assert states() == ["ambiguous"]
    send()
    assert mailbox.envelopes == []


def test_a_late_record_of_the_first_sender_is_believed(mailbox, rosa, time_machine):
    news(rosa)
    message = sender.claim()
    later(time_machine, minutes=3)
    sender.mark_lost()

    sender.record(message, sender.SENT)

    assert states() == [SENT]


def test_a_late_record_after_a_resend_changes_nothing(mailbox, rosa, time_machine):
    news(rosa)
    message = sender.claim()
    later(time_machine, minutes=3)
    sender.mark_lost()
    resend(message, by=None)

    sender.record(message, sender.SENT)

    assert states() == [QUEUED]


def test_sent_again_it_is_the_same_mail_to_a_mailbox(mailbox, rosa, time_machine):
    news(rosa)
    message = sender.claim()
    later(time_machine, minutes=3)
    sender.mark_lost()

    resend(message, by=None)
    send()

    assert mails(mailbox)[0]["Message-ID"] == message.message_id
    assert states() == [SENT]


def test_only_what_failed_or_perhaps_left_is_sent_again(mailbox, rosa):
    message = news(rosa)
    send()

    with pytest.raises(MessageMovedError):
        resend(message, by=None)


def test_words_that_are_forgotten_are_not_sent_again(rosa):
    message = news(rosa)
    Message.objects.update(state=FAILED, text="")
    message.refresh_from_db()

    with pytest.raises(MessageMovedError):
        resend(message, by=None)


def test_somebody_says_that_it_arrived(rosa):
    message = news(rosa)
    Message.objects.update(state=MessageState.AMBIGUOUS)

    arrived(message, by=None)

    assert states() == [SENT]


def test_the_turn_ends_when_its_time_is_over(mailbox, centre):
    for number in range(2):
        news(make_person(centre, email=f"{number}@example.org"))

    assert sender.send_waiting(seconds=0) is True
    assert states() == [SENT, QUEUED]


def test_one_sender_at_a_time(mailbox, centre, rosa):
    news(rosa)
    sender.claim()
    news(make_person(centre, email="sam@example.org"))

    sender.answer_bell()

    assert states() == ["sending", QUEUED]


def test_a_sign_in_code_does_not_wait_for_a_colleague(mailbox, rosa):
    news(rosa)
    sender.claim()
    sign_in("sam@example.org")

    sender.answer_bell()

    assert states() == ["sending", SENT]


def test_a_sender_that_is_gone_is_not_waited_for(mailbox, centre, rosa, time_machine):
    news(rosa)
    sender.claim()
    news(make_person(centre, email="sam@example.org"))

    later(time_machine, seconds=21)
    sender.answer_bell()

    assert states() == ["sending", SENT]


def test_a_line_that_breaks_after_the_words_is_perhaps_sent():
    broken = smtplib.SMTPServerDisconnected("gone")

    assert by_smtp(broken, words_began=True).state == "ambiguous"
    assert by_smtp(broken, words_began=False).state == QUEUED


def test_without_a_server_mails_become_files(settings, rosa, tmp_path):
    settings.EMAIL_URL, settings.MAIL_ROOT = "", tmp_path / "mail"
    news(rosa)

    send()

    (file,) = (tmp_path / "mail").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["To"] == "rosa@example.org"
