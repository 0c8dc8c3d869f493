import pytest
import time_machine

from champions.enums import ConsentPurpose, Role
from champions.models import Consent, Person
from cms.services.privacy import merge
from meetings.enums import Route, Say
from meetings.models import Prescribed
from meetings.services.attendance import mark_attendance
from meetings.services.invitations import invite, withdraw
from meetings.services.joining import Way
from meetings.services.may_know import chart_lines, say_who_may_know, who_may_know
from meetings.services.prescribing import prescribe
from meetings.services.seats import answer, ask
from tests.factories import make_centre, make_person, make_staff, make_user
from tests.meetings.test_answering_an_invitation import link_to
from tests.meetings.test_front_desk import DESK, find, signed_in
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def sandra(centre):
    return make_staff(centre, Role.PRESCRIBER, "Sandra")


@pytest.fixture
def workshop(centre):
    with time_machine.travel("2026-10-05T12:00Z"):
        yield a_workshop(centre, make_staff(centre))


@pytest.fixture
def row(centre, sandra, workshop):
    return think_of(sandra, centre)


@pytest.fixture
def rosa(row):
    return row.person


def think_of(provider, centre):
    said = {"first_name": "Rosa", "language": "en", "by_hand": False}
    return prescribe(centre, way=Way(email="rosa@example.org"), by=provider, **said).row


def comes(rosa, workshop):
    seat = ask(workshop, rosa)
    with time_machine.travel(workshop.starts_at):
        _tick(workshop, seat)


def _tick(workshop, seat):
    for part in workshop.parts.all():
        mark_attendance(workshop, part=part, came={seat.pk: True}, by=None)


def allows(rosa, provider):
    say_who_may_know(rosa, [provider.pk], of=[provider], how="phone", by=None)


def line_of(row):
    row = Prescribed.objects.select_related("invitation__meeting", "centre").get(
        pk=row.pk
    )
    return chart_lines([row]).get(row.pk)


INVITED = "Invited to a welcome workshop on 13 November 2026"


def test_without_consent_it_says_only_that_they_were_invited(row, rosa, workshop):
    comes(rosa, workshop)

    assert line_of(row) == f"{INVITED}."


def test_with_consent_it_says_that_they_came(row, rosa, sandra, workshop):
    allows(rosa, sandra)
    comes(rosa, workshop)

    assert line_of(row) == f"{INVITED}; came on 13 November 2026."


@pytest.mark.parametrize("say", list(Say))
def test_it_never_says_what_they_answered(row, rosa, sandra, workshop, say):
    allows(rosa, sandra)
    answer(ask(workshop, rosa), say=say, by=None, how="email", decline_reason="Ill")

    assert line_of(row) == f"{INVITED}."


def test_what_is_taken_back_is_not_shown_any_more(row, rosa, sandra, workshop):
    allows(rosa, sandra)
    comes(rosa, workshop)

    say_who_may_know(rosa, [], of=[sandra], how="phone", by=None)

    assert line_of(row) == f"{INVITED}."


def test_it_is_for_one_provider_and_not_for_another(
    row, rosa, sandra, centre, workshop
):
    kofi = make_staff(centre, Role.PRESCRIBER, "Kofi")
    other = think_of(kofi, centre)
    allows(rosa, sandra)
    comes(rosa, workshop)

    assert line_of(other) == f"{INVITED}."


def test_an_invitation_that_was_taken_back_has_no_line(row):
    withdraw(row.invitation, by=None)

    assert line_of(row) is None


# --- Saying it --------------------------------------------------------------------


def open_it(client, invitation):
    return client.post(link_to(invitation), follow=True)


def reply(client, invitation, **words):
    said = {"say": "yes", "called": "Rosa"} | words
    return client.post(f"/en/i/{invitation.pk}/", said)


def test_the_box_beside_the_reply_is_not_ticked(client, row):
    page = open_it(client, row.invitation)

    assert not page.context["form"]["may_know"].value()
    assert "Sandra may know whether I came" in page.content.decode()


def test_whoever_was_asked_with_everybody_sees_no_box(client, centre, workshop):
    ida = make_person(centre, "Ida", email="ida@example.org")
    invitation = invite(ida, workshop, route=Route.GENERAL, by=None)

    page = open_it(client, invitation)

    assert "may_know" not in page.context["form"].fields


