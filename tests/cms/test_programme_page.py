"""A programme's page: what a neighbour asks, in order; what nobody knows is said to be
unknown; what rests or came to its end leads on; what is old says to call first."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from champions.services.freshness import raise_version
from cms.enums import ProgrammeState
from cms.services import programmes, truth
from cms.services.sessions import cancel_session, upcoming_sessions
from cms.when_it_happens import when_in_words
from meetings.services.attendance import mark_attendance
from meetings.services.day_end import hold_those_with_attendance
from meetings.services.seats import come_as_guest
from tests.cms.published import in_public
from tests.cms.test_programmes import centre, champion
from tests.factories import in_days, make_idea, make_staff

__all__ = ["centre", "champion"]
pytestmark = pytest.mark.django_db
PATH = "/en/cedar-lake/programmes/walk/"
ORDER = [
    "Next time",
    "Good to know",
    "Your first visit",
    "Who you will meet",
    "All dates",
    "Checked on",
    "Something worries you?",
]


@pytest.fixture
def walk(centre, champion):
    return in_public(
        centre,
        champion,
        title="Walk",
        first_on=in_days(3),
        skips_shut_days=False,
        bring="Boots.",
    )


def test_everything_stands_in_the_order_in_which_it_is_asked(client, walk):
    page = client.get(PATH).text.partition("<main")[2]

    places = [page.index(words) for words in ORDER]
    assert places == sorted(places)


def test_all_dates_stand_there_and_the_next_that_happens_is_the_next_time(
    client, walk, champion
):
    dates = list(upcoming_sessions(walk))
    for one in dates[:5]:
        cancel_session(one, why="Ice", by=champion.user)

    page = client.get(PATH).text

    assert "No date is set just now" not in page
    assert page.count('<li class="row apart">') == len(dates) > 5


def test_nobody_says_that_they_come_to_a_date_that_has_begun(client, walk):
    walk.drop_in = False
    walk.save()
    first, second = upcoming_sessions(walk)[:2]

    with time_machine.travel(first.meeting.starts_at + timedelta(minutes=5)):
        page = client.get(PATH).text

    assert f"/come/{first.pk}/" not in page
    assert page.count(f"/come/{second.pk}/") == 2


def test_the_first_of_each_month_is_said_as_people_say_it(walk):
    walk.pattern, walk.first_on = "month_date", date(2026, 12, 1)

    said = {}
    for code in ("en", "fr"):
        with override(code):
            said[code] = when_in_words(walk)

    assert said["en"].startswith("Day 1 of each month")
    assert said["fr"].startswith("Le 1er de chaque mois")


def test_a_title_in_another_language_says_so_in_the_list(client, walk, champion):
    in_public(walk.centre, champion, title="Marche", language="fr")

    page = client.get("/en/cedar-lake/programmes/").text

    assert 'lang="fr">Marche</a>' in page
    assert 'walk/">Walk</a>' in page


def test_what_nobody_wrote_down_is_said_to_be_unknown(client, walk):
    page = client.get(PATH).text

    assert "Boots." in page
    assert "Something to eat. Ask us: 705-555-0142" in page


def test_cost_and_getting_in_stand_above_the_next_date(client, walk):
    page = client.get(PATH).text.partition("<main")[2]

    assert page.index("Free · no steps") < page.index("<h1") < page.index("Next time")


def test_the_link_to_take_part_online_is_never_on_the_page(client, walk):
    walk.attending, walk.online_link = "online", "https://meet.example.org/secret"
    walk.save()

    page = client.get(PATH).text

    assert "You can take part from home." in page
    assert "meet.example.org" not in page


def test_after_130_days_it_asks_to_call_first_and_stays_in_the_list(client, walk):
    walk.checked_on = in_days(-131)
    walk.save()

    assert "Please call before you come: 705-555-0142" in client.get(PATH).text
    assert "Walk" in client.get("/en/cedar-lake/programmes/").text


def test_a_date_at_which_somebody_ticked_who_came_says_that_it_is_true(walk):
    session = upcoming_sessions(walk).first()
    meeting, walk.checked_on = session.meeting, in_days(-200)
    walk.save()
    seat = come_as_guest(meeting, name="Gus", submission=walk.uuid)
    with time_machine.travel(meeting.ends_at + timedelta(hours=8)):
        mark_attendance(
            meeting, part=meeting.parts.get(), came={seat.pk: True}, by=None
        )
        hold_those_with_attendance(timezone.now())
        assert (truth.renew_by_dates_held(), truth.renew_by_dates_held()) == (1, 0)

        walk.refresh_from_db()
        assert walk.checked_on == meeting.on
        assert not truth.truth_of(walk).is_old


def test_a_later_word_of_somebody_stands(walk):
    meeting = upcoming_sessions(walk).first().meeting
    meeting.state = "held"
    meeting.save()
    walk.checked_on = meeting.on + timedelta(days=1)
    walk.save()

    assert truth.renew_by_dates_held() == 0


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ProgrammeState.RESTING, "It takes a break just now."),
        (ProgrammeState.FINISHED, "This came to a good end."),
    ],
)
def test_what_rests_or_came_to_its_end_says_since_when_and_what_to_join_instead(
    client, walk, champion, state, words
):
    in_public(walk.centre, champion, title="Chess", skips_shut_days=False)
    programmes.set_state(walk, state, by=make_staff(walk.centre))

    page = client.get(PATH)

    assert page.status_code == 200
    assert words in page.text
    assert "You could join one of these:" in page.text
    assert "/en/cedar-lake/programmes/chess/" in page.text


def test_a_page_that_was_taken_down_leads_to_the_list_and_the_phone(client, walk):
    walk.pages.get().unpublish()

    page = client.get(PATH)

    assert page.status_code == 404
    assert "705-555-0142" in page.text
    assert 'href="/en/cedar-lake/programmes/"' in page.text


def test_how_it_began_goes_when_its_author_takes_it_down(client, walk, champion):
    walk.idea = make_idea(champion, "A walk for two")
    walk.save()
    assert "A walk for two" in client.get(PATH).text

    walk.idea.not_mine_at = timezone.now()
    walk.idea.save()
    raise_version(walk.centre)

    assert "A walk for two" not in client.get(PATH).text
