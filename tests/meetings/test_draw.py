"""More people hope to come to a welcome workshop than fit: lots are drawn, once, at noon
on the third working day after the reply-by date, and every channel counts alike."""

import random
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine

from champions.enums import Channel
from champions.models import Message
from meetings import tasks
from meetings.enums import InvitationState, Reply, Route, Say
from meetings.lots import Party, draw
from meetings.models import DrawnLot, Invitation, Seat
from meetings.services.closed_days import close_days
from meetings.services.draw_day import draw_at, draw_day
from meetings.services.draws import give_places, published_list
from meetings.services.gatherings import cancel_meeting
from meetings.services.invitations import invite
from meetings.services.refusals import RefusedError
from meetings.services.seats import answer, ask
from meetings.services.workshops import announce_workshop, further_workshop
from tests.factories import (
    in_days,
    make_centre,
    make_circle,
    make_person,
    make_seat,
    make_staff,
    make_workshop_pair,
)
from tests.meetings.test_lots import repeat
from tests.meetings.workshops import a_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre(zone="America/Toronto")


@pytest.fixture
def workshop(centre):
    return make_workshop_pair(centre, make_circle(centre), places=2)


def yes(seat, companions=0, **how):
    how = {"by": None, "how": Channel.LETTER} | how
    return answer(seat, say=Say.YES, companions=companions, **how)


def hoping(workshop, count, **fields):
    fields = {"address": "22 Birch Road"} | fields
    return [yes(make_seat(workshop, f"Rosa {n}", **fields)) for n in range(count)]


def drawn(workshop):
    """Draw now; back to the day after."""
    with time_machine.travel(draw_at(workshop)):
        give_places(workshop)
    workshop.refresh_from_db()
    return workshop


def replies(seats):
    return [Seat.objects.get(pk=seat.pk).reply for seat in seats]


def on(day, hour=9):
    return time_machine.travel(f"{day} {hour:02}:00-05:00", tick=False)


# --- When --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply_by", "day"),
    [("2026-12-01", "2026-12-04"), ("2026-12-03", "2026-12-08")],
    ids=["within a week", "over a weekend"],
)
def test_it_is_at_noon_on_the_third_working_day_on_the_centres_clock(
    centre, reply_by, day
):
    with time_machine.travel("2026-11-02"):
        workshop = make_workshop_pair(centre, make_circle(centre), days=60)
        workshop.reply_by = date.fromisoformat(reply_by)

    assert str(draw_day(workshop)) == day
    noon = draw_at(workshop).astimezone(centre.tzinfo)
    assert noon.isoformat() == f"{day}T12:00:00-05:00"


def test_no_day_counts_on_which_the_doors_are_shut(centre):
    """Christmas and Boxing Day are holidays; the 28th is closed besides."""
    with time_machine.travel("2026-11-02"):
        workshop = make_workshop_pair(centre, make_circle(centre), days=90)
    workshop.reply_by = date(2026, 12, 23)
    shut = date(2026, 12, 29)
    close_days(centre, first_on=shut, last_on=shut, words="Floors", by=None)

    # 24; 25 and 26 are holidays, 26 and 27 a weekend, 28 stands in for the 26th.
    assert draw_day(workshop) == date(2026, 12, 31)


def test_a_workshop_that_was_moved_close_is_drawn_the_day_before(workshop):
    workshop.on = workshop.reply_by + timedelta(days=2)

    assert draw_day(workshop) == workshop.on - timedelta(days=1)


def test_nobody_draws_sooner_and_a_draw_is_held_once(workshop):
    seats = hoping(workshop, 4)
    at = draw_at(workshop)

    with time_machine.travel(at - timedelta(seconds=1)):
        assert not give_places(workshop)
    with time_machine.travel(at):
        assert [give_places(workshop), give_places(workshop)] == [True, False]

    assert Counter(replies(seats)) == {Reply.COMING: 2, Reply.WAITING: 2}


