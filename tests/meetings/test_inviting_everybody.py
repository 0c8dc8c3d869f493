from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from champions.enums import Channel, MessageState, Role
from champions.models import Person
from meetings import tasks
from meetings.enums import InvitationState, MailingState, Route, Say
from meetings.models import Invitation, Mailing
from meetings.services.invitations import invite
from meetings.services.joining import Way, put_forward
from meetings.services.mailing_counts import counts
from meetings.services.mailing_moves import stop_mailing
from meetings.services.mailing_size import (
    everybody_asked_by,
    expected_rate,
    size_of,
)
from meetings.services.mailings import (
    CHUNK,
    MailingError,
    draft_mailing,
    prepare_chunk,
    send_mailing,
)
from meetings.services.seats import answer, ask
from meetings.services.whom_to_ask import draw_people, not_yet_asked
from tests.factories import make_centre, make_champion, make_person, make_staff
from tests.meetings.workshops import a_workshop, invited, mail_to, neighbours, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


def test_twenty_four_places_ask_nine_hundred_and_sixty_people(centre):
    assert size_of(centre, 24) == 960


def test_the_centres_own_rate_counts_once_enough_were_asked(centre, anne, workshop):
    people = neighbours(centre, 200)
    Invitation.objects.bulk_create(
        Invitation(
            centre=centre,
            person=person,
            meeting=workshop,
            route=Route.GENERAL,
            channel="letter",
            wished_channel="letter",
        )
        for person in people
    )
    for person in people[:10]:
        answer(ask(workshop, person), say=Say.YES, by=None, how="letter")

    with time_machine.travel(workshop.starts_at, tick=False):
        assert (expected_rate(centre), size_of(centre, 24)) == (0.05, 480)


def test_the_lot_draws_whom_we_may_ask_and_nobody_else(centre, anne, workshop):
    asked, other = neighbours(centre, 2), make_centre("harbourview")
    make_champion(centre, address="1 Oak Street")
    make_staff(centre, Role.SUPPORTER, "Bo")
    make_person(centre, "No Letters", address="x", do_not_contact_at=timezone.now())
    make_person(centre, "Gone", address="x", died_at=timezone.now())
    asked.append(make_person(centre, "By a card", address="", email=""))
    asked.append(make_person(centre, "Too", address="x", safe_to_write=False))
    neighbours(other, 3)

    mailing = draft_mailing(workshop, size=50, by=anne)

    assert set(draw_people(mailing)) == set(asked)


def test_the_order_is_the_lots_and_never_the_lists(centre, anne, workshop):
    people = neighbours(centre, 60)
    mailing = draft_mailing(workshop, size=30, by=anne)

    drawn = [person.pk for person in draw_people(mailing)]

    again = [person.pk for person in draw_people(mailing)]
    assert (drawn == again, drawn == sorted(drawn)) == (True, False)
    assert drawn != [person.pk for person in people[:30]]


def test_another_seed_draws_others(centre, anne, workshop):
    neighbours(centre, 60)
    mailing = draft_mailing(workshop, size=30, by=anne)
    first = draw_people(mailing)

    mailing.lot_seed = "another"

    assert set(draw_people(mailing)) != set(first)


def test_who_was_asked_once_is_not_asked_again(centre, anne, workshop):
    neighbours(centre, 4)
    mail_to(workshop, 3, anne)

    mail_to(workshop, 3, anne)

    assert (len(invited(workshop)), not_yet_asked(centre).count()) == (4, 0)


def test_who_said_ask_me_again_comes_first_at_the_next_workshop(centre, anne, workshop):
    later, declined = neighbours(centre, 2)
    for person, say in ((later, Say.LATER), (declined, Say.NO)):
        invite(person, workshop, route=Route.GENERAL, by=None)
        answer(ask(workshop, person), say=say, by=None, how="letter")
    others = neighbours(centre, 3)
    following = a_workshop(centre, anne, circle_name="Birch")

    drawn = draw_people(draft_mailing(following, size=50, by=anne))

    assert (drawn[0], set(drawn[1:])) == (later, set(others))


def test_who_asked_to_join_without_a_workshop_is_first(centre, anne):
    neighbours(centre, 30)
    put_forward(
        centre,
        first_name="Yusuf",
        way=Way(email="yusuf@example.org"),
        language="en",
        by=None,
        how=Channel.EMAIL,
    )
    workshop = a_workshop(centre, anne)

    drawn = draw_people(draft_mailing(workshop, size=5, by=anne))

    assert drawn[0].first_name == "Yusuf"


def test_the_counts_say_by_which_way_and_who_can_only_be_told_in_person(
    centre, anne, workshop
):
    neighbours(centre, 2)
    neighbours(centre, 3, channel=Channel.TEXT, phone="+17055550142")
    neighbours(centre, 1, channel=Channel.PHONE, phone="+17055550142", language="fr")
    neighbours(centre, 4, email="a@example.org", channel=Channel.EMAIL)
    neighbours(centre, 2, address="")
    make_person(centre, "No Letters", address="x", do_not_contact_at=timezone.now())

    shown = counts(draft_mailing(workshop, size=12, by=anne))

    assert shown.by_channel == {"letter": 6, "email": 4, "in_person": 2}
    assert shown.instead == {
        ("text", "letter"): 3,
        ("phone", "letter"): 1,
        ("letter", "in_person"): 2,
    }
    assert shown.by_language == {"en": 11, "fr": 1}
    assert (shown.people, shown.only_in_person, shown.never_written_to) == (12, 2, 1)


