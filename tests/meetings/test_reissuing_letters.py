"""A letter printed again keeps its code; a new one makes the old useless everywhere."""

import re
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from champions import links
from champions.enums import Channel, CodePurpose, MessageState, Role
from champions.messages.queue import Queue
from champions.messages.sender import claim
from champions.messages.words import address_of
from champions.models import Message, Person, View
from champions.services.codes import digits_for
from champions.services.letters import make_ready
from meetings.enums import Route, Say
from meetings.models import Invitation
from meetings.services import reissuing
from meetings.services.desk import answerable
from meetings.services.invitations import invite
from meetings.services.mailing_numbers import numbers_by_channel
from meetings.services.refusals import RefusedError
from meetings.services.reissuing import issue_new_letter, version_of
from meetings.services.seats import answer, ask
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.test_front_desk import DESK, find, signed_in
from tests.meetings.workshops import a_workshop, mail_to, told

pytestmark = pytest.mark.django_db
GO = "/en/cedar-lake/go/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def rosa(centre):
    return make_person(centre, "Rosa", address="22 Birch Road")


@pytest.fixture
def invitation(anne, rosa):
    workshop = a_workshop(rosa.centre, anne)
    return invite(rosa, workshop, route=Route.GENERAL, by=None)


@pytest.fixture
def posted(invitation):
    told().update(state=MessageState.SENT)
    return invitation


def code_of(invitation):
    return digits_for(CodePurpose.INVITATION, invitation.pk)


def issue(person, by, seen=None):
    (one,) = answerable(person)
    return issue_new_letter(person, one, seen=seen or version_of(one), by=by)


def opens(invitation, generation):
    token = links.token("invitation", invitation.pk, generation)
    return Client().get(f"/en/i/{token}/")


def test_the_old_link_and_code_are_dead_and_the_new_ones_live(posted, rosa, anne):
    old = code_of(posted)

    assert issue(rosa, anne) is True

    new = code_of(posted)
    assert old != new
    assert [opens(posted, one).status_code for one in (1, 2)] == [404, 200]
    typed = [Client().post(GO, {"code": code}).status_code for code in (old, new)]
    assert typed == [200, 302]


def test_the_old_link_says_no_more_than_one_that_never_was(posted, rosa, anne):
    issue(rosa, anne)

    revoked, unknown = opens(posted, 1), opens(posted, 77)

    assert _without_address(revoked) == _without_address(unknown)
    assert "there is a newer letter" in revoked.content.decode()


def _without_address(page):
    return re.sub(r"/i/[^/]*/|value=\"[^\"]*\"", "", page.content.decode())


def test_a_browser_that_had_opened_the_old_one_is_shut(client, posted, rosa, anne):
    client.post(f"/en/i/{links.token('invitation', posted.pk)}/")
    page = f"/en/i/{posted.pk}/"
    assert client.get(page).status_code == 200

    issue(rosa, anne)

    assert client.get(page).status_code == 404


def test_a_new_letter_waits_to_be_printed_with_the_new_code(posted, rosa, anne):
    issue(rosa, anne)

    new = told().get(state=MessageState.QUEUED)
    assert new.channel == Channel.LETTER
    assert links.token("invitation", posted.pk, 2) in address_of(new, "reply")


def test_a_letter_not_printed_yet_is_given_the_new_code(invitation, rosa, anne):
    issue(rosa, anne)

    letter = told().get(state=MessageState.QUEUED)
    assert letter.links["reply"]["generation"] == 2


def test_a_mail_that_a_sender_read_already_leaves_with_the_new_link(rosa, anne):
    Person.objects.filter(pk=rosa.pk).update(email="rosa@example.org", channel="email")
    rosa.refresh_from_db()
    invitation = invite(
        rosa, a_workshop(rosa.centre, anne), route=Route.GENERAL, by=None
    )
    Message.objects.exclude(person=rosa).delete()
    queue = Queue()
    queue._read_on()

    assert issue(rosa, anne) is True

    leaving = claim(queue)
    assert leaving.links["reply"]["generation"] == 2
    assert links.token("invitation", invitation.pk, 2) in address_of(leaving, "reply")


def test_what_left_at_that_moment_is_told_once_more(posted, rosa, anne, monkeypatch):
    told().update(state=MessageState.QUEUED)

    def leaves_first(message, generation):
        told().update(state=MessageState.SENT)
        return renew(message, generation)

    renew = reissuing._renew
    monkeypatch.setattr(reissuing, "_renew", leaves_first)

    assert issue(rosa, anne) is True

    anew = told().get(state=MessageState.QUEUED)
    assert anew.links["reply"]["generation"] == 2


