"""Five steps for each of the three users: a walk over the whole path in one sitting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from champions.enums import CodePurpose
from champions.models import Centre
from champions.services.codes import digits_for
from cms.models import Programme
from cms.services.fridge import live_cards
from meetings.models import Invitation, Meeting
from meetings.services.rhythms import today_at


@dataclass(frozen=True)
class Step:
    """What to do, where; through which door one gets there."""

    words: str
    url: str
    door: str


@dataclass(frozen=True)
class Walk:
    title: str
    who: str
    steps: list[Step]


def walks() -> list[Walk]:
    """The three walks, in the language of the page, and a provider's single step."""
    return [_neighbour(), _champion(), _staff(), _provider()]


def addresses() -> set[str]:
    return {step.url for walk in walks() for step in walk.steps}


def _at(centre: str, rest: str = "") -> str:
    return f"/{get_language()}/{centre}/{rest}"


def _neighbour() -> Walk:
    code = _an_open_code()
    programme = Programme.objects.filter(drop_in=False, pages__live=True).first()
    steps = [
        Step(
            _("Find something to join."), _at("cedar-lake", "programmes/"), "neighbour"
        ),
        Step(
            _("Say that you will come to “%(title)s”.") % {"title": programme},
            _at(programme.centre.slug, f"programmes/{programme.slug}/"),
            "neighbour",
        ),
        Step(_("Read the same page in French."), "/fr/cedar-lake/", "neighbour"),
        Step(
            _("You got a letter. Type its code: %(code)s") % {"code": code},
            reverse("meetings:centre_go", args=["harbourview"]),
            "neighbour",
        ),
        Step(
            _("No letter? Put yourself forward."),
            reverse("meetings:join", args=["harbourview"]),
            "neighbour",
        ),
    ]
    return Walk(_("A neighbour"), _("Nobody signs in."), steps)


def _an_open_code() -> str:
    """The code of a letter that nobody has answered yet."""
    invitation = (
        Invitation.objects.pending()
        .filter(centre__slug="harbourview", state="sent")
        .order_by("-pk")
        .first()
    ) or Invitation.objects.filter(centre__slug="harbourview").last()
    return digits_for(CodePurpose.INVITATION, invitation.pk)


def _champion() -> Walk:
    meeting = _next_of("cedar-lake")
    steps = [
        Step(_("See your page."), reverse("my_page"), "champion"),
        Step(
            _("Share an idea. One sentence is plenty."),
            reverse("ideas:new", args=["cedar-lake"]),
            "champion",
        ),
        Step(
            _("Look at the next get-together, and say whether you come."),
            reverse("meetings:detail", args=["cedar-lake", meeting.pk]),
            "champion",
        ),
        Step(
            _(
                "You run “Walking Together”. Call off the next date by your fridge card: its numbers are %(code)s."
            )
            % {"code": _code_of_a_fridge_card("walking-together")},
            reverse("meetings:centre_go", args=["cedar-lake"]),
            "champion",
        ),
        Step(
            _("Describe something new to run."),
            reverse("programmes:new", args=["cedar-lake"]),
            "champion",
        ),
    ]
    return Walk(_("A champion"), _("You are Amina of Cedar Lake."), steps)


def _code_of_a_fridge_card(slug: str) -> str:
    """Nothing once somebody has handed the programme over."""
    cards = live_cards().filter(programme__slug=slug, centre__slug="cedar-lake")
    card = cards.first()
    return digits_for(CodePurpose.FRIDGE, card.pk) if card else ""


def _staff() -> Walk:
    todays = _next_welcome("harbourview")
    steps = [
        Step(_("See what falls through if nobody acts."), "/admin/", "staff"),
        Step(
            _("Upload the invented list, and look at the counts."),
            reverse("contact_lists:index"),
            "staff",
        ),
        Step(
            _(
                "Make a welcome workshop with its second get-together, and invite people."
            ),
            reverse("workshops:index"),
            "staff",
        ),
        Step(
            _("A workshop is today: tick who came."),
            reverse("meetings:detail", args=["harbourview", todays.pk]),
            "staff-harbourview",
        ),
        Step(
            _("Snow took a second get-together. Book a new date."),
            reverse("meetings:list", args=["beck-lane"]),
            "staff-beck-lane",
        ),
    ]
    return Walk(_("Staff"), _("You are Anne, the point person of Cedar Lake."), steps)


def _provider() -> Walk:
    steps = [
        Step(
            _("Think of somebody who may like to come. Nobody asks why."),
            reverse("meetings:prescribe", args=["cedar-lake"]),
            "provider",
        )
    ]
    return Walk(_("A provider"), _("You are Sandra of Cedar Lake."), steps)


def _next_welcome(slug: str) -> Meeting:
    """The one that is today, until the day is over."""
    held_here = Meeting.objects.filter(centre__slug=slug, kind="welcome")
    return held_here.order_by("-on").filter(on__lte=_today(slug)).first()


def _today(slug: str) -> date:
    return today_at(Centre.objects.get(slug=slug))


def _next_of(slug: str) -> Meeting:
    centre = Centre.objects.get(slug=slug)
    return Meeting.objects.of(centre).upcoming().without_sessions().first()
