from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from champions.enums import Role
from champions.groups import join_group
from champions.models import Centre, Message
from champions.permissions import SECOND_FACTOR
from cms.enums import Pattern, ProgrammeState
from cms.models import Programme
from cms.services import programmes
from cms.services.centres import open_centre
from cms.services.sessions import (
    cancel_session,
    make_sessions,
    take_place,
    upcoming_sessions,
)
from ideas.enums import IdeaStage
from meetings.models import Seat
from meetings.services.places import places_of
from meetings.services.seats import come_as_guest
from tests.factories import in_days, make_champion, make_circle, make_idea, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return open_centre(
        Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142"), by=None
    )


@pytest.fixture
def champion(centre):
    return make_champion(centre, make_circle(centre), "Doreen")


def facts(**others):
    return {
        "title": "Coffee & Colour",
        "language": "en",
        "pattern": Pattern.WEEKLY,
        "first_on": in_days(3),
        "last_on": None,
        "at": time(10),
        "until": time(11, 30),
        "place": "Library back room",
        "directions": "",
        "access": ["step_free"],
        "is_free": True,
        "cost": "",
        "drop_in": True,
        "places": None,
        # Whatever the day on which these tests run, each week has its date.
        "skips_shut_days": False,
    } | others


WORDS = {"what": "Paint, and a warm cup.", "about": "We paint.", "first_visit": ""}


@pytest.fixture
def programme(centre, champion):
    return programmes.describe_programme(
        centre, lead=champion, by=champion.user, facts=facts(), words=WORDS
    )


@pytest.fixture
def published(programme):
    programmes.original_page(programme).get_latest_revision().publish()
    programme.refresh_from_db()
    return programme


def sign_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()


def test_a_described_programme_is_not_in_public_until_it_is_published(
    client, programme
):
    index = client.get("/en/cedar-lake/programmes/")
    page = client.get("/en/cedar-lake/programmes/coffee-colour/")

    assert "Coffee" not in index.content.decode()
    assert page.status_code == 404


def test_publishing_its_page_makes_it_run_and_tells_its_idea(centre, champion):
    idea = make_idea(champion, "Painting together")
    programme = programmes.describe_programme(
        centre,
        lead=champion,
        by=champion.user,
        facts=facts(),
        words=WORDS,
        idea=idea,
    )

    programmes.original_page(programme).get_latest_revision().publish()

    programme.refresh_from_db()
    idea.refresh_from_db()
    assert programme.state == ProgrammeState.RUNNING
    assert programme.uuid == idea.uuid
    assert idea.stage == IdeaStage.RUNNING
    assert idea.programme_url == "/en/cedar-lake/programmes/coffee-colour/"


def test_staff_read_and_publish_through_moderation(client, centre, programme):
    page = programmes.original_page(programme)
    programmes.ask_for_check(page, by=programme.leads.get().user)
    state = page.current_workflow_state.current_task_state
    lead = make_staff(centre, Role.LEAD)

    join_group(lead, centre, Role.LEAD)
    sign_in(client, lead)

    client.post(
        f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/", {"comment": ""}
    )

    page.refresh_from_db()
    assert page.live


def test_a_neighbour_finds_it_in_both_languages(client, published):
    english = client.get("/en/cedar-lake/programmes/").content.decode()
    french = client.get("/fr/cedar-lake/programmes/coffee-colour/").content.decode()

    assert "Coffee &amp; Colour" in english
    assert '<span lang="en">Coffee &amp; Colour</span>' in french


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("q=painted", 1),
        ("q=hockey", 0),
        ("language=fr", 0),
        ("free=on", 1),
        ("access=step_free", 1),
        ("access=quiet", 0),
        ("day=9", 1),
    ],
)
def test_filters_show_what_fits(client, published, query, count):
    page = client.get(f"/en/cedar-lake/programmes/?{query}").content.decode()

    assert page.count("programme-card") == count


def test_its_dates_are_kept_a_quarter_ahead_and_made_once(programme):
    before = programme.sessions.count()

    again = make_sessions(programme)

    assert (before, again) == (13, 0)


