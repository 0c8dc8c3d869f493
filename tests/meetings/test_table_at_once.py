"""Ten people at one table at the same moment, on both databases."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from champions.models import Message
from meetings.models import AgendaItem, Meeting, Thanks
from meetings.services.gatherings import hold_meeting
from meetings.services.minutes import add_agenda_item
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_staff,
)
from tests.ideas.test_at_once import TEN, at_once, signed_in

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting():
    centre = make_centre()
    circle = make_circle(centre, lead=make_staff(centre))
    for number in range(TEN):
        ways = {"email": f"c{number}@example.org"}
        make_champion(centre, circle, f"Champion {number}", **ways)
    return make_gathering(centre, circle=circle)


@pytest.fixture
def clients(meeting):
    members = meeting.circle.members.select_related("person__user")
    return [signed_in(member.person.user) for member in members]


def to(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.centre.slug, meeting.pk])


def test_ten_who_put_ten_things_first_all_count(meeting, clients):
    for number in range(TEN):
        add_agenda_item(
            meeting, words=f"Thing {number}", person=None, by=meeting.circle.lead
        )
    keys = [f"item:{item.pk}" for item in AgendaItem.objects.all()]
    url = to("agenda_order", meeting)

    at_once(
        *(
            lambda client=client, key=key: client.post(
                url, {"key": key, "before": "hello"}
            )
            for client, key in zip(clients, keys, strict=True)
        )
    )

    order = Meeting.objects.get(pk=meeting.pk).agenda_order
    assert set(order[:TEN]) == set(keys)
    assert order[TEN:] == ["hello", "next"]


def test_ten_who_send_the_notes_round_tell_each_once(meeting, clients):
    with time_machine.travel(meeting.starts_at + timedelta(minutes=5), tick=False):
        hold_meeting(meeting, by=None)
        Meeting.objects.filter(pk=meeting.pk).update(notes="Soup.")
        clients = [
            signed_in(member.person.user) for member in meeting.circle.members.all()
        ]

        at_once(
            *(
                lambda client=client: client.post(to("notes_round", meeting))
                for client in clients
            )
        )

    told = Message.objects.filter(name="meetings/notes")
    assert told.count() == TEN + 1
    assert len({message.person_id for message in told}) == TEN + 1


def test_one_form_of_thanks_sent_ten_times_at_once_thanks_once(meeting):
    form = {"thanks-to_words": "the kitchen crew", "thanks-words": "For soup"}
    url = to("thanks", meeting)

    user = meeting.circle.lead
    clients = [signed_in(user) for _ in range(TEN)]

    at_once(*(lambda client=client: client.post(url, form) for client in clients))

    assert Thanks.objects.count() == 1
