"""What a mail server writes when it could not deliver a mail of ours: read from bytes that
anybody may have sent, so nothing in them is believed but what they say about one mail
and one recipient. Pure: no database, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from itertools import islice
from typing import cast

ID = re.compile(r"<[^<>\s]{3,200}>")
# Only blanks before it: white space that crosses lines takes for ever on empty ones.
ID_LINE = re.compile(r"^[ \t>]*Message-ID:\s*(<[^<>\s]{3,200}>)", re.I | re.M)
# What a server said about one recipient, in the way of qmail: an address, then words.
QMAIL = "Hi. This is the qmail-send program"
QMAIL_COPY = "--- Below this line is a copy of the message"
QMAIL_RECIPIENT = re.compile(r"^<([^<>\s]{3,254})>:\s*(.*?)(?=\n\s*\n|\Z)", re.M | re.S)
# Tried for a day or two and going on: no word of a delay is a word of a failure.
IS_PERMANENT = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b|\b5\d\d\b|permanent", re.I)


# A true report is about one mail of ours, which has one recipient.
MOST_IDS = 5
MOST_RECIPIENTS = 20


@dataclass(frozen=True)
class Report:
    """The mails that may be meant, by Message-ID, and what was said about each recipient
    who gets nothing any more. Empty where a delivery is only late, or was made."""

    message_ids: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)


def read_report(raw: bytes) -> Report | None:
    """The report in a mail; None for any other mail: an answer, an out-of-office."""
    report = _read(message_from_bytes(raw))
    return report and Report(
        report.message_ids[:MOST_IDS],
        dict(islice(report.failed.items(), MOST_RECIPIENTS)),
    )


def _read(mail: Mail) -> Report | None:
    if _is_standard(mail):
        return _standard(mail)
    if mail.get("X-Failed-Recipients"):
        return _with_header(mail)
    text = _text_of(mail)
    return _of_qmail(text) if text.lstrip().startswith(QMAIL) else None


def _is_standard(mail: Mail) -> bool:
    """RFC 3464; a receipt ("your mail was read", RFC 8098) is of another type."""
    kind = str(mail.get_param("report-type") or "").lower()
    is_report = mail.get_content_type() == "multipart/report"
    return is_report and kind in {"", "delivery-status"}


def _standard(mail: Mail) -> Report:
    failed: dict[str, str] = {}
    for part in _parts(mail, "message/delivery-status"):
        for block in cast(list[Mail], part.get_payload()):
            if _has_failed(block):
                failed |= dict.fromkeys(_recipients(block), _said(block))
    return Report(_ids_of(mail), failed)


def _has_failed(block: Mail) -> bool:
    action = _field(block, "Action").lower()
    return action == "failed" or (not action and _field(block, "Status")[:1] == "5")


def _recipients(block: Mail) -> list[str]:
    """As we wrote it, and as the last server knew it: it may have been forwarded."""
    names = ("Original-Recipient", "Final-Recipient")
    typed = (_field(block, name).partition(";")[2] for name in names)
    return [one.strip().strip("<>") for one in typed if one.strip()]


def _said(block: Mail) -> str:
    """The status, and the words of the server that refused it, without "smtp;"."""
    words = _field(block, "Diagnostic-Code").partition(";")[2]
    return f"{_field(block, 'Status')} {words}"


def _field(block: Mail, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _with_header(mail: Mail) -> Report:
    """Exim, before it wrote reports by the standard, and who does it likewise."""
    words = _text_of(mail)
    found = IS_PERMANENT.search(words)
    to = str(mail["X-Failed-Recipients"]).split(",") if found else []
    said = {one.strip(): words[found.start() :] for one in to if found}
    return Report(_ids_of(mail), said)


def _of_qmail(text: str) -> Report:
    words, _line, copy = text.partition(QMAIL_COPY)
    failed = {
        to: said
        for to, said in QMAIL_RECIPIENT.findall(words)
        if IS_PERMANENT.search(said)
    }
    return Report(tuple(ID_LINE.findall(copy)), failed)


def _ids_of(mail: Mail) -> tuple[str, ...]:
    """From the headers that came back with it, else from those it answers to."""
    returned = [
        *(_id_in(part.get_payload()) for part in _parts(mail, "message/rfc822")),
        *(_id_in(part) for part in _parts(mail, "text/rfc822-headers")),
    ]
    answers = " ".join(
        str(mail.get(name, "")) for name in ("In-Reply-To", "References")
    )
    named = [*filter(None, returned), *ID_LINE.findall(_text_of(mail))]
    return tuple(dict.fromkeys(named or ID.findall(answers)))


def _id_in(returned: object) -> str:
    """The Message-ID of a mail that is enclosed, whole or as its headers alone."""
    if isinstance(returned, list) and returned:
        found = ID.search(str(returned[0].get("Message-ID", "")))
        return found[0] if found else ""
    text = _decoded(returned) if isinstance(returned, Mail) else ""
    line = ID_LINE.search(text)
    return line[1] if line else ""


def _parts(mail: Mail, kind: str) -> list[Mail]:
    return [part for part in mail.walk() if part.get_content_type() == kind]


def _text_of(mail: Mail) -> str:
    """The words for people, without what is enclosed."""
    own = [mail] if not mail.is_multipart() else cast(list[Mail], mail.get_payload())
    return "\n".join(
        _decoded(part) for part in own if part.get_content_type() == "text/plain"
    )


def _decoded(part: Mail) -> str:
    content = part.get_payload(decode=True)
    words = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    return words.replace("\r\n", "\n")
