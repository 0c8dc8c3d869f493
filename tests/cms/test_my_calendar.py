"""The private calendar: the same gatherings as on one's page, at an address that can be
made anew; every calendar file read back by a library that did not write it."""

from datetime import datetime, time, timedelta

import pytest
import recurring_ical_events
import vobject
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from champions.enums import Channel
from champions.models import User
from champions.permissions import BY_CARD
from champions.services.feeds import feed_token
from cms.models import Programme, Session
from cms.services.programmes import original_page
from meetings.enums import MeetingKind, Say
from meetings.models import Meeting
from meetings.services import answer
from meetings.services.gatherings import cancel_meeting
from meetings.services.moving import move_meeting
from meetings.services.own_calendar import own_gatherings
from meetings.services.seats import ask
from tests.factories import (
    AFTERNOON,
    in_days,
    make_centre,
    make_champion,
    make_gathering,
    make_person,
)
from tests.two_centres import furnish

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre(email="hello@cedar.example")


@pytest.fixture
def amina(centre):
    return make_champion(centre)


def comes(person, meeting, say=Say.YES):
    return answer(ask(meeting, person), say=say, by=None, how=Channel.EMAIL)


def feed_of(client, person):
    user = User.objects.get(pk=person.user_id)
    return client.get(reverse("my_feed", args=[feed_token(user)]))


def read(file):
    """What a calendar shows of a file: uid, begin, end, how sure, place."""
    return sorted(
        (
            event.uid.value,
            event.dtstart.value,
            event.dtend.value,
            event.status.value,
            event.location.value,
            int(event.sequence.value),
        )
        for event in vobject.readOne(file.decode()).contents.get("vevent", [])
    )


def ours(meeting, status):
    zone = meeting.centre.tzinfo
    place = ", ".join(filter(None, (meeting.place, meeting.directions)))
    return (
        f"{meeting.uuid}@health-champions",
        datetime.combine(meeting.on, meeting.at, tzinfo=zone),
        datetime.combine(meeting.on, meeting.until, tzinfo=zone),
        status,
        place,
        meeting.sequence,
    )


def test_the_feed_holds_what_the_page_lists_after_moves_and_cancellations_too(
    client, centre, amina
):
    kept, moved, gone, no, waits, maybe = (
        make_gathering(centre, days=days, places=1) for days in range(3, 9)
    )
    for meeting in (kept, moved, gone):
        comes(amina, meeting)
    comes(amina, no, Say.NO)
    comes(make_person(centre, "Kofi"), waits)
    comes(amina, waits)
    comes(amina, maybe, Say.MAYBE)
    move_meeting(moved, on=in_days(120), place="the hall", by=None, **AFTERNOON)
    cancel_meeting(gone, why="Snow", by=None)

    shown = read(feed_of(client, amina).content)

    own = own_gatherings(amina.user, now=timezone.now())
    assert shown == sorted(ours(one.meeting, one.status) for one in own)
    assert shown == sorted(
        [
            ours(kept, "CONFIRMED"),
            ours(moved, "CONFIRMED"),
            ours(gone, "CANCELLED"),
            ours(maybe, "TENTATIVE"),
        ]
    )


def test_the_page_lists_the_same(client, centre, amina):
    comes(amina, make_gathering(centre, title="Thursday at two"))
    lead = make_gathering(centre, kind=MeetingKind.SESSION, title="Coffee")
    lead.hosts.add(amina)
    client.force_login(amina.user)

    page = client.get(reverse("my_calendar")).content.decode()

    for words in ("Thursday at two", "Coffee", "You lead it"):
        assert words in page


def test_it_reaches_over_all_centres_of_a_person(client, centre, amina):
    elsewhere = make_centre("beck-lane", zone="Europe/London")
    there = make_person(elsewhere, "Amina", user=amina.user)
    meetings = [make_gathering(centre), make_gathering(elsewhere, days=9)]
    for person, meeting in zip((amina, there), meetings, strict=True):
        comes(person, meeting)

    shown = read(feed_of(client, amina).content)

    assert shown == sorted(ours(one, "CONFIRMED") for one in meetings)


