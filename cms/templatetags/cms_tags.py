"""What public pages show of the rooms below: programmes, dates, ideas being sewn."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from champions.enums import ConsentPurpose, Language
from champions.models import Centre, Consent, Person
from champions.quilt import Block
from cms import finding
from cms.cards import Card, cards
from cms.find_form import WEEKDAYS
from cms.good_to_know import at_a_glance, good_to_know
from cms.loopback import is_on_this_machine
from cms.models import DemoMark, Programme, Session, StoryPage
from cms.open_data.published import ahead_of
from cms.picture_sizes import Photo, photo_of, pictures_in_public
from cms.services import truth
from meetings.enums import MeetingKind, MeetingState
from meetings.models import Meeting

register = template.Library()
register.simple_tag(at_a_glance)
register.simple_tag(good_to_know)

QUILT = 20
SQUARES_OF_A_CENTRE = 4
THIS_WEEK = 6
MOST_PHOTOS = 6
MOST_INSTEAD = 3


@register.simple_tag(takes_context=True)
def find_programmes(context, centre: Centre) -> finding.Found:
    """What fits the filters of this address."""
    request: HttpRequest = context["request"]
    return finding.find(centre, request.GET)


@register.simple_tag
def programme_card(card: Card, above: int) -> SafeString:
    """One of a list, with so many `above` it: the first is in view at once."""
    return _drawn(card, get_language(), lazy=above > 0)


@lru_cache(maxsize=2_000)
def _drawn(card: Card, _language: str, *, lazy: bool) -> SafeString:
    """What a card says is all that it is drawn from: it is drawn once, like its square.
    To draw twenty takes longer than to find them."""
    words = vars(card) | {"line": card.what, "lazy": lazy}
    return render_to_string("components/programme_card.html", words)


@register.simple_tag
def days_to_find() -> list[tuple[str, str]]:
    """The days of the week, each with the address of what happens on it."""
    start = reverse("find")
    return [(f"{start}?day={day}", name) for day, name in WEEKDAYS if day]


@register.simple_tag
def squares(centre: Centre | None = None, most: int = QUILT) -> list[Card]:
    """The programmes in public, as squares of a quilt."""
    return cards(finding.listed_programmes(centre)[:most], centre)


@register.simple_tag
def is_invented() -> bool:
    """Whether this is the demo; in the admin, whose frame is Wagtail's."""
    return DemoMark.objects.exists()


@register.filter
def next_six(squares: list[Card]) -> list[Card]:
    """What happens next, of squares in the order of their dates."""
    return [card for card in squares if card.next][:THIS_WEEK]


@register.simple_tag
def centres_with_squares() -> list[tuple[Centre, list[Programme], int]]:
    """Each centre with four of its squares, and how many it has. The same number of
    questions for all centres."""
    squares: dict[int, list[Programme]] = defaultdict(list)
    for programme in finding.first_of_each_centre(SQUARES_OF_A_CENTRE):
        squares[programme.centre_id].append(programme)
    return [
        (one, squares[one.pk], _count(squares[one.pk])) for one in Centre.objects.all()
    ]


def _count(squares: list[Programme]) -> int:
    return squares[0].of_its_centre if squares else 0


@register.simple_tag
def dates_of(programme: Programme) -> list[Session]:
    """All its dates ahead, called-off ones among them; the first that happens is the
    next."""
    return ahead_of(programme)


@register.filter
def first_happening(dates: list[Session]) -> Session | None:
    return next((d for d in dates if d.meeting.state == MeetingState.ANNOUNCED), None)


@register.filter
def first_open(dates: list[Session]) -> Session | None:
    """The next one that somebody may still say they come to: it has not begun."""
    return next((one for one in dates if one.meeting.takes_replies), None)


@register.filter
def day_at(moment: datetime | None, centre: Centre) -> date | None:
    """The day of a moment on the centre's wall, for pages that Wagtail serves."""
    return moment and timezone.localdate(moment, centre.tzinfo)


@register.simple_tag
def checked(programme: Programme) -> truth.Truth:
    return truth.truth_of(programme)


@register.simple_tag
def rests_since(programme: Programme) -> date | None:
    return truth.rests_since(programme)


@register.simple_tag
def instead_of(programme: Programme) -> list[Card]:
    """What a neighbour may join at the same centre, the next date first."""
    listed = finding.listed_programmes(programme.centre).exclude(pk=programme.pk)
    return cards(listed.filter(next_at__isnull=False)[:MOST_INSTEAD], programme.centre)


@register.simple_tag
def named_leads(programme: Programme) -> list[Person]:
    """Those who run it and allow their first name on public pages."""
    return [person for person in _at_hand(programme) if person.is_named]


def _at_hand(programme: Programme) -> list[Person]:
    """Those who run it just now, asked for once a page."""
    known = vars(programme)
    if "at_hand" not in known:
        consents = Consent.objects.of(programme.centre).filter(
            purpose=ConsentPurpose.NAME, withdrawn_at=None, person=OuterRef("pk")
        )
        leads = programme.leads.all().at_hand()
        named = leads.annotate(is_named=Exists(consents))
        known["at_hand"] = list(named.only("uuid", "first_name"))
    return known["at_hand"]


@register.simple_tag
def story_teller(story: StoryPage) -> str:
    """Who tells it: a first name only where they said so and still allow it."""
    if story.teller is None:
        return story.told_by
    consents = Consent.objects.filter(
        person=story.teller, purpose=ConsentPurpose.NAME, withdrawn_at=None
    )
    if story.shows_name and consents.exists():
        return story.teller.first_name
    return _("a champion")


@register.simple_tag
def programme_of_story(story: StoryPage) -> Card | None:
    """What it is about, while that is in public."""
    if story.programme_id is None:
        return None
    listed = finding.listed_programmes().filter(pk=story.programme_id)
    return next(iter(cards(listed)), None)


@register.simple_tag
def needs_somebody(programme: Programme) -> bool:
    """Nobody who runs it is at hand: they take a break, moved on or died."""
    return not _at_hand(programme)


@register.simple_tag
def photos_of(programme: Programme) -> list[Photo]:
    """Its pictures in public, the newest last; asked for once a page."""
    known = vars(programme)
    if "photos" not in known:
        shown = pictures_in_public().filter(programme=programme)
        known["photos"] = [photo_of(one) for one in shown[:MOST_PHOTOS]]
    return known["photos"]


@register.filter
def language_name(code: str) -> str:
    return Language(code).label


@register.simple_tag
def next_workshop(centre: Centre) -> Meeting | None:
    """The next welcome workshop to which one may still put oneself forward."""
    upcoming = Meeting.objects.of(centre).upcoming()
    return upcoming.filter(kind=MeetingKind.WELCOME).first()


@register.filter
def things(squares: list[Card]) -> list[Block]:
    """Their squares alone."""
    return [card.thing for card in squares]


@register.simple_tag(takes_context=True)
def can_set_up(context) -> bool:
    """An empty installation, seen from the machine it runs on."""
    return is_on_this_machine(context["request"]) and not Centre.objects.exists()


@register.filter
def whole_rows(squares: list, columns: int) -> list:
    """A quilt has no gaps: what does not fill a row waits for the next square."""
    full = len(squares) - len(squares) % columns
    return squares[:full] or squares


@register.filter
def home(centre: Centre) -> str:
    """The address of a centre's home in the language of the page."""
    return f"/{get_language()}/{centre.slug}/"
