"""Each row of this week: caused through the pages, seen, done with one click, gone."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from champions.enums import Channel
from champions.links import token
from champions.messages import sender
from champions.messages.bounces import came_back
from champions.models import Message, Person, WrongCode
from champions.services.letters import print_one
from champions.services.wrong_codes import MANY_HERE
from champions.tasks import find_another_way
from champions.when import day_in_words
from cms.models import Programme
from cms.services.on_the_day import ask_for_something
from cms.services.programmes import describe_programme, original_page
from cms.services.sessions import keep_dates_ahead
from cms.this_week import (
    OF_THE_LEAD,
    OF_THE_TABLE,
    first_steps,
    gatherings,
    how_often,
    ideas,
    messages,
    needing_a_hand,
    nobody_left,
    papers,
    pictures,
    programmes,
    talking_first,
    things_needed,
    workshops,
    wrong_codes,
)
from ideas.models import Idea
from ideas.services.minding import hide, object_to_hiding, report, show_again
from ideas.services.talk import say
from meetings import tasks
from meetings.enums import Route, Say, Stage, Strand
from meetings.models import Meeting, Rhythm, Seat, StrandMember
from meetings.services.closed_days import close_days
from meetings.services.draw_day import draw_day
from meetings.services.invitations import invite
from meetings.services.seats import answer, ask, come_as_guest
from tests.cms.test_programmes import WORDS, facts
from tests.cms.this_week.desk import PROVEN, proves
from tests.factories import (
    in_days,
    make_champion,
    make_gathering,
    make_idea,
    make_person,
    make_staff,
)
from tests.meetings.workshops import a_workshop, mail_to, neighbours
from tests.photos import a_file

pytestmark = pytest.mark.django_db


def go_to(**span):
    return time_machine.travel(timezone.now() + timedelta(**span))


def at(name, centre, *ids):
    return reverse(name, args=[centre.slug, *ids])


@proves(gatherings.groups_without_a_date)
def test_a_group_whose_date_is_called_off_waits_for_the_next(desk, centre, circle):
    meeting = make_gathering(centre, circle=circle)
    assert desk.rows("no-date") == []

    desk.press(at("meetings:cancel", centre, meeting.pk), why="Snow")
    row = desk.sees("no-date")
    desk.press(row.url, on=in_days(20).isoformat())

    assert desk.rows() == []


@proves(nobody_left.groups_with_nobody)
def test_a_group_whose_point_person_is_away_waits_for_somebody(desk, centre, circle):
    make_gathering(centre, circle=circle)
    make_staff(centre, first_name="Cleo")
    assert desk.rows("nobody") == []

    desk.press(at("champions:away", centre), until=in_days(3).isoformat())
    row = desk.sees("nobody")
    cleo = Person.objects.get(first_name="Cleo").user
    desk.press(row.url, lead=str(cleo.pk))

    assert desk.rows("nobody") == []


@proves(nobody_left.programmes_with_nobody)
def test_a_programme_whose_champion_takes_a_break_waits_for_somebody(
    desk, neighbour, centre, circle, amina
):
    make_gathering(centre, circle=circle)
    rosa = make_champion(centre, circle, "Rosa", email="rosa@example.org")
    describe_programme(
        centre, lead=amina, by=amina.user, facts=facts(circle=circle), words=WORDS
    )
    assert desk.rows("carry-on") == []

    neighbour.press(at("meetings:pause", centre), say="break")
    row = desk.sees("carry-on")
    desk.press(row.url, person=str(rosa.pk))
    desk.press(row.url, "/hand-over/", say="yes")

    assert desk.rows("carry-on") == []


@proves(gatherings.needs_to_arrange)
def test_a_ride_waits_until_it_is_arranged(desk, neighbour, centre, circle, amina):
    make_gathering(centre, circle=circle, days=5)

    neighbour.press(
        reverse("meetings:seat", args=[Seat.objects.get(person=amina).pk]),
        say="yes",
        needs=["ride"],
    )
    row = desk.sees("needs")
    desk.press(row.url, "/needs/")

    assert desk.rows() == []


@proves(first_steps.before_the_first_workshop)
def test_before_the_first_workshop_five_things_are_talked_through(desk, centre, anne):
    assert desk.rows() == []

    a_workshop(centre, anne, circle_name="Maple")
    row = desk.sees("first-steps")
    desk.press(row.url, "/done/")

    assert desk.rows("first-steps") == []


@proves(needing_a_hand.yes_and_cannot_be_told)
def test_who_said_yes_and_cannot_be_told(desk, centre, anne):
    workshop = a_workshop(centre, anne)
    rosa = make_person(centre, channel=Channel.IN_PERSON)
    answer(ask(workshop, rosa), say=Say.YES, by=anne, how=Channel.IN_PERSON)

    row = desk.sees("untold")
    desk.press(row.url, f"/{rosa.pk}/")
    number = {"ways-phone": "705-555-0142"}
    desk.press(at("meetings:desk_person", centre, rosa.pk), "address/", **number)

    assert desk.rows("untold") == []


@proves(talking_first.talks_to_have)
def test_who_is_to_be_talked_with_first_waits_until_then(desk, centre):
    rosa = make_person(centre, "Rosa")
    assert desk.rows() == []

    desk.press(at("meetings:desk", centre), words="Rosa")
    desk.press(at("meetings:desk_person", centre, rosa.pk), "/talk-first/")
    row = desk.sees("talk-first")
    desk.press(row.url, "/talked/")

    assert row.title == "Talk with Rosa before we invite them"
    assert "Rosa" not in row.discreet
    assert desk.rows() == []


@proves(papers.papers_to_print)
def test_the_papers_of_tomorrow_are_printed_with_one_press(desk, centre, circle):
    with time_machine.travel("2026-09-07 16:00:00+00:00"):
        meeting = make_gathering(centre, circle=circle, days=2)
        assert desk.rows() == []

    with time_machine.travel("2026-09-08 16:00:00+00:00"):
        tasks.ask_for_tomorrows_papers()
        tasks.make_papers()
        row = desk.sees("papers")
        file = desk.client.post(row.url)

        assert file["Content-Type"] == "application/pdf"
        assert row.key == f"papers:{meeting.pk}"
        assert desk.rows() == []


@proves(ideas.ideas_to_hear)
def test_an_idea_waits_for_a_first_word(desk, neighbour, centre, circle):
    make_gathering(centre, circle=circle)

    neighbour.press(at("ideas:new", centre), what="Film night")
    row = desk.sees("hear")
    desk.press("/admin/", "/heard/")

    assert row.title == "The idea “Film night” waits for a first word"
    assert desk.rows() == []
    assert Idea.objects.get().heard_at


@proves(ideas.words_to_look_at)
def test_what_somebody_asks_staff_to_look_at_waits(desk, neighbour, centre, circle):
    make_gathering(centre, circle=circle)
    idea = make_idea(
        make_champion(centre, circle, "Lou"), circle=circle, heard_at=timezone.now()
    )
    said = say(idea, person=idea.author, words="Her knee", by_staff=False)

    neighbour.press(at("ideas:saying", centre, idea.pk, said.pk), do="report")
    row = desk.sees("look")
    desk.press(row.url, do="stand")

    assert row.title == "Somebody asks you to look at the talk about “Sunday soup”"
    assert desk.rows() == []


def test_words_that_were_looked_at_have_three_days_again_when_somebody_else_asks(
    centre, circle, amina, anne
):
    """Also when their author had objected before, and was right."""
    bo, lou = (make_champion(centre, circle, name) for name in ("Bo", "Lou"))
    said = say(make_idea(amina, circle=circle), person=lou, words="x", by_staff=False)
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        report(said, person=bo)
        hide(said, why="It hurts.", by=anne)
        object_to_hiding(said, words="It is about me.", by=lou.user)
        show_again(said, by=anne)
    report(said, person=amina)

    [row] = ideas.words_to_look_at(centre, in_days(0))

    assert (row.due, row.late) == (in_days(3), False)
    assert row.title == "Somebody asks you to look at the talk about “Sunday soup”"


@proves(ideas.ideas_to_look_at_again)
def test_a_trial_is_looked_at_again_on_its_day(desk, neighbour, centre, circle):
    make_gathering(centre, circle=circle)
    neighbour.press(at("ideas:new", centre), what="Film night")
    page = at("ideas:answer", centre, Idea.objects.get().pk)
    again = in_days(0).isoformat()
    desk.press(page, outcome="trying", look_again_on=again, send="1")

    row = desk.sees("again")
    desk.press(row.url, outcome="supported", promise="tea", due_on=again, send="1")

    assert row.title == "It is time to look at “Film night” again"
    assert desk.rows() == []


@proves(ideas.money_to_give_back)
def test_money_that_somebody_spent_waits_until_it_is_given_back(
    desk, neighbour, centre, circle
):
    neighbour.press(at("ideas:money", centre), cents="12.50", what="seeds")
    row = desk.sees("money")
    desk.press(row.url, "/paid/")

    assert row.title == "$12.50 for seeds is to be given back"
    assert desk.rows("money") == []


@proves(ideas.promises_to_keep)
@pytest.mark.parametrize("of_an_idea", [True, False])
def test_a_promise_of_ours_waits_when_its_day_is_over(
    desk, neighbour, centre, circle, of_an_idea
):
    meeting = make_gathering(centre, circle=circle)
    if of_an_idea:
        neighbour.press(at("ideas:new", centre), what="Film night")
        desk.press(
            at("ideas:answer", centre, Idea.objects.get().pk),
            outcome="supported",
            promise="the kettle",
            due_on=in_days(2).isoformat(),
            send="1",
        )
    else:
        desk.press(
            at("meetings:detail", centre, meeting.pk),
            "/promises/",
            who=Person.objects.get(user=desk.user).pk,
            words="the kettle",
            due_on=in_days(2).isoformat(),
        )
    assert desk.rows() == []

    with go_to(days=4):
        row = desk.sees("promise")
        desk.press(row.url, "/promises/", to="kept")

        assert row.title == "We promised: the kettle"
        assert desk.rows() == []


def describe(neighbour, centre):
    neighbour.press(
        at("programmes:new", centre),
        title="Tea and cards",
        what="Tea.",
        first_on=in_days(3).isoformat(),
        at="10:00",
        until="11:00",
        place="Library",
        is_free="on",
        skips_shut_days="on",
        go="send",
    )
    return Programme.objects.get()


def read_and_publish(desk, programme):
    page = original_page(programme)
    state = page.current_workflow_state.current_task_state
    address = f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/"
    desk.client.post(address, {"comment": ""})


@proves(programmes.pages_to_read)
def test_a_page_waits_to_be_read_and_published(desk, neighbour, centre, circle):
    make_gathering(centre, circle=circle)

    programme = describe(neighbour, centre)
    row = desk.sees("read")
    page = desk.look(row.url)
    read_and_publish(desk, programme)

    assert "Tea and cards" in page
    assert desk.rows() == []


@proves(programmes.dates_to_decide)
def test_a_date_on_a_closed_day_to_which_somebody_comes_is_decided(
    desk, neighbour, centre, circle
):
    make_gathering(centre, circle=circle)
    programme = describe(neighbour, centre)
    read_and_publish(desk, programme)
    first = programme.sessions.first()
    come_as_guest(
        first.meeting, name="Sam", reach="", language="en", submission=uuid4()
    )

    day = {"first_on": first.original_on, "last_on": first.original_on}
    close_days(centre, words="The floor is wet.", by=None, **day)
    keep_dates_ahead()
    row = desk.sees("decide")
    desk.press(row.url, "/keep/")

    assert desk.rows() == []


def add_picture(neighbour, desk, centre, circle):
    programme = describe(neighbour, centre)
    read_and_publish(desk, programme)
    make_gathering(centre, circle=circle)
    page = at("programmes:pictures", centre, programme.slug)
    said = {"file": a_file(), "alt": "Four cups", "who": "nobody"}
    neighbour.press(page, **said)
    return page


@proves(pictures.pictures_to_check)
def test_a_picture_waits_to_be_looked_at(desk, neighbour, centre, circle):
    add_picture(neighbour, desk, centre, circle)

    row = desk.sees("picture:")
    desk.press(row.url, "/check/")

    assert desk.rows() == []


@proves(pictures.pictures_to_ask_for)
def test_who_had_a_picture_is_asked_for_another(desk, neighbour, centre, circle):
    page = add_picture(neighbour, desk, centre, circle)
    desk.press(page, "/check/")
    neighbour.press(page, "/down/")

    row = desk.sees("picture-gone:")
    assert "Amina brought it" in row.rule
    desk.press(row.url, file=a_file(), alt="Three cups", who="nobody")

    assert desk.rows("picture-gone:") == []


@proves(things_needed.things_to_arrange)
def test_what_a_programme_needs_waits_until_it_is_there(
    desk, neighbour, centre, circle, amina
):
    programme = describe(neighbour, centre)
    read_and_publish(desk, programme)
    make_gathering(centre, circle=circle)
    ask_for_something(programme, "Two flasks", person=amina, by=None)

    row = desk.sees("needed:")
    desk.press("/admin/", row.url)

    assert desk.rows() == []


@proves(programmes.programmes_to_check)
def test_a_programme_waits_to_be_checked_each_quarter(desk, neighbour, centre, circle):
    programme = describe(neighbour, centre)
    read_and_publish(desk, programme)

    with go_to(days=131):
        make_gathering(centre, circle=circle)
        row = desk.sees("check")
        desk.press(row.url, "/tick/")

        assert desk.rows() == []


def hope(desk, workshop, first_name):
    """Somebody calls: they would like to join, and say yes to the workshop."""
    centre = workshop.centre
    join = {"first_name": first_name, "reach": f"{first_name}@example.org"}
    desk.press(at("meetings:desk", centre), "/desk/new/", **join)
    desk.press(at("meetings:desk", centre), words=first_name)
    person = Person.objects.get(first_name=first_name)
    desk.press(
        at("meetings:desk_person", centre, person.pk),
        f"/{workshop.pk}/",
        **{f"m{workshop.pk}-say": "yes", f"m{workshop.pk}-how": "phone"},
    )


@proves(workshops.workshops_too_small)
def test_more_yeses_than_places_ask_for_a_further_workshop(desk, centre, anne):
    workshop = a_workshop(centre, anne, circle_name="Birch", places=1)
    for name in ("Rosa", "Lou"):
        hope(desk, workshop, name)

    row = desk.sees("further")
    assert day_in_words(draw_day(workshop)) in row.rule
    desk.press("/admin/", row.url)

    assert desk.rows("further") == []


@proves(workshops.invitations_without_a_way)
def test_who_can_be_told_no_other_way_waits_for_a_number(desk, centre, anne):
    workshop = a_workshop(centre, anne, circle_name="Birch")
    rosa = make_person(centre, email="rosa@example.org")
    invite(rosa, workshop, route=Route.GENERAL, by=anne)
    Message.objects.filter(person=rosa).update(state="sent")
    (message,) = Message.objects.filter(person=rosa)
    came_back(message.message_id, "rosa@example.org", "5.1.1")
    tasks.note_arrivals()

    row = desk.sees("lost")
    people = reverse("people:edit", args=[rosa.pk])
    assert people in desk.look(row.url)
    desk.press(people, people, phone="705-555-0142", safe_to_phone="on")
    tasks.note_arrivals()

    assert desk.rows("lost") == []


def test_with_room_for_all_no_further_workshop_is_asked_for(desk, centre, anne):
    workshop = a_workshop(centre, anne, circle_name="Birch", places=1)
    for name in ("Rosa", "Lou"):
        hope(desk, workshop, name)

    desk.press(reverse("workshops:one", args=[workshop.pk]), "/room/", places=2)

    assert desk.rows("further") == []


@proves(workshops.mailings_that_rest)
def test_a_mailing_that_rests_waits_for_somebody_to_let_it_go_on(desk, centre, anne):
    neighbours(centre, 2)
    mailing = mail_to(a_workshop(centre, anne, circle_name="Birch"), 2, anne)
    page = reverse("workshops:mailing", args=[mailing.pk])
    with go_to(minutes=15):
        desk.press(page, "/pause/")

        row = desk.sees("resting")
        desk.press(row.url, "/go-on/")

        assert desk.rows("resting") == []


@pytest.fixture
def called_off(desk, centre, circle):
    """Calls off a get-together to which one champion was asked, reached in their way."""

    def call_off(**ways):
        make_champion(centre, circle, "Tomas", **ways)
        meeting = make_gathering(centre, circle=circle)
        desk.press(at("meetings:cancel", centre, meeting.pk), why="Snow")

    return call_off


@proves(messages.letters_to_post)
def test_letters_wait_until_they_are_posted(desk, called_off):
    called_off(address="3 Elm Street", channel=Channel.LETTER)

    row = desk.sees("letters")
    desk.press(row.url, "/make/")
    while print_one():
        pass
    desk.press(row.url, "/posted/")

    assert desk.rows("letters") == []


@proves(messages.texts_to_send)
def test_texts_wait_until_they_are_sent(desk, centre, called_off):
    desk.press(reverse("our_centre:centre", args=[centre.pk]), sends_texts="on")
    called_off(phone="+17055550142", channel=Channel.TEXT)

    row = desk.sees("texts")
    desk.press(row.url, "/make/")
    desk.press(row.url, "/sent/")

    assert desk.rows("texts") == []


@proves(messages.calls_to_make)
def test_who_can_only_be_called_waits_for_a_call(desk, called_off):
    called_off(phone="+17055550142", channel=Channel.PHONE)

    row = desk.sees("calls")
    desk.press(row.url, "/desk/calls/", say="reached")

    assert desk.rows("calls") == []


@proves(messages.messages_in_doubt)
def test_a_mail_that_was_refused_waits_for_a_look(
    desk, called_off, mail_server, settings
):
    settings.EMAIL_URL = mail_server.address
    mail_server.mailbox.refuse["tomas@example.org"] = "550 no such mailbox"
    called_off(email="tomas@example.org")
    sender.send_waiting(seconds=5)

    row = desk.sees("doubts")
    desk.press(row.url, "/messages/", say="again")

    assert desk.rows("doubts") == []


@proves(messages.mail_that_came_back)
def test_who_did_not_get_a_mail_is_named_until_it_goes_elsewhere(desk, called_off):
    called_off(email="tomas@example.org")
    to_tomas = Message.objects.filter(to_address="tomas@example.org")
    to_tomas.update(state="sent", first_tried_at=timezone.now())
    message = to_tomas.first()
    came_back(message.message_id, "tomas@example.org", "5.1.1")
    find_another_way()

    row = desk.sees("not-told")
    assert "Tomas" in row.title
    assert "Tomas" not in row.discreet
    desk.press(row.url, row.url, phone="705-555-0142", safe_to_phone="on")
    find_another_way()

    assert (desk.rows("not-told"), len(desk.rows("calls"))) == ([], 1)


@proves(messages.mail_that_cannot_leave)
def test_mail_that_the_server_does_not_take_is_told(
    desk, called_off, mail_server, settings
):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    called_off(email="tomas@example.org")
    sender.send_waiting(seconds=5)
    assert desk.rows("standing-still") == []

    with go_to(hours=2):
        row = desk.sees("standing-still")
        desk.look(row.url)
        settings.EMAIL_URL = mail_server.address
        sender.send_waiting(seconds=5)
        assert desk.rows("standing-still") == []


@proves(wrong_codes.many_typed)
def test_many_wrong_codes_are_told_until_a_day_was_quiet(desk, client, centre):
    def type_a_wrong_one():
        client.post(at("meetings:centre_go", centre), {"code": "12345 67890"})

    type_a_wrong_one()
    WrongCode.objects.update(count=MANY_HERE - 1)
    assert desk.rows() == []

    type_a_wrong_one()
    row = desk.sees("wrong-codes")

    assert f"{MANY_HERE} wrong codes were typed at your centre" in desk.look(row.url)
    assert f"{MANY_HERE} wrong codes" in desk.look(at("meetings:desk", centre))
    with go_to(hours=25):
        assert desk.rows() == []


@proves(wrong_codes.letters_astray)
def test_a_letter_that_is_not_theirs_waits_until_staff_looked(
    desk, client, centre, circle, amina
):
    meeting = make_gathering(centre, circle=circle)
    seat = Seat.objects.get(person=amina)
    client.post(f"/en/seat/{token('seat', seat.pk)}/", {"not-me": "1"})

    row = desk.sees("astray")
    page = desk.press(row.url)
    assert "Somebody opened it and said: this is not me." in page
    desk.press(
        at("meetings:desk_person", centre, amina.pk), f"/{meeting.pk}/new-letter/"
    )

    assert desk.rows("astray") == []


def meets(circle, strand=Strand.CIRCLE, stage=Stage.MONTHLY, days_ago=10):
    Rhythm.objects.create(
        centre=circle.centre,
        circle=circle,
        strand=strand,
        stage=stage,
        counts_from=in_days(-days_ago),
    )


@proves(how_often.few_have_said)
def test_few_have_said_how_often_to_meet(desk, neighbour, centre, circle, amina):
    make_gathering(centre, circle=circle, days=20)
    meets(circle)
    rosa = make_champion(centre, circle, "Rosa", user=None)

    neighbour.press(at("meetings:how_often", centre, circle.pk), "/ask/")
    assert desk.rows("how-often") == []
    with go_to(days=8):
        row = desk.sees("how-often")
        assert "Not heard yet: Amina, Rosa" in " ".join(desk.look(row.url).split())
        for one in (amina, rosa):
            write = at("meetings:how_often_write", centre, circle.pk)
            desk.press(write, person=one.pk, says="not_sure", how="phone")

        assert desk.rows() == []


@proves(how_often.answers_not_theirs)
def test_a_change_by_an_answer_that_was_not_theirs_is_asked_again(
    desk, neighbour, centre, circle, amina
):
    make_gathering(centre, circle=circle, days=20)
    meets(circle)
    rosa = make_champion(centre, circle, "Rosa", user=None)
    page = at("meetings:how_often", centre, circle.pk)
    neighbour.press(page, "/ask/")
    for one in (amina, rosa):
        write = at("meetings:how_often_write", centre, circle.pk)
        desk.press(write, person=one.pk, says="quarterly", how="phone")

    neighbour.press(page, "/not-mine/")
    row = desk.sees("not-theirs")
    desk.press(row.url, "/ask/")

    assert desk.rows() == []


def test_those_who_stay_monthly_have_a_date_of_their_own(desk, centre, circle, amina):
    make_gathering(centre, circle=circle, days=60)
    meets(circle, stage=Stage.QUARTERLY)
    meets(circle, strand=Strand.MONTHLY)
    StrandMember.objects.create(centre=centre, circle=circle, person=amina)

    row = desk.sees("no-date")
    desk.press(row.url, on=in_days(20).isoformat())

    assert desk.rows() == []
    assert Meeting.objects.get(strand=Strand.MONTHLY).kind == "monthly"


def test_every_question_has_such_a_test():
    """A new row comes with the test that causes it, does its click, and sees it gone."""
    assert set(OF_THE_TABLE) | set(OF_THE_LEAD) == set(PROVEN)
