"""An invitation card is handed over to who would like that, or has no other safe way: so
nobody on a list is out of reach."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from champions.enums import Channel, Role
from champions.messages.hand_cards import STYLE, cards_html
from champions.messages.outbox import cancel_topic
from champions.messages.sender import let_go_of_late
from champions.models import Consent, Message, Person, ViewedPerson
from champions.paper import pdf_of_html
from champions.permissions import SECOND_FACTOR
from champions.services.calls import wrong_number
from champions.services.codes import find_code
from meetings.enums import InvitationState, Route, Say
from meetings.models import Invitation
from meetings.services.arrivals import note_arrivals, take_back_unsent
from meetings.services.invitations import invite
from meetings.services.seats import answer, ask
from meetings.services.whom_to_ask import not_yet_asked
from meetings.views.desk import FOUND
from tests.factories import make_centre, make_person, make_staff
from tests.meetings.workshops import a_workshop, mail_to
from tests.paper import boxes, words_of_pdf

pytestmark = pytest.mark.django_db
NO_WAY = {"safe_to_write": False, "safe_to_phone": False, "address": "22 Birch Road"}


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre, last_name="Tremblay")


@pytest.fixture
def workshop(centre, anne):
    return a_workshop(centre, anne)


@pytest.fixture
def come_in(client):
    def as_staff(user, *found):
        client.force_login(user)
        session = client.session
        session[SECOND_FACTOR] = True
        session[FOUND] = [person.pk for person in found]
        session.save()
        return client

    return as_staff


def ida(centre, **fields):
    words = {"first_name": "Idabelle", "last_name": "Invented"}
    return make_person(centre, **words | NO_WAY | fields)


def ask_in_person(person, workshop, **fields):
    return invite(person, workshop, route=Route.GENERAL, by=None, **fields)


def the_card():
    return Message.objects.get(channel=Channel.IN_PERSON)


def words_on(html):
    return re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.S))


@pytest.mark.parametrize("fields", [NO_WAY, {"channel": Channel.IN_PERSON}, {}])
def test_a_mailing_leaves_nobody_out(centre, anne, workshop, fields):
    make_person(centre, "Ida", **fields)

    mail_to(workshop, 1, anne)

    assert Invitation.objects.get().channel == Channel.IN_PERSON
    assert not not_yet_asked(centre).exists()


def test_the_card_says_day_place_and_ways_to_answer_and_nothing_of_whom(
    centre, workshop
):
    invitation = ask_in_person(
        ida(centre),
        workshop,
    )
    html = cards_html([the_card()], centre=centre, style="")

    words = words_on(html)
    code = re.search(r"\d{5} \d{5}", words)[0]
    assert find_code(centre, code, source="here").thing_id == invitation.pk
    for said in (workshop.place, centre.phone, "/en/go/", "Come and make something"):
        assert said in words
    for whose in ("Idabelle", "Invented", "22 Birch", "client", "Cedar Lake Community"):
        assert whose not in html
    assert f"<title>Cards to hand over · {centre.name}</title>" in html


def test_it_is_in_the_persons_language(centre, workshop):
    ask_in_person(ida(centre, language="fr"), workshop)

    html = cards_html([the_card()], centre=centre, style="")

    assert '<article class="card" lang="fr">' in html
    assert "/fr/go/" in html
    assert "Come and make" not in html


def test_who_is_prescribed_gets_the_same_card(centre, anne, workshop):
    invite(ida(centre), workshop, route=Route.PRESCRIBED, by=anne)

    assert "Anne" not in cards_html([the_card()], centre=centre, style="")


def test_a_wrong_number_becomes_a_card_with_its_own_words(centre, anne, workshop):
    kofi = make_person(centre, "Kofi", phone="+17055550144", channel=Channel.PHONE)
    ask_in_person(kofi, workshop)

    wrong_number(Message.objects.get(channel=Channel.PHONE), by=anne)
    note_arrivals(centre)

    assert the_card().state == "queued"
    assert the_card().html.startswith("<h2>Come and make something with us</h2>")


def test_a_wrong_number_of_who_has_an_address_becomes_a_whole_letter(
    centre, anne, workshop
):
    kofi = make_person(
        centre, "Kofi", phone="+17055550144", channel=Channel.PHONE, address="1 Elm"
    )
    ask_in_person(kofi, workshop)

    wrong_number(Message.objects.get(channel=Channel.PHONE), by=anne)
    note_arrivals(centre)

    assert '<div class="box">' in Message.objects.get(channel=Channel.LETTER).html


# --- At the desk ------------------------------------------------------------------


@pytest.fixture
def desk(centre, come_in, workshop):
    person = ida(centre)
    ask_in_person(person, workshop)
    return come_in(make_staff(centre, Role.DESK), person)


def at_desk(name, person=None):
    person = person or Person.objects.get(first_name="Idabelle")
    return reverse(f"meetings:{name}", args=[person.centre.slug, person.pk])


def desk_page(client):
    return client.get(at_desk("desk_person")).content.decode()


def test_the_desk_sees_prints_and_hands_over(desk, centre):
    assert "An invitation card waits for them" in desk_page(desk)
    assert f"number {the_card().pk}." in desk_page(desk)

    printed = desk.get(at_desk("desk_card"))
    assert re.search(r"\d{5} \d{5}", printed.content.decode())
    assert b"Idabelle" not in printed.content
    given = desk.post(at_desk("desk_card_given"), follow=True)

    assert "It is handed over." in given.content.decode()
    assert "An invitation card waits" not in desk_page(desk)
    assert the_card().state == "sent"
    note_arrivals(centre)
    assert Invitation.objects.get().state == InvitationState.SENT


def test_pressed_twice_it_is_handed_over_once(desk):
    for _press in range(2):
        answered = desk.post(at_desk("desk_card_given"), follow=True)

    assert "Somebody else was faster." in answered.content.decode()
    assert the_card().state == "sent"


def test_looking_and_printing_change_nothing_and_are_noted(desk):
    before = list(Message.objects.values()), list(Invitation.objects.values())

    desk.get(at_desk("desk_card"))

    assert (list(Message.objects.values()), list(Invitation.objects.values())) == before
    assert ViewedPerson.objects.filter(person_id=the_card().person_id).exists()


def test_only_who_was_just_found_by_the_desk(desk, centre, workshop):
    other = make_person(centre, "Lou", **NO_WAY)
    ask_in_person(other, workshop)

    assert desk.get(at_desk("desk_card", other)).status_code == 404
    assert desk.post(at_desk("desk_card_given", other)).status_code == 404
    assert Message.objects.filter(state="sent").count() == 0


def died(person):
    person.died_at = timezone.now()


def do_not_contact(person):
    person.do_not_contact_at = timezone.now()


def withdrew(person):
    Consent.objects.create(
        centre=person.centre,
        person=person,
        purpose="contact",
        wording=1,
        language="en",
        how="email",
        withdrawn_at=timezone.now(),
    )


def called_off(_person):
    cancel_topic(f"invitation:{Invitation.objects.get().pk}")


@pytest.mark.parametrize("change", [died, do_not_contact, withdrew, called_off])
def test_nothing_is_handed_to_whom_nobody_may_write(desk, change):
    person = the_card().person
    change(person)
    person.save()

    assert "An invitation card waits" not in desk_page(desk)
    assert desk.get(at_desk("desk_card")).status_code == 404
    desk.post(at_desk("desk_card_given"))
    assert the_card().state != "sent"


def test_who_has_answered_needs_no_card(desk, workshop):
    answer(ask(workshop, the_card().person), say=Say.YES, by=None, how=Channel.PHONE)

    assert "An invitation card waits" not in desk_page(desk)
    assert the_card().state == "cancelled"


def test_a_card_that_nobody_came_for_counts_as_never_asked(desk, centre, workshop):
    with time_machine.travel(workshop.starts_at + timedelta(minutes=1)):
        assert "An invitation card waits" not in desk_page(desk)
        let_go_of_late()
        assert take_back_unsent(centre) == 1
        assert take_back_unsent(centre) == 0

    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    assert list(not_yet_asked(centre)) == [the_card().person]


def test_a_card_that_was_handed_over_counts_as_asked(desk, centre, workshop):
    desk.post(at_desk("desk_card_given"))

    with time_machine.travel(workshop.starts_at + timedelta(minutes=1)):
        assert take_back_unsent(centre) == 0


# --- In the admin -----------------------------------------------------------------


def in_admin(name, pk):
    return reverse(f"cards:{name}", args=[pk])


def test_the_point_person_sees_whose_cards_wait_and_prints_them(
    centre, anne, workshop, come_in
):
    ask_in_person(ida(centre), workshop)
    lead = come_in(anne)

    page = lead.get(reverse("cards:index"), follow=True).content.decode()
    printed = lead.get(in_admin("print", centre.pk)).content.decode()

    assert "Idabelle Invented" in page
    assert f"<td>{the_card().pk}</td>" in page
    assert "Idabelle" not in printed
    assert f'<p class="number">{the_card().pk}</p>' in printed
    assert {one.person_id for one in ViewedPerson.objects.all()} == {
        the_card().person_id
    }

    for said in ("It is handed over.", "Somebody else was faster."):
        page = lead.post(in_admin("handed", the_card().pk), follow=True)
        assert said in page.content.decode()
    assert the_card().state == "sent"


@pytest.mark.parametrize("count", [1, 3])
def test_more_cards_ask_the_database_no_more(
    centre, anne, workshop, come_in, count, django_assert_max_num_queries
):
    for number in range(count):
        ask_in_person(ida(centre, first_name=f"Ida{number}"), workshop)
    lead = come_in(anne)

    with django_assert_max_num_queries(22):
        page = lead.get(in_admin("centre", centre.pk))

    assert len(page.context["cards"]) == count


def test_another_centres_cards_are_unknown(centre, anne, come_in):
    there = make_centre("harbourview")
    ask_in_person(ida(there), a_workshop(there, make_staff(there), circle_name="Elm"))
    lead = come_in(anne)

    for name in ("centre", "print"):
        assert lead.get(in_admin(name, there.pk)).status_code == 404
    assert lead.post(in_admin("handed", the_card().pk)).status_code == 404
    assert "Idabelle" not in lead.get(in_admin("centre", centre.pk)).content.decode()
    assert the_card().state == "queued"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEAD])
def test_only_point_persons_see_the_list(centre, come_in, role):
    client = come_in(make_staff(centre, role))

    assert client.get(reverse("cards:index")).status_code == 404


# --- On paper ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_four_cards_are_a_sheet_and_nothing_runs_into_anything(
    paper, language, anne, settings
):
    settings.BASE_URL = "https://champions.northsimcoemuskokachc.ca"
    centre = make_centre("elm", paper=paper, phone="1-800-555-0142 ext. 123")
    place = "Cedar Lake Community Hall, the big room beside the kitchen"
    workshop = a_workshop(centre, make_staff(centre), place=place, second_place=place)
    for number in range(5):
        ask_in_person(ida(centre, first_name=f"P{number}", language=language), workshop)

    html = cards_html(
        Message.objects.filter(channel=Channel.IN_PERSON), centre=centre, style=""
    )
    cards, words, ways = (
        boxes(html, STYLE, name) for name in ("card", "words", "ways")
    )

    assert [card.page for card in cards] == [0, 0, 0, 0, 1]
    for card, said, way in zip(cards, words, ways, strict=True):
        assert said.bottom <= way.top
        assert way.bottom < card.bottom


def test_a_camera_and_tired_eyes_can_read_it(centre, workshop):
    ask_in_person(ida(centre), workshop)
    pdf = pdf_of_html(cards_html([the_card()], centre=centre, style=""), style=STYLE)

    sizes = {said.words: said.size for said in words_of_pdf(pdf)}
    code = next(
        size for words, size in sizes.items() if re.match(r"\d{5} \d{5}", words)
    )

    assert code > 18
    assert (
        min(size for words, size in sizes.items() if words != str(the_card().pk)) > 10
    )
