"""Rows about what people are told: letters, texts, calls, and mail that may not have arrived."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.enums import MessageState
from champions.models import Centre, Message, MessageTopic
from champions.services.lost_mail import not_told
from cms.this_week.row import Row, Rows, day_at, one_row_for_all


def letters_to_post(centre: Centre, today: date) -> Rows:
    return one_row_for_all(
        Message.objects.of(centre).letters_to_print(),
        key="letters",
        centre=centre,
        since="queued_at",
        title=lambda n: (
            ngettext(
                "%(n)s letter waits to be printed and posted",
                "%(n)s letters wait to be printed and posted",
                n,
            )
            % {"n": n}
        ),
        rule=_("They count as sent when you say that they are posted."),
        verb=_("Print them"),
        url=reverse("letters:index"),
    )


def texts_to_send(centre: Centre, today: date) -> Rows:
    return one_row_for_all(
        Message.objects.of(centre).texts_to_send(),
        key="texts",
        centre=centre,
        since="queued_at",
        title=lambda n: (
            ngettext(
                "%(n)s text message waits to be sent",
                "%(n)s text messages wait to be sent",
                n,
            )
            % {"n": n}
        ),
        rule=_("They count as sent when you say that they are sent."),
        verb=_("Send them"),
        url=reverse("texts:index"),
    )


def calls_to_make(centre: Centre, today: date) -> Rows:
    return one_row_for_all(
        Message.objects.of(centre).calls_to_make(),
        key="calls",
        centre=centre,
        since="queued_at",
        title=lambda n: (
            ngettext(
                "%(n)s person waits for a call",
                "%(n)s people wait for a call",
                n,
            )
            % {"n": n}
        ),
        rule=_("They can be told by telephone alone."),
        verb=_("Call them"),
        url=reverse("meetings:calls", args=[centre.slug]),
    )


def messages_in_doubt(centre: Centre, today: date) -> Rows:
    """Invitations that failed find their own way, or have a row of their own."""
    here = Message.objects.of(centre)
    failed = here.filter(state=MessageState.FAILED)
    invited = MessageTopic.objects.filter(
        topic__startswith="invitation:", message__in=failed
    )
    doubtful = here.filter(state=MessageState.AMBIGUOUS) | failed.exclude(
        pk__in=invited.values("message")
    )
    return one_row_for_all(
        doubtful,
        key="doubts",
        centre=centre,
        since="queued_at",
        title=lambda n: (
            ngettext(
                "%(n)s message may not have arrived",
                "%(n)s messages may not have arrived",
                n,
            )
            % {"n": n}
        ),
        rule=_("We never send twice by ourselves: you decide."),
        verb=_("Look"),
        url=reverse("outbox:index"),
    )


def mail_that_came_back(centre: Centre, today: date) -> Rows:
    """What a person was told by a mail that came back, where no other way is left."""
    for message in not_told(Message.objects.of(centre)):
        name, subject = message.person, message.subject
        yield Row(
            key=f"not-told:{message.pk}",
            due=day_at(centre, message.came_back_at or message.queued_at),
            centre=centre,
            thing=centre,
            title=_("%(name)s did not get “%(subject)s”")
            % {"name": name, "subject": subject},
            discreet=_("Somebody did not get a mail from us"),
            rule=_(
                "Our mail came back. With another address or number on their record it "
                "goes there by itself, or you tell them."
            ),
            verb=_("To the record"),
            url=reverse("people:edit", args=[message.person_id]),
        )


def mail_that_cannot_leave(centre: Centre, today: date) -> Rows:
    return one_row_for_all(
        Message.objects.of(centre).standing_still(),
        key="standing-still",
        centre=centre,
        since="first_tried_at",
        title=lambda n: (
            ngettext(
                "%(n)s mail cannot leave just now",
                "%(n)s mails cannot leave just now",
                n,
            )
            % {"n": n}
        ),
        rule=_(
            "The mail server does not take them. We try again by ourselves for three "
            "days. If it lasts, tell whoever looks after the server."
        ),
        verb=_("Look"),
        url=reverse("outbox:index"),
    )
