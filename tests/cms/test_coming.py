"""“I will come”: one field; those who run it know what the guest allowed them to know;
a reminder, a way out in two presses, and one place for one form."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from champions.models import Message
from cms.services.sessions import upcoming_sessions
from cms.services.who_comes import dates_with_counts
from meetings.models import Need, Seat
from meetings.people_at import names_of
from meetings.services.guests import forget_guests
from meetings.services.reminding import remind
from tests.cms.published import in_public
from tests.cms.test_programmes import centre, champion
from tests.factories import in_days

__all__ = ["centre", "champion"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(centre, champion):
    return in_public(
        centre,
        champion,
        title="Walk",
        first_on=in_days(6),
        drop_in=False,
        places=2,
        meets_at_the_door=True,
        skips_shut_days=False,
    )


def address(walk):
    session = upcoming_sessions(walk).first()
    return f"/en/cedar-lake/programmes/walk/come/{session.pk}/"


def come(client, walk, name="Gus", **said):
    form = {"name": name, "submission": uuid4()} | said
    return client.post(address(walk), form)


def test_a_first_name_is_enough(client, walk):
    answer = come(client, walk)

    seat = Seat.objects.get()
    assert answer.status_code == 302
    assert (seat.reply, seat.companions, seat.guest_reach) == ("coming", 0, "")


def test_those_who_run_it_see_a_number_until_the_guest_allows_the_name(client, walk):
    come(client, walk, "Gus")
    come(client, walk, "Wes", shows_name="on")

    (date, *_later) = dates_with_counts(walk)
    assert (date.coming, date.names) == (2, ["Wes"])
    seats = list(Seat.objects.order_by("pk"))
    assert list(names_of(seats).values()) == ["a neighbour", "Wes"]


def test_a_first_visit_is_met_at_the_door_and_told_to_those_who_run_it(client, walk):
    come(client, walk, meet_me="on")
    client.force_login(walk.leads.get().user)

    for page in ("lead", "sheet"):
        words = client.get(f"/en/cedar-lake/programmes/walk/{page}/").text
        assert "please meet them at the door" in words
        assert "Gus" not in words


def test_where_nobody_can_meet_them_it_is_not_offered(client, walk):
    walk.meets_at_the_door = False
    walk.save()

    assert "meet_me" not in client.get(address(walk)).text
    come(client, walk, meet_me="on")
    assert not Seat.objects.get().meet_me


def test_what_would_help_never_costs_the_place(client, walk):
    come(client, walk, needs=["ride", "quiet"], need_words="From Birch Road")

    assert Seat.objects.get().reply == "coming"
    assert {need.words for need in Need.objects.all()} == {"From Birch Road"}


def test_when_it_is_full_the_page_says_so_and_the_guest_has_a_number(client, walk):
    come(client, walk, "Gus", companions="1")

    before = client.get(address(walk)).text
    answer = come(client, walk, "Wes", reach="wes@example.org")

    assert "All places are taken just now." in before
    assert "You are number 1 on the list." in client.get(answer.url).text


def test_the_next_is_offered_the_place_by_their_own_way(client, walk):
    page = come(client, walk, "Gus", companions="1").url
    come(client, walk, "Wes", reach="wes@example.org")

    client.post(page, {"say": "no"})

    assert Seat.objects.get(guest_name="Wes").reply == "offered"
    offers = Message.objects.filter(name="meetings/offered")
    assert offers.get().to_address == "wes@example.org"


def test_one_press_on_the_page_gives_the_place_back(client, walk):
    page = come(client, walk).url

    assert "I cannot come after all" in client.get(page).text
    client.post(page, {"say": "no"})
    assert Seat.objects.get().reply == "not_coming"


def test_the_same_form_twice_is_one_place(client, walk):
    form = {"submission": uuid4()}
    come(client, walk, **form)
    come(client, walk, **form)

    assert Seat.objects.count() == 1


def test_a_guest_with_an_address_is_reminded_once_two_days_before(client, walk):
    come(client, walk, reach="gus@example.org")
    come(client, walk, "Wes", reach="705-555-0176")
    starts = Seat.objects.first().meeting.starts_at

    for days, told in ((3, 0), (2, 1), (1, 1)):
        with time_machine.travel(starts - timedelta(days=days, minutes=5)):
            remind(timezone.now())
        reminders = Message.objects.filter(name="meetings/reminder")
        assert reminders.count() == told


def test_who_cancelled_or_said_so_just_now_is_not_reminded(client, walk):
    starts = upcoming_sessions(walk).first().meeting.starts_at
    page = come(client, walk, reach="gus@example.org").url
    client.post(page, {"say": "no"})
    with time_machine.travel(starts - timedelta(days=1)):
        come(client, walk, "Wes", reach="wes@example.org")
        remind(timezone.now())

    assert not Message.objects.filter(name="meetings/reminder").exists()


def test_what_would_help_is_forgotten_with_the_name(client, walk):
    come(client, walk, needs=["ride"], need_words="From Birch Road")
    over = Seat.objects.get().meeting.ends_at

    forget_guests(over + timedelta(days=31))

    assert not Need.objects.exists()