def test_a_letter_in_a_printed_file_is_called_off_and_printed_anew(
    invitation, rosa, anne
):
    make_ready(rosa.centre, f"meeting:{invitation.meeting_id}", by=anne)
    topics = set(told().get().topics.values_list("topic"))

    issue(rosa, anne)

    old, new = told().order_by("pk")
    assert (old.state, new.state) == (MessageState.CANCELLED, MessageState.QUEUED)
    assert new.links["reply"]["generation"] == 2
    assert not new.batches.exists()
    assert set(new.topics.values_list("topic")) == topics


def test_what_went_with_a_new_link_counts_once_in_its_mailing(rosa, anne):
    mailing = mail_to(a_workshop(rosa.centre, anne), 1, anne)

    issue(rosa, anne)

    (numbers,) = numbers_by_channel(mailing).values()
    assert (numbers.asked, numbers.waiting, numbers.not_sent) == (1, 1, 0)


def test_their_place_gets_new_keys_together_with_the_invitation(posted, rosa, anne):
    seat = ask(posted.meeting, rosa)
    answer(seat, say=Say.YES, by=None, how="letter")
    old = links.token("seat", seat.pk)
    assert Client().get(f"/en/seat/{old}/").status_code == 200

    issue(rosa, anne)

    seat.refresh_from_db()
    new = links.token("seat", seat.pk, seat.generation)
    statuses = [Client().get(f"/en/seat/{one}/").status_code for one in (old, new)]
    assert statuses == [404, 200]
    assert opens(posted, 1).status_code == 404
    waiting = Message.objects.filter(person=rosa, state=MessageState.QUEUED)
    assert all(one.links["reply"]["generation"] == 2 for one in waiting)


def test_pressed_twice_or_by_two_at_once_one_is_issued(posted, rosa, anne):
    (seen_by_both,) = answerable(rosa)
    seen = version_of(seen_by_both)
    issue(rosa, anne, seen=seen)

    with pytest.raises(RefusedError):
        issue(rosa, anne, seen=seen)
    with pytest.raises(RefusedError):
        issue_new_letter(rosa, seen_by_both, seen=seen, by=anne)

    assert Invitation.objects.get().generation == 2


def test_who_may_not_be_written_to_is_handed_a_card(posted, rosa, anne):
    rosa.safe_to_write = False
    rosa.save()

    assert issue(rosa, anne) is True
    assert Message.objects.get(channel="in_person", state="queued").person == rosa
    assert opens(posted, 1).status_code == 404


def test_it_stands_in_the_history_without_a_name(posted, rosa, anne):
    issue(rosa, anne)

    entry = ModelLogEntry.objects.get(action="meetings.issue_new_letter")
    assert (entry.label, entry.user) == (f"invitation {posted.pk}", anne)


# --- At the desk ------------------------------------------------------------------


@pytest.fixture
def desk(client, centre):
    return signed_in(client, make_staff(centre, Role.DESK, "Dee"))


def at(invitation, what):
    return f"{DESK}{invitation.person_id}/{invitation.meeting_id}/{what}/"


def test_the_same_letter_is_printed_with_the_same_code(desk, posted):
    find(desk, "Rosa")
    before = Message.objects.count()

    file = desk.get(at(posted, "letter"))

    words = PdfReader(BytesIO(file.content)).pages[0].extract_text()
    assert code_of(posted) in words
    assert "22 Birch Road" in words
    assert View.objects.filter(page="meetings:desk_letter").exists()
    assert (Message.objects.count(), opens(posted, 1).status_code) == (before, 200)


def test_of_a_new_one_the_desk_prints_the_new_code(desk, posted):
    find(desk, "Rosa")
    old = code_of(posted)

    desk.post(at(posted, "new-letter"), {"seen": "1"})

    words = PdfReader(BytesIO(desk.get(at(posted, "letter")).content)).pages[0]
    assert code_of(posted) in words.extract_text()
    assert old not in words.extract_text()


def test_pressing_an_old_button_says_that_it_is_done(desk, posted):
    find(desk, "Rosa")
    desk.post(at(posted, "new-letter"), {"seen": "1"})

    page = desk.post(at(posted, "new-letter"), {"seen": "1"}, follow=True)

    assert "A new one was issued already." in page.content.decode()
    assert Invitation.objects.get().generation == 2


def test_of_who_was_not_looked_for_no_letter_is_printed_or_issued(desk, posted):
    assert desk.get(at(posted, "letter")).status_code == 404
    assert desk.post(at(posted, "new-letter"), {"seen": "1"}).status_code == 404