def test_a_changed_day_keeps_the_dates_for_which_somebody_comes(programme):
    first = upcoming_sessions(programme).first()
    Seat.objects.create(
        centre=programme.centre,
        meeting=first.meeting,
        guest_name="Sam",
        audience="guests",
        reply="coming",
    )

    programme.first_on += timedelta(days=1)
    programme.save()
    make_sessions(programme)

    kept = programme.sessions.filter(pk=first.pk)
    assert kept.exists()
    assert programme.sessions.count() == 14


def test_calling_off_tomorrow_shows_on_the_page_and_in_the_calendar(client, published):
    lead = published.leads.get().user
    session = upcoming_sessions(published).first()
    client.force_login(lead)

    client.post(
        f"/en/cedar-lake/programmes/coffee-colour/cancel/{session.pk}/",
        {"why": "The pipes froze."},
    )

    page = client.get("/en/cedar-lake/programmes/coffee-colour/").content.decode()
    ics = client.get("/en/cedar-lake/programmes/coffee-colour/calendar.ics").content
    statuses = [str(e["status"]) for e in Calendar.from_ical(ics).walk("VEVENT")]
    assert "called off" in page
    assert statuses.count("CANCELLED") == 1


def test_i_will_come_needs_one_field_and_no_account(client, centre, champion):
    programme = programmes.describe_programme(
        centre,
        lead=champion,
        by=champion.user,
        facts=facts(drop_in=False, places=8),
        words=WORDS,
    )
    programmes.original_page(programme).get_latest_revision().publish()
    session = upcoming_sessions(programme).first()
    url = f"/en/cedar-lake/programmes/coffee-colour/come/{session.pk}/"
    form = client.get(url).context["form"]

    for _twice in range(2):
        client.post(
            url,
            {
                "name": "Sam",
                "companions": "1",
                "submission": form["submission"].value(),
            },
        )

    seat = Seat.objects.get(guest_name="Sam")
    assert (seat.reply, seat.places) == ("coming", 2)


def test_another_champion_cannot_lead_it(client, centre, programme):
    client.force_login(make_champion(centre, first_name="Kofi").user)

    answers = [
        client.get("/en/cedar-lake/programmes/coffee-colour/lead/").status_code,
        client.get("/en/cedar-lake/programmes/nothing/lead/").status_code,
    ]

    assert answers == [404, 404]


def test_two_programmes_of_one_name_get_two_addresses(centre, champion, programme):
    elsewhere = facts(place="The big room")

    other = programmes.describe_programme(
        centre, lead=champion, by=None, facts=elsewhere, words=WORDS
    )

    assert other.slug == "coffee-colour-2"
    assert Programme.objects.of(centre).count() == 2


def test_who_said_i_will_come_sees_their_place_and_can_change_it(client, published):
    session = upcoming_sessions(published).first()
    url = f"/en/cedar-lake/programmes/coffee-colour/come/{session.pk}/"
    form = client.get(url).context["form"]
    said = {"name": "Sam", "companions": "0", "submission": form["submission"].value()}

    page = client.post(url, said, follow=True)

    seat = Seat.objects.get(guest_name="Sam")
    assert page.redirect_chain == [(f"/en/seat/{seat.pk}/", 302)]
    assert page.status_code == 200


def say_i_will_come(programme, **said):
    session = upcoming_sessions(programme).first()
    words = {"name": "Inès", "reach": "ines@example.org", "submission": uuid4()}
    return session, come_as_guest(session.meeting, **words | said)


def test_a_changed_time_and_place_reach_the_dates_and_those_who_come(published):
    say_i_will_come(published, language="fr")
    Message.objects.all().delete()

    programmes.change_programme(
        published,
        by=published.leads.get().user,
        facts=facts(at=time(14), until=time(15), place="Town hall"),
        words=WORDS,
    )

    meetings = [one.meeting for one in upcoming_sessions(published)]
    told = Message.objects.get()
    assert {(one.at, one.place) for one in meetings} == {(time(14), "Town hall")}
    assert (told.name, told.language, told.centre) == (
        "meetings/moved",
        "fr",
        published.centre,
    )


def test_fewer_places_never_take_one_away(published):
    say_i_will_come(published, companions=4)

    programmes.change_programme(
        published, by=None, facts=facts(drop_in=False, places=2), words=WORDS
    )

    first, *others = upcoming_sessions(published)
    assert places_of(first.meeting, "guests") == 5
    assert {places_of(one.meeting, "guests") for one in others} == {2}


