"""A get-together from an empty agenda to the notes that went round: by a champion who
leads the talk, and by staff; nothing is typed twice, and nothing is lost."""

from datetime import time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from champions.enums import Channel
from champions.models import Message
from champions.permissions import SECOND_FACTOR
from ideas.enums import IdeaStage, Outcome, PromiseState
from ideas.models import Idea, Promise
from ideas.services.answers import answer_idea
from ideas.services.promises import make_promise
from meetings.enums import MeetingKind, MeetingState, Reply, Strand
from meetings.headings import heading_of
from meetings.models import AgendaItem, Meeting, Seat, Thanks
from meetings.services.attendance import mark_attendance
from meetings.services.gatherings import hold_meeting
from meetings.services.leaving import move_on
from meetings.services.minutes import choose_chair
from meetings.services.privacy import erase, merge, record_of
from meetings.services.seats import ask
from meetings.services.sending_round import readers_of, said_at, send_notes_round
from meetings.services.thanking import take_thanks_back, thank
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_staff,
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
    return make_champion(centre, circle, email="amina@example.org")


@pytest.fixture
def rosa(centre, circle):
    """Reached by letter; reads French."""
    ways = {"channel": Channel.LETTER, "address": "3 Elm Street", "language": "fr"}
    return make_champion(centre, circle, "Rosa", **ways)


@pytest.fixture
def meeting(centre, circle, amina, rosa):
    return make_gathering(centre, circle=circle)


@pytest.fixture(params=["champion", "staff"])
def leader(request, amina, anne):
    """Who leads the talk: nothing of it is for staff alone."""
    return {"champion": amina.user, "staff": anne}[request.param]


def to(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.centre.slug, meeting.pk, *more])


