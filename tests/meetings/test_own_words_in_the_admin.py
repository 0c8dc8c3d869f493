"""A point person puts a message into the centre's own words: sees ours beside, looks
before keeping, is told when a colleague was faster, and goes back with one press."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from champions.enums import Role
from champions.models import TypedCode, Wording
from champions.permissions import SECOND_FACTOR
from tests.factories import make_centre, make_staff
from tests.meetings.own_words import LINE, SUBJECT, WORDS, in_own_words

pytestmark = pytest.mark.django_db
TYPED = {"subject": SUBJECT, "words": WORDS, "text_line": LINE, "since": "0"}


@pytest.fixture
def centre():
    return make_centre(name_fr="Lac-aux-Cèdres")


@pytest.fixture
def sign_in(client):
    def as_staff(centre, role=Role.LEAD):
        client.force_login(make_staff(centre, role))
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return as_staff


@pytest.fixture
def lead(sign_in, centre):
    return sign_in(centre)


def address(centre, tag="es", message="invitation"):
    return f"/admin/own-words/{centre.pk}/{message}/{tag}/"


def keep(client, centre, tag="es", **typed):
    return client.post(address(centre, tag), TYPED | {"do": "keep"} | typed)


def look(client, centre, tag="es", **typed):
    return client.post(address(centre, tag), TYPED | {"do": "look"} | typed)


def test_words_are_kept_by_whom_and_the_history_says_so(lead, centre):
    keep(lead, centre)

    kept = Wording.objects.get()
    assert kept.words.startswith("Hola {name}, soy {signed_by}.")
    assert (kept.written_by.first_name, kept.language) == ("Anne", "es")
    entry = ModelLogEntry.objects.get(action="champions.own_words")
    assert entry.data == {
        "centre": centre.pk, "message": "invitation", "language": "es",
    }  # fmt: skip


def test_looking_keeps_nothing_and_shows_every_way(lead, centre):
    page = look(lead, centre)

    looks = page.context["looks"]
    assert "Hola Rosa, soy Anne." in looks.letter
    assert "Hola Rosa, soy Anne." in looks.mail
    assert looks.text.startswith("Rosa, venga a conocernos el ")
    assert page.content.decode().count("<iframe srcdoc=") == 3
    assert Wording.objects.count() == 0


def test_a_preview_leaves_no_code_behind(lead, centre):
    look(lead, centre)

    assert TypedCode.objects.count() == 0


def test_what_was_typed_stays_when_it_is_refused(lead, centre):
    page = keep(lead, centre, words="Hola {nmae}")

    assert "Hola {nmae}" in page.content.decode()
    assert page.context["form"].errors["words"][0] == (
        "We do not know {nmae}. Did you mean {name}?"
    )
    assert Wording.objects.count() == 0


def test_marks_may_be_typed_in_french_and_are_shown_so(lead, centre):
    words = "Bonjour {prénom}, répondez d’ici le {réponse d’ici le} : {téléphone}."
    keep(lead, centre, "fr", words=words, subject="{prénom}", text_line="")

    assert Wording.objects.get().words == (
        "Bonjour {name}, répondez d’ici le {reply_by} : {phone}."
    )


def test_a_line_that_no_text_message_can_carry_is_refused(lead, centre):
    errors = keep(lead, centre, text_line="مرحبا").context["form"].errors

    assert errors["text_line"][0].startswith("A text message has no letters for these:")


def test_a_line_that_leaves_no_room_for_the_link_is_refused(lead, centre, settings):
    settings.BASE_URL = "https://champions.example.org"
    page = keep(lead, centre, text_line="x" * 120)

    assert page.context["form"].errors["text_line"][0].startswith("This is ")


def test_the_second_of_two_sees_both_and_loses_nothing(lead, centre):
    in_own_words(centre, words="Theirs. {name} {reply by} {phone}")

    page = keep(lead, centre)

    shown = page.content.decode()
    assert "Somebody else kept other words meanwhile" in shown
    assert "Theirs. {name} {reply by} {phone}" in shown
    assert "Nos gustaría mucho que viniera." in shown
    assert page.context["form"]["since"].value() == "1"
    keep(lead, centre, since="1")
    assert list(Wording.objects.values_list("number", flat=True)) == [1, 2]


def test_back_to_the_usual_words_and_back_again(lead, centre):
    keep(lead, centre)
    lead.post(f"{address(centre)}again/0/", {"since": "1"})
    assert [one.is_ours for one in Wording.objects.all()] == [False, True]

    page = lead.get(address(centre)).content.decode()
    assert "Use these again" in page
    lead.post(f"{address(centre)}again/1/", {"since": "2"})

    assert Wording.objects.newest().get().words == Wording.objects.get(number=1).words


def test_going_back_from_a_page_that_is_old_does_nothing(lead, centre):
    in_own_words(centre)
    in_own_words(centre, words="Newer {name} {reply by} {phone}")

    lead.post(f"{address(centre)}again/0/", {"since": "1"})

    assert Wording.objects.newest().get().words.startswith("Newer")


def test_our_words_stand_beside_and_fill_the_form_when_asked(lead, centre):
    empty = lead.get(address(centre)).context["form"]
    filled = lead.get(f"{address(centre)}?show=ours").context["form"]

    assert empty["words"].value() is None
    assert filled["words"].value().startswith("Hello {name}, I am {signed by}, from")


def test_a_language_is_added_by_its_name_in_any_language(lead, centre):
    page = f"/admin/own-words/{centre.pk}/"

    added = lead.get(page, {"message": "invitation", "language": "Español"})
    refused = lead.get(page, {"message": "invitation", "language": "Elvish?"})

    assert added.url == address(centre)
    assert "We do not know this language." in refused.content.decode()


def test_the_list_says_whose_words_each_language_has(lead, centre):
    in_own_words(centre)

    page = lead.get(f"/admin/own-words/{centre.pk}/").content.decode()

    assert "Español" in page
    assert "Own words, of" in page
    assert page.count("The usual words") == 6


def test_the_list_asks_as_little_for_three_languages_as_for_one(lead, centre):
    counts = []
    for tags in (["es"], ["pt", "so"]):
        for tag in tags:
            in_own_words(centre, tag)
        lead.get(f"/admin/own-words/{centre.pk}/")
        with CaptureQueriesContext(connection) as asked:
            lead.get(f"/admin/own-words/{centre.pk}/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("tag", ["xx", "und", "ES", "es-MX"])
def test_a_language_has_one_address(lead, centre, tag):
    assert lead.get(address(centre, tag)).status_code == 404


def test_another_centres_words_answer_as_unknown(sign_in, centre):
    other = make_centre("harbourview")
    in_own_words(other)
    lead = sign_in(centre)

    assert lead.get(f"/admin/own-words/{other.pk}/").status_code == 404
    assert lead.get(address(other)).status_code == 404
    assert keep(lead, other, since="1").status_code == 404
    again = lead.post(f"{address(other)}again/0/", {"since": "1"})
    assert again.status_code == 404
    assert Wording.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.EDITOR])
def test_words_are_the_point_persons_alone(sign_in, centre, role):
    assert sign_in(centre, role).get(address(centre)).status_code == 404