def test_the_worker_draws_every_workshop_whose_moment_has_come(centre, workshop):
    other = make_workshop_pair(centre, make_circle(centre, "Oak"), days=80, places=1)
    seats, later = hoping(workshop, 3), hoping(other, 3)

    with time_machine.travel(draw_at(workshop) + timedelta(minutes=1)):
        tasks.give_places()
        tasks.give_places()

    assert Counter(replies(seats)) == {Reply.COMING: 2, Reply.WAITING: 1}
    assert set(replies(later)) == {Reply.HOPING}
    assert Message.objects.filter(name="meetings/missed").count() == 1


def test_what_was_called_off_is_not_drawn(workshop):
    seats = hoping(workshop, 3)
    cancel_meeting(workshop, why="Snow", by=None)

    drawn(workshop)

    assert set(replies(seats)) == {Reply.HOPING}


# --- Who is in it --------------------------------------------------------------------


def test_a_slip_counts_by_the_day_it_came_and_not_by_its_typing(workshop):
    by_mail = hoping(workshop, 2)
    typed_on = workshop.reply_by + timedelta(days=1)

    with on(typed_on):
        in_time = yes(make_seat(workshop), arrived_on=workshop.reply_by)
        too_late = yes(make_seat(workshop))
    drawn(workshop)

    assert (in_time.reply, too_late.reply) == (Reply.HOPING, Reply.WAITING)
    lots = DrawnLot.objects.filter(meeting=workshop)
    assert {lot.party for lot in lots} == {s.uuid for s in (*by_mail, in_time)}


def test_a_slip_cannot_have_come_tomorrow(workshop):
    with pytest.raises(RefusedError):
        yes(make_seat(workshop), arrived_on=in_days(1))


def test_a_yes_after_the_reply_by_date_waits_behind_those_who_missed_the_draw(workshop):
    seats = hoping(workshop, 3)
    with on(workshop.reply_by + timedelta(days=1)):
        late = yes(make_seat(workshop))

    drawn(workshop)

    line = list(workshop.seats.waiting_list())
    assert Counter(replies(seats)) == {Reply.COMING: 2, Reply.WAITING: 1}
    assert [seat.pk for seat in line] == [missed(seats)[0].pk, late.pk]


def missed(seats):
    return [seat for seat in seats if seat in Seat.objects.filter(reply=Reply.WAITING)]


def test_a_yes_after_the_reply_by_date_has_what_is_left_after_the_draw(workshop):
    seats = hoping(workshop, 1)
    with on(workshop.reply_by + timedelta(days=1)):
        late = [yes(make_seat(workshop)) for _ in range(2)]

    drawn(workshop)

    assert replies([*seats, *late]) == [Reply.COMING, Reply.COMING, Reply.WAITING]


def test_who_has_what_is_left_is_told_by_telephone_too(workshop):
    hoping(workshop, 1)
    with on(workshop.reply_by + timedelta(days=1)):
        late = yes(make_seat(workshop, phone="+17055550143", channel=Channel.PHONE))

    drawn(workshop)

    told = Message.objects.filter(person=late.person, name="meetings/you_are_in")
    assert [message.channel for message in told] == [Channel.PHONE]


def test_a_slip_typed_after_the_draw_has_the_turn_its_lot_gives_it(workshop):
    seats = hoping(workshop, 6)
    drawn(workshop)

    with time_machine.travel(draw_at(workshop) + timedelta(hours=2)):
        typed = yes(make_seat(workshop), arrived_on=workshop.reply_by)
        late = yes(make_seat(workshop))

    line = [seat.pk for seat in workshop.seats.waiting_list()]
    lots = draw(
        workshop.draw_seed,
        [Party(seat.uuid, 1) for seat in (*missed(seats), typed)],
        0,
    )
    by_uuid = {seat.uuid: seat.pk for seat in (*seats, typed)}
    assert line == [*(by_uuid[lot.party.uuid] for lot in lots), late.pk]


def test_a_party_moves_together(workshop):
    pairs = [yes(make_seat(workshop), 1) for _ in range(3)]

    drawn(workshop)

    assert Counter(replies(pairs)) == {Reply.COMING: 1, Reply.WAITING: 2}
    assert set(workshop.seats.values_list("companions", flat=True)) == {1}


