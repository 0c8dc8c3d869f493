"""Something worries you? It reaches one named person who does not run the programme, and
its words stay nowhere else."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db.models import F
from django.utils import timezone

from champions.enums import MessageState, Role
from champions.messages.letters import html_of
from champions.models import CodeTry, Message, Person, StaffRole
from champions.permissions import SECOND_FACTOR
from champions.services import tries
from cms.models import Worry
from cms.services import worries
from cms.this_week import rows_for, rows_of
from meetings.enums import Route
from meetings.services.invitations import invite
from tests.cms.test_programmes import centre, champion, programme, published
from tests.factories import make_person, make_staff
from tests.meetings.workshops import a_workshop

__all__ = ["centre", "champion", "programme", "published"]
pytestmark = pytest.mark.django_db
WORDS = "The host shouted at my neighbour."
ADDRESS = "/en/cedar-lake/worry/?about=coffee-colour"


@pytest.fixture
def anne(centre):
    return make_staff(centre, Role.LEAD, "Anne")


def send(client, **said):
    form = {"words": WORDS, "reach": "", "submission": uuid4()} | said
    return client.post(ADDRESS, form)


def signed_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


@time_machine.travel("2026-12-22 15:00Z", tick=False)
def test_the_point_person_hears_it_and_the_neighbour_reads_who_and_by_when(
    client, published, anne
):
    page = send(client, reach="705-555-0199").text

    (worry,) = Worry.objects.all()
    (message,) = Message.objects.filter(name="cms/worry")
    assert worry.told_to == anne
    # Five working days: Christmas, Boxing Day and a weekend do not count.
    assert worry.answer_by == date(2026, 12, 31)
    assert "Anne sees to it by Thursday 31 December" in page
    assert message.to_address == anne.email
    assert WORDS in message.text
    assert "705-555-0199" in message.text


def test_who_runs_the_programme_never_hears_it(client, published, anne):
    bo = make_staff(published.centre, Role.SUPPORTER, "Bo")
    published.leads.add(Person.objects.get(user=anne))

    send(client)

    assert Worry.objects.get().told_to == bo
    assert not [row for row in rows_for(anne) if row.key.startswith("worry")]


def test_where_only_those_who_run_it_could_hear_it_one_is_asked_to_call(
    client, published
):
    page = client.get(ADDRESS).text
    answer = send(client)

    assert "<textarea" not in page
    assert "705-555-0142" in page
    assert answer.status_code == 200
    assert not Worry.objects.exists()


def test_the_centre_chooses_who_hears_worries(client, published, anne):
    bo = make_staff(published.centre, Role.SUPPORTER, "Bo")
    signed_in(client, anne).post("/en/cedar-lake/worry/who/", {"user": bo.pk})
    client.logout()

    assert "Bo at the centre reads it" in client.get(ADDRESS).text
    send(client)
    assert Worry.objects.get().told_to == bo


def test_only_whoever_hears_it_sees_a_row_and_the_row_has_no_words(
    client, published, anne
):
    bo = make_staff(published.centre, Role.LEAD, "Bo")
    send(client)

    (row,) = [row for row in rows_for(anne) if row.key.startswith("worry")]
    assert WORDS not in row.title + row.rule
    assert not [row for row in rows_for(bo) if row.key.startswith("worry")]
    assert not [r for r in rows_of(published.centre) if r.key.startswith("worry")]
    assert signed_in(client, bo).get(row.url).status_code == 404


def test_answered_takes_the_row_and_the_words_away(client, published, anne):
    send(client)
    worry = Worry.objects.get()

    signed_in(client, anne).post(f"/en/cedar-lake/worry/{worry.pk}/")

    worry.refresh_from_db()
    assert worry.answered_at is not None
    assert not [row for row in rows_for(anne) if row.key.startswith("worry")]
    assert Message.objects.get(name="cms/worry").text == ""


def test_what_was_delivered_is_not_kept(client, published, anne):
    send(client)
    assert worries.forget_words() == 0
    Message.objects.filter(name="cms/worry").update(
        state=MessageState.SENT, sent_at=timezone.now()
    )
    assert worries.forget_words() == 0

    with time_machine.travel(timezone.now() + worries.KEPT_FOR * 1.1, tick=False):
        assert worries.forget_words() == 1
    message = Message.objects.get(name="cms/worry")
    assert message.text + message.html + message.subject == ""


def test_the_same_form_sent_twice_is_one_worry(client, published, anne):
    form = {"submission": uuid4()}
    send(client, **form)
    send(client, **form)

    assert Worry.objects.count() == 1
    assert Message.objects.filter(name="cms/worry").count() == 1


def test_one_too_many_is_asked_to_call_and_keeps_the_words(client, published, anne):
    send(client)
    CodeTry.objects.update(count=F("count") + tries.MOST_AN_HOUR)

    page = send(client).text

    assert WORDS in page
    assert "Please call us and tell us" in page
    assert Worry.objects.count() == 1


@pytest.mark.parametrize("words", ["", "x" * 1001])
def test_nothing_or_too_much_is_asked_for_again(client, published, anne, words):
    send(client, words=words)

    assert not Worry.objects.exists()


def test_every_page_of_the_centre_leads_there(client, published, anne):
    for path in ("", "programmes/", "programmes/coffee-colour/", "contact/"):
        assert "/en/cedar-lake/worry/" in client.get(f"/en/cedar-lake/{path}").text


def test_every_letter_says_whom_to_ask_for(centre, anne):
    rosa = make_person(centre, address="22 Birch Road", city="Cedar Lake")
    workshop = a_workshop(centre, anne)
    invite(rosa, workshop, route=Route.PRESCRIBED, by=anne)

    assert "Ask for Anne." in html_of(
        Message.objects.filter(person=rosa), centre=centre
    )
    StaffRole.objects.update(away_ends_at=timezone.now() + timedelta(days=9))
    assert "Ask for" not in html_of(Message.objects.filter(person=rosa), centre=centre)