def as_(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def on_the_day(meeting):
    return time_machine.travel(meeting.starts_at + timedelta(minutes=5))


def titles(client, meeting):
    rows = client.get(to("detail", meeting)).context["agenda"]
    return [row.title for row in rows]


# --- From an empty agenda to notes that went round ---


def test_a_get_together_is_walked_by_whoever_leads_it(
    client, meeting, amina, rosa, circle, leader
):
    as_(client, leader)
    empty = titles(client, meeting)
    client.post(to("agenda", meeting), {"words": "The kettle"})
    item = AgendaItem.objects.get()
    first = {"key": f"item:{item.pk}", "before": "hello"}
    client.post(to("agenda_order", meeting), first)
    chair = leader.people.get().pk
    client.post(to("chair", meeting), {"chair": chair, "was": ""})
    ordered = titles(client, meeting)
    with on_the_day(meeting):
        as_(client, leader)
        client.post(to("notes", meeting), {"notes": "We want a kettle.", "version": 0})
        promised = {"who": amina.pk, "words": "asks her son"}
        client.post(to("promise", meeting), promised)
        client.post(
            to("thanks", meeting),
            {"thanks-to": rosa.pk, "thanks-words": "For the cups"},
        )
        client.post(to("held", meeting))
        client.post(to("notes_round", meeting))

    meeting.refresh_from_db()
    assert empty == ["Hello, and how are we?", "When do we meet next?"]
    assert ordered[0] == "The kettle"
    assert (meeting.chair_id, meeting.state) == (chair, MeetingState.HELD)
    assert meeting.notes_sent_by == leader
    told = Message.objects.filter(name="meetings/notes")
    assert {message.person.first_name for message in told} == {"Amina", "Rosa", "Anne"}
    mail = told.get(person=amina).text
    said = ("We want a kettle.", "Amina: asks her son", "Rosa: For the cups")
    assert [words for words in said if words not in mail] == []
    letter = told.get(person=rosa)
    assert letter.channel == Channel.LETTER
    assert "We want a kettle." in letter.html


# --- The agenda ---


def test_an_answer_is_of_the_one_get_together_of_its_day_that_it_names(
    client, centre, circle, amina, anne
):
    later = {"at": time(18), "until": time(19), "strand": Strand.MONTHLY}
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        first, second = (
            make_gathering(centre, circle=circle, days=2, **more)
            for more in ({}, later)
        )
    for what, heading in (("Soup", heading_of(second)), ("Choir", "in the hall")):
        answer_idea(
            make_idea(amina, what, circle=circle),
            outcome=Outcome.TRY,
            by=anne,
            look_again_on=in_days(40),
            gathering_on=first.on,
            gathering_words=heading,
        )
    for meeting in (first, second):
        hold_meeting(meeting, by=None)

    said = [
        [answer.idea.what for answer in said_at(meeting).answers]
        for meeting in (first, second)
    ]

    assert said == [["Choir"], ["Soup"]]
    assert titles(as_(client, anne), second) == ["Soup"]


def test_paper_that_is_printed_before_says_of_no_promise_that_it_is_late(
    client, meeting, amina, anne
):
    promise_of(meeting, anne.people.get(), by_staff=True, due_on=in_days(2))
    as_(client, amina.user)

    lines = [
        client.get(to(name, meeting)).context["promises"][0]
        for name in ("agenda_print", "sheet")
    ]

    assert [(line.is_late, line.state[:3]) for line in lines] == [(False, "by ")] * 2


def test_trials_come_back_on_their_day(client, meeting, amina, anne, circle):
    for what, days in (("Soup", 5), ("Choir", 30)):
        answer_idea(
            make_idea(amina, what, circle=circle),
            outcome=Outcome.TRY,
            by=anne,
            look_again_on=in_days(days),
        )

    assert titles(as_(client, anne), meeting)[1:-1] == ["Soup"]


def test_the_order_outlives_what_comes_and_goes(client, meeting, amina, circle):
    soup = make_idea(amina, "Soup", circle=circle)
    as_(client, amina.user)
    client.post(
        to("agenda_order", meeting), {"key": f"idea:{soup.pk}", "after": "next"}
    )
    make_idea(amina, "Choir", circle=circle)

    assert titles(client, meeting) == [
        "Hello, and how are we?",
        "When do we meet next?",
        "Soup",
        "Choir",
    ]
    Idea.objects.filter(pk=soup.pk).update(stage=IdeaStage.RUNNING)
    assert "Soup" not in titles(client, meeting)


def test_two_who_order_at_once_both_count(client, meeting, amina):
    as_(client, amina.user)
    for words in ("Tea", "Cups"):
        client.post(to("agenda", meeting), {"words": words})
    tea, cups = (f"item:{item.pk}" for item in AgendaItem.objects.order_by("pk"))
    for key, before in ((cups, tea), ("next", "hello"), (cups, tea)):
        client.post(to("agenda_order", meeting), {"key": key, "before": before})

    assert titles(client, meeting) == [
        "When do we meet next?",
        "Hello, and how are we?",
        "Cups",
        "Tea",
    ]


def test_of_a_long_agenda_the_first_forty_are_put_in_order(
    client, meeting, amina, circle
):
    for number in range(50):
        make_idea(amina, f"Soup {number}", circle=circle)

    page = as_(client, amina.user).get(to("detail", meeting))

    assert len(page.context["agenda"]) == 52
    assert page.content.decode().count('name="key"') == 40
    assert page.context["order_rows"][-1]["later"] == page.context["agenda"][40].key
    rest = reverse("ideas:list", args=[meeting.centre.slug]) + "?unanswered=on"
    assert f'href="{rest}&amp;circle=on"' in page.content.decode()


def test_who_added_something_takes_it_off_and_nobody_else(client, meeting, amina, rosa):
    as_(client, amina.user).post(to("agenda", meeting), {"words": "Tea"})
    off = to("agenda_off", meeting, AgendaItem.objects.get().pk)

    codes = [as_(client, one.user).post(off).status_code for one in (rosa, amina)]

    assert (codes, AgendaItem.objects.count()) == ([404, 302], 0)


def test_the_second_who_chooses_who_leads_is_told(meeting, amina, rosa, anne):
    first = choose_chair(meeting, chair=amina, was=None, by=anne)
    again = choose_chair(meeting, chair=amina, was=None, by=anne)
    second = choose_chair(meeting, chair=rosa, was=None, by=anne)

    assert (first, again, second, meeting.chair) == (True, True, False, amina)


def test_the_agenda_in_large_print_has_every_row(client, meeting, amina, circle):
    make_idea(amina, "Soup", circle=circle)

    page = as_(client, amina.user).get(to("agenda_print", meeting))

    assert 'class="large-print"' in page.content.decode()
    assert "Soup" in page.content.decode()


# --- Promises are carried on ---


def promise_of(meeting, person, **fields):
    words = {"words": "finds a kettle", "by": None, "circle": meeting.circle}
    return make_promise(meeting.centre, person=person, **words, **fields)


def states(client, meeting):
    lines = client.get(to("detail", meeting)).context["promises"]
    return [(line.state, line.is_late, line.is_asked) for line in lines]


def test_a_promise_of_staff_is_late_in_the_open(client, meeting, amina, anne):
    promise_of(meeting, anne.people.get(), by_staff=True, due_on=in_days(-2))

    (state, late, asked) = states(as_(client, amina.user), meeting)[0]

    assert (state[:10], late, asked) == ("late since", True, False)


def test_a_champion_is_asked_once_at_the_next_get_together(
    client, centre, circle, meeting, amina
):
    promise = promise_of(meeting, amina)
    with on_the_day(meeting):
        hold_meeting(meeting, by=None)
        following = make_gathering(centre, circle=circle, days=35)
        as_(client, amina.user)
        before = states(client, following)
        client.post(
            reverse("ideas:promise_still", args=[centre.slug, promise.pk])
            + f"?next={to('detail', following)}"
        )

        assert before == [("when they can", False, True)]
        assert states(client, following) == [("when they can", False, False)]


def test_a_promise_is_let_go_at_the_table_by_who_made_it(client, meeting, amina, rosa):
    promise = promise_of(meeting, amina)
    url = to("promise_kept", meeting, promise.pk)

    codes = [
        as_(client, one.user).post(url, {"to": "let_go"}).status_code
        for one in (rosa, amina)
    ]

    promise.refresh_from_db()
    assert (codes, promise.state) == ([404, 302], PromiseState.LET_GO)


def test_a_promise_may_name_money(client, meeting, amina, anne):
    said = {
        "who": anne.people.get().pk,
        "words": "pays the seeds",
        "due_on": in_days(9).isoformat(),
        "cents": "50,00 $",
    }

    as_(client, amina.user).post(to("promise", meeting), said)

    assert Promise.objects.get().cents == 5000
    page = client.get(to("detail", meeting)).content.decode()
    assert "The centre gives $50.00." in page


def test_another_day_comes_back_to_the_table_with_its_reason(client, meeting, anne):
    promise = promise_of(meeting, anne.people.get(), by_staff=True, due_on=in_days(3))
    page = to("detail", meeting)
    url = reverse("ideas:promise_day", args=[meeting.centre.slug, promise.pk])
    sent = {
        "to": in_days(9).isoformat(),
        "was": in_days(3).isoformat(),
        "why": "No hall",
    }

    response = as_(client, anne).post(f"{url}?next={page}", sent)

    assert response["Location"] == f"{page}#promises"
    assert "Why another day: No hall" in client.get(page).content.decode()


# --- Thanks ---


def thanks_of(meeting, amina, rosa, **fields):
    words = {"words": "For the cups", "from_whom": amina, "to": rosa}
    return thank(meeting, by=amina.user, **words | fields)


def test_thanks_are_told_once_by_the_persons_own_channel(meeting, amina, rosa):
    for _ in range(2):
        thanks_of(meeting, amina, rosa)

    message = Message.objects.get(name="meetings/thanked")
    assert (message.person, message.channel) == (rosa, Channel.LETTER)
    assert "Amina" in message.text
    assert "For the cups" in message.text


def test_people_are_chosen_by_first_name_with_a_letter_where_two_share_it(
    client, meeting, amina, rosa, circle
):
    for last_name in ("Tremblay", "Roy"):
        make_champion(meeting.centre, circle, "Lou", last_name=last_name)
    rosa.last_name = "Bianchi"
    rosa.save()

    with on_the_day(meeting):
        shown = as_(client, amina.user).get(to("detail", meeting)).context

    chair, thanked = (
        [str(label) for _value, label in shown[form].fields[field].choices]
        for form, field in (("chair_form", "chair"), ("thanks_form", "to"))
    )
    names = ["Amina", "Anne", "Lou R.", "Lou T.", "Rosa"]
    assert (chair, thanked) == (["Nobody yet", *names], ["Somebody else", *names])


def test_thanks_to_somebody_in_words_tell_nobody(client, meeting, amina):
    sent = {"thanks-to_words": "the kitchen crew", "thanks-words": "For soup"}
    as_(client, amina.user).post(to("thanks", meeting), sent)

    assert (Thanks.objects.get().to_words, Thanks.objects.get().from_whom) == (
        "the kitchen crew",
        amina,
    )
    assert not Message.objects.filter(name="meetings/thanked").exists()


def test_thanks_to_nobody_are_asked_again_and_keep_their_words(client, meeting, amina):
    with on_the_day(meeting):
        as_(client, amina.user)
        page = client.post(to("thanks", meeting), {"thanks-words": "For soup"})

    assert list(page.context["form"].errors) == ["to"]
    assert "For soup" in page.content.decode()


def test_thanks_that_were_a_slip_are_not_told(meeting, amina, rosa):
    take_thanks_back(thanks_of(meeting, amina, rosa), by=amina.user)

    assert Message.objects.get(name="meetings/thanked").state == "cancelled"


def test_nobody_else_takes_thanks_back(client, meeting, amina, rosa):
    url = to("not_thanks", meeting, thanks_of(meeting, amina, rosa).pk)

    codes = [as_(client, one.user).post(url).status_code for one in (rosa, amina)]

    assert (codes, Thanks.objects.count()) == ([404, 302], 0)


def test_thanks_are_printed_as_a_card(client, meeting, amina, rosa):
    url = to("thanks_card", meeting, thanks_of(meeting, amina, rosa).pk)

    assert "Thank you, Rosa" in as_(client, amina.user).get(url).content.decode()


def test_thanks_are_in_the_record_and_go_with_who_was_thanked(meeting, amina, rosa):
    thanks_of(meeting, amina, rosa)
    assert [len(record_of(rosa)["thanks_received"])] == [1]
    assert [len(record_of(amina)["thanks_given"])] == [1]

    erase(amina)
    kept = Thanks.objects.get()
    erase(rosa)

    assert (kept.from_whom, Thanks.objects.count()) == (None, 0)


def test_thanks_follow_who_turns_out_to_be_the_same_person(
    centre, meeting, amina, rosa
):
    thanks_of(meeting, amina, rosa)
    other = make_champion(centre, first_name="Rose")

    merge(rosa, other)

    assert Thanks.objects.get().to == other


# --- Notes go round once ---


@pytest.fixture
def held(meeting):
    """It took place, with notes; in the afternoon of its day."""
    with on_the_day(meeting):
        hold_meeting(meeting, by=None)
        Meeting.objects.filter(pk=meeting.pk).update(notes="Soup.")
        meeting.refresh_from_db()
        yield meeting


def test_notes_go_round_once(held, anne, amina):
    counts = [send_notes_round(held, by=by) for by in (anne, amina.user)]

    assert counts == [3, 0]
    assert held.notes_sent_by == anne
    assert Message.objects.filter(name="meetings/notes").count() == 3


def test_notes_go_to_who_came_and_not_to_who_said_no_or_moved_on(
    held, centre, anne, rosa
):
    guests = {}
    for name in ("Came", "Away", "Silent", "Gone"):
        guests[name] = make_champion(centre, first_name=name)
        ask(held, guests[name], by=None)
    Seat.objects.filter(person__in=[guests["Came"], guests["Away"]]).update(
        reply=Reply.NOT_COMING
    )
    came = {held.seats.get(person=guests["Came"]).pk: True}
    mark_attendance(held, part=held.parts.get(), came=came, by=None)
    for gone in (guests["Gone"], rosa):
        move_on(gone.champion, by=None)

    names = readers_of(held).values_list("first_name", flat=True)

    assert sorted(names) == ["Amina", "Anne", "Came", "Silent"]


def test_without_notes_nothing_goes_round(client, held, anne):
    Meeting.objects.filter(pk=held.pk).update(notes="")

    page = as_(client, anne).post(to("notes_round", held), follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "First write what was said. Then it can go round."
    ]
    assert not Message.objects.filter(name="meetings/notes").exists()


def test_the_notes_name_the_next_date_in_the_readers_language(
    held, centre, circle, anne, rosa
):
    make_gathering(centre, circle=circle, days=35, kind=MeetingKind.MONTHLY)

    send_notes_round(held, by=anne)

    letter = Message.objects.get(name="meetings/notes", person=rosa)
    assert "Notre prochaine rencontre" in letter.text


def test_the_one_before_is_a_press_away(client, held, centre, circle, amina):
    following = make_gathering(centre, circle=circle, days=35)

    page = as_(client, amina.user).get(to("detail", following))

    assert page.context["before"] == held
    assert to("detail", held) in page.content.decode()


def test_another_centres_table_is_not_found(client, meeting, amina, rosa):
    ben = make_staff(make_centre("harbourview"))
    found = thanks_of(meeting, amina, rosa)
    as_(client, ben)

    codes = {
        client.post(url).status_code
        for url in (
            to("thanks", meeting),
            to("not_thanks", meeting, found.pk),
            to("notes_round", meeting),
            to("chair", meeting),
            to("agenda_order", meeting),
        )
    }
    codes.add(client.get(to("thanks_card", meeting, found.pk)).status_code)

    assert codes == {404}


def test_the_page_asks_as_little_for_many_as_for_one(
    client, meeting, amina, rosa, circle
):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(to("detail", meeting))
        return len(asked)

    def more(number):
        make_idea(amina, f"Soup {number}", circle=circle)
        thanks_of(meeting, amina, rosa, words=f"For {number}")
        promise_of(meeting, amina, cents=number)

    with on_the_day(meeting):
        as_(client, amina.user)
        more(1)
        client.get(to("detail", meeting))
        one = asked()
        for number in range(2, 9):
            more(number)

        assert asked() == one
