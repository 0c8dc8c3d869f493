"""What is open with a welcome workshop to come, as one list. Each row is a question asked
of the data as it stands, never a stored to-do, so that it goes when its reason goes; what
has a page of its own already is counted here and done there. As few questions to the
database for many people as for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from champions.enums import MessageState
from champions.models import Message
from champions.when import day_in_words
from meetings.models import Meeting, Need
from meetings.needing_a_hand.people import (
    PEOPLE,
    SAID_YES,
    heading_of,
    how_many,
    rule_of,
)
from meetings.services.seat_message import topic_of
from meetings.services.wrong_hands import gone_astray
from meetings.workshop_dates import last_posting


@dataclass(frozen=True)
class Hand:
    """One thing to look after: how many, its rule in words, and where it is done.

    `is_of_lead` is what only the point person can do: others would find no such page.
    """

    key: str
    count: int
    title: str
    rule: str
    verb: str
    url: str
    is_of_lead: bool = False


def hands(workshop: Meeting, today: date, *, for_lead: bool) -> list[Hand]:
    """What is open with a workshop, what cannot wait first."""
    rows = [*_people(workshop, today, for_lead), *_queues(workshop, today)]
    return [row for row in rows if row.count and (for_lead or not row.is_of_lead)]


def _people(workshop: Meeting, today: date, for_lead: bool) -> Iterator[Hand]:  # noqa: FBT001  as it was asked
    for kind in PEOPLE:
        count = how_many(kind, [workshop], today).get(workshop.pk, 0)
        yield Hand(
            key=kind,
            count=count,
            title=heading_of(kind, count),
            rule=rule_of(kind),
            verb=_("See who"),
            url=_page_of(workshop, kind, for_lead=for_lead),
        )


def _page_of(workshop: Meeting, kind: str, *, for_lead: bool) -> str:
    """The point person has a page of the reasons why an invitation did not arrive."""
    if kind == "lost" and for_lead:
        return reverse("workshops:lost", args=[workshop.pk])
    slug = workshop.centre.slug
    return reverse("meetings:hand_people", args=[slug, workshop.pk, kind])


def _queues(workshop: Meeting, today: date) -> Iterator[Hand]:
    yield _needs(workshop)
    told = Message.objects.about(topic_of(workshop))
    yield _letters(workshop, told.letters_to_print().count(), today)
    yield _texts(told.texts_to_send().count())
    yield _cards(told.cards_to_hand_over().count())
    yield _calls(workshop, told.calls_to_make().count())
    doubtful = [MessageState.AMBIGUOUS, MessageState.FAILED]
    yield _astray(workshop)
    yield _doubts(told.filter(state__in=doubtful).count())


def _needs(workshop: Meeting) -> Hand:
    count = Need.objects.filter(
        seat__meeting=workshop, seat__reply__in=SAID_YES, arranged_at=None
    ).count()
    return Hand(
        key="needs",
        count=count,
        title=ngettext(
            "%(n)s thing that would help somebody to come is open",
            "%(n)s things that would help somebody to come are open",
            count,
        )
        % {"n": count},
        rule=_("Rides and the like are arranged seven days before."),
        verb=_("Arrange it"),
        url=reverse("meetings:needs", args=[workshop.centre.slug, workshop.pk]),
    )


def _letters(workshop: Meeting, count: int, today: date) -> Hand:
    return Hand(
        key="letters",
        count=count,
        title=ngettext(
            "%(n)s letter waits to be printed and posted",
            "%(n)s letters wait to be printed and posted",
            count,
        )
        % {"n": count},
        rule=_when_to_post(workshop, today),
        verb=_("Print them"),
        url=reverse("letters:index"),
        is_of_lead=True,
    )


def _when_to_post(workshop: Meeting, today: date) -> str:
    """An invitation needs three weeks for its answer; anything else goes at once."""
    by = workshop.reply_by and last_posting(workshop.reply_by)
    if by is None or by < today:
        return _("They are late for an answer in time: post them today, or call.")
    day = {"day": day_in_words(by)}
    return _("Letters must be in the post by %(day)s.") % day


def _texts(count: int) -> Hand:
    return Hand(
        key="texts",
        count=count,
        title=ngettext(
            "%(n)s text message waits to be sent",
            "%(n)s text messages wait to be sent",
            count,
        )
        % {"n": count},
        rule=_("They count as sent when you say that they are sent."),
        verb=_("Send them"),
        url=reverse("texts:index"),
        is_of_lead=True,
    )


def _cards(count: int) -> Hand:
    return Hand(
        key="cards",
        count=count,
        title=ngettext(
            "%(n)s card waits to be handed over",
            "%(n)s cards wait to be handed over",
            count,
        )
        % {"n": count},
        rule=_("Nothing else reaches them safely. Give it into their hand."),
        verb=_("Print them"),
        url=reverse("cards:index"),
        is_of_lead=True,
    )


def _astray(workshop: Meeting) -> Hand:
    astray = gone_astray(workshop.centre)
    count = sum(one.meeting.pk == workshop.pk for one in astray)
    return Hand(
        key="astray",
        count=count,
        title=ngettext(
            "%(n)s letter or mail may have reached somebody else",
            "%(n)s letters or mails may have reached somebody else",
            count,
        )
        % {"n": count},
        rule=_("Somebody opened it and said: this is not me."),
        verb=_("Look"),
        url=reverse("meetings:not_theirs", args=[workshop.centre.slug]),
        is_of_lead=True,
    )


def _calls(workshop: Meeting, count: int) -> Hand:
    return Hand(
        key="calls",
        count=count,
        title=ngettext(
            "%(n)s person waits for a call", "%(n)s people wait for a call", count
        )
        % {"n": count},
        rule=_("They can be told by telephone alone."),
        verb=_("Call them"),
        url=reverse("meetings:calls", args=[workshop.centre.slug]),
    )


def _doubts(count: int) -> Hand:
    return Hand(
        key="doubts",
        count=count,
        title=ngettext(
            "%(n)s message may not have arrived",
            "%(n)s messages may not have arrived",
            count,
        )
        % {"n": count},
        rule=_("We never send twice by ourselves: you decide."),
        verb=_("Look"),
        url=reverse("outbox:index"),
        is_of_lead=True,
    )