def test_staff_and_champions_draw_apart(centre, workshop):
    anne = make_staff(centre)
    staff = yes(ask(workshop, anne.people.get()))
    hoping(workshop, 3)

    drawn(workshop)

    staff.refresh_from_db()
    assert staff.reply == Reply.COMING
    assert set(DrawnLot.objects.values_list("audience", flat=True)) == {"champions"}


# --- What can be repeated ------------------------------------------------------------


def test_somebody_elses_program_repeats_the_draw_from_the_list(workshop, tmp_path):
    for companions in (0, 1, 2, 0, 1):
        yes(make_seat(workshop, "Zébrine"), companions)
    drawn(workshop)
    path = tmp_path / "list.csv"
    path.write_text(published_list(workshop), newline="")

    done = repeat(path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Zébrine" not in path.read_text()


def test_the_list_stays_as_it_was_whatever_becomes_of_the_places(workshop):
    seats = hoping(workshop, 3)
    drawn(workshop)
    before = published_list(workshop)

    with time_machine.travel(draw_at(workshop) + timedelta(hours=1)):
        answer(seats[0], say=Say.NO, by=None, how=Channel.PHONE)
        seats[1].delete()

    assert published_list(workshop) == before


def test_the_seed_is_there_before_the_first_reply_and_never_changes(workshop):
    seed = workshop.draw_seed
    hoping(workshop, 3)

    assert (len(seed), drawn(workshop).draw_seed) == (32, seed)


# --- What people are told --------------------------------------------------------------


def test_each_is_told_once_how_it_was_drawn_and_that_letters_counted_alike(workshop):
    hoping(workshop, 3)

    drawn(workshop)

    told = Message.objects.filter(name__in=["meetings/drawn", "meetings/missed"])
    assert Counter(told.values_list("name", flat=True)) == {
        "meetings/drawn": 2,
        "meetings/missed": 1,
    }
    assert all("by letter, by telephone or by e-mail" in one.text for one in told)
    words = told.get(name="meetings/missed").text
    assert "number 1 on the waiting list" in words
    assert "You come first next time" in words


# --- Who missed it comes first next time -------------------------------------------------


def miss_a_draw(centre, anne):
    """A workshop of one place; who missed its draw."""
    workshop = a_workshop(centre, anne, places=1)
    people = [make_person(centre, n, address="3 Elm") for n in ("Rosa", "Tomas")]
    for person in people:
        invite(person, workshop, route=Route.GENERAL, by=anne)
    seats = [yes(ask(workshop, person)) for person in people]
    drawn(workshop)
    return workshop, missed(seats)[0].person


def test_who_missed_the_draw_is_asked_first_and_drawn_before_others(centre):
    anne = make_staff(centre)
    workshop, person = miss_a_draw(centre, anne)

    with time_machine.travel(draw_at(workshop)):
        further = further_workshop(workshop, by=anne)
        announce_workshop(further, by=anne)
        asked = Invitation.objects.filter(meeting=further)
        assert [one.person for one in asked] == [person]
        others = hoping(further, 30)
        own = yes(ask(further, person))
    drawn(further)

    assert replies([own]) == [Reply.COMING]
    assert Counter(replies(others))[Reply.WAITING] == 30
    assert DrawnLot.objects.get(meeting=further, first=True).party == own.uuid


def test_a_further_workshop_announced_before_the_draw_asks_them_after_it(centre):
    anne = make_staff(centre)
    workshop = a_workshop(centre, anne, places=1)
    further = further_workshop(workshop, by=anne)
    announce_workshop(further, by=anne)
    seats = hoping(workshop, 3)
    before = Invitation.objects.filter(meeting=further).count()

    drawn(workshop)

    asked = Invitation.objects.filter(meeting=further).values_list("person", flat=True)
    assert (before, set(asked)) == (0, {seat.person_id for seat in missed(seats)})


def test_who_got_a_place_after_all_does_not_come_first_again(centre):
    anne = make_staff(centre)
    workshop, person = miss_a_draw(centre, anne)
    with time_machine.travel(draw_at(workshop) + timedelta(hours=1)):
        winner = Seat.objects.get(meeting=workshop, reply=Reply.COMING)
        answer(winner, say=Say.NO, by=None, how=Channel.PHONE)
        yes(Seat.objects.get(meeting=workshop, person=person))
        further = further_workshop(workshop, by=anne)
        announce_workshop(further, by=anne)

    assert not Invitation.objects.filter(meeting=further).exists()


def test_who_says_no_thank_you_is_not_asked_again(centre):
    anne = make_staff(centre)
    workshop, person = miss_a_draw(centre, anne)
    with time_machine.travel(draw_at(workshop) + timedelta(hours=1)):
        seat = Seat.objects.get(meeting=workshop, person=person)
        answer(seat, say=Say.NO, by=None, how=Channel.PHONE)
        announce_workshop(further_workshop(workshop, by=anne), by=anne)

    states = Invitation.objects.filter(person=person).values_list("state", flat=True)
    assert list(states) == [InvitationState.DECLINED]


def test_tell_me_next_time_leaves_the_list_and_is_asked_first(centre):
    anne = make_staff(centre)
    workshop, person = miss_a_draw(centre, anne)
    with time_machine.travel(draw_at(workshop) + timedelta(hours=1)):
        seat = Seat.objects.get(meeting=workshop, person=person)
        answer(seat, say=Say.LATER, by=None, how=Channel.PHONE)
        further = further_workshop(workshop, by=anne)
        announce_workshop(further, by=anne)

    assert Invitation.objects.get(meeting=further).person == person


# --- The chance is the same on every channel ------------------------------------------


def test_the_rule_gives_letters_and_mails_the_same_chance():
    """Forty yeses for twenty places, half by e-mail and then half by letter: over many
    draws the chance differs by less than two points."""
    chance, draws = random.Random(16), 1000  # noqa: S311  the same each time
    by_channel = Counter()
    for _ in range(draws):
        uuids = [UUID(int=chance.getrandbits(128)) for _ in range(40)]
        # In the order in which they come in: e-mail first, then the letters.
        found = [Party(uuid, 1) for uuid in uuids]
        mails = set(uuids[:20])
        for lot in draw(f"{chance.getrandbits(128):032x}", found, 20):
            by_channel[lot.party.uuid in mails] += lot.has_place

    mail, letter = (by_channel[key] / (20 * draws) for key in (True, False))
    assert abs(mail - letter) < 0.02


@pytest.mark.parametrize(
    ("draws", "most"), [(5, 0.4), pytest.param(1000, 0.02, marks=pytest.mark.prove)]
)
def test_letters_that_come_a_week_later_have_the_same_chance(centre, draws, most):
    """The same by the real thing: mails come on the first day, letters on the last, and
    those are typed on the day after. `most` is what pure chance leaves."""
    chance = random.Random(16)  # noqa: S311  the same each time
    circle, won = make_circle(centre), Counter()
    for _ in range(draws):
        workshop = make_workshop_pair(centre, circle, places=5)
        workshop.draw_seed = f"{chance.getrandbits(128):032x}"
        workshop.save()
        mails = [an_open_seat(workshop, chance) for _ in range(5)]
        letters = [an_open_seat(workshop, chance) for _ in range(5)]
        for seat in mails:
            yes(seat, how=Channel.EMAIL)
        with on(workshop.reply_by + timedelta(days=1)):
            for seat in letters:
                yes(seat, arrived_on=workshop.reply_by)
        drawn(workshop)
        won["mail"] += replies(mails).count(Reply.COMING)
        won["letter"] += replies(letters).count(Reply.COMING)

    assert won["mail"] + won["letter"] == 5 * draws
    assert abs(won["mail"] - won["letter"]) / (5 * draws) < most


def an_open_seat(workshop, chance):
    seat = make_seat(workshop)
    seat.uuid = UUID(int=chance.getrandbits(128))
    seat.save()
    return seat
