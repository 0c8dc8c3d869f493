"""EMAIL_URL says which server the mails leave by; Django's own mail goes the same way."""

import time
from contextlib import closing, contextmanager
from smtplib import SMTPServerDisconnected
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from champions.enums import MessageState
from champions.messages.backend import OutboxBackend
from champions.messages.post import TIMEOUT, Folder, Line, Mail, line, parts_of
from champions.models import Message


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp://mail.example?tls=1", 587, True, False),
        ("smtp://mail.example:2525?tls=1", 2525, True, False),
        ("smtp://mail.example?ssl=1", 465, False, True),
        ("smtps://mail.example", 465, False, True),
        ("smtps://mail.example:4650?tls=1", 4650, False, True),
    ],
)
def test_the_address_of_a_server(url, port, tls, ssl):
    parts = parts_of(url)

    assert (parts["host"], parts["port"]) == ("mail.example", port)
    assert (parts["use_tls"], parts["use_ssl"]) == (tls, ssl)


def test_names_and_passwords_may_hold_any_sign():
    parts = parts_of("smtp://anne%40cedar.example:p%3Aw%2Frd@mail.example")

    assert (parts["username"], parts["password"]) == ("anne@cedar.example", "p:w/rd")


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example", "smtp://"])
def test_what_is_no_server_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        parts_of(url)


def test_no_answer_is_waited_for_longer_than_fifteen_seconds(settings):
    settings.EMAIL_URL = "smtp://mail.example"

    way = line()

    assert isinstance(way, Line)
    assert way.timeout == TIMEOUT <= 15


@contextmanager
def server_that_thinks(seconds):
    """A mail server that takes its time over each answer."""

    class Thinking(StreamRequestHandler):
        def handle(self):
            self._say("220 slow")
            in_words = False
            for said in (one.strip().upper() for one in self.rfile):
                if said == b"DATA":
                    in_words = True
                    self._say("354 go on")
                elif not in_words or said == b".":
                    in_words = False
                    self._say("250 taken")

        def _say(self, words):
            time.sleep(seconds)
            self.wfile.write(f"{words}\r\n".encode())

    with ThreadingTCPServer(("127.0.0.1", 0), Thinking) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def a_mail(number=1):
    return Mail("Hello", "Words", to=[f"{number}@example.org"])


def test_a_server_that_is_slow_at_each_step_does_not_outlast_the_time_of_a_mail(
    settings, monkeypatch
):
    monkeypatch.setattr("champions.messages.post.MAIL_TAKES", 0.5)
    with server_that_thinks(0.2) as settings.EMAIL_URL, closing(line()) as way:
        began = time.monotonic()

        with pytest.raises(SMTPServerDisconnected) as slow:
            way.send_messages([a_mail()])
        way.close()

        assert time.monotonic() - began < 1
        assert way.verdict_on(slow.value).state == MessageState.QUEUED


def test_what_a_server_did_not_ask_for_in_time_was_not_taken(settings, monkeypatch):
    monkeypatch.setattr("champions.messages.post.MAIL_TAKES", 0.9)
    with server_that_thinks(0.2) as settings.EMAIL_URL, closing(line()) as way:
        with pytest.raises(SMTPServerDisconnected) as slow:
            way.send_messages([a_mail()])

        assert way.verdict_on(slow.value).state == MessageState.QUEUED


def test_each_mail_has_that_time_anew_on_one_line(settings, monkeypatch):
    monkeypatch.setattr("champions.messages.post.MAIL_TAKES", 1)
    with server_that_thinks(0.1) as settings.EMAIL_URL, closing(line()) as way:
        for number in range(4):
            way.open()
            assert way.send_messages([a_mail(number)]) == 1


def test_without_a_server_there_is_a_folder(settings):
    settings.EMAIL_URL = ""

    assert isinstance(line(), Folder)


@pytest.mark.django_db
def test_mail_by_django_itself_waits_in_the_outbox():
    mail = EmailMessage("Ready\nto check", "Please look.", to=["anne@example.org"])

    assert OutboxBackend().send_messages([mail]) == 1

    message = Message.objects.get()
    assert (message.subject, message.text) == ("Ready to check", "Please look.")
    assert (message.to_address, message.state) == ("anne@example.org", "queued")


def test_the_site_uses_it_for_all_mail(settings):
    from cms.settings import base  # noqa: PLC0415  pytest-django replaced the setting

    assert base.EMAIL_BACKEND == "champions.messages.backend.OutboxBackend"