def test_everybody_is_asked_within_six_months_of_the_first_mailing(centre, workshop):
    for month in (5, 3):
        Mailing.objects.create(
            centre=centre,
            meeting=workshop,
            size=1,
            state=MailingState.SENT,
            sent_at=datetime(2026, month, 2, 15, tzinfo=UTC),
        )

    assert everybody_asked_by(centre) == date(2026, 9, 2)


def test_sending_waits_for_the_announcement(centre, anne):
    draft = a_workshop(centre, anne, second_on=None)

    with pytest.raises(MailingError):
        send_mailing(draft_mailing(draft, size=1, by=anne), by=anne)


def test_a_mailing_too_late_for_letters_is_refused(centre, anne, workshop):
    mailing = draft_mailing(workshop, size=1, by=anne)

    with (
        time_machine.travel(workshop.starts_at - timedelta(days=20)),
        pytest.raises(MailingError),
    ):
        send_mailing(mailing, by=anne)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.DRAFT


def test_pressing_send_twice_sends_once(
    centre, anne, workshop, django_capture_on_commit_callbacks
):
    neighbours(centre, 1)
    mailing = draft_mailing(workshop, size=1, by=anne)

    with django_capture_on_commit_callbacks() as rung:
        send_mailing(mailing, by=anne)
        send_mailing(mailing, by=anne)

    assert len(rung) == 1


def test_the_worker_invites_everybody_drawn(centre, anne, workshop):
    neighbours(centre, 2 * CHUNK + 3)
    mailing = draft_mailing(workshop, size=2 * CHUNK + 1, by=anne)
    send_mailing(mailing, by=anne)

    tasks.prepare_mailing(mailing.pk)

    mailing.refresh_from_db()
    assert (mailing.state, mailing.prepared, told().count()) == (
        MailingState.SENT,
        2 * CHUNK + 1,
        2 * CHUNK + 1,
    )


def test_a_worker_that_was_killed_is_taken_up_where_it_stood(centre, anne, workshop):
    neighbours(centre, 2 * CHUNK)
    mailing = draft_mailing(workshop, size=2 * CHUNK, by=anne)
    send_mailing(mailing, by=anne)
    drawn = {person.pk for person in draw_people(mailing)}
    prepare_chunk(mailing)
    with pytest.raises(KeyboardInterrupt):
        _killed_before_the_commit(mailing)
    after_the_kill = Invitation.objects.count()

    tasks.resume_mailings()

    assert (after_the_kill, invited(workshop)) == (CHUNK, drawn)
    assert told().count() == 2 * CHUNK


@transaction.atomic
def _killed_before_the_commit(mailing):
    prepare_chunk(mailing)
    raise KeyboardInterrupt


def test_a_list_that_grows_while_it_is_sent_moves_nobody_else(centre, anne, workshop):
    neighbours(centre, 60)
    mailing = draft_mailing(workshop, size=CHUNK + 20, by=anne)
    send_mailing(mailing, by=anne)
    drawn = [person.pk for person in draw_people(mailing)]
    prepare_chunk(mailing)
    mailing.refresh_from_db()
    newcomers = {person.pk for person in neighbours(centre, 5)}

    left = [person.pk for person in draw_people(mailing) if person.pk not in newcomers]

    assert left == drawn[CHUNK:][: len(left)]


def test_stopped_nobody_more_is_asked_and_what_has_not_left_is_taken_back(
    centre, anne, workshop
):
    people = neighbours(centre, CHUNK + 5)
    mailing = draft_mailing(workshop, size=CHUNK + 5, by=anne)
    send_mailing(mailing, by=anne)
    prepare_chunk(mailing)
    posted = told().first()
    told().filter(pk=posted.pk).update(state=MessageState.SENT)

    taken = stop_mailing(mailing, by=anne).taken_back

    assert (taken, prepare_chunk(mailing)) == (CHUNK - 1, False)
    kept = Invitation.objects.exclude(state=InvitationState.WITHDRAWN)
    assert [one.person_id for one in kept] == [posted.person_id]
    assert not_yet_asked(centre).count() == len(people) - 1


def test_a_chunk_asks_the_database_as_often_for_many_as_for_few(centre, anne, workshop):
    neighbours(centre, 100)
    few = _queries_of_a_chunk(draft_mailing(workshop, size=90, by=anne), anne)
    Person.objects.bulk_create(
        Person(
            centre=centre,
            first_name=f"Other {n}",
            name_key=f"other{n}",
            address="9 Elm Street",
        )
        for n in range(1_200)
    )

    following = a_workshop(centre, anne, circle_name="Birch")
    many = _queries_of_a_chunk(draft_mailing(following, size=960, by=anne), anne)

    assert many == few


def _queries_of_a_chunk(mailing, anne):
    send_mailing(mailing, by=anne)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        prepare_chunk(mailing)
    return len(asked)
