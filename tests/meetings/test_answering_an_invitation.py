from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from champions import links
from champions.models import View
from meetings.enums import InvitationState, Route, Say
from meetings.models import Invitation, Need, Seat
from meetings.services.gatherings import cancel_meeting
from meetings.services.invitations import invite, withdraw
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db
NAME = "Rosalinda"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


@pytest.fixture
def invitation(centre, workshop):
    rosa = make_person(centre, NAME, address="22 Birch Road")
    return invite(rosa, workshop, route=Route.GENERAL, by=None)


def replies():
    return Seat.objects.filter(meeting__kind="welcome", audience="champions")


def link_to(invitation, language="en"):
    token = links.token("invitation", invitation.pk, invitation.generation)
    return f"/{language}/i/{token}/"


def page_of(invitation, language="en"):
    return f"/{language}/i/{invitation.pk}/"


def reply(client, invitation, say=Say.YES, language="en", **fields):
    words = {"say": say, "called": NAME} | fields
    return client.post(page_of(invitation, language), words)


@pytest.fixture
def opened(client, invitation):
    client.post(link_to(invitation))
    return client


def everything():
    return [
        list(rows.order_by("pk").values())
        for rows in (Invitation.objects, Seat.objects, Need.objects)
    ]


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing_and_names_nobody(client, invitation, method):
    before = everything()

    answer = getattr(client, method)(link_to(invitation))

    assert (answer.status_code, everything() == before) == (200, True)
    assert NAME not in answer.content.decode()
    assert (View.objects.count(), len(answer.cookies)) == (0, len(client.cookies))


def test_yes_i_am_the_person_leads_to_a_clean_address(client, invitation):
    answer = client.post(link_to(invitation))

    assert answer.url == page_of(invitation)
    page = client.get(answer.url).content.decode()
    assert f"Hello {NAME}" in page


def test_nothing_is_chosen_beforehand(opened, invitation):
    page = opened.get(page_of(invitation))

    assert page.context["form"]["say"].value() is None


@pytest.mark.parametrize(
    ("say", "state", "seat"),
    [
        (Say.YES, InvitationState.ANSWERED, "hoping"),
        (Say.MAYBE, InvitationState.ANSWERED, "maybe"),
        (Say.LATER, InvitationState.MAYBE_LATER, "not_coming"),
        (Say.NO, InvitationState.DECLINED, "not_coming"),
    ],
)
def test_each_of_the_four_answers_is_kept(opened, invitation, say, state, seat):
    answer = reply(opened, invitation, say)

    invitation.refresh_from_db()
    assert (answer.url, invitation.state, replies().get().reply) == (
        page_of(invitation),
        state,
        seat,
    )


def test_the_confirmation_survives_a_reload(opened, invitation):
    reply(opened, invitation)

    pages = [opened.get(page_of(invitation)) for _ in range(2)]

    assert [page.templates[0].name for page in pages] == [
        "meetings/invitation_answered.html"
    ] * 2


def test_a_reply_can_be_changed_until_the_start(opened, invitation):
    reply(opened, invitation, Say.NO)
    form = opened.get(page_of(invitation) + "?change").context["form"]

    reply(opened, invitation, Say.YES)

    assert (form["say"].value(), replies().get().reply) == ("no", "hoping")


def test_what_would_help_and_who_helped_is_kept(opened, invitation):
    reply(
        opened,
        invitation,
        needs=["ride", "quiet"],
        need_words="with a walker",
        companions=2,
        helped_by="Sam",
    )

    seat = replies().get()
    assert (seat.companions, seat.helped_by) == (2, "Sam")
    assert list(Need.objects.values_list("kind", "words")) == [
        ("ride", "with a walker"),
        ("quiet", "with a walker"),
    ]


@pytest.mark.parametrize(
    ("say", "kept"),
    [(Say.NO, "We move in May"), (Say.LATER, ""), (Say.YES, "")],
)
def test_why_not_may_be_said_with_a_no_and_is_never_asked_for(
    opened, invitation, say, kept
):
    reply(opened, invitation, say=say, decline_reason=" We move in May ")

    invitation.refresh_from_db()
    assert invitation.decline_reason == kept


def test_a_no_needs_no_reason_and_a_change_of_mind_forgets_it(opened, invitation):
    reply(opened, invitation, say=Say.NO, decline_reason="We move in May")
    shown = opened.get(f"{page_of(invitation)}?change=1").content.decode()

    reply(opened, invitation, say=Say.NO)

    invitation.refresh_from_db()
    assert 'value="We move in May"' in shown
    assert (invitation.state, invitation.decline_reason) == ("declined", "")


