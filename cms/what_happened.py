"""What happened in a centre since a day: read after an absence, grouped by champions'
group. It comes from the rows themselves, and from the history where a row keeps no
moment of its own; it names things, not people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import ModelLogEntry

from champions.enums import Role
from champions.models import Centre, Champion, Circle, CircleMember, User
from champions.when import day_in_words
from cms.models import ProgrammePage
from cms.this_week.asking import circles_of
from cms.this_week.row import day_at
from ideas.models import Answer, Idea, Promise
from meetings.calendars import title_of
from meetings.enums import MeetingState
from meetings.models import Meeting


@dataclass(frozen=True)
class Happened:
    """One thing in plain words; without `circle_id` it is the whole centre's."""

    at: datetime
    words: str
    url: str
    circle_id: int | None = None


@dataclass(frozen=True)
class Chapter:
    """What happened in one group, or in the centre besides its groups, oldest first."""

    centre: Centre
    circle: Circle | None
    lines: list[Happened]

    @property
    def days(self) -> list[tuple[str, Happened]]:
        """Each line with its day on the centre's wall."""
        return [
            (day_in_words(day_at(self.centre, line.at)), line) for line in self.lines
        ]


Told = Iterator[Happened]


def what_happened(user: User, since: date) -> list[Chapter]:
    """From the morning of a day on each centre's wall: all of a centre for its point person, their own groups for a staff partner."""
    led = Centre.objects.all()
    if not user.is_superuser:
        led = user.centres_as({Role.LEAD})
    own = circles_of(user)
    found = [chapter for centre in led for chapter in _chapters(centre, since)]
    for centre in user.centres_as({Role.SUPPORTER}).exclude(pk__in=led):
        found += [
            chapter
            for chapter in _chapters(centre, since)
            if chapter.circle and chapter.circle.pk in own
        ]
    return found


def _chapters(centre: Centre, day: date) -> Iterator[Chapter]:
    since = datetime.combine(day, time.min, tzinfo=centre.tzinfo)
    happened = [line for source in SOURCES for line in source(centre, since)]
    happened.sort(key=lambda line: line.at)
    for circle in [*Circle.objects.of(centre), None]:
        number = circle.pk if circle else None
        lines = [line for line in happened if line.circle_id == number]
        if lines:
            yield Chapter(centre, circle, lines)


def _held(centre: Centre, since: datetime) -> Told:
    came = Count("seats", filter=Q(seats__attendances__came=True), distinct=True)
    held = _gatherings(centre).filter(state=MeetingState.HELD, held_at__gte=since)
    for meeting in held.annotate(came=came):
        words = ngettext(
            "%(what)s on %(day)s: %(n)s person came.",
            "%(what)s on %(day)s: %(n)s people came.",
            meeting.came,
        )
        yield _about(meeting, meeting.held_at, words, n=meeting.came)


def _booked(centre: Centre, since: datetime) -> Told:
    booked = _gatherings(centre).filter(
        state=MeetingState.ANNOUNCED, announced_at__gte=since
    )
    for meeting in booked:
        words = _("A date was found: %(what)s on %(day)s.")
        yield _about(meeting, meeting.announced_at, words)


def _called_off(centre: Centre, since: datetime) -> Told:
    gone = _gatherings(centre).filter(
        state=MeetingState.CANCELLED, cancelled_at__gte=since
    )
    # Of a draft that was dropped nobody had heard.
    for meeting in gone.exclude(announced_at=None):
        words = _("Called off: %(what)s on %(day)s. %(why)s")
        yield _about(meeting, meeting.cancelled_at, words, why=meeting.cancelled_why)


def _moved(centre: Centre, since: datetime) -> Told:
    """The history says when; the row says where it stands now."""
    moves = ModelLogEntry.objects.filter(
        action="meetings.move", timestamp__gte=since, data__centre=centre.pk
    )
    when = dict(moves.order_by("timestamp").values_list("object_id", "timestamp"))
    standing = _gatherings(centre).filter(pk__in=when, state=MeetingState.ANNOUNCED)
    for meeting in standing:
        words = _("Moved: %(what)s is on %(day)s now.")
        yield _about(meeting, when[str(meeting.pk)], words)


