"""Delivery reports are read from a mailbox, over a real IMAP server: each once, and only
what is about a mail of ours to that very recipient counts."""

import contextlib
import ssl
from datetime import timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from champions.enums import Channel, MessageState
from champions.messages import bounce_mail, sender
from champions.messages.bounce_mail import MOST_TRIES, read_bounces
from champions.messages.forgetting import forget_old_words
from champions.messages.mailbox import MOST_BYTES, door_of
from champions.messages.outbox import tell
from champions.models import Message, Person, ReadMailbox
from champions.services.people import change_person
from tests.champions import delivery_reports as reports
from tests.champions.delivery_reports import report_on
from tests.champions.imap_server import ImapServer
from tests.factories import make_centre, make_person

pytestmark = pytest.mark.django_db
KINDS = [reports.POSTFIX, reports.EXCHANGE, reports.EXIM, reports.QMAIL]


@pytest.fixture
def imap(settings):
    with contextlib.closing(ImapServer()) as server:
        settings.BOUNCES_URL = server.address
        yield server


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def rosa(centre):
    return make_person(centre, email="rosa@example.org", address="22 Birch Road")


def mailed(person, state=MessageState.SENT, event="news:1"):
    """A mail that left."""
    message = tell(person, "told/code", event=event, context={"code": 7})
    Message.objects.filter(pk=message.pk).update(state=state, sent_at=timezone.now())
    message.refresh_from_db()
    return message


def state_of(message):
    message.refresh_from_db()
    return message.state


@pytest.mark.db
@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_that_came_back_is_known_by_its_number(imap, rosa, kind):
    message = mailed(rosa)
    imap.put(report_on(message, kind))

    assert read_bounces() == 1

    assert state_of(message) == MessageState.BOUNCED
    assert message.error.startswith("5.1.1")
    assert "rosa@example.org" not in message.error
    assert imap.unread() == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_mail_to_them_is_a_letter_until_they_have_another_address(
    imap, rosa, kind
):
    imap.put(report_on(mailed(rosa), kind))
    read_bounces()
    rosa.refresh_from_db()

    before = tell(rosa, "told/code", event="news:2", context={"code": 7}).channel
    change_person(rosa, by=None, email="rosa.new@example.org")
    after = tell(rosa, "told/code", event="news:3", context={"code": 7}).channel

    assert (before, after) == (Channel.LETTER, Channel.EMAIL)


def test_what_a_crash_left_open_is_answered_by_the_report(imap, rosa):
    message = mailed(rosa, MessageState.AMBIGUOUS)
    imap.put(report_on(message))

    read_bounces()

    assert state_of(message) == MessageState.BOUNCED


def test_a_report_that_overtakes_the_senders_own_record_stands(imap, rosa, settings):
    tell(rosa, "told/code", event="news:1", context={"code": 7})
    message = sender.claim()
    imap.put(report_on(message))
    read_bounces()

    sender.record(message, sender.SENT)

    assert state_of(message) == MessageState.BOUNCED


def test_a_delay_changes_nothing_and_is_put_away(imap, rosa):
    message = mailed(rosa)
    imap.put(report_on(message, action="delayed", status="4.4.1"))

    read_bounces()

    assert (state_of(message), imap.unread()) == (MessageState.SENT, [])


def test_what_was_given_up_after_days_came_back_but_its_mailbox_may_be_good(imap, rosa):
    message = mailed(rosa)
    imap.put(report_on(message, action="failed", status="4.4.7"))

    read_bounces()

    rosa.refresh_from_db()
    assert (state_of(message), rosa.email_refused_at) == (MessageState.BOUNCED, None)


@pytest.mark.parametrize("status", ["5.7.1", "5.3.4", "5.6.0"])
def test_who_refuses_us_and_not_the_mailbox_is_tried_again(imap, rosa, status):
    message = mailed(rosa)
    imap.put(report_on(message, status=status))

    read_bounces()

    rosa.refresh_from_db()
    assert (state_of(message), rosa.email_refused_at) == (MessageState.BOUNCED, None)