def test_they_are_called_as_they_wish(opened, invitation):
    reply(opened, invitation, called="Rosie")

    invitation.person.refresh_from_db()
    assert invitation.person.first_name == "Rosie"


def test_a_reply_without_a_choice_loses_nothing(opened, invitation):
    page = opened.post(page_of(invitation), {"called": "Rosie", "needs": ["ride"]})

    form = page.context["form"]
    assert (form["called"].value(), form["needs"].value()) == ("Rosie", ["ride"])
    assert (list(form.errors), replies().count()) == (["say"], 0)


def test_switching_the_language_in_the_middle_keeps_what_was_typed(opened, invitation):
    typed = {"say": "maybe", "called": "Rosie", "needs": ["ride"], "keep": "1"}

    page = opened.post(page_of(invitation, "fr"), typed)

    form = page.context["form"]
    assert [form[name].value() for name in ("say", "called", "needs")] == [
        "maybe",
        "Rosie",
        ["ride"],
    ]
    assert (replies().count(), "Bonjour" in page.content.decode()) == (0, True)


def test_two_invitations_are_open_at_once(opened, centre, workshop, invitation):
    other = invite(
        make_person(centre, "Yusuf", address="1 Oak Street"),
        workshop,
        route=Route.GENERAL,
        by=None,
    )
    opened.post(link_to(other))

    reply(opened, invitation, Say.YES)
    reply(opened, other, Say.NO, called="Yusuf")

    assert list(
        replies()
        .order_by("person__first_name")
        .values_list("person__first_name", "reply")
    ) == [(NAME, "hoping"), ("Yusuf", "not_coming")]


def closed_page(client, address):
    page = client.get(address)
    assert NAME not in page.content.decode()
    return page.status_code, page.context["why"]


def test_a_withdrawn_invitation_opens_a_kind_page(client, invitation, anne):
    withdraw(invitation, by=anne)

    assert closed_page(client, link_to(invitation)) == (410, "withdrawn")


def test_after_the_start_it_opens_a_kind_page(client, invitation, workshop):
    with time_machine.travel(workshop.starts_at + timedelta(minutes=1), tick=False):
        assert closed_page(client, link_to(invitation)) == (410, "over")


def test_when_the_workshop_is_called_off_it_opens_a_kind_page(
    client, invitation, workshop, anne
):
    cancel_meeting(workshop, why="Snow", by=anne)

    assert closed_page(client, link_to(invitation)) == (410, "called_off")


@pytest.mark.parametrize("purpose", ["seat", "card", "guest"])
def test_a_link_for_another_thing_opens_nothing(client, invitation, purpose):
    address = f"/en/i/{links.token(purpose, invitation.pk, 1)}/"

    assert closed_page(client, address) == (404, "unknown")


def test_a_revoked_link_opens_nothing_and_its_cookie_neither(opened, invitation):
    address = link_to(invitation)
    Invitation.objects.update(generation=2)

    assert closed_page(opened, address) == (404, "unknown")
    assert closed_page(opened, page_of(invitation)) == (404, "asleep")


@pytest.mark.parametrize("number", [1, 99])
def test_without_the_button_the_clean_address_says_nothing(client, invitation, number):
    assert closed_page(client, f"/en/i/{number}/") == (404, "asleep")


def test_half_an_hour_later_it_asks_to_be_opened_again(opened, invitation):
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert closed_page(opened, page_of(invitation)) == (404, "asleep")


def test_a_reply_that_comes_after_the_start_is_told_so(opened, invitation, workshop):
    with time_machine.travel(workshop.starts_at - timedelta(minutes=5), tick=False):
        opened.post(link_to(invitation))

    with time_machine.travel(workshop.starts_at + timedelta(minutes=5), tick=False):
        late = reply(opened, invitation)

    assert (late.status_code, replies().count()) == (410, 0)


def test_on_a_shared_device_it_can_be_closed(opened, invitation):
    opened.post(f"{page_of(invitation)}leave/")

    assert closed_page(opened, page_of(invitation)) == (404, "asleep")


def test_the_calendar_file_holds_both_dates(opened, invitation):
    reply(opened, invitation)

    file = opened.get(f"{page_of(invitation)}calendar.ics").content.decode()

    assert (file.count("BEGIN:VEVENT"), file.count("STATUS:TENTATIVE")) == (2, 2)


def test_this_is_not_me_shows_nothing_either(client, invitation):
    page = client.get(link_to(invitation) + "?not-me")

    assert (NAME in page.content.decode(), page.status_code) == (False, 200)