def test_after_a_break_there_are_dates_again_and_who_meant_to_come_still_does(
    published,
):
    session, _seat = say_i_will_come(published)
    lead = published.leads.get().user

    programmes.set_state(published, ProgrammeState.RESTING, by=lead)
    while_resting = upcoming_sessions(published).count()
    made_meanwhile = make_sessions(published)
    programmes.set_state(published, ProgrammeState.RUNNING, by=lead)

    assert (while_resting, made_meanwhile) == (0, 0)
    assert upcoming_sessions(published).count() == 13
    assert upcoming_sessions(published).first() == session
    assert Seat.objects.get().reply == "coming"


def take_a_break(programme):
    programmes.set_state(
        programme, ProgrammeState.RESTING, by=programme.leads.first().user
    )


def start_again(programme):
    programmes.set_state(
        programme, ProgrammeState.RUNNING, by=programme.leads.first().user
    )


def change(programme, **others):
    programmes.change_programme(
        programme,
        by=programme.leads.first().user,
        facts=facts(**others),
        words=WORDS,
    )
    programme.refresh_from_db()


def test_what_changed_in_a_break_is_told_with_the_date_that_comes_back(published):
    session, _seat = say_i_will_come(published)

    take_a_break(published)
    change(published, at=time(14), until=time(15), place="Town hall", places=30)
    start_again(published)

    session.refresh_from_db()
    told = Message.objects.filter(name="meetings/after_all").get()
    assert (session.meeting.at, session.meeting.place) == (time(14), "Town hall")
    assert session.meeting.starts_at.astimezone(published.centre.tzinfo).hour == 14
    assert {part.at for part in session.meeting.parts.all()} == {time(14)}
    assert places_of(session.meeting, "guests") == 30
    assert "Town hall" in told.text
    assert "2 to 3\N{NO-BREAK SPACE}pm" in told.text


def test_a_date_that_comes_back_belongs_to_those_who_run_it_now(published):
    session, _seat = say_i_will_come(published)
    gus = make_champion(published.centre, published.circle, "Gus")

    take_a_break(published)
    published.leads.set([gus])
    start_again(published)

    assert set(session.meeting.hosts.all()) == {gus}


def test_a_day_that_the_plan_does_not_say_any_more_stays_called_off(published):
    session, _seat = say_i_will_come(published)

    take_a_break(published)
    change(published, first_on=session.original_on + timedelta(days=1))
    start_again(published)

    session.meeting.refresh_from_db()
    assert session.meeting.state == "cancelled"
    assert not Message.objects.filter(name="meetings/after_all").exists()


def test_who_waited_is_offered_what_became_free_while_it_was_off(published):
    change(published, drop_in=False, places=1)
    session, first = say_i_will_come(published)
    _session, second = say_i_will_come(published, reach="gus@example.org")
    assert second.reply == "waiting"
    lead = published.leads.get().user

    cancel_session(session, why="Snow", by=lead)
    Seat.objects.filter(pk=first.pk).update(reply="not_coming")
    take_place(session, by=lead)

    second.refresh_from_db()
    assert second.reply == "offered"


def test_a_quarter_of_dates_asks_no_more_than_one(centre, champion):
    def questions(**others):
        with CaptureQueriesContext(connection) as asked:
            programmes.describe_programme(
                centre,
                lead=champion,
                by=champion.user,
                facts=facts(**others),
                words=WORDS,
            )
        return len(asked)

    questions()  # what is asked once for all of them

    once = questions(pattern="once", title="Once")
    assert questions(title="Weekly") == once


def test_what_was_called_off_before_a_break_stays_called_off(published):
    lead = published.leads.get().user
    session, _seat = say_i_will_come(published)
    cancel_session(session, why="Snow", by=lead)

    programmes.set_state(published, ProgrammeState.RESTING, by=lead)
    programmes.set_state(published, ProgrammeState.RUNNING, by=lead)

    assert session not in upcoming_sessions(published)


def test_a_changed_day_takes_no_date_away_for_which_somebody_waits(published):
    session, seat = say_i_will_come(published)
    Seat.objects.filter(pk=seat.pk).update(reply="waiting")

    published.first_on += timedelta(days=1)
    published.save()
    make_sessions(published)

    assert Seat.objects.get().meeting == session.meeting