@pytest.mark.parametrize("kind", [reports.OUT_OF_OFFICE, reports.REPLY])
def test_answers_of_people_stay_unread_and_are_not_looked_at_twice(imap, rosa, kind):
    message = mailed(rosa)
    mail = imap.put(report_on(message, kind))

    read_bounces()
    read_bounces()

    assert (state_of(message), mail.flags) == (MessageState.SENT, set())
    assert imap.asked.count("UID FETCH") == 1


def test_a_forged_report_touches_nobody_else(imap, centre, rosa):
    kofi = make_person(centre, "Kofi", email="kofi@example.org")
    to_rosa, to_kofi = mailed(rosa), mailed(kofi)
    imap.put(report_on(to_rosa, to="kofi@example.org"))
    forged = Message(message_id="<guess@testserver>", to_address="kofi@example.org")
    imap.put(report_on(forged))

    read_bounces()

    assert [state_of(to_rosa), state_of(to_kofi)] == ["sent", "sent"]
    assert Person.objects.exclude(email_refused_at=None).count() == 0


def test_what_is_about_somebodys_own_mail_stays_unread_for_them(imap, rosa):
    imap.put(report_on(Message(message_id="<hand@cedar.example>", to_address="a@b.ca")))

    read_bounces()

    assert imap.unread() == [1]


@pytest.mark.parametrize("state", ["queued", "failed", "cancelled"])
def test_only_what_left_can_come_back(imap, rosa, state):
    message = mailed(rosa, state)
    imap.put(report_on(message))

    read_bounces()

    assert state_of(message) == state


def test_an_address_changed_meanwhile_is_not_blamed(imap, rosa):
    message = mailed(rosa)
    change_person(rosa, by=None, email="rosa.new@example.org")
    imap.put(report_on(message))

    read_bounces()

    rosa.refresh_from_db()
    assert (state_of(message), rosa.email_refused_at) == (MessageState.BOUNCED, None)


def test_the_words_of_what_came_back_are_forgotten_in_a_week(imap, rosa, time_machine):
    message = mailed(rosa, MessageState.AMBIGUOUS)
    Message.objects.update(sent_at=None, claimed_at=timezone.now())
    imap.put(report_on(message))
    read_bounces()

    time_machine.move_to(timezone.now() + timedelta(days=8))
    assert forget_old_words() == 1


def test_a_worker_that_dies_loses_nothing_and_does_nothing_twice(imap, rosa):
    message = mailed(rosa)
    imap.put(report_on(message))
    imap.break_at = "UID STORE"  # the report is done, but not put away
    read_bounces()
    imap.break_at = ""

    assert read_bounces() == 0
    assert (state_of(message), imap.unread()) == (MessageState.BOUNCED, [])


def test_a_mail_that_kills_the_worker_is_left_alone_after_three(
    imap, rosa, monkeypatch
):
    message = mailed(rosa)
    imap.put(b"Subject: poison\r\n\r\n")
    imap.put(report_on(message))

    def dies(raw):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(bounce_mail, "read_report", dies)
        for _death in range(MOST_TRIES):
            with pytest.raises(SystemExit):
                read_bounces()
    read_bounces()

    assert state_of(message) == MessageState.BOUNCED


def test_a_line_that_breaks_is_no_fault_of_the_mail(imap, rosa):
    message = mailed(rosa)
    imap.put(report_on(message))
    imap.break_at = "UID FETCH"
    for _time in range(MOST_TRIES + 1):
        assert read_bounces() == 0
    imap.break_at = ""

    assert read_bounces() == 1


def test_a_mailbox_made_anew_is_read_from_its_beginning(imap, rosa):
    imap.put(report_on(mailed(rosa), reports.REPLY))
    imap.put(report_on(mailed(rosa), reports.REPLY))
    read_bounces()
    imap.mails.clear()
    imap.validity, imap._next = 8, 1
    message = mailed(rosa)
    imap.put(report_on(message))

    read_bounces()

    assert state_of(message) == MessageState.BOUNCED


def test_old_mails_of_a_long_kept_mailbox_are_not_read(imap, rosa):
    imap.put(report_on(mailed(rosa)), timezone.now() - timedelta(days=30))

    assert read_bounces() == 0
    assert "UID FETCH" not in imap.asked


