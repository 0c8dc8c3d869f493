"""The messages about a gathering that a centre may put into its own words: their marks,
and ours, warm and plain. Nothing here says that somebody is a client, or why they were
chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from champions import said_in
from champions.messages.marks import Mark
from champions.messages.worded import Ours, Worded
from meetings.previews import invitation_sample, place_sample

# Filled in while sending.
LINK, CODE = "{link:reply}", "{code:reply}"

NAME = Mark(
    "name",
    pgettext_lazy("mark", "name"),
    _("their first name"),
    why=_("Two people may read mail at one address: each must see whom it is for."),
)
DAY = Mark("day", pgettext_lazy("mark", "day"), _("the day, like Thursday 3 December"))
HOURS = Mark("hours", pgettext_lazy("mark", "hours"), _("from when to when"))
HOW_LONG = Mark(
    "how_long", pgettext_lazy("mark", "how long"), _("like: two and a half hours")
)
PLACE = Mark("place", pgettext_lazy("mark", "place"), _("where it is"))
SECOND_DAY = Mark(
    "second_day",
    pgettext_lazy("mark", "second day"),
    _("day and time of the second get-together"),
    may_be_empty=True,
)
REPLY_BY = Mark(
    "reply_by",
    pgettext_lazy("mark", "reply by"),
    _("the last day for an answer"),
    why=_("People must know until when they can answer."),
)
PHONE = Mark(
    "phone",
    pgettext_lazy("mark", "phone"),
    _("your telephone number"),
    why=_("People must know whom to call."),
)
CODE_MARK = Mark(
    "code",
    pgettext_lazy("mark", "code"),
    _("their own ten numbers"),
    is_way_in=True,
)
LINK_MARK = Mark(
    "link",
    pgettext_lazy("mark", "link"),
    _("their own page to answer"),
    is_way_in=True,
)
CENTRE = Mark("centre", pgettext_lazy("mark", "centre"), _("your centre’s name"))
SIGNED_BY = Mark(
    "signed_by",
    pgettext_lazy("mark", "signed by"),
    _("the point person’s first name"),
)
THOUGHT_OF_BY = Mark(
    "thought_of_by",
    pgettext_lazy("mark", "thought of by"),
    _("who at the centre thought of them, where somebody did"),
    may_be_empty=True,
)
DATES = Mark(
    "dates",
    pgettext_lazy("mark", "dates"),
    _("the box with days, times and place"),
    is_block=True,
)


def _about_meeting(
    context: Mapping[str, Any], tag: str, instead: str
) -> dict[str, str]:
    meeting, centre = context["meeting"], context["centre"]
    return {
        "day": said_in.day(meeting.on, tag, instead=instead),
        "hours": said_in.hours(meeting.at, meeting.until, tag, instead=instead),
        "how_long": said_in.how_long(meeting.at, meeting.until, tag, instead=instead),
        "place": meeting.place,
        "directions": meeting.directions,
        "phone": centre.phone,
        "code": CODE,
        "link": LINK,
        "centre": centre.name_in(instead),
        "dates": "",
    }


def _of_invitation(
    context: Mapping[str, Any], tag: str, instead: str
) -> dict[str, str]:
    workshop = context["workshop"]
    return {
        **_about_meeting(context, tag, instead),
        "name": context["person"].first_name,
        "second_day": _second_day(context, tag, instead),
        "second_place": context["second"].place if context["second"] else "",
        "reply_by": _day(workshop.reply_by, tag, instead),
        "signed_by": workshop.signed_by or context["centre"].name_in(instead),
        "thought_of_by": context["thought_of_by"],
    }


def _second_day(context: Mapping[str, Any], tag: str, instead: str) -> str:
    second = context["second"]
    if second is None:
        return ""
    on = _day(second.on, tag, instead)
    return f"{on}, {said_in.clock(second.at, tag, instead=instead)}"


def _day(on: date | None, tag: str, instead: str) -> str:
    return said_in.day(on, tag, instead=instead) if on else ""


def _of_place(context: Mapping[str, Any], tag: str, instead: str) -> dict[str, str]:
    return {**_about_meeting(context, tag, instead), "name": context["name"]}


INVITATION = Worded(
    name="meetings/invitation",
    slug="invitation",
    title=_("Invitation"),
    when=_("Asks somebody to a welcome workshop."),
    marks=(
        NAME, DAY, HOURS, HOW_LONG, PLACE, SECOND_DAY, REPLY_BY, PHONE, CODE_MARK,
        LINK_MARK, CENTRE, SIGNED_BY, THOUGHT_OF_BY, DATES,
    ),
    required=frozenset({"name", "reply_by", "phone"}),
    ours=Ours(
        _("{name}, come and make something with us"),
        (
            _(
                "Hello {name}, I am {signed_by}, from {centre}. {thought_of_by} at the "
                "centre thought of you. We are asking neighbours to meet, eat together, "
                "and think up good things for the place where we live. We would love to "
                "have you with us."
            ),
            "",
            "{dates}",
            "",
            _(
                "It is free, and takes {how_long}. Bring somebody, if you like. You can "
                "leave at any time, and there is nothing to sign."
            ),
            "",
            _(
                "Please tell us by {reply_by}. A no is fine too. If too many say yes, "
                "we draw lots. Do you want to ask something? Call me: {phone}."
            ),
            _("Warmly, {signed_by}"),
        ),
    ),
    values=_of_invitation,
    sample=invitation_sample,
)  # fmt: skip
INVITATION_REMINDER = Worded(
    name="meetings/invitation_reminder",
    slug="invitation_reminder",
    title=_("The one reminder"),
    when=_("Asks somebody once more who has not answered an invitation."),
    marks=INVITATION.marks,
    required=frozenset({"name", "reply_by", "phone"}),
    ours=Ours(
        _("{name}, may we ask once more?"),
        (
            _(
                "Hello {name}, this is {signed_by}, from {centre}. We asked you to come "
                "and meet your neighbours. Perhaps it got lost, or your days were full. "
                "We ask once more, and then no more."
            ),
            "",
            "{dates}",
            "",
            _(
                "It is free, and takes {how_long}. Bring somebody, if you like. You can "
                "leave at any time, and there is nothing to sign."
            ),
            "",
            _(
                "Please tell us by {reply_by}. A yes would be lovely. A no is fine. Is "
                "your answer in the post? Then thank you, all is well. My number: "
                "{phone}."
            ),
            _("Warmly, {signed_by}"),
        ),
    ),
    values=_of_invitation,
    sample=invitation_sample,
)
OF_PLACE = (
    NAME,
    DAY,
    HOURS,
    HOW_LONG,
    PLACE,
    PHONE,
    CODE_MARK,
    LINK_MARK,
    CENTRE,
    DATES,
)


def _confirmation(name: str, ours: Ours) -> Worded:
    return Worded(
        name=name,
        slug="confirmation",
        title=_("Confirmation"),
        when=_("Says that there is a place for somebody at a get-together."),
        marks=OF_PLACE,
        required=frozenset({"name", "phone"}),
        ours=ours,
        values=_of_place,
        sample=place_sample,
    )


YOU_ARE_IN = _confirmation(
    "meetings/you_are_in",
    Ours(
        _("Your place on {day}"),
        (
            _("Hello {name},"),
            _("We are keeping a place for you, and look forward to seeing you."),
            "",
            "{dates}",
            "",
            _("Can you not come after all? Just call us: {phone}. That is fine."),
        ),
    ),
)
CONFIRMED = _confirmation(
    "meetings/confirmed",
    Ours(
        _("There is a place for you on {day}"),
        (
            _("Hello {name},"),
            _(
                "Good news: there is room for everybody who said yes. Your place is "
                "sure, and we look forward to seeing you."
            ),
            "",
            "{dates}",
            "",
            _(
                "It is free, and takes {how_long}. Bring somebody, if you like. You can "
                "leave at any time, and there is nothing to sign."
            ),
            "",
            _("Can you not come after all? Just call us: {phone}. That is fine."),
        ),
    ),
)
WORDED = (INVITATION, INVITATION_REMINDER, CONFIRMED, YOU_ARE_IN)
