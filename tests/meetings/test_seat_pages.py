"""Replying without signing in: by link, then at a clean address, until the start."""

from datetime import timedelta

import icalendar
import pytest
import time_machine
from django.urls import reverse

from champions.enums import CodePurpose
from champions.links import token
from meetings.enums import NeedKind, Reply, Say
from meetings.models import Seat
from meetings.services.gatherings import cancel_meeting
from meetings.services.moving import move_meeting
from tests.factories import (
    AFTERNOON,
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_seat,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    centre = make_centre()
    return make_gathering(centre, circle=make_circle(centre), places=2)


@pytest.fixture
def seat(meeting):
    return make_seat(meeting, "Rosa")


def link_to(seat, purpose=CodePurpose.SEAT, generation=1):
    secret = token(purpose, seat.pk, generation)
    return reverse("meetings:seat_link", kwargs={"token": secret})


def page_of(seat):
    return reverse("meetings:seat", kwargs={"seat_id": seat.pk})


def say_it_is_me(client, seat):
    return client.post(link_to(seat))


def now(seat):
    return Seat.objects.get(pk=seat.pk)


def test_opening_the_link_names_nobody_and_changes_nothing(client, seat):
    response = client.get(link_to(seat))

    assert response.status_code == 200
    assert "Rosa" not in response.content.decode()
    assert (now(seat).reply, set(response.cookies)) == (Reply.ASKED, {"csrftoken"})


def test_after_yes_i_am_the_person_the_address_is_clean(client, seat):
    response = say_it_is_me(client, seat)

    assert (response.status_code, response.url) == (302, page_of(seat))
    assert "Hello Rosa" in client.get(page_of(seat)).content.decode()


def test_without_the_capability_the_clean_address_opens_nothing(client, seat):
    response = client.get(page_of(seat))

    assert response.status_code == 404
    assert "Rosa" not in response.content.decode()


@pytest.mark.parametrize(
    ("purpose", "generation"),
    [(CodePurpose.INVITATION, 1), (CodePurpose.GUEST, 1), (CodePurpose.SEAT, 2)],
)
def test_a_link_for_another_thing_opens_nothing(client, seat, purpose, generation):
    response = client.post(link_to(seat, purpose, generation))

    assert (response.status_code, response.cookies) == (404, {})


def test_a_capability_ends_when_the_link_is_made_anew(client, seat):
    say_it_is_me(client, seat)
    Seat.objects.filter(pk=seat.pk).update(generation=2)

    assert client.get(page_of(seat)).status_code == 404


def test_one_click_and_a_button_are_a_reply(client, seat):
    say_it_is_me(client, seat)

    response = client.post(page_of(seat), {"say": Say.YES})

    assert (response.status_code, now(seat).reply) == (302, Reply.COMING)
    assert "You said yes." in client.get(page_of(seat)).content.decode()


def test_what_would_help_is_kept_with_its_words(client, seat):
    say_it_is_me(client, seat)

    client.post(
        page_of(seat),
        {
            "say": Say.YES,
            "needs": [NeedKind.RIDE],
            "need_words": "from Birch Road",
            "companions": "1",
            "helped_by": "Lena",
        },
    )

    kept = now(seat)
    assert (kept.companions, kept.helped_by) == (1, "Lena")
    need = kept.needs.get()
    assert (need.kind, need.words, need.tell_group) == (
        NeedKind.RIDE,
        "from Birch Road",
        False,
    )


def test_nothing_chosen_is_said_and_nothing_lost(client, seat):
    say_it_is_me(client, seat)

    response = client.post(page_of(seat), {"need_words": "from Birch Road"})

    assert response.context["form"].errors == {"say": ["Choose one of the answers."]}
    assert "from Birch Road" in response.content.decode()
    assert now(seat).reply == Reply.ASKED


def test_a_reply_changes_until_the_start(client, seat):
    say_it_is_me(client, seat)
    client.post(page_of(seat), {"say": Say.YES})
    client.post(page_of(seat), {"say": Say.NO})
    assert now(seat).reply == Reply.NOT_COMING

    with time_machine.travel(seat.meeting.starts_at + timedelta(minutes=1)):
        say_it_is_me(client, seat)
        client.post(page_of(seat), {"say": Say.YES})

    assert now(seat).reply == Reply.NOT_COMING


def test_too_many_companions_are_refused_in_words(client, seat):
    say_it_is_me(client, seat)
    client.post(page_of(seat), {"say": Say.YES})

    response = client.post(page_of(seat), {"say": Say.YES, "companions": "3"})

    assert response.context["form"].non_field_errors() == [
        "There is no room for more people with you. Your own place is safe."
    ]
    assert now(seat).companions == 0


def test_a_champion_who_is_signed_in_needs_no_link(client, meeting):
    amina = make_champion(meeting.centre)
    seat = Seat.objects.create(centre=meeting.centre, meeting=meeting, person=amina)
    client.force_login(amina.user)

    client.post(page_of(seat), {"say": Say.YES})

    assert now(seat).reply == Reply.COMING


def test_another_champion_does_not_reply_for_them(client, meeting, seat):
    client.force_login(make_champion(meeting.centre).user)

    assert client.post(page_of(seat), {"say": Say.YES}).status_code == 404
    assert now(seat).reply == Reply.ASKED


def test_what_was_called_off_says_so(client, seat):
    cancel_meeting(seat.meeting, why="Snow", by=None)
    say_it_is_me(client, seat)

    text = client.get(page_of(seat)).content.decode()

    assert "This was called off. Snow" in text


def test_the_page_speaks_french(client, seat):
    say_it_is_me(client, seat)

    response = client.get(page_of(seat).replace("/en/", "/fr/"))

    assert response.headers["Content-Language"] == "fr"
    assert "Bonjour Rosa" in response.content.decode()


def entry_of(client, seat):
    address = link_to(seat) + "calendar.ics"
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    assert (calendar["method"], len(calendar.walk("VTIMEZONE"))) == ("PUBLISH", 1)
    return calendar.walk("VEVENT")[0]


def test_the_calendar_keeps_the_clock_on_the_wall(client, seat):
    entry = entry_of(client, seat)

    assert entry["dtstart"].params["TZID"] == "America/Toronto"
    assert entry.decoded("dtstart").strftime("%H:%M") == "13:30"


def test_a_move_is_the_same_entry_with_a_higher_number(client, seat):
    before = entry_of(client, seat)
    anne = make_staff(seat.centre)
    move_meeting(
        seat.meeting, on=in_days(9), place="the church hall", by=anne, **AFTERNOON
    )

    after = entry_of(client, seat)

    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["location"] == "the church hall"


def test_a_calendar_learns_that_it_was_called_off(client, seat):
    cancel_meeting(seat.meeting, why="Snow", by=None)

    entry = entry_of(client, seat)

    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 1)


def test_a_wrong_link_has_no_calendar(client, seat):
    address = link_to(seat, generation=9) + "calendar.ics"

    assert client.get(address).status_code == 404
