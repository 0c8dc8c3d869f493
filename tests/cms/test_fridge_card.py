"""A fridge card: ten digits and a square for who runs a programme. It opens three things,
only with the first name, and as long as they run it."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from champions.enums import CodePurpose, Role
from champions.models import Centre, CodeTry, Message
from champions.services.codes import digits_for
from cms.models import FridgeCard, Session, ThingNeeded
from cms.services import fridge, on_the_day
from cms.services.carrying_on import answer_to_run, ask_to_run
from cms.services.centres import open_centre
from cms.services.privacy import erase, merge, record_of
from cms.services.sessions import cancel_session
from cms.this_week import rows_of
from meetings.models import Seat
from meetings.services.leaving import write_down_death
from tests.cms.published import in_public
from tests.factories import make_champion, make_circle, make_person, make_staff
from tests.meetings.test_front_desk import signed_in

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-12-07T09:00-05:00")
FRIDAY = datetime.fromisoformat("2026-12-11T12:00-05:00")
DESK = "/en/cedar-lake/desk/programmes/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def centre():
    centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
    return open_centre(centre, by=None)


@pytest.fixture
def doreen(centre):
    """Without e-mail, and never signed in."""
    return make_champion(
        centre, make_circle(centre), "Doreen", user=None, address="1 Elm"
    )


@pytest.fixture
def programme(centre, doreen):
    with time_machine.travel("2026-11-30T09:00-05:00"):
        return in_public(centre, doreen, first_on=date(2026, 12, 4))


@pytest.fixture
def card(programme, doreen):
    return fridge.card_for(programme, doreen, by=None)


@pytest.fixture
def holder(card):
    """The browser of who typed the numbers, then the name."""
    client = Client()
    typed = client.post("/en/cedar-lake/go/", {"code": digits(card)})
    opened = client.post(typed.url, {"first_name": "doreen"})
    assert opened.url == there(card)
    return client


def digits(card):
    return digits_for(CodePurpose.FRIDGE, card.pk)


def there(card, rest=""):
    return f"/en/fridge/{card.pk}/{rest}"


def square(card):
    return f"/en/fridge/{fridge.token_of(card)}/"


def next_of(programme):
    return on_the_day.next_date(programme)


# --- Opening it -------------------------------------------------------------------


def test_numbers_and_square_lead_to_the_same_page(client, card):
    assert client.post("/en/cedar-lake/go/", {"code": digits(card)}).url == square(card)


def test_it_shows_three_things_after_the_first_name(holder, card):
    page = holder.get(there(card)).content.decode()

    assert "The next date is Friday 11 December" in page
    assert [one in page for one in ("off/", "count/", "need/")] == [True] * 3


@pytest.mark.parametrize("name", ["", "Rosa", "Dorine", "x" * 500, "\x00"])
def test_a_found_card_opens_nothing_without_the_name(client, card, name):
    answer = client.post(square(card), {"first_name": name})

    assert answer.status_code == 200
    assert client.get(there(card)).status_code == 404
    assert "Doreen" not in answer.content.decode()


def test_names_cannot_be_tried_for_ever(client, card):
    for n in range(10):
        client.post(square(card), {"first_name": f"Name {n}"})

    assert client.post(square(card), {"first_name": "Doreen"}).status_code == 200


def test_a_card_opens_no_other(holder, card, centre, doreen):
    other = fridge.card_for(in_public(centre, doreen, title="Walks"), doreen, by=None)

    assert holder.get(there(other)).status_code == 404
    assert holder.post(there(other, "need/"), {"what": "Cups"}).status_code == 404
    assert ThingNeeded.objects.count() == 0


def test_wrong_numbers_are_counted_as_everywhere(client, card):
    client.post("/en/cedar-lake/go/", {"code": "00000 00001"})

    assert CodeTry.objects.get().count == 1


@pytest.mark.parametrize(("own", "after"), [("on", 200), ("", 404)])
def test_the_name_is_asked_once_on_a_phone_of_ones_own(card, own, after):
    client = Client()
    client.post(square(card), {"first_name": "Doreen", "own_device": own})

    with time_machine.travel("2027-01-20T09:00-05:00"):
        assert client.get(there(card)).status_code == after


def test_a_phone_of_ones_own_goes_straight_in(card):
    client = Client()
    client.post(square(card), {"first_name": "Doreen", "own_device": "on"})

    assert client.get(square(card)).url == there(card)


def test_it_signs_nobody_in(holder, card):
    assert holder.get("/en/my/").status_code == 302


# --- Its life ---------------------------------------------------------------------


def test_printed_again_it_has_the_same_numbers(card, programme, doreen):
    again = fridge.card_for(programme, doreen, by=None)

    assert digits(again) == digits(card)


def test_a_new_one_makes_the_old_one_useless(client, holder, card, programme, doreen):
    old, path = digits(card), square(card)
    fridge.new_card_for(programme, doreen, by=None)

    assert client.get(path).status_code == 404
    assert client.post("/en/cedar-lake/go/", {"code": old}).status_code == 200
    assert holder.get(there(card)).status_code == 404


def hand_over(card):
    rosa = make_champion(card.centre, first_name="Rosa")
    asked = ask_to_run(
        card.programme, person=rosa, instead_of=card.person, by=rosa.user
    )
    answer_to_run(asked, agreed=True, by=rosa.user)


def wipe(card):
    card.programme.leads.add(make_champion(card.centre, first_name="Rosa"))
    erase(card.person, by=None)


ENDS = {
    "hands over": hand_over,
    "stops": lambda card: card.programme.leads.remove(card.person),
    "dies": lambda card: write_down_death(card.person, by=None),
    "is wiped": wipe,
}


@pytest.mark.parametrize("end", ENDS)
def test_it_goes_with_who_runs_the_programme(client, holder, card, end):
    numbers, path = digits(card), square(card)

    ENDS[end](card)

    assert client.get(path).status_code == 404
    assert client.post("/en/cedar-lake/go/", {"code": numbers}).status_code == 200
    answer = holder.post(there(card, "need/"), {"what": "Cups"})
    assert (answer.status_code, ThingNeeded.objects.count()) == (404, 0)


def test_only_who_runs_it_gets_one(centre, programme):
    with pytest.raises(fridge.NotTheirsError):
        fridge.card_for(programme, make_champion(centre, first_name="Sam"), by=None)


def test_two_records_of_one_person_keep_one_card(centre, card, doreen, programme):
    other = make_person(centre, "Dorine")
    programme.leads.add(other)
    fridge.card_for(programme, other, by=None)

    merge(other, into=doreen, by=None)

    assert list(FridgeCard.objects.all()) == [card]


def test_a_record_names_the_card_and_what_was_asked_for(card, programme, doreen):
    on_the_day.ask_for_something(programme, "Yarn", person=doreen, by=None)

    record = record_of(doreen)

    assert len(record["fridge_cards"]) == 1
    assert record["things_needed"][0]["asked_for"] == "Yarn"


@pytest.mark.parametrize("makes_one", [False, True])
def test_a_champion_prints_only_their_own(centre, card, programme, makes_one):
    rosa = make_champion(centre, first_name="Rosa")
    programme.leads.add(rosa)
    client = Client()
    client.force_login(rosa.user)
    cards = "/en/cedar-lake/programmes/coffee-colour/cards/"

    assert client.get(f"{cards}{card.person_id}/").status_code == 404
    assert client.post(f"{cards}{card.person_id}/new/").status_code == 404
    assert client.post(f"{cards}{rosa.pk}/new/").url == f"{cards}{rosa.pk}/"
    assert client.get(f"{cards}{rosa.pk}/").status_code == 200


# --- Calling off ------------------------------------------------------------------


def test_it_names_the_day_and_how_many_are_told(holder, card, programme):
    Seat.objects.create(
        centre=card.centre,
        meeting=next_of(programme).meeting,
        audience="guests",
        guest_name="Gus",
        guest_reach="gus@example.org",
        reply="coming",
    )

    page = holder.get(there(card, "off/")).content.decode()

    assert "Call off Friday 11 December?" in page
    assert "1 person said they would come, and is told" in page
    assert next_of(programme).meeting.state == "announced"


def test_one_press_calls_it_off_with_a_reason(holder, card, programme):
    session = next_of(programme)

    holder.post(there(card, "off/"), {"date": session.pk, "why": "Snow"})

    session.meeting.refresh_from_db()
    assert (session.meeting.state, session.meeting.cancelled_why) == (
        "cancelled",
        "Snow",
    )


def test_pressed_twice_it_calls_off_one(holder, card, programme):
    sent = {"date": next_of(programme).pk, "why": ""}

    for _again in range(2):
        holder.post(there(card, "off/"), sent)

    assert Session.objects.filter(meeting__state="cancelled").count() == 1


@pytest.mark.parametrize("sent", ["", "x", "0", "999999", "9" * 40])
def test_what_is_no_date_calls_nothing_off(holder, card, sent):
    answer = holder.post(there(card, "off/"), {"date": sent})

    assert answer.status_code in (200, 404)
    assert not Session.objects.filter(meeting__state="cancelled").exists()


# --- Counting ---------------------------------------------------------------------


def test_a_number_is_kept_and_the_page_is_checked(holder, card, programme):
    with time_machine.travel(FRIDAY, tick=False):
        fresh = Client()
        fresh.post(square(card), {"first_name": "Doreen"})
        session = on_the_day.date_to_count(programme)
        fresh.post(there(card, "count/"), {"date": session.pk, "came": "7"})

    session.refresh_from_db()
    programme.refresh_from_db()
    assert (session.came, session.meeting.on) == (7, date(2026, 12, 11))
    assert programme.checked_on == date(2026, 12, 11)


def test_the_last_date_is_counted_where_none_is_today(programme):
    assert on_the_day.date_to_count(programme).meeting.on == date(2026, 12, 4)


@pytest.mark.parametrize("came", ["", "-1", "many", "501", "1e3"])
def test_what_is_no_number_is_asked_again(holder, card, programme, came):
    session = on_the_day.date_to_count(programme)

    page = holder.post(there(card, "count/"), {"date": session.pk, "came": came})

    assert list(page.context["form"].errors) == ["came"]
    assert Session.objects.exclude(came=None).count() == 0


def test_a_date_that_is_still_to_come_is_not_counted(holder, card, programme):
    sent = {"date": next_of(programme).pk, "came": "7"}

    page = holder.post(there(card, "count/"), sent)

    assert "no date to count" in page.content.decode()
    assert Session.objects.exclude(came=None).count() == 0


def test_nobody_is_counted_where_it_was_called_off(card, programme):
    with time_machine.travel("2026-12-11T09:00-05:00", tick=False):
        cancel_session(next_of(programme), why="", by=None)

        assert on_the_day.date_to_count(programme).meeting.on == date(2026, 12, 4)


# --- Asking for something ---------------------------------------------------------


def test_staff_are_told_and_see_it_this_week(holder, card, centre):
    make_staff(centre, Role.LEAD)

    holder.post(there(card, "need/"), {"what": "Two balls of red yarn"})

    rows = [row for row in rows_of(centre) if row.key.startswith("needed:")]
    assert [row.title for row in rows] == [
        "“Coffee & Colour” needs: Two balls of red yarn"
    ]
    assert Message.objects.filter(name="cms/thing_needed").count() == 1


def test_the_staff_partners_of_its_group_are_told_first(centre, programme, doreen):
    make_staff(centre, Role.LEAD)
    bo = make_staff(centre, Role.SUPPORTER, "Bo")
    circle = doreen.circle_memberships.get().circle
    circle.partners.add(bo.staff_roles.get())
    programme.circle = circle
    programme.save()

    on_the_day.ask_for_something(programme, "Yarn", person=doreen, by=None)

    told = Message.objects.get(name="cms/thing_needed")
    assert told.person.user == bo


def test_asked_twice_it_is_one_thing(holder, card):
    for _again in range(2):
        holder.post(there(card, "need/"), {"what": "Yarn"})

    assert ThingNeeded.objects.count() == 1


def test_one_press_arranges_it_and_it_is_told_back_once(card, centre, doreen):
    needed = on_the_day.ask_for_something(
        card.programme, "Yarn", person=doreen, by=None
    )
    staff = signed_in(Client(), make_staff(centre, Role.LEAD))
    path = f"/en/cedar-lake/programmes/coffee-colour/arranged/{needed.pk}/"

    for _again in range(2):
        staff.post(path)

    assert Message.objects.filter(name="cms/thing_arranged").count() == 1
    assert not [row for row in rows_of(centre) if row.key.startswith("needed:")]


# --- By telephone -----------------------------------------------------------------


@pytest.fixture
def desk(centre):
    return signed_in(Client(), make_staff(centre, Role.DESK, "Dee"))


@pytest.mark.parametrize("at", [DESK, "/en/cedar-lake/desk/"])
def test_the_desk_finds_it_by_the_numbers(desk, card, at):
    field = "code" if at == DESK else "words"

    assert desk.post(at, {field: digits(card)}).url == (
        f"{DESK}coffee-colour/?card={card.pk}"
    )


def test_the_desk_finds_it_by_its_name(desk, card):
    assert f"{DESK}coffee-colour/" in desk.get(DESK).content.decode()


def test_the_desk_does_all_three_for_who_calls(desk, card, programme, doreen):
    page = f"{DESK}coffee-colour/"
    session, counted = next_of(programme), on_the_day.date_to_count(programme)

    desk.post(f"{page}off/", {"date": session.pk, "why": "Snow"})
    desk.post(f"{page}count/", {"date": counted.pk, "came": "5"})
    desk.post(f"{page}need/?card={card.pk}", {"what": "Yarn"})

    session.meeting.refresh_from_db()
    counted.refresh_from_db()
    assert (session.meeting.state, counted.came) == ("cancelled", 5)
    assert ThingNeeded.objects.get().asked_by == doreen


def test_numbers_nobody_has_are_asked_again(desk, card):
    page = desk.post(DESK, {"code": "00000 00001"})

    assert list(page.context["form"].errors) == ["code"]


@pytest.mark.parametrize("rest", ["", "coffee-colour/", "coffee-colour/off/"])
def test_the_desk_is_for_staff_of_this_centre(card, rest):
    other = open_centre(
        Centre(slug="harbourview", name="Harbourview", phone="705-555-0199"), by=None
    )
    theirs = signed_in(Client(), make_staff(other, Role.DESK, "Di"))
    there = DESK.replace("cedar-lake", "harbourview")

    assert Client().get(DESK + rest).status_code == 302
    assert theirs.get(DESK + rest).status_code == 404
    assert theirs.get(there + rest).status_code == (404 if rest else 200)
    assert theirs.post(there, {"code": digits(card)}).status_code == 200
