"""A centre's own words, in any language, on every way; and what stands on each message
whatever they are."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from champions.enums import Channel
from champions.glyphs import cannot_draw
from champions.messages.letters import html_of
from champions.messages.many import Telling, tell_many
from champions.messages.sender import as_email
from champions.messages.words import framed_html, framed_text, spoken
from champions.models import Message, Person, Wording
from champions.services.wording import WordsMovedError, keep_words, put_back
from meetings.enums import Route, Say
from meetings.services.draw_day import draw_at
from meetings.services.draws import give_places
from meetings.services.invitations import about, invite
from meetings.services.seats import answer, ask
from tests.factories import make_centre, make_gathering, make_person, make_staff
from tests.meetings.own_words import CONFIRMATION, INVITATION, in_own_words
from tests.meetings.workshops import a_workshop, mail_to, neighbours, told

pytestmark = pytest.mark.django_db
WAYS = {
    Channel.EMAIL: {"email": "rosa@example.org"},
    Channel.LETTER: {"address": "22 Birch Road"},
    Channel.PHONE: {"phone": "+17055550199"},
    Channel.TEXT: {"phone": "+17055550199"},
}
CHOICES = [
    "Yes, I hope to come", "Oui, j’espère venir", "Not sure yet", "Je ne sais pas encore",
    "No, thank you", "Non merci",
]  # fmt: skip


@pytest.fixture
def centre():
    return make_centre(name_fr="Lac-aux-Cèdres", sends_texts=True)


@pytest.fixture
def lead(centre):
    return make_staff(centre)


@pytest.fixture
def workshop(centre, lead):
    return a_workshop(centre, lead)


def invited(workshop, channel=Channel.EMAIL, speaks="es", **fields):
    fields = WAYS[channel] | {"channel": channel, "speaks": speaks} | fields
    person = make_person(workshop.centre, **fields)
    invite(person, workshop, route=Route.GENERAL, by=None)
    return told().get(person=person)


# --- Whose words, in which language ------------------------------------------------


def test_who_speaks_a_language_gets_the_centres_words_in_it(centre, workshop):
    in_own_words(centre)

    message = invited(workshop)

    assert message.subject == "Rosa, venga a crear algo con nosotros"
    assert "Hola Rosa, soy Anne. Nos gustaría mucho que viniera." in message.text
    assert (message.language, message.said_in) == ("en", "es")


def test_dates_are_said_in_the_language_itself(centre, lead):
    in_own_words(centre, words="{name}: {day}, {hours}. {reply by}. {phone}")
    workshop = a_workshop(centre, lead)
    workshop.on, workshop.reply_by = date(2026, 12, 3), date(2026, 11, 26)

    message = invited(workshop)

    assert "jueves, 3 de diciembre de 2026, 13:30 – 16:00." in message.text


def test_a_centre_without_words_in_a_language_writes_as_it_would_without_it(
    centre, workshop
):
    in_own_words(centre)

    message = invited(workshop, speaks="pt", language="fr")

    assert message.text.startswith("Bonjour Rosa, je suis Anne")
    assert message.said_in == ""


def test_own_words_in_english_are_for_everybody_who_is_written_to_in_it(
    centre, workshop
):
    in_own_words(centre, "en", words="Dear {name}. {reply by}. {phone}.")

    assert invited(workshop, speaks="").text.startswith("Dear Rosa.")
    assert invited(workshop, speaks="pt").text.startswith("Dear Rosa.")
    assert invited(workshop, speaks="", language="fr").text.startswith("Bonjour Rosa")


def test_another_centres_words_are_its_own(workshop):
    in_own_words(make_centre("harbourview"))

    assert invited(workshop).text.startswith("Hello Rosa, I am Anne")


def test_what_waits_keeps_its_words(centre, workshop):
    in_own_words(centre)
    message = invited(workshop)

    in_own_words(centre, words="{name}, {reply by}, {phone}")

    message.refresh_from_db()
    assert "Hola Rosa" in message.text


def test_after_going_back_the_usual_words_are_said(centre, workshop):
    first = in_own_words(centre)
    put_back(centre, INVITATION, "es", number=0, since=first.number, by=None)

    assert invited(workshop).text.startswith("Hello Rosa, I am Anne")


def test_who_calls_speaks_english_or_french_and_sees_which_language_they_speak(
    centre, workshop
):
    in_own_words(centre)

    message = invited(workshop, Channel.PHONE)

    assert spoken(message).startswith("Hello Rosa, I am Anne")


def test_words_without_letters_to_print_go_by_letter_in_ours_and_by_mail_in_theirs(
    centre, workshop
):
    words = "你好 {name}。{reply by} {phone}"
    assert cannot_draw(words) != ""  # this machine has no Chinese letters
    in_own_words(centre, "zh", subject="你好 {name}", words=words)

    letter = invited(workshop, Channel.LETTER, speaks="zh")
    mail = invited(workshop, Channel.EMAIL, speaks="zh")

    assert letter.text.startswith("Hello Rosa")
    assert mail.text.startswith("你好 Rosa。")


# --- What stands on each message, whatever the words --------------------------------


def test_facts_link_code_and_phone_are_there_whatever_the_words(centre, workshop):
    in_own_words(centre, words="{name}, {reply by}, {phone}")

    mail = invited(workshop)

    for said in (mail.text, mail.html):
        assert "14 Cedar Street" in said
        assert "{link:reply}" in said
        assert "{code:reply}" in said
        assert "Or call us: 705-555-0142" in said
        assert "Ou appelez-nous\N{NO-BREAK SPACE}: 705-555-0142" in said


def test_a_letter_has_code_and_slip_in_english_and_french(centre, workshop):
    in_own_words(centre)

    html = html_of([invited(workshop, Channel.LETTER)], centre=centre)

    assert [words for words in CHOICES if words not in html] == []
    assert 'class="qr"' in html
    assert '<strong class="code">' in html


def test_the_way_to_stop_is_said_in_english_and_french(centre, workshop):
    in_own_words(centre)

    message = invited(workshop)

    for said in (framed_text(message), framed_html(message)):
        assert "No more messages from us" in said
        assert "Ne plus recevoir nos messages" in said
    assert as_email(message).extra_headers["Content-Language"] == "es"


def test_a_text_message_says_their_line_and_the_link(centre, workshop):
    in_own_words(centre)

    message = invited(workshop, Channel.TEXT)

    assert message.html.startswith("Rosa, venga a conocernos el ")
    assert "{link:reply}" in message.html
    assert "STOP" in message.html


def test_without_a_line_of_theirs_a_text_message_says_ours(centre, workshop):
    in_own_words(centre, text_line="")

    assert "come and meet us" in invited(workshop, Channel.TEXT).html


def test_a_confirmation_in_own_words_keeps_its_facts(centre):
    in_own_words(
        centre, worded=CONFIRMATION, words="Hola {name}. {phone}", text_line=""
    )
    rosa = make_person(centre, email="rosa@example.org", speaks="es")
    answer(ask(make_gathering(centre), rosa), say=Say.YES, by=None, how=Channel.EMAIL)

    message = Message.objects.get(name="meetings/you_are_in")
    assert message.text.startswith("Hola Rosa. 705-555-0142")
    assert "the big room" in message.text
    assert "Open my reply, or change it" in message.html


# --- Languages that run from right to left ------------------------------------------


def test_right_to_left_words_are_marked_and_numbers_in_them_are_not_turned_round(
    centre, workshop
):
    words = "مرحبا {name}\n\n{dates}\n\n{reply by}\n\nاتصل بنا: {phone}"
    in_own_words(centre, "ar", subject="مرحبا {name}", words=words, text_line="")

    message = invited(workshop, speaks="ar")

    assert '<div lang="ar" dir="rtl">' in message.html
    assert "\u2068705-555-0142\u2069" in message.text
    html = framed_html(message)
    assert '<html lang="ar">' in html
    assert '<h1 dir="rtl">مرحبا Rosa</h1>' in html


# --- Peoples' words are text, never HTML ----------------------------------------------


def test_html_and_links_in_their_words_are_shown_as_they_were_typed(centre, workshop):
    in_own_words(
        centre,
        words="<b>{name}</b> https://example.com/?a=1&b=2 {reply by} {phone}",
        text_line="",
    )

    html = invited(workshop).html

    assert "&lt;b&gt;Rosa&lt;/b&gt; https://example.com/?a=1&amp;b=2" in html
    assert 'href="https://example.com' not in html


# --- As few questions for many as for one ---------------------------------------------


def _questions_of_mailing(centre, lead, workshop, size):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        mail_to(workshop, size, lead)
    return sum("champions_wording" in one["sql"] for one in asked.captured_queries)


def test_a_mailing_asks_for_the_words_once_for_each_piece(centre, lead, workshop):
    in_own_words(centre)
    neighbours(centre, 13, speaks="es")

    # Ten at a time: two pieces, and each reads its centre anew.
    assert _questions_of_mailing(centre, lead, workshop, 13) == 2


def test_telling_many_asks_for_the_words_once(centre, workshop):
    in_own_words(centre, worded=CONFIRMATION)
    people = neighbours(centre, 7, speaks="es")
    people = Person.objects.filter(pk__in=[one.pk for one in people])
    context = {"meeting": workshop, "name": "Rosa", "what": "Workshop", "go": "x"}
    links = {"reply": {"purpose": "seat", "id": 1, "path": "/en/seat/{token}/"}}
    tellings = [
        Telling(one, f"told:{one.pk}", context, links)
        for one in people.select_related("centre")
    ]

    with CaptureQueriesContext(connection) as asked:
        assert tell_many("meetings/confirmed", tellings) == 7

    assert sum("champions_wording" in one["sql"] for one in asked.captured_queries) == 1
    assert Message.objects.filter(said_in="es").count() == 7


def test_giving_the_places_of_a_workshop_asks_for_the_words_once(
    centre, workshop, time_machine
):
    in_own_words(centre, worded=CONFIRMATION)
    for person in neighbours(centre, 4, speaks="es"):
        answer(ask(workshop, person), say=Say.YES, by=None, how=Channel.LETTER)
    time_machine.move_to(draw_at(workshop))

    with CaptureQueriesContext(connection) as asked:
        assert give_places(workshop)

    assert sum("champions_wording" in one["sql"] for one in asked.captured_queries) == 1
    told_so = Message.objects.filter(name="meetings/confirmed")
    assert told_so.filter(said_in="es").count() == 4


# --- Kept, and never lost -----------------------------------------------------------


def test_every_wording_is_kept_and_the_newest_counts(centre):
    for words in ("One {name}", "Two {name}"):
        in_own_words(centre, words=words)

    rows = Wording.objects.of(centre)
    assert list(rows.values_list("number", "words")) == [
        (1, "One {name}"),
        (2, "Two {name}"),
    ]
    assert rows.newest().get().number == 2


def test_pressing_twice_keeps_once(centre):
    in_own_words(centre)
    in_own_words(centre)

    assert Wording.objects.count() == 1


@pytest.mark.db
def test_who_comes_second_is_told_and_overwrites_nothing(centre):
    in_own_words(centre, words="Theirs {name}")

    with pytest.raises(WordsMovedError) as moved:
        keep_words(centre, INVITATION, "es", since=0, by=None, words="Mine {name}")

    assert moved.value.newest.words == "Theirs {name}"
    assert Wording.objects.get().words == "Theirs {name}"


def test_what_was_said_before_is_put_back(centre):
    in_own_words(centre, words="One {name}")
    in_own_words(centre, words="Two {name}")

    again = put_back(centre, INVITATION, "es", number=1, since=2, by=None)

    assert (again.number, again.words) == (3, "One {name}")


def test_a_number_that_never_was_is_not_put_back(centre):
    with pytest.raises(LookupError):
        put_back(centre, INVITATION, "es", number=7, since=0, by=None)


def test_the_words_of_an_invitation_are_read_from_one_workshop(workshop):
    """So that `about` stays what the marks need."""
    assert about(workshop).signed_by == "Anne"
