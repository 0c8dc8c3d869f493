"""While somebody talks with a person first, we invite them to nothing; what they ask
for themselves is answered as always."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from champions.enums import Channel, MessageState, Role
from champions.models import TalkFirst, View
from champions.services.people import mark_do_not_contact
from champions.services.talking_first import living_for, talked
from meetings.enums import InvitationState, Route, Say
from meetings.models import Invitation
from meetings.services.asking_first import ask_first
from meetings.services.invitations import InvitationError, invite
from meetings.services.joining import Way, put_forward
from meetings.services.mailing_counts import counts
from meetings.services.mailings import draft_mailing
from meetings.services.seats import answer, ask
from meetings.services.talking_first import talk_first
from meetings.services.whom_to_ask import draw_people, not_yet_asked
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_person,
    make_staff,
)
from tests.meetings.test_front_desk import DESK, find, signed_in
from tests.meetings.workshops import a_workshop, neighbours, told

pytestmark = pytest.mark.django_db
ADMIN = "/admin/talk-first/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def bo(centre):
    return make_staff(centre, Role.SUPPORTER, "Bo")


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


@pytest.fixture
def rosa(centre):
    return make_person(centre, address="22 Birch Road")


def write(person, by, days=30):
    return talk_first(person, promised_by=by, until=in_days(days), by=by)


def drawn(workshop, anne):
    return draw_people(draft_mailing(workshop, size=50, by=anne))


# --- What it means ----------------------------------------------------------------


def test_they_are_not_drawn_and_remain_to_be_asked(centre, anne, workshop, rosa):
    others = neighbours(centre, 2)
    talk = write(rosa, anne)

    shown = counts(draft_mailing(workshop, size=50, by=anne))

    assert set(drawn(workshop, anne)) == set(others)
    assert (shown.people, shown.talked_with_first, shown.left_afterwards) == (2, 1, 1)
    assert rosa in not_yet_asked(centre)
    talked(talk, by=anne)
    assert rosa in drawn(workshop, anne)


def test_who_said_ask_me_again_waits_too(centre, anne, workshop, rosa):
    invite(rosa, workshop, route=Route.GENERAL, by=None)
    answer(ask(workshop, rosa), say=Say.LATER, by=None, how="letter")
    write(rosa, anne)

    following = a_workshop(centre, anne, circle_name="Birch")

    assert drawn(following, anne) == []


@pytest.mark.parametrize("route", [Route.GENERAL, Route.PRESCRIBED])
def test_nobody_invites_them_meanwhile(anne, bo, workshop, rosa, route):
    write(rosa, anne)

    with pytest.raises(InvitationError, match="We talk with this person first"):
        invite(rosa, workshop, route=route, by=bo)

    assert (Invitation.objects.count(), told().count()) == (0, 0)


def join(centre, person):
    return put_forward(
        centre,
        first_name=person.first_name,
        way=Way(email=person.email),
        language="en",
        by=None,
        how=Channel.EMAIL,
    )


def test_who_asks_to_join_is_answered_and_it_goes_on(centre, anne, workshop):
    rosa = make_person(centre, email="rosa@example.org")
    write(rosa, anne)

    invitation = join(centre, rosa)

    assert (invitation.person, told().count()) == (rosa, 1)
    assert living_for(rosa) is not None


def test_who_asked_to_join_before_any_workshop_is_drawn(centre, anne):
    rosa = make_person(centre, email="rosa@example.org")
    join(centre, rosa)
    write(rosa, anne)

    assert drawn(a_workshop(centre, anne), anne) == [rosa]


def test_who_got_no_place_comes_first_all_the_same(centre, anne, workshop, rosa):
    invite(rosa, workshop, route=Route.GENERAL, by=None)
    seat = ask(workshop, rosa)
    answer(seat, say=Say.YES, by=None, how="letter")
    answer(seat, say=Say.LATER, by=None, how="letter")
    following = a_workshop(centre, anne, circle_name="Birch", second_on=None)
    write(rosa, anne)

    assert [one.person for one in ask_first(following, by=anne)] == [rosa]


@pytest.mark.parametrize(("say", "lives"), [("yes", False), ("maybe", True)])
def test_their_own_yes_ends_it(anne, workshop, rosa, say, lives):
    invite(rosa, workshop, route=Route.GENERAL, by=None)
    Invitation.objects.update(state=InvitationState.SENT)
    write(rosa, anne)

    answer(ask(workshop, rosa), say=say, by=None, how="letter")

    assert (living_for(rosa) is not None) == lives


def test_an_invitation_that_has_not_left_is_taken_back(anne, workshop, rosa):
    invite(rosa, workshop, route=Route.GENERAL, by=None)

    write(rosa, anne)

    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    assert told().get().state == MessageState.CANCELLED


def test_an_invitation_that_has_left_still_opens(anne, workshop, rosa):
    invite(rosa, workshop, route=Route.GENERAL, by=None)
    told().update(state=MessageState.SENT)

    write(rosa, anne)

    assert Invitation.objects.get().state == InvitationState.READY


# --- At the desk ------------------------------------------------------------------


def page_of(client, user, person):
    desk = signed_in(client, user)
    find(desk, person.first_name)
    return desk.get(f"{DESK}{person.pk}/").content.decode()


def promise(client, user, person, **fields):
    page_of(client, user, person)
    words = {"promised_by": user.pk, "until": in_days(20).isoformat()} | fields
    return client.post(f"{DESK}{person.pk}/talk-first/", words, follow=True)


def test_a_staff_partner_writes_it_down_at_the_desk(client, bo, rosa):
    page = promise(client, bo, rosa).content.decode()

    talk = TalkFirst.objects.get()
    assert (talk.person, talk.promised_by, talk.until) == (rosa, bo, in_days(20))
    assert "Bo would like to talk with you before we invite you" in page


def test_a_day_too_far_is_said_and_nothing_written(client, bo, rosa):
    page = promise(client, bo, rosa, until=in_days(61).isoformat()).content.decode()

    assert "within 60 days" in page
    assert TalkFirst.objects.count() == 0


def test_we_talked_is_one_press(client, bo, rosa):
    promise(client, bo, rosa)

    client.post(f"{DESK}{rosa.pk}/talk-first/", {"talked": TalkFirst.objects.get().pk})

    assert living_for(rosa) is None


def test_who_has_no_part_in_it_learns_only_that_there_is_one(client, centre, bo, rosa):
    write(rosa, bo)
    eve = make_staff(centre, Role.SUPPORTER, "Eve")

    page = page_of(client, eve, rosa)

    assert "A colleague talks with them before we invite them." in page
    assert "would like to talk" not in page
    post = client.post(
        f"{DESK}{rosa.pk}/talk-first/", {"talked": TalkFirst.objects.get().pk}
    )
    assert post.status_code == 404


def test_the_front_desk_sees_nothing_of_it(client, centre, bo, rosa):
    write(rosa, bo)

    page = page_of(client, make_staff(centre, Role.DESK, "Dee"), rosa)

    assert "Talk with them first" not in page
    assert "talks with them" not in page
    address = f"{DESK}{rosa.pk}/talk-first/"
    assert client.post(address, {"until": in_days(3).isoformat()}).status_code == 404


# --- The list ---------------------------------------------------------------------


def test_the_list_counts_now_and_a_year(client, centre, anne, bo):
    for name in ("Ida", "Lou"):
        write(make_person(centre, name), bo)
    talked(TalkFirst.objects.get(person__first_name="Ida"), by=bo)

    page = signed_in(client, anne).get(ADMIN).content.decode()

    assert ("Lou" in page, "Ida" in page) == (True, False)
    assert "1 person now. 2 in the last twelve months." in " ".join(page.split())
    assert View.objects.get().page == "talk_first:index"


def renew(client, user, talk, days=50, seen=None):
    words = {
        f"t{talk.pk}-until": in_days(days).isoformat(),
        "seen": (seen or talk.until).isoformat(),
    }
    answered = signed_in(client, user).post(
        f"{ADMIN}{talk.pk}/renew/", words, follow=True
    )
    talk.refresh_from_db()
    return answered.content.decode()


def test_a_second_person_renews_it_there(client, anne, bo, rosa):
    talk = write(rosa, bo)

    assert "Renewed." in renew(client, anne, talk)
    assert (talk.until, talk.renewed_by) == (in_days(50), anne)
    # The same button once more.
    assert "Renewed." in renew(client, anne, talk, seen=in_days(30))


def test_who_wrote_it_finds_no_button_and_is_refused(client, bo, rosa):
    talk = write(rosa, bo)

    assert "A second person renews it." in renew(client, bo, talk)
    assert "Renew it" not in signed_in(client, bo).get(ADMIN).content.decode()
    assert talk.until == in_days(30)


def test_who_renews_from_an_old_page_is_told(client, centre, anne, bo, rosa):
    talk = write(rosa, bo)
    seen = talk.until
    renew(client, anne, talk, 40)
    other = make_staff(centre, first_name="Eve")

    assert "A colleague was faster." in renew(client, other, talk, 55, seen=seen)
    assert talk.until == in_days(40)


def test_another_centres_point_person_finds_nothing(client, bo, rosa):
    talk = write(rosa, bo)
    there = signed_in(client, make_staff(make_centre("harbourview")))

    answers = [there.post(f"{ADMIN}{talk.pk}/{what}/") for what in ("renew", "talked")]

    assert [one.status_code for one in answers] == [404, 404]
    assert "Rosa" not in there.get(ADMIN).content.decode()


def test_the_list_asks_the_database_as_often_for_many(client, centre, anne, bo):
    visitor, asked = signed_in(client, anne), []
    for number in range(3):
        write(make_person(centre, f"Neighbour {number}"), bo)
        with CaptureQueriesContext(connection) as queries:
            visitor.get(ADMIN)
        asked.append(len(queries))

    assert asked[2] == asked[1]


# --- A provider's page ------------------------------------------------------------

OWN = "/en/cedar-lake/prescribe/talk-first/"


@pytest.fixture
def cleo(centre):
    return make_staff(centre, Role.PRESCRIBER, "Cleo")


def think_of(client, cleo, reach="rosa@example.org", days=20, name="Rosa"):
    words = {
        "first_name": name,
        "reach": reach,
        "until": in_days(days).isoformat(),
    }
    return signed_in(client, cleo).post(OWN, words, follow=True).content.decode()


def test_a_provider_promises_to_talk_with_somebody_known(client, centre, cleo):
    rosa = make_person(centre, email="rosa@example.org")

    assert "Written down." in think_of(client, cleo)

    talk = living_for(rosa)
    assert (talk.promised_by, talk.written_by) == (cleo, cleo)


def test_whether_somebody_is_on_the_list_the_page_does_not_tell(client, centre, cleo):
    make_person(centre, email="rosa@example.org")
    known = think_of(client, cleo)

    unknown = think_of(client, cleo, reach="ida@example.org", name="Ida")

    assert "Written down." in known
    assert "Written down." in unknown
    assert TalkFirst.objects.count() == 2


def test_why_there_is_no_need_the_page_does_not_tell(client, centre, cleo):
    make_champion(centre, first_name="Rosa", email="rosa@example.org")
    mark_do_not_contact(make_person(centre, "Ida", email="ida@example.org"), by=None)

    pages = [
        think_of(client, cleo),
        think_of(client, cleo, reach="ida@example.org", name="Ida"),
    ]

    assert all("There is no need" in page for page in pages)
    assert TalkFirst.objects.count() == 0


def test_a_provider_sees_their_own_part_alone_and_ends_it(client, centre, cleo, bo):
    write(make_person(centre, "Lou"), bo)
    think_of(client, cleo)

    page = signed_in(client, cleo).get(OWN).content.decode()

    assert ("Rosa" in page, "Lou" in page) == (True, False)
    lou, rosa = TalkFirst.objects.order_by("person__first_name")
    assert client.post(f"{OWN}{lou.pk}/", {"talked": "1"}).status_code == 404
    client.post(f"{OWN}{rosa.pk}/", {"talked": "1"})
    assert living_for(rosa.person) is None


def test_a_provider_who_is_to_talk_renews_what_another_wrote(
    client, centre, anne, cleo, rosa
):
    talk = talk_first(rosa, promised_by=cleo, until=in_days(9), by=anne)
    words = {f"t{talk.pk}-until": in_days(40).isoformat(), "seen": in_days(9)}

    signed_in(client, cleo).post(f"{OWN}{talk.pk}/", words)

    talk.refresh_from_db()
    assert (talk.until, talk.renewed_by) == (in_days(40), cleo)


def test_the_front_desk_has_no_such_page(client, centre):
    desk = signed_in(client, make_staff(centre, Role.DESK, "Dee"))

    assert desk.get(OWN).status_code == 404
