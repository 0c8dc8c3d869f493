"""One to oneself: the invitation of a mailing as somebody invented would get it, by mail to
whoever is about to send it. It asks nobody, opens nothing and counts nowhere."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from champions.enums import Channel
from champions.history import record
from champions.messages.outbox import queue_words
from champions.messages.previews import CODE, invented, language_beside
from champions.messages.ways import is_address
from champions.messages.worded import worded_languages
from champions.messages.words import Words, render
from champions.models import Message, User
from meetings import previews
from meetings.models import Mailing
from meetings.services.invitations import MESSAGE, Workshop, about
from meetings.services.refusals import RefusedError

# No template has this name: what is counted by an invitation's name leaves it out.
SAMPLE = "meetings/invitation_sample"


@transaction.atomic
def send_sample(mailing: Mailing, *, by: User) -> list[Message]:
    """A mail in each language in which the centre invites, to the user's own address."""
    if not is_address(by.email or ""):
        raise RefusedError(
            _("We know no e-mail address of yours. Add one to your account first.")
        )
    words = about(mailing.meeting)
    tags = worded_languages(MESSAGE, mailing.centre)
    sent = [_send(mailing, words, tag, by) for tag in tags]
    record(mailing, "meetings.send_sample", by=by, count=len(sent))
    return sent


def _send(mailing: Mailing, words: Workshop, tag: str, by: User) -> Message:
    centre = mailing.centre
    language = language_beside(centre, tag)
    page = {"purpose": "sample", "id": 0, "path": f"/{language}/i/sample/"}
    return queue_words(
        f"sample:{uuid4().hex}",
        _said(mailing, words, tag),
        name=SAMPLE,
        centre=centre,
        channel=Channel.EMAIL,
        language=language,
        to_address=by.email,
        to_name=by.first_name,
        links={"reply": page, "stop": page},
        calendar=words.entry_in(language),
        asked_for=True,
    )


def _said(mailing: Mailing, words: Workshop, tag: str) -> Words:
    """Marked in its subject, with a code that opens nothing."""
    language = language_beside(mailing.centre, tag)
    person = invented(mailing.centre, language)
    person.speaks = "" if tag == language else tag
    context, links = previews.invited_to(person, words)
    said = render(
        MESSAGE,
        channel=Channel.EMAIL,
        language=language,
        context=context,
        links=links,
        centre=mailing.centre,
    )
    with translation.override(language):
        subject = _("Sample: %(subject)s") % {"subject": said.subject}
    return replace(
        said,
        subject=subject,
        text=said.text.replace("{code:reply}", CODE),
        html=said.html.replace("{code:reply}", CODE),
    )
