"""What is printed for a gathering, so that nothing in the room needs the net: the sheet
with a code for each row, cards for ideas, slips with the next date, and for a welcome
workshop also name badges and some words. No rows are changed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from champions.enums import Language
from champions.models import Person
from champions.paper import block_of, blocks_of, pdf_of_html, ribbon_data
from meetings.enums import Audience, MeetingKind, Reply
from meetings.headings import heading_of
from meetings.models import Meeting, Part, Seat
from meetings.people_at import HOPEFUL, names_of, seats_of
from meetings.row_codes import row_codes
from meetings.services.rhythms import next_of

STYLE = "cms/css/papers.css"
# For whoever comes without a reply.
EMPTY_ROWS = 8
SPARE = 4
FEWEST_CARDS, MOST_CARDS = 4, 30
LONG_NAME = 11
BADGES_ON_A_PAGE, CARDS_ON_A_PAGE, SLIPS_ON_A_PAGE = 8, 2, 5
HALF_INCHES, PIXELS = 15, 150


@dataclass(frozen=True)
class Row:
    """One line of the sheet: a place to tick for each part that is theirs."""

    code: str
    name: str
    parts: list[bool]


@dataclass(frozen=True)
class Papers:
    """All that is printed, already in pages."""

    meeting: Meeting
    language: str
    parts: list[Part]
    rows: list[Row]
    badges: list[Any] = field(default_factory=list)
    cards: list[Any] = field(default_factory=list)
    slips: list[Any] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    following: Meeting | None = None

    @property
    def address(self) -> str:
        """Where the sheet is typed back, as one writes it by hand."""
        where = [self.meeting.centre.slug, self.meeting.pk]
        with override(self.language):
            path = reverse("meetings:sheet_back", args=where)
        return f"{urlsplit(settings.BASE_URL).netloc}{path}"


def papers_of(meeting: Meeting) -> Papers:
    """What this gathering needs on paper, in the languages of those who come."""
    seats = [seat for seat in seats_of(meeting) if seat.reply != Reply.NOT_COMING]
    expected = [seat for seat in seats if seat.reply in HOPEFUL | {Reply.ASKED}]
    languages = _languages(expected)
    is_workshop = meeting.kind == MeetingKind.WELCOME
    names = names_of(seats)
    return Papers(
        meeting=meeting,
        language=_of_the_host(meeting) or languages[0],
        parts=list(meeting.parts.order_by("number")),
        rows=sheet_rows(meeting, seats),
        badges=_badges(expected, names) if is_workshop else [],
        cards=_pages(_spread(languages, _cards(expected)), CARDS_ON_A_PAGE),
        slips=_pages(_spread(languages, len(expected) + SPARE), SLIPS_ON_A_PAGE),
        words=list(dict.fromkeys(languages)) if is_workshop else [],
        following=_following(meeting),
    )


def sheet_rows(meeting: Meeting, seats: list[Seat]) -> list[Row]:
    """Everybody who might be there, with the code of their row. A code follows from
    all seats of the gathering, so that it is the same on every print."""
    ids = meeting.seats.values_list("pk", flat=True)
    codes, names = row_codes(ids), names_of(seats)
    open_to = [
        {capacity.audience for capacity in part.capacities.all()}
        for part in meeting.parts.order_by("number").prefetch_related("capacities")
    ]
    return [
        Row(
            codes[seat.pk],
            names[seat.pk],
            [seat.audience in audiences for audiences in open_to],
        )
        for seat in seats
        if seat.reply != Reply.NOT_COMING
    ]


def html_of(papers: Papers, *, style: str = "") -> str:
    """The document; `style` is the address of its stylesheet when a browser shows it."""
    meeting, centre = papers.meeting, papers.meeting.centre
    own = [block_of(meeting.circle)] if meeting.circle else blocks_of(centre)
    with override(papers.language):
        heading = heading_of(meeting)
    return render_to_string(
        "meetings/papers/all.html",
        {
            "papers": papers,
            "meeting": meeting,
            "centre": centre,
            "heading": heading,
            "empty_rows": range(EMPTY_ROWS),
            "ribbon": ribbon_data(blocks_of(centre), count=HALF_INCHES, size=PIXELS),
            "band": ribbon_data(own, count=HALF_INCHES, size=PIXELS // 2),
            "style": style,
        },
    )


def pdf_of(papers: Papers) -> bytes:
    """The same as a PDF; NoPdfError where the machine lacks Pango."""
    return pdf_of_html(html_of(papers), style=STYLE)


def _languages(seats: list[Seat]) -> list[str]:
    """The language of each, those of most people first; of staff only where nobody
    else comes."""
    guests = [seat for seat in seats if seat.audience != Audience.STAFF] or seats
    spoken = [seat.person.language if seat.person else "" for seat in guests]
    counted = Counter(language for language in spoken if language)
    by_number = counted.most_common() or [(Language.ENGLISH.value, 1)]
    return [language for language, count in by_number for _each in range(count)]


def _of_the_host(meeting: Meeting) -> str:
    """The sheet is read by the group's point person."""
    lead = meeting.circle.lead_id if meeting.circle else None
    people = Person.objects.of(meeting.centre).filter(user=lead, user__isnull=False)
    return people.values_list("language", flat=True).first() or ""


def _cards(expected: list[Seat]) -> int:
    return min(max(len(expected), FEWEST_CARDS), MOST_CARDS)


def _spread(languages: list[str], count: int) -> list[str]:
    """So many papers, shared among the languages as the people are."""
    return sorted(languages[at % len(languages)] for at in range(count))


def _pages(papers: Iterable[Any], each: int) -> list[Any]:
    left = iter(papers)
    return list(iter(lambda: list(islice(left, each)), []))


def _badges(expected: list[Seat], names: dict[int, str]) -> list[Any]:
    """A badge for everybody, and empty ones to the end of the page."""
    written = [
        {"name": names[seat.pk], "is_long": len(names[seat.pk]) > LONG_NAME}
        for seat in expected
    ]
    return _pages([*written, *_empty_badges(len(written))], BADGES_ON_A_PAGE)


def _empty_badges(written: int) -> Iterator[dict[str, Any]]:
    empty = -written % BADGES_ON_A_PAGE
    empty = empty if empty >= SPARE else empty + BADGES_ON_A_PAGE
    return ({"name": "", "is_long": False} for _each in range(empty))


def _following(meeting: Meeting) -> Meeting | None:
    """The date that everybody takes home, if there is one."""
    if meeting.followed_by and meeting.followed_by.takes_replies:
        return meeting.followed_by
    circle = meeting.circle
    return next_of(circle, meeting.strand, after=meeting) if circle else None
