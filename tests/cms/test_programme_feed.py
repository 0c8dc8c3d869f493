"""The feed of a centre's programmes, read back by a library that did not write it."""

from datetime import timedelta

import feedparser
import pytest
import time_machine
from django.utils import timezone

from champions.models import Centre
from cms.services.centres import open_centre
from cms.services.sessions import cancel_session, upcoming_sessions
from tests.cms.published import in_public
from tests.factories import make_champion, make_circle

pytestmark = pytest.mark.django_db

ADDRESS = "/en/cedar-lake/programmes/feed.atom"


@pytest.fixture
def programme():
    centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
    centre = open_centre(centre, by=None)
    lead = make_champion(centre, make_circle(centre), "Doreen")
    return in_public(centre, lead, title="Tea <b>& Talk</b> \x0b")


def read(client, address=ADDRESS):
    answer = client.get(address)
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.bozo_exception
    assert answer["Content-Type"].startswith("application/atom+xml")
    return feed


@pytest.mark.db
def test_a_programme_and_each_of_its_next_dates_is_an_entry(client, programme):
    feed = read(client)

    assert len(feed.entries) == 6
    assert feed.entries[0].id == programme.uuid.urn
    assert len({one.id for one in feed.entries}) == 6
    assert feed.feed.title == "Cedar Lake"
    assert feed.feed.links[0].href.endswith("/en/cedar-lake/programmes/")
    assert "Doreen" not in client.get(ADDRESS).content.decode()


def test_a_date_called_off_keeps_its_entry_and_is_the_newest(client, programme):
    session = upcoming_sessions(programme)[1]
    before = {one.id: one for one in read(client).entries}

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        cancel_session(session, why="Snow", by=programme.leads.get().user)
        feed = read(client)

    after = {one.id: one for one in feed.entries}
    changed = {pk for pk in after if after[pk].updated != before[pk].updated}
    gone = after[session.meeting.uuid.urn]
    assert set(after) == set(before)
    assert changed == {programme.uuid.urn, gone.id}
    assert gone.title.endswith("called off")
    assert "Snow" in gone.summary
    assert feed.feed.updated == gone.updated


def test_words_in_it_are_words(client, programme):
    feed = read(client)

    assert feed.entries[0].title.startswith("Tea")
    assert "<b>" not in feed.entries[0].summary


def test_it_speaks_the_language_of_its_address(client, programme):
    session = upcoming_sessions(programme).first()
    cancel_session(session, why="", by=programme.leads.get().user)

    feed = read(client, ADDRESS.replace("/en/", "/fr/"))

    assert "annul" in " ".join(one.title for one in feed.entries).casefold()
    assert feed.feed.id != read(client).feed.id


def test_pages_say_where_the_feed_is(client, programme):
    index = client.get("/en/cedar-lake/programmes/").content.decode()
    own = client.get(f"/en/cedar-lake/programmes/{programme.slug}/").content.decode()

    assert (
        f'type="application/atom+xml" title="What is new to join" href="{ADDRESS}"'
        in index
    )
    assert ADDRESS in own
    assert "calendar.ics" in own.partition("</head>")[0]
