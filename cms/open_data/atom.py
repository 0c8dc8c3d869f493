"""What is new among programmes, as an Atom feed (RFC 4287): an entry for each programme,
and one for each of its next dates. A date keeps its entry when it is moved or called off,
so that a reader who saw it sees that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from champions.models import Centre
from champions.when import day_in_words, hours
from cms.cards import page_in
from cms.finding import fitting
from cms.models import Programme, Session
from cms.open_data.licence import LICENCE
from cms.open_data.published import (
    DATES_SHOWN,
    is_moved,
    is_off,
    page_address,
    published,
    starts_at,
)

# Those that changed last; the list itself has all of them.
MOST = 50
# What no XML may hold.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]")


@dataclass(frozen=True)
class Entry:
    """A programme, or one of its dates."""

    programme: Programme
    date: Session | None = None

    @property
    def page(self):
        return page_in(self.programme, get_language())

    @property
    def changed_at(self) -> datetime:
        """A programme's last change may have moved a date; one that is as planned has
        not changed since it was made."""
        if self.date and not (is_off(self.date) or self.date.meeting.sequence):
            return self.date.meeting.announced_at
        return self.programme.modified_at


@dataclass(frozen=True)
class Asked:
    """Whose programmes, by which filters (in words), at which address."""

    centre: Centre
    programmes: QuerySet[Programme]
    words: list[str]
    address: str


class SteadyAtom(Atom1Feed):
    """Of a feed without entries, too, it is known since when nothing has changed."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["began_at"]


class ProgrammesFeed(Feed):
    """Of one centre, in the language of its address."""

    feed_type = SteadyAtom

    def feed_extra_kwargs(self, obj):
        return {"began_at": obj.centre.created_at}

    def get_object(self, request, centre: Centre):
        programmes, words = fitting(published(centre), request.GET, centre)
        return Asked(centre, programmes, words, request.get_full_path())

    def title(self, asked):
        return _clean(": ".join((asked.centre.local_name, *asked.words)))

    def subtitle(self, asked):
        return _("What neighbours can join, and what has changed.")

    def link(self, asked):
        here = f"{settings.BASE_URL}/{get_language()}/{asked.centre.slug}"
        return f"{here}/programmes/"

    def feed_url(self, asked):
        return f"{settings.BASE_URL}{asked.address}"

    def feed_guid(self, asked):
        name = f"programmes {get_language()} {' '.join(asked.words)}"
        return f"urn:uuid:{uuid5(asked.centre.uuid, name)}"

    def author_name(self, asked):
        return _clean(asked.centre.local_name)

    def feed_copyright(self):
        return LICENCE

    def items(self, asked):
        latest = asked.programmes.order_by("-modified_at", "pk")[:MOST]
        for programme in latest:
            yield Entry(programme)
            dates = programme.dates_ahead[:DATES_SHOWN]
            yield from (Entry(programme, one) for one in dates)

    def item_title(self, entry):
        if entry.date is None:
            return _clean(entry.page.title)
        return _clean(f"{entry.page.title}: {date_in_words(entry.date)}")

    def item_description(self, entry):
        if entry.date is None:
            return _clean(_about(entry.programme, entry.page))
        return _clean(_about_date(entry.date))

    def item_link(self, entry):
        return page_address(entry.page, entry.programme)

    def item_guid(self, entry):
        thing = entry.date.meeting if entry.date else entry.programme
        return f"urn:uuid:{thing.uuid}"

    def item_pubdate(self, entry):
        if entry.date:
            return entry.date.meeting.created_at
        return entry.page.first_published_at or entry.programme.created_at

    def item_updateddate(self, entry):
        return entry.changed_at

    def item_categories(self, entry):
        if entry.date is None:
            return [str(entry.programme.get_quilt_kind_display())]
        return [str(_("called off"))] if is_off(entry.date) else []


def date_in_words(session: Session) -> str:
    """“Tuesday 1 December, 10 to 11:30 am”, and what became of it."""
    meeting = session.meeting
    words = f"{day_in_words(meeting.on)}, {hours(meeting.at, meeting.until)}"
    became = _("called off") if is_off(session) else _("moved")
    return f"{words}: {became}" if is_off(session) or is_moved(session) else words


def _about(programme: Programme, page) -> str:
    """What it is, and its next dates."""
    dates = format_html_join(
        "",
        "<li>{}</li>",
        ((_stamped(one),) for one in programme.dates_ahead[:DATES_SHOWN]),
    )
    return format_html("<p>{}</p><ul>{}</ul>", page.what, dates)


def _about_date(session: Session) -> str:
    meeting = session.meeting
    lines = [_stamped(session), meeting.place]
    if is_moved(session):
        lines.append(
            _("It was to be on %(day)s.") % {"day": day_in_words(session.original_on)}
        )
    lines.append(meeting.cancelled_why or session.note)
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line))


def _stamped(session: Session) -> str:
    """The words of a date, with the moment for machines."""
    return format_html(
        '<time datetime="{}">{}</time>',
        starts_at(session).isoformat(),
        date_in_words(session),
    )


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)
