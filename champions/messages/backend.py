"""Django's own mail, such as Wagtail's notices to staff, goes through the outbox too:
no page ever waits for a mail server."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from champions.enums import Channel, Language
from champions.messages.outbox import queue_words
from champions.messages.ways import is_address
from champions.messages.words import Words, one_line


class OutboxBackend(BaseEmailBackend):
    """EMAIL_BACKEND: one row for each recipient; attachments are not carried."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(_queue(mail) for mail in email_messages)


def _queue(mail: EmailMessage) -> bool:
    spoken = (get_language() or Language.ENGLISH)[:2]
    words = Words(one_line(str(mail.subject)), str(mail.body), "")
    for address in filter(is_address, mail.recipients()):
        queue_words(
            f"mail:{uuid.uuid4().hex}",
            words,
            name="django/mail",
            channel=Channel.EMAIL,
            language=spoken if spoken in Language.values else Language.ENGLISH,
            to_address=address,
            asked_for=True,
        )
    return True
