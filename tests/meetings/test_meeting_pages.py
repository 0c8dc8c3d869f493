"""The page of a get-together, shared by champions and staff as equals."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from champions.enums import Channel, Role
from champions.models import View
from champions.permissions import SECOND_FACTOR
from ideas.models import Promise
from ideas.services.promises import make_promise
from meetings.enums import Audience, MeetingState, NeedKind, Reply, Say
from meetings.models import AgendaItem, Capacity, Meeting, Need, Seat
from meetings.services import answer
from meetings.services.gatherings import hold_meeting
from meetings.services.needs import Wish
from meetings.services.rhythms import today_at
from meetings.services.seats import ask
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_person,
    make_seat,
    make_staff,
    make_workshop_pair,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def circle(centre, anne):
    return make_circle(centre, lead=anne)


@pytest.fixture
def amina(centre, circle):
    return make_champion(centre, circle)


@pytest.fixture
def meeting(centre, circle, amina):
    return make_gathering(centre, circle=circle)


@pytest.fixture
def as_champion(client, amina):
    client.force_login(amina.user)
    return client


@pytest.fixture
def as_staff(client, anne):
    return sign_in(client, anne)


def sign_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def to(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.centre.slug, meeting.pk, *more])


def see(client, meeting):
    return client.get(to("detail", meeting))


def on_the_day(meeting):
    return time_machine.travel(meeting.starts_at + timedelta(minutes=5))


# --- Who sits at the table ---


def test_a_champion_of_another_group_sits_elsewhere(client, centre, meeting):
    client.force_login(make_champion(centre, make_circle(centre, "Birch")).user)

    assert see(client, meeting).status_code == 404


def test_another_centres_get_together_is_not_found(client, meeting):
    ben = make_staff(make_centre("harbourview"))
    sign_in(client, ben)

    assert see(client, meeting).status_code == 404
    address = to("detail", meeting).replace("cedar-lake", "harbourview")
    assert client.get(address).status_code == 404


def test_a_partner_of_staff_sees_the_own_groups_alone(client, centre, circle, meeting):
    ben = make_staff(centre, Role.SUPPORTER, "Ben")
    sign_in(client, ben)
    before = see(client, meeting).status_code

    circle.partners.add(ben.staff_roles.get())

    assert (before, see(client, meeting).status_code) == (404, 200)


def test_a_draft_is_seen_by_staff_alone(as_champion, client, centre, circle, anne):
    draft = make_gathering(centre, circle=circle, announced=False)
    hidden = see(as_champion, draft).status_code

    assert (hidden, see(sign_in(client, anne), draft).status_code) == (404, 200)


def test_whose_names_were_shown_is_noted(as_champion, meeting, amina):
    see(as_champion, meeting)

    view = View.objects.get()
    assert (view.user, view.page) == (amina.user, "meetings:detail")
    assert amina.pk in view.people.values_list("person_id", flat=True)


# --- The agenda fills itself ---


def titles(response):
    return [row.title for row in response.context["agenda"]]


def test_ideas_that_wait_for_an_answer_are_on_the_agenda(
    as_champion, meeting, amina, circle
):
    make_idea(amina, "Sunday soup", circle=circle)
    make_idea(amina, "Of another group")

    assert titles(see(as_champion, meeting)) == [
        "Hello, and how are we?",
        "Sunday soup",
        "When do we meet next?",
    ]


def test_anybody_adds_something_to_talk_about(as_champion, meeting, amina):
    for _ in range(2):
        as_champion.post(to("agenda", meeting), {"words": "The kettle"})

    item = AgendaItem.objects.get()
    assert (item.words, item.person) == ("The kettle", amina)


def test_staff_write_the_answer_from_here(as_staff, meeting, amina, circle):
    idea = make_idea(amina, circle=circle)

    url = see(as_staff, meeting).context["agenda"][1].url

    assert url.startswith(reverse("ideas:answer", args=[meeting.centre.slug, idea.pk]))
    assert f"on={meeting.on.isoformat()}" in url


def test_a_workshop_shows_its_parts(as_champion, centre, circle):
    workshop = make_workshop_pair(centre, circle)

    assert titles(see(as_champion, workshop)) == ["We meet"]


# --- Promises ---


def promise_of(meeting, person, **fields):
    return make_promise(
        meeting.centre,
        words="finds a kettle",
        by=None,
        person=person,
        circle=meeting.circle,
        **fields,
    )


def test_a_champions_promise_is_never_late(as_staff, meeting, amina):
    promise_of(meeting, amina, due_on=in_days(-9))

    assert not see(as_staff, meeting).context["promises"][0].is_late


def test_a_promise_is_written_down_here(as_champion, meeting, amina):
    as_champion.post(to("promise", meeting), {"who": amina.pk, "words": "draws a card"})

    promise = Promise.objects.get()
    assert (promise.person, promise.by_staff, promise.circle) == (
        amina,
        False,
        meeting.circle,
    )


def test_a_promise_of_staff_needs_a_day(as_staff, meeting, anne):
    person = anne.people.get()

    response = as_staff.post(
        to("promise", meeting), {"who": person.pk, "words": "asks for the room"}
    )

    assert response.context["form"].errors == {
        "due_on": ["A promise of staff needs a day."]
    }
    assert not Promise.objects.exists()


def test_who_promised_says_that_it_is_done(as_champion, meeting, amina, anne):
    own = promise_of(meeting, amina)
    other = promise_of(meeting, anne.people.get(), by_staff=True, due_on=in_days(3))

    codes = [
        as_champion.post(to("promise_kept", meeting, promise.pk)).status_code
        for promise in (own, other)
    ]

    assert codes == [302, 404]
    assert list(Promise.objects.open()) == [other]


# --- Notes ---


def keep(client, meeting, notes, version):
    return client.post(to("notes", meeting), {"notes": notes, "version": version})


def test_notes_are_kept_with_who_wrote_last(as_champion, meeting, amina):
    keep(as_champion, meeting, "Soup on Sundays.", 0)

    meeting.refresh_from_db()
    assert (meeting.notes, meeting.notes_by, meeting.notes_version) == (
        "Soup on Sundays.",
        amina,
        1,
    )


def test_the_second_writer_sees_both_texts_and_loses_nothing(as_champion, meeting):
    keep(as_champion, meeting, "The first.", 0)

    with on_the_day(meeting):
        as_champion.force_login(meeting.circle.members.get().person.user)
        response = keep(as_champion, meeting, "The second.", 0)

    assert response.context["their_notes"] == "The first."
    again = response.context["notes_form"].initial
    assert again == {"notes": "The second.", "version": 1}
    page = response.content.decode()
    assert (page.count("The first."), page.count("The second.")) == (1, 1)
    meeting.refresh_from_db()
    assert meeting.notes == "The first."


# --- Who came ---


def tick(client, meeting, came, was=(), **more):
    part = meeting.parts.get()
    sent = {"part": part.pk, "came": came, "was": was} | more
    return client.post(to("attendance", meeting), sent)


def came_to(meeting):
    rows = Seat.objects.filter(meeting=meeting, attendances__came=True)
    return set(rows.values_list("pk", flat=True))


def test_twenty_people_are_ticked_in_at_most_22_presses(as_champion, centre, meeting):
    seats = [make_seat(meeting, f"Rosa {n}") for n in range(19)]
    everybody = {seat.pk for seat in meeting.seats.filter(audience="champions")}

    with on_the_day(meeting):
        as_champion.force_login(meeting.circle.members.get().person.user)
        page = see(as_champion, meeting).content.decode()
        tick(as_champion, meeting, sorted(everybody))

    # One press for each person, one to save; no second page.
    assert (page.count('name="came"'), len(seats) + 1) == (21, 20)
    assert came_to(meeting) == everybody


def test_one_press_ticks_everybody(as_champion, meeting, amina):
    make_seat(meeting)
    with on_the_day(meeting):
        as_champion.force_login(amina.user)
        tick(as_champion, meeting, [], everybody="1")

    assert came_to(meeting) == set(meeting.seats.values_list("pk", flat=True))


def test_two_who_tick_at_once_add_up(as_champion, meeting, amina):
    first, second = make_seat(meeting, "Rosa"), make_seat(meeting, "Tomas")
    with on_the_day(meeting):
        as_champion.force_login(amina.user)
        tick(as_champion, meeting, [first.pk])
        tick(as_champion, meeting, [second.pk])

    assert came_to(meeting) == {first.pk, second.pk}


def test_a_tick_can_be_taken_back(as_champion, meeting, amina):
    seat = make_seat(meeting)
    with on_the_day(meeting):
        as_champion.force_login(amina.user)
        tick(as_champion, meeting, [seat.pk])
        tick(as_champion, meeting, [], was=[seat.pk])

    assert came_to(meeting) == set()


def test_a_walk_in_needs_a_first_name_alone(as_champion, meeting, amina):
    with on_the_day(meeting):
        as_champion.force_login(amina.user)
        tick(as_champion, meeting, [], first_name="Ines")

    seat = meeting.seats.get(walked_in=True)
    assert (seat.guest_name, seat.person, seat.reply) == ("Ines", None, Reply.ASKED)
    assert came_to(meeting) == {seat.pk}


def test_people_of_another_gathering_are_not_ticked(
    as_champion, centre, meeting, amina
):
    other = make_seat(make_gathering(centre))
    with on_the_day(meeting):
        as_champion.force_login(amina.user)
        tick(as_champion, meeting, [other.pk])

    assert came_to(other.meeting) == set()


def test_nobody_is_ticked_before_the_day(as_champion, meeting):
    seat = make_seat(meeting)

    tick(as_champion, meeting, [seat.pk])

    assert came_to(meeting) == set()


# --- The own reply ---


def test_one_press_is_a_reply(as_champion, meeting, amina):
    as_champion.post(to("reply", meeting), {"say": Say.YES})

    assert meeting.seats.get(person=amina).reply == Reply.COMING


def test_a_press_leaves_what_would_help_as_it_is(as_champion, meeting, amina):
    seat = meeting.seats.get(person=amina)
    answer(seat, say=Say.MAYBE, by=None, how=Channel.PHONE, needs=[Wish(NeedKind.RIDE)])

    as_champion.post(to("reply", meeting), {"say": Say.YES})

    assert seat.needs.count() == 1


def test_looking_at_the_reply_makes_no_seat(as_staff, centre, circle):
    make_gathering(centre, circle=None)
    meeting = make_gathering(centre, circle=circle)
    meeting.seats.all().delete()

    as_staff.get(to("reply", meeting))

    assert not meeting.seats.exists()


# --- The next one ---


def test_when_it_was_held_the_next_one_proposes_itself(
    as_champion, meeting, amina, circle
):
    make_idea(amina, circle=circle)
    promise_of(meeting, amina)
    with on_the_day(meeting):
        hold_meeting(meeting, by=amina.user)
        as_champion.force_login(amina.user)

        following = see(as_champion, meeting).context["next"]

    assert (len(following["proposals"]), following["ideas"], following["promises"]) == (
        3,
        1,
        1,
    )


def test_one_press_on_a_day_books_it(as_champion, meeting, amina, circle):
    with on_the_day(meeting):
        hold_meeting(meeting, by=amina.user)
        as_champion.force_login(amina.user)
        day = see(as_champion, meeting).context["next"]["proposals"][0].on
        url = reverse("meetings:book", args=[circle.centre.slug, circle.pk])
        as_champion.post(url, {"on": day.isoformat()})

    following = Meeting.objects.upcoming().get(on=day)
    assert (following.circle, following.place) == (circle, meeting.place)


def test_a_late_day_without_a_reason_keeps_what_was_typed(
    as_champion, centre, circle, amina
):
    workshop = make_workshop_pair(centre, circle, days=1)
    with on_the_day(workshop):
        hold_meeting(workshop, by=None)
        Meeting.objects.filter(pk=workshop.followed_by.pk).delete()
        as_champion.force_login(amina.user)
        url = reverse("meetings:book", args=[centre.slug, circle.pk])
        sent = {
            "on": in_days(40).isoformat(),
            "at": "10:00",
            "until": "11:00",
            "place": "Lucille's hall",
        }
        response = as_champion.post(url, sent)

    form = response.context["form"]
    assert form.errors["later_reason"] == [
        "This day is late. Please say why: the group will see it."
    ]
    assert form["place"].value() == "Lucille's hall"


# --- For staff ---


def test_only_staff_see_who_needs_what(client, meeting, amina, anne):
    answer(
        meeting.seats.get(person=amina),
        say=Say.YES,
        by=None,
        how=Channel.PHONE,
        needs=[Wish(NeedKind.RIDE, "from Birch Road")],
    )
    client.force_login(amina.user)
    for_champions = see(client, meeting).content.decode()
    for_staff = see(sign_in(client, anne), meeting).content.decode()

    assert ("a ride: 1" in for_champions, "from Birch Road" in for_champions) == (
        True,
        False,
    )
    assert "Amina: a ride – from Birch Road" in for_staff


def test_staff_arrange_what_would_help(as_staff, meeting, amina, anne):
    seat = answer(
        meeting.seats.get(person=amina),
        say=Say.YES,
        by=None,
        how=Channel.PHONE,
        needs=[NeedKind.RIDE],
    )
    need = seat.needs.get()

    as_staff.post(to("need", meeting, need.pk), {"do": "arrange"})

    assert Need.objects.get().arranged_by == anne


@pytest.mark.parametrize("name", ["move", "cancel", "places"])
def test_champions_do_not_move_or_call_off(as_champion, meeting, name):
    assert as_champion.get(to(name, meeting)).status_code == 404
    assert as_champion.post(to(name, meeting)).status_code == 404


def test_staff_call_off_with_a_reason(as_staff, meeting):
    as_staff.post(to("cancel", meeting), {"why": "The road is icy"})

    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_why) == (
        MeetingState.CANCELLED,
        "The road is icy",
    )


def when(meeting, days, sequence=0):
    return {
        "on": in_days(days).isoformat(),
        "at": "10:00",
        "until": "12:00",
        "place": "hall",
        "sequence": sequence,
    }


def test_staff_move_it(as_staff, meeting):
    as_staff.post(to("move", meeting), when(meeting, 9))

    meeting.refresh_from_db()
    assert (meeting.on, meeting.place, meeting.sequence) == (in_days(9), "hall", 1)


def test_a_move_over_another_move_is_refused(as_staff, meeting):
    as_staff.post(to("move", meeting), when(meeting, 9))

    response = as_staff.post(to("move", meeting), when(meeting, 11))

    assert response.context["form"].non_field_errors() == [
        "Somebody has just changed this. Please look again."
    ]
    meeting.refresh_from_db()
    assert meeting.on == in_days(9)


def test_staff_change_the_places_but_never_below_what_is_taken(
    as_staff, meeting, amina
):
    answer(meeting.seats.get(person=amina), say=Say.YES, by=None, how=Channel.PHONE)
    row = Capacity.objects.get(part__meeting=meeting, audience=Audience.CHAMPIONS)

    def change(places):
        sent = {"capacity": row.pk, f"c{row.pk}-places": places}
        response = as_staff.post(to("places", meeting), sent)
        row.refresh_from_db()
        return response.status_code, row.places

    assert change(0) == (200, 40)
    assert change(50) == (302, 50)


# --- On paper, and the list ---


def test_the_sheet_has_a_row_for_each_and_nothing_about_needs(
    as_champion, meeting, amina
):
    answer(
        meeting.seats.get(person=amina),
        say=Say.YES,
        by=None,
        how=Channel.PHONE,
        needs=[Wish(NeedKind.FOOD, "no nuts", tell_group=True)],
    )

    text = as_champion.get(to("sheet", meeting)).content.decode()

    assert ('scope="row">Amina<' in text, "no nuts" in text, "food" in text) == (
        True,
        False,
        False,
    )


def cost_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    return len(queries), response


def test_the_list_costs_the_same_with_one_row_and_with_three(
    as_champion, centre, circle
):
    url = reverse("meetings:list", args=[centre.slug])
    make_gathering(centre, circle=circle)
    as_champion.get(url)
    before, _one_row = cost_of(as_champion, url)
    for days in (9, 11):
        make_gathering(centre, circle=circle, days=days)

    after, three_rows = cost_of(as_champion, url)

    assert (after, len(three_rows.context["coming"])) == (before, 3)


def test_the_page_costs_the_same_with_one_person_and_with_three(as_champion, meeting):
    see(as_champion, meeting)
    before, _alone = cost_of(as_champion, to("detail", meeting))
    for name in ("Rosa", "Tomas"):
        ask(meeting, make_person(meeting.centre, name))

    after, _three = cost_of(as_champion, to("detail", meeting))

    assert after == before


def test_a_group_without_a_date_is_named(as_champion, centre, circle):
    url = reverse("meetings:list", args=[centre.slug])

    assert as_champion.get(url).context["without_date"] == [circle]


def test_a_get_together_held_earlier_today_is_still_in_the_list(
    as_staff, centre, circle, anne
):
    today = make_gathering(centre, circle=circle)
    Meeting.objects.filter(pk=today.pk).update(
        state=MeetingState.HELD, on=today_at(centre)
    )

    page = as_staff.get(f"/en/{centre.slug}/meetings/")

    assert list(page.context["past"]) == [today]
