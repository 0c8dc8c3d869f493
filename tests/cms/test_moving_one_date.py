# ruff: noqa: F811  fixtures of another file
"""One date of a programme, changed alone."""

from datetime import time, timedelta
from uuid import uuid4

import pytest

from champions.models import Message
from cms.enums import Attending, OutOfPlan
from cms.models import Programme, Session
from cms.services import one_date, programmes
from cms.services.sessions import make_sessions, upcoming_sessions
from meetings.services.refusals import RefusedError
from meetings.services.seats import come_as_guest
from tests.cms.test_programmes import (  # noqa: F401  fixtures
    WORDS,
    centre,
    champion,
    facts,
    programme,
    published,
)

pytestmark = pytest.mark.django_db
LEAD = "/en/cedar-lake/programmes/coffee-colour/"


def moved(session, **others):
    now = session.meeting
    fields = {
        "on": now.on + timedelta(days=1),
        "at": now.at,
        "until": now.until,
        "place": "The kitchen",
        "note": "The painters are in.",
        "sequence": now.sequence,
    }
    return one_date.move_session(session, by=None, **fields | others)


def come(session):
    return come_as_guest(
        session.meeting,
        name="Inès",
        language="en",
        reach="ines@example.org",
        submission=uuid4(),
    )


def test_who_said_they_come_is_told_the_new_day_and_the_note(published):
    session = upcoming_sessions(published).first()
    come(session)
    Message.objects.all().delete()

    moved(session)

    told = Message.objects.get()
    assert told.name == "meetings/moved"
    assert "The painters are in." in told.text
    assert "The kitchen" in told.text


def test_the_note_stands_beside_the_date_on_the_page(client, published):
    moved(upcoming_sessions(published).first())

    assert "The painters are in." in client.get(LEAD).content.decode()


def test_a_moved_date_is_not_made_again(published):
    session = upcoming_sessions(published).first()
    first = session.original_on

    moved(session)
    made = make_sessions(published)

    session.refresh_from_db()
    assert made == 0
    assert session.original_on == first
    assert published.sessions.filter(original_on=first).count() == 1


def test_a_date_moved_away_from_a_day_that_is_over_stays(published):
    session = upcoming_sessions(published).first()
    moved(session, on=session.meeting.on + timedelta(days=3))
    gone = published.first_on - timedelta(days=30)
    Session.objects.filter(pk=session.pk).update(original_on=gone)

    make_sessions(published)

    assert published.sessions.filter(pk=session.pk).exists()


def test_a_later_change_of_all_dates_leaves_the_moved_one_where_it_is(published):
    session = upcoming_sessions(published).first()
    moved(session)

    programmes.change_programme(
        published, by=None, facts=facts(place="Town hall"), words=WORDS
    )

    places = [one.meeting.place for one in upcoming_sessions(published)]
    assert places[0] == "The kitchen"
    assert set(places[1:]) == {"Town hall"}


def test_the_same_move_sent_twice_is_made_once(published):
    session = upcoming_sessions(published).first()
    come(session)
    Message.objects.all().delete()
    before = session.meeting
    wanted = {"on": before.on + timedelta(days=1), "sequence": before.sequence}

    moved(session, **wanted)
    moved(Session.objects.select_related("meeting").get(pk=session.pk), **wanted)

    assert Message.objects.count() == 1


def test_of_two_who_move_it_at_once_the_second_is_told(published):
    first = upcoming_sessions(published).first()
    second = Session.objects.select_related("meeting").get(pk=first.pk)
    seen = first.meeting.sequence
    moved(first)
    second.refresh_from_db()

    with pytest.raises(RefusedError):
        moved(second, place="The hall", sequence=seen)


def test_the_one_who_runs_it_moves_a_date_by_a_form(client, published):
    session = upcoming_sessions(published).first()
    client.force_login(published.leads.get().user)
    url = f"{LEAD}move/{session.pk}/"
    form = client.get(url).context["form"]
    day = session.meeting.on + timedelta(days=2)

    backwards = client.post(
        url, {**form.initial, "on": day, "at": "12:00", "until": "11:00"}
    )
    answer = client.post(
        url, {**form.initial, "on": day, "at": "12:00", "until": "13:00"}
    )

    session.meeting.refresh_from_db()
    assert "It must end after it begins" in backwards.content.decode()
    assert answer.status_code == 302
    assert (session.meeting.on, session.meeting.at) == (day, time(12))


def test_a_date_out_of_the_plan_is_decided_once(client, published):
    session = upcoming_sessions(published).first()
    come(session)
    Programme.objects.update(first_on=published.first_on + timedelta(days=1))
    published.refresh_from_db()
    make_sessions(published)
    client.force_login(published.leads.get().user)

    page = client.get(f"{LEAD}lead/").content.decode()
    client.post(f"{LEAD}keep/{session.pk}/")
    make_sessions(published)

    session.refresh_from_db()
    assert "What shall it be?" in page
    assert session.out_of_plan == OutOfPlan.STANDS
    assert "What shall it be?" not in client.get(f"{LEAD}lead/").content.decode()


def test_the_online_link_is_told_to_those_who_come_and_to_nobody_else(
    client, published
):
    link = "https://talk.example.org/secret-room"
    changed = facts(attending=Attending.BOTH, online_link=link)
    programmes.change_programme(published, by=None, facts=changed, words=WORDS)
    session = upcoming_sessions(published).first()
    Message.objects.all().delete()
    url = f"{LEAD}come/{session.pk}/"
    form = client.get(url).context["form"]
    said = {
        "name": "Sam",
        "companions": "0",
        "reach": "sam@example.org",
        "submission": form["submission"].value(),
    }

    in_public = [
        client.get(path).content.decode()
        for path in (LEAD, f"{LEAD}calendar.ics", "/en/cedar-lake/programmes/", url)
    ]
    place = client.post(url, said, follow=True).content.decode()

    assert not any("secret-room" in page for page in in_public)
    assert link in place
    assert link in Message.objects.get().text