def test_a_reply_without_a_tick_allows_nothing(client, row, rosa):
    open_it(client, row.invitation)
    reply(client, row.invitation)

    assert who_may_know(rosa) == []


def test_a_tick_allows_it_and_can_be_taken_away(client, row, rosa, sandra):
    open_it(client, row.invitation)
    reply(client, row.invitation, may_know=[sandra.pk])
    [consent] = who_may_know(rosa)
    assert (consent.to_whom, consent.how, consent.purpose) == (
        sandra,
        "email",
        ConsentPurpose.CHART,
    )

    reply(client, row.invitation, say="maybe")

    assert (who_may_know(rosa), Consent.objects.count()) == ([], 1)


def test_nobody_else_can_be_ticked(client, row, rosa, centre):
    other = make_staff(centre, Role.PRESCRIBER, "Kofi")
    open_it(client, row.invitation)

    page = reply(client, row.invitation, may_know=[other.pk])

    assert list(page.context["form"].errors) == ["may_know"]


@pytest.fixture
def desk(client, centre, row):
    signed_in(client, make_staff(centre, Role.DESK, "Dee"))
    find(client, "Rosa")
    return client


def test_the_desk_writes_it_down_with_a_slip(desk, row, rosa, sandra, workshop):
    said = {"say": "yes", "called": "Rosa", "how": "letter", "may_know": [sandra.pk]}
    desk.post(
        f"{DESK}{rosa.pk}/{workshop.pk}/",
        {f"m{workshop.pk}-{name}": value for name, value in said.items()},
    )

    assert [(one.to_whom, one.how) for one in who_may_know(rosa)] == [
        (sandra, "letter")
    ]


def test_the_desk_writes_it_down_by_itself_and_takes_it_back(desk, rosa, sandra):
    address = f"{DESK}{rosa.pk}/may-know/"
    desk.post(address, {"know-who": [sandra.pk], "know-how": "in_person"})
    assert [one.how for one in who_may_know(rosa)] == ["in_person"]

    desk.post(address, {"know-how": "phone"})

    assert who_may_know(rosa) == []


def test_a_person_takes_it_back_on_their_own_page(client, row, rosa, sandra):
    allows(rosa, sandra)
    rosa.user = make_user(first_name="Rosa")
    rosa.save()
    client.force_login(rosa.user)
    [shown] = client.get("/en/my/privacy/").context["records"]
    [consent] = shown.may_know

    client.post(f"/en/my/privacy/{rosa.pk}/allowed/{consent.pk}/")

    assert who_may_know(rosa) == []


def test_somebody_elses_consent_is_not_theirs_to_take_back(client, row, rosa, sandra):
    allows(rosa, sandra)
    other = make_person(rosa.centre, "Ida", user=make_user(first_name="Ida"))
    client.force_login(other.user)
    consent = who_may_know(rosa)[0]

    client.post(f"/en/my/privacy/{rosa.pk}/allowed/{consent.pk}/")
    client.post(f"/en/my/privacy/{other.pk}/allowed/{consent.pk}/")

    assert who_may_know(rosa) == [consent]


# --- Two records of one person ----------------------------------------------------


def test_two_records_of_one_person_keep_who_thought_of_them(
    row, rosa, sandra, workshop
):
    allows(rosa, sandra)
    stays = make_person(rosa.centre, "Rosa", address="2 Elm Road")
    other = invite(stays, workshop, route=Route.GENERAL, by=None)

    merge(rosa, into=stays, by=None)

    kept = Prescribed.objects.get()
    assert (kept.person, kept.by) == (stays, sandra)
    assert kept.invitation_id in (other.pk, row.invitation_id)
    assert [one.to_whom for one in who_may_know(stays)] == [sandra]


def test_two_records_that_both_allow_it_allow_it_once(
    row, rosa, sandra, centre, workshop
):
    stays = make_person(centre, "Rosa", address="2 Elm Road")
    for one in (rosa, stays):
        allows(one, sandra)

    merge(rosa, into=stays, by=None)

    assert len(who_may_know(stays)) == 1


def test_two_records_wait_for_a_workshop_once(centre, sandra):
    first = think_of(sandra, centre)
    stays = make_person(centre, "Rosa", email="other@example.org")
    Prescribed.objects.create(centre=centre, person=stays, by=sandra)

    merge(first.person, into=stays, by=None)

    assert [one.person for one in Prescribed.objects.all()] == [stays]
    assert Person.objects.filter(erased_at=None, first_name="Rosa").count() == 1