def _gatherings(centre: Centre):
    """Sessions of programmes go on by themselves; they would fill the page."""
    return Meeting.objects.of(centre).without_sessions()


def _about(meeting: Meeting, at: datetime, words: str, **more: object) -> Happened:
    about = {"what": title_of(meeting), "day": day_in_words(meeting.on), **more}
    url = reverse("meetings:detail", args=[meeting.centre.slug, meeting.pk])
    return Happened(at, (words % about).strip(), url, meeting.circle_id)


def _shared(centre: Centre, since: datetime) -> Told:
    for idea in Idea.objects.of(centre).on_the_wall().filter(shared_at__gte=since):
        words = _("A new idea: “%(idea)s”.")
        yield _of_idea(centre, idea, idea.shared_at, words)


def _answered(centre: Centre, since: datetime) -> Told:
    answers = Answer.objects.of(centre).filter(at__gte=since).select_related("idea")
    for answer in answers:
        words = _("“%(idea)s” was answered: %(outcome)s.")
        outcome = answer.get_outcome_display()
        yield _of_idea(centre, answer.idea, answer.at, words, outcome=outcome)


def _of_idea(
    centre: Centre, idea: Idea, at: datetime, words: str, **more: object
) -> Happened:
    url = reverse("ideas:detail", args=[centre.slug, idea.pk])
    return Happened(at, words % {"idea": idea.what, **more}, url, idea.circle_id)


def _promises(centre: Centre, since: datetime) -> Told:
    for promise in Promise.objects.of(centre).filter(made_at__gte=since):
        yield _of_promise(centre, promise, promise.made_at, _("Promised: %(words)s"))
    for promise in Promise.objects.of(centre).filter(ended_at__gte=since):
        words = {"kept": _("Done: %(words)s"), "let_go": _("Let go: %(words)s")}
        said = words[promise.state]
        yield _of_promise(centre, promise, promise.ended_at, said)


def _of_promise(centre: Centre, promise: Promise, at: datetime, words: str) -> Happened:
    url = reverse("meetings:list", args=[centre.slug])
    if promise.idea_id:
        url = reverse("ideas:detail", args=[centre.slug, promise.idea_id])
    return Happened(at, words % {"words": promise.words}, url, promise.circle_id)


def _new_champions(centre: Centre, since: datetime) -> Told:
    """How many, by group; somebody in two groups is told in the first."""
    new = Champion.objects.of(centre).filter(became_at__gte=since)
    latest = new.order_by("-became_at").values_list("person", "became_at")
    people = dict(latest)
    members = CircleMember.objects.of(centre).filter(person__in=people)
    circles = dict(members.order_by("-joined_at").values_list("person", "circle"))
    counts = Counter(circles.get(person) for person in people)
    for circle_id, count in counts.items():
        words = ngettext(
            "%(n)s person became a champion.",
            "%(n)s people became champions.",
            count,
        )
        at = max(
            when for person, when in people.items() if circles.get(person) == circle_id
        )
        url = reverse("champion_list:index")
        yield Happened(at, words % {"n": count}, url, circle_id)


def _published(centre: Centre, since: datetime) -> Told:
    pages = ProgrammePage.objects.live().filter(
        programme__centre=centre, first_published_at__gte=since
    )
    for page in pages.select_related("programme"):
        words = _("“%(programme)s” is there for everybody to see.")
        yield Happened(
            page.first_published_at,
            words % {"programme": page.title},
            reverse("programmes:lead", args=[centre.slug, page.programme.slug]),
            page.programme.circle_id,
        )


SOURCES: tuple[Callable[[Centre, datetime], Told], ...] = (
    _held,
    _booked,
    _called_off,
    _moved,
    _shared,
    _answered,
    _promises,
    _new_champions,
    _published,
)