def test_nobody_else_stands_in_it_and_it_lets_nobody_reply(client, centre, amina):
    meeting = make_gathering(centre)
    comes(amina, meeting)
    comes(make_person(centre, "Zebulon"), meeting)

    file = feed_of(client, amina).content.decode()

    assert file.count("BEGIN:VEVENT") == 1
    assert "Zebulon" not in file
    assert "Amina" not in file
    (link,) = [line for line in file.splitlines() if line.startswith("URL")]
    assert link.endswith(f"/en/seat/{amina_seat(amina)}/")


def amina_seat(person):
    return Meeting.objects.get().seats.get(person=person).pk


def test_a_new_address_makes_the_old_one_useless_at_once(client, amina):
    old = reverse("my_feed", args=[feed_token(amina.user)])
    client.force_login(amina.user)
    assert client.get(old).status_code == 200

    client.post(reverse("my_calendar"))

    assert client.get(old).status_code == 404
    new = reverse("my_feed", args=[feed_token(User.objects.get(pk=amina.user.pk))])
    assert new.rpartition("/my/")[2] in client.get("/en/my/calendar/").content.decode()
    assert client.get(new).status_code == 200


def test_looking_makes_no_new_address(client, amina):
    client.force_login(amina.user)

    client.get(reverse("my_calendar"))

    assert User.objects.get(pk=amina.user.pk).feed_generation == 1


@pytest.mark.parametrize("token", ["1.AAAAAAAAAAAAAAAAAAAAAA", "nonsense", "0"])
def test_a_wrong_address_shows_nothing(client, token):
    assert client.get(reverse("my_feed", args=[token])).status_code == 404


def test_no_cache_and_no_other_site_learns_the_address(client, amina):
    client.force_login(amina.user)

    for answered in (feed_of(client, amina), client.get(reverse("my_calendar"))):
        assert "no-store" in answered["Cache-Control"]
        assert answered["Referrer-Policy"] == "no-referrer"


def test_a_card_does_not_show_the_address_nor_make_a_new_one(client, amina):
    client.force_login(amina.user)
    session = client.session
    session[BY_CARD] = True
    session.save()

    client.post(reverse("my_calendar"))
    page = client.get(reverse("my_calendar")).content.decode()

    assert "You came in by card." in page
    assert ".ics" not in page
    assert User.objects.get(pk=amina.user.pk).feed_generation == 1


def test_the_file_of_one_place_is_read_back_the_same(client, centre, amina):
    meeting = make_gathering(centre)
    seat = comes(amina, meeting)
    move_meeting(meeting, on=in_days(20), place="the hall", by=None, **AFTERNOON)
    client.force_login(amina.user)
    address = reverse("meetings:held_seat_calendar", args=[seat.pk])

    moved = read(client.get(address).content)
    cancel_meeting(meeting, why="", by=None)
    gone = read(client.get(address).content)

    assert gone == [ours(meeting, "CANCELLED")]
    assert moved == [(*ours(meeting, "CONFIRMED")[:5], meeting.sequence - 1)]


def test_the_calendar_of_a_programme_is_read_back_the_same(client):
    """One entry repeats; what is not as it says stands beside it, and a program that
    spreads them out finds the dates that are kept."""
    centre = furnish("harbourview", 7_000_000)
    for programme in Programme.objects.of(centre):
        original_page(programme).get_latest_revision().publish()
    first, second, *_later = Session.objects.of(centre).order_by("original_on")
    move_meeting(
        first.meeting,
        on=first.meeting.on,
        at=time(15),
        until=time(16),
        place="the hall",
        by=None,
    )
    cancel_meeting(second.meeting, why="Snow", by=None)

    address = reverse("programmes:calendar", args=[centre.slug])
    file = client.get(address).content

    kept = Session.objects.of(centre).select_related("meeting__centre")
    last = max(one.meeting.starts_at for one in kept) + timedelta(days=1)
    spread = recurring_ical_events.of(Calendar.from_ical(file))
    shown = [
        (one["dtstart"].dt, str(one["status"]), str(one["location"]))
        for one in spread.between(timezone.now(), last)
    ]
    assert sorted(shown) == sorted(
        ours(one.meeting, _said(one.meeting))[1:2]
        + ours(one.meeting, _said(one.meeting))[3:5]
        for one in kept
    )
    assert [row[3] for row in read(file)].count("CANCELLED") == 1


def _said(meeting):
    return "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED"


def test_the_day_after_a_month_what_is_over_is_gone(client, centre, amina):
    comes(amina, make_gathering(centre))
    later = timezone.now() + timedelta(days=45)

    assert own_gatherings(amina.user, now=later) == []