def test_so_many_at_a_time_and_the_rest_the_next_time(imap, rosa, monkeypatch):
    monkeypatch.setattr(bounce_mail, "MOST_MAILS", 2)
    messages = [mailed(rosa, event=f"news:{n}") for n in range(3)]
    for message in messages:
        imap.put(report_on(message))

    assert [read_bounces(), read_bounces(), read_bounces()] == [2, 1, 0]


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\xff\xfe\x00" * 1000,
        b"\n" * MOST_BYTES,
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n",
        b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n'
        + b'--a\r\nContent-Type: multipart/mixed; boundary="a"\r\n\r\n' * 4000,
        b"Content-Type: message/rfc822\r\n\r\n" * 8000,
        b"X-Failed-Recipients: " + b"a@b.ca," * 20000 + b"\r\n\r\n5.1.1\r\n"
        + b"Message-ID: <abc@def>\r\n" * 5000,
    ],
    ids=["empty", "bytes", "blank", "no parts", "nested", "enclosed", "many"],
)  # fmt: skip
def test_a_hostile_mail_harms_nobody_and_the_next_is_read(imap, rosa, hostile):
    message = mailed(rosa)
    imap.put(hostile)
    imap.put(report_on(message))

    assert read_bounces() == 1


def test_of_a_huge_mail_only_the_beginning_is_read(imap, rosa):
    message = mailed(rosa)
    huge = report_on(message).replace(b"\r\nHello", b"\r\n" + b"Hello " * 1_000_000)
    imap.put(huge)

    assert read_bounces() == 1


def test_without_a_mailbox_nobody_looks(settings):
    settings.BOUNCES_URL = ""

    assert read_bounces() == 0


def test_a_wrong_password_and_a_server_that_is_away_are_said_without_the_password(
    imap, settings, caplog
):
    settings.BOUNCES_URL = imap.address.replace("s3cret", "wr0ng")
    read_bounces()
    settings.BOUNCES_URL = "imap://reports:s3cret@127.0.0.1:1/INBOX"
    read_bounces()

    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2
    assert "s3cret" not in caplog.text
    assert "wr0ng" not in caplog.text


@pytest.mark.parametrize(
    ("url", "port", "folder"),
    [
        ("imaps://a:b@mail.example/INBOX", 993, "INBOX"),
        ("imaps://a:b@mail.example", 993, "INBOX"),
        ("imap://a:b@mail.example/Sent%20back?tls=1", 143, "Sent back"),
        ("imap://a%40x.ca:b@mail.example:1143/A/B", 1143, "A/B"),
    ],
)
def test_the_address_of_a_mailbox(url, port, folder):
    door = door_of(url)

    assert (door.host, door.port, door.folder) == ("mail.example", port, folder)
    assert door.over_tls is url.startswith("imaps")
    assert door.start_tls is ("tls=1" in url)


@pytest.mark.parametrize("url", ["pop://a:b@mail.example", "imaps://mail.example"])
def test_what_is_no_mailbox_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        door_of(url)


@pytest.fixture
def certified(tmp_path):
    """A context for a server on this machine, and the file that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail on this machine")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = timezone.now()
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    file, secret = tmp_path / "cert.pem", tmp_path / "key.pem"
    file.write_bytes(built.public_bytes(Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return context, file


def test_the_password_is_told_only_to_a_server_that_somebody_vouches_for(
    certified, rosa, settings, monkeypatch
):
    context, file = certified
    message = mailed(rosa)
    with contextlib.closing(ImapServer(ssl=context)) as server:
        server.put(report_on(message))
        settings.BOUNCES_URL = server.address.replace("imap:", "imaps:")
        unknown = read_bounces(), server.logins
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        known = read_bounces(), server.logins

    assert (unknown, known) == ((0, 0), (1, 1))


def test_the_place_is_kept_for_the_next_time(imap, rosa):
    imap.put(report_on(mailed(rosa), reports.REPLY))

    read_bounces()

    place = ReadMailbox.objects.get()
    assert (place.name, place.last_uid) == ("127.0.0.1/INBOX", 1)
