"""Two records that were joined by mistake are parted: each has again what was its own."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from champions import tasks
from champions.enums import ConsentPurpose, MessageState
from champions.messages.outbox import posted
from champions.models import (
    Champion,
    Consent,
    Merge,
    Message,
    Pair,
    Person,
)
from champions.names import place_key
from champions.services.cards import issue_card
from champions.services.consents import give_consent, take_back_consent
from champions.services.merges import PartingError
from champions.services.pairs import find_pairs
from champions.services.people import (
    add_person,
    change_person,
    mark_died,
    mark_do_not_contact,
)
from cms.services.parting import part
from cms.services.privacy import erase, merge, record_of
from ideas.enums import ReactionKind
from ideas.services.talk import react
from meetings.enums import Reply, Route, Say
from meetings.models import Capacity, Invitation, Seat
from meetings.services.booking import book_next
from meetings.services.invitations import invite
from meetings.services.seats import answer, ask
from tests.cms.everything import everything
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_person,
    make_staff,
)
from tests.meetings.workshops import a_workshop

HOW = {"wording": 1, "how": "phone", "by": None}
pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def circle(centre):
    return make_circle(centre)


@pytest.fixture
def two(centre, circle):
    return [make_champion(centre, circle, n, user=None) for n in ("Rosa", "Roza")]


def joined(person, into, by=None):
    merge(person, into=into, by=by)
    return Merge.objects.get(person=person)


def test_what_both_had_and_one_lost_comes_back(centre, circle, two, anne):
    rosa, roza = two
    meeting = make_gathering(centre, circle=circle)
    for person, needs in ((rosa, ["ride"]), (roza, ["ride", "food"])):
        seat = Seat.objects.get(meeting=meeting, person=person)
        answer(seat, say=Say.YES, by=None, how="phone", needs=needs)
        give_consent(person, ConsentPurpose.NAME, **HOW)
        react(make_idea(anne_s(centre)), person=person, kind=ReactionKind.LIKE)
        issue_card(person, by=anne)
    before = everything()
    found = joined(roza, rosa)
    assert Seat.objects.filter(meeting=meeting).count() == 1

    assert part(found, by=anne) == 0

    assert everything() == before


def anne_s(centre):
    return make_person(centre, "Iris")


def one_letter_of_two(centre, anne):
    """Both were invited, and one of the letters still waits."""
    ways = {"address": "1 Elm Road", "postal_code": "P0P 1A0", "by": None}
    rosa, roza = (add_person(centre, first_name=n, **ways) for n in ("Rosa", "Roza"))
    workshop = a_workshop(centre, anne)
    for person in (rosa, roza):
        invite(person, workshop, route=Route.GENERAL, by=anne)
    return rosa, roza


def waiting_replies(person):
    queued = Message.objects.filter(person=person, state=MessageState.QUEUED)
    return [message.links["reply"]["id"] for message in queued]


def test_of_two_who_were_invited_the_letter_of_one_leaves(centre, anne):
    rosa, roza = one_letter_of_two(centre, anne)

    joined(roza, rosa)

    assert waiting_replies(rosa) == [Invitation.objects.get(person=rosa).pk]


def test_of_two_who_were_asked_to_one_get_together_one_is_told(centre, circle, two):
    for person in two:
        person.address, person.channel = "1 Elm Road", "letter"
        person.save()
    book_next(circle, on=in_days(14), by=None)
    rosa, roza = two

    joined(roza, rosa)

    assert waiting_replies(rosa) == [Seat.objects.get(person=rosa).pk]


def test_a_letter_that_was_called_off_waits_again_once_they_are_parted(centre, anne):
    rosa, roza = one_letter_of_two(centre, anne)
    before = everything()
    found = joined(roza, rosa)

    assert part(found, by=anne) == 0

    assert everything() == before


def test_a_letter_that_was_posted_before_is_not_posted_again(centre, anne):
    rosa, roza = one_letter_of_two(centre, anne)
    posted(Message.objects.filter(person=roza), by=anne)
    found = joined(roza, rosa)

    part(found, by=anne)

    assert (len(waiting_replies(rosa)), len(waiting_replies(roza))) == (1, 0)


def test_what_came_after_stays_with_the_record_that_stayed(centre, two, anne):
    rosa, roza = two
    found = joined(roza, rosa)
    change_person(Person.objects.get(pk=rosa.pk), by=anne, city="Elora")
    idea = make_idea(Person.objects.get(pk=rosa.pk), "Bus buddy")

    part(found, by=anne)

    rosa.refresh_from_db()
    idea.refresh_from_db()
    assert (rosa.city, idea.author) == ("Elora", rosa)
    assert Person.objects.get(pk=roza.pk).first_name == "Roza"


def test_a_field_that_the_record_took_over_goes_back_unless_it_was_changed_since(
    centre, anne
):
    rosa = add_person(centre, first_name="Rosa", by=None)
    roza = add_person(
        centre, first_name="Roza", email="r@example.org", phone="705 555 0101", by=None
    )
    found = joined(roza, rosa)
    change_person(Person.objects.get(pk=rosa.pk), by=anne, phone="705 555 0199")

    part(found, by=anne)

    rosa, roza = Person.objects.get(pk=rosa.pk), Person.objects.get(pk=roza.pk)
    assert (rosa.email, rosa.email_key, rosa.phone) == ("", "", "+17055550199")
    assert (roza.email, roza.phone) == ("r@example.org", "+17055550101")
    assert (roza.erased_at, roza.merged_into) == (None, None)


def test_who_is_parted_is_found_by_the_address_and_place_that_they_have_now(
    centre, anne
):
    rosa = add_person(centre, first_name="Rosa", address="1 Elm Road", by=None)
    roza = add_person(
        centre, first_name="Roza", email="r@example.org", city="Elora", by=None
    )
    found = joined(roza, rosa)
    change_person(
        Person.objects.get(pk=rosa.pk),
        by=anne,
        email="R@Example.org",
        address="2 Elm Road",
    )

    part(found, by=anne)

    rosa = Person.objects.get(pk=rosa.pk)
    assert (rosa.email, rosa.city) == ("R@Example.org", "")
    assert rosa.email_key == "r@example.org"
    assert rosa.address_key == place_key("2 Elm Road", "")


@pytest.mark.parametrize(
    ("theirs", "kept"),
    [
        (("", "Sudbury", "P3A 1A1"), ("1 Elm Road", "Elora", "N0B 1S0")),
        (("2 Oak Street", "", ""), ("2 Oak Street", "", "")),
        (("", "", ""), ("1 Elm Road", "Elora", "N0B 1S0")),
    ],
)
def test_of_two_addresses_one_is_kept_whole(centre, theirs, kept):
    place = ("address", "city", "postal_code")
    roza = add_person(
        centre,
        first_name="Roza",
        by=None,
        address="1 Elm Road",
        city="Elora",
        postal_code="N0B 1S0",
    )
    rosa = add_person(
        centre, first_name="Rosa", by=None, **dict(zip(place, theirs, strict=True))
    )

    joined(roza, rosa)

    assert Person.objects.values_list(*place).get(pk=rosa.pk) == kept


def test_somebody_else_s_place_is_not_taken_by_a_seat_that_comes_back(
    centre, circle, two
):
    rosa, roza = two
    meeting = make_gathering(centre, circle=circle, places=2)
    for person in two:
        answer(
            Seat.objects.get(meeting=meeting, person=person),
            say=Say.YES,
            by=None,
            how="phone",
        )
    found = joined(roza, rosa)
    answer(ask(meeting, make_person(centre, "Ida")), say=Say.YES, by=None, how="phone")

    part(found, by=None)

    seats = Seat.objects.filter(meeting=meeting)
    assert seats.get(person=roza).reply == Reply.WAITING
    assert seats.filter(reply=Reply.COMING).count() == 2
    assert Capacity.objects.filter(part__meeting=meeting, places=2).exists()


def test_whoever_said_no_meanwhile_said_it_for_both(centre, two, anne):
    rosa, roza = two
    for person in two:
        give_consent(person, ConsentPurpose.NAME, **HOW)
    found = joined(roza, rosa)
    mark_do_not_contact(rosa, by=anne)
    take_back_consent(Consent.objects.get(person=rosa), by=anne)

    part(found, by=anne)

    assert Person.objects.get(pk=roza.pk).do_not_contact_at is not None
    assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_whoever_was_marked_and_says_stop_once_more_said_it_for_both(two, anne):
    rosa, roza = two
    mark_do_not_contact(roza, by=anne)
    found = joined(roza, rosa)
    mark_do_not_contact(Person.objects.get(pk=rosa.pk), by=None)

    part(found, by=anne)

    rosa.refresh_from_db()
    roza.refresh_from_db()
    assert rosa.do_not_contact_at is not None
    assert roza.do_not_contact_at == rosa.do_not_contact_at


def test_nobody_is_asked_again_about_two_who_were_parted(centre, anne):
    ways = {"last_name": "Roy", "phone": "705 555 0101", "by": None}
    rosa = add_person(centre, first_name="Rosa", **ways)
    roza = add_person(centre, first_name="Roza", **ways)
    found = joined(roza, rosa)

    part(found, by=anne)
    find_pairs(centre)

    assert list(Pair.objects.waiting()) == []
    assert Pair.objects.get().decided_by == anne


def test_the_second_of_two_who_part_them_is_told(two, anne):
    found = joined(*two)
    part(found, by=anne)

    with pytest.raises(PartingError, match="faster"):
        part(Merge(pk=found.pk), by=anne)

    assert ModelLogEntry.objects.filter(action="cms.part_people").count() == 1


def test_after_thirty_days_they_are_one_and_what_was_kept_is_forgotten(two):
    found = joined(*two)

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        with pytest.raises(PartingError, match="thirty days"):
            part(found, by=None)
        tasks.forget_merges()

    assert Merge.objects.count() == 0


def test_who_was_wiped_since_stays_wiped(two):
    found = joined(*two)
    Champion.objects.all().delete()

    erase(Person.objects.get(pk=found.into_id), by=None)

    assert Merge.objects.count() == 0
    with pytest.raises(PartingError):
        part(found, by=None)


def test_who_died_since_is_not_parted(two, anne):
    found = joined(*two)
    mark_died(found.into, by=anne)

    with pytest.raises(PartingError, match="died"):
        part(found, by=None)


def test_of_three_that_became_one_the_last_is_parted_first(centre, circle, two):
    rosa, roza = two
    rossa = make_champion(centre, circle, "Rossa", user=None)
    before = everything()
    first, second = joined(roza, rosa), joined(rosa, rossa)
    with pytest.raises(PartingError):
        part(first, by=None)

    part(second, by=None)
    part(first, by=None)

    assert everything() == before


def test_what_is_kept_is_shown_and_goes_with_whoever_it_is_of(centre, circle, two):
    rosa, roza = two
    rossa = make_champion(centre, circle, "Rossa", user=None)
    joined(roza, rosa)
    joined(rosa, rossa)
    shown = record_of(rossa)["joined"]
    assert {row["words"]["first_name"] for row in shown} == {"Rosa", "Roza"}

    erase(rossa, by=None)

    assert Merge.objects.count() == 0
