"""The pages of “How often shall we meet?”: for oneself, by card or code, written down by
staff, and what the group reads of it."""

import pytest
from django.test import Client

from champions.enums import CodePurpose, Role
from champions.models import ViewedPerson
from champions.permissions import SECOND_FACTOR
from champions.services.codes import digits_for
from meetings.enums import HowOften, SaidHow, Stage
from meetings.models import Rhythm, RhythmAnswer, RhythmQuestion, RhythmWord
from meetings.services.how_often import ask_group, say_how_often
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_staff,
)

pytestmark = pytest.mark.django_db
HOME = "/en/cedar-lake/meetings/how-often/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre, Role.LEAD)


@pytest.fixture
def circle(centre, anne):
    circle = make_circle(centre, lead=anne)
    Rhythm.objects.create(
        centre=centre, circle=circle, stage=Stage.MONTHLY, counts_from=in_days(-10)
    )
    return circle


@pytest.fixture
def amina(centre, circle):
    return make_champion(centre, circle, "Amina", email="amina@example.org")


@pytest.fixture
def rosa(centre, circle):
    return make_champion(centre, circle, "Rosa", address="1 Elm Road", user=None)


@pytest.fixture
def question(circle, amina, rosa):
    return ask_group(circle, by=None, asked_by=amina)


def signed_in(user):
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


@pytest.fixture
def champion(amina):
    return signed_in(amina.user)


@pytest.fixture
def staff(anne):
    return signed_in(anne)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def says(person):
    return RhythmAnswer.objects.get(person=person).says


def page(circle, part=""):
    return f"{HOME}{circle.pk}/{part}"


# --- For oneself ------------------------------------------------------------------


def test_a_champion_asks_with_one_press(champion, circle, rosa):
    assert "Ask the group" in text_of(champion.get(page(circle)))

    champion.post(page(circle, "ask/"), {"ask-names_asker": "on"})

    question = RhythmQuestion.objects.get()
    assert "Amina asked on" in text_of(champion.get(page(circle)))
    assert (question.asked_by.first_name, question.names_asker) == ("Amina", True)


def test_who_asked_is_not_said_unless_they_wish(champion, circle, question):
    shown = text_of(champion.get(page(circle)))

    assert "Somebody asked on" in shown
    assert "Amina asked" not in shown


def test_a_champion_answers_for_themselves(champion, circle, question, amina):
    champion.post(page(circle), {"says": "monthly"})

    assert says(amina) == "monthly"
    word = RhythmWord.objects.get()
    assert (word.how, word.written_by) == (SaidHow.PAGE, None)
    assert "You say: Every month." in text_of(champion.get(page(circle)))


def test_choosing_nothing_is_said_beside_the_question(champion, circle, question):
    shown = text_of(champion.post(page(circle), {"named": ""}))

    assert "Choose one of the three answers." in shown
    assert RhythmWord.objects.count() == 0


def test_the_group_reads_numbers_until_somebody_gives_their_name(
    champion, circle, question, rosa, anne
):
    write = {"how": SaidHow.PHONE, "by": anne, "says": HowOften.NOT_SURE}
    say_how_often(question, rosa, **write)
    shown = text_of(champion.get(page(circle)))
    assert "1 of 2 champions have answered." in shown
    assert "Rosa" not in shown

    say_how_often(question, rosa, named=True, **write)

    assert "Rosa: I am not sure yet" in text_of(champion.get(page(circle)))


def test_staff_cannot_answer_on_the_page(staff, circle, question):
    assert staff.post(page(circle), {"says": "monthly"}).status_code == 404
    assert "Your own answer" not in text_of(staff.get(page(circle)))


def test_staff_read_who_has_not_been_heard_and_not_what_was_said(
    staff, champion, circle, question
):
    champion.post(page(circle), {"says": "monthly"})

    shown = text_of(staff.get(page(circle)))

    assert "Not heard yet: Rosa" in shown
    assert "Amina" not in shown.partition("For staff")[0]
    assert ViewedPerson.objects.filter(person_id__isnull=False).exists()


def test_the_page_says_when_and_how_it_changed(champion, circle, question, rosa, anne):
    champion.post(page(circle), {"says": "quarterly"})
    say_how_often(question, rosa, says=HowOften.QUARTERLY, how=SaidHow.PHONE, by=anne)

    shown = text_of(champion.get(page(circle)))

    assert "Now the group meets every three months." in shown
    assert "2 of 2 champions have answered." in shown
    assert "Every three months: 2. Every month: 0. Not sure yet: 0." in shown


def test_a_champion_of_another_group_finds_nothing(circle, centre, question):
    zoe = make_champion(centre, make_circle(centre, "Oak"), "Zoe")

    assert signed_in(zoe.user).get(page(circle)).status_code == 404


# --- Written down -----------------------------------------------------------------


def card_of(person):
    answer = RhythmAnswer.objects.get(person=person)
    return digits_for(CodePurpose.HOW_OFTEN, answer.pk)


def test_a_card_names_nobody_but_on_the_part_torn_off(staff, circle, question, rosa):
    shown = text_of(staff.get(page(circle, "cards/")))

    assert card_of(rosa) in shown
    assert shown.count("Rosa") == 1
    assert "☐ Every three months: we are ready" in shown


def test_staff_type_a_card_by_its_numbers(staff, circle, question, rosa, anne):
    staff.post(
        page(circle, "write/"),
        {"code": card_of(rosa), "says": "quarterly", "how": "card"},
    )

    word = RhythmWord.objects.get()
    assert (word.answer.person, word.says, word.how) == (rosa, "quarterly", "card")
    assert word.written_by == anne
    shown = text_of(staff.get(page(circle, "write/")))
    assert "Rosa, on a card." in shown
    assert "Every three months" not in shown.partition("Written down so far")[2]


def test_what_was_told_by_phone_is_written_down_by_name(staff, circle, question, rosa):
    staff.post(
        page(circle, "write/"), {"person": rosa.pk, "says": "monthly", "how": "phone"}
    )

    assert says(rosa) == "monthly"


def test_a_card_of_another_group_is_refused(staff, circle, centre, question):
    oak = make_circle(centre, "Oak")
    Rhythm.objects.create(centre=centre, circle=oak, stage=Stage.MONTHLY)
    zoe = make_champion(centre, oak, "Zoe")
    ask_group(oak, by=None, asked_by=zoe)

    answer = staff.post(
        page(circle, "write/"),
        {"code": card_of(zoe), "says": "monthly", "how": "card"},
    )

    assert "This is the code of no card of this group." in text_of(answer)
    assert says(zoe) == ""


@pytest.mark.parametrize(
    "sent", [{}, {"code": "12"}, {"code": "12345 67890", "person": "both"}]
)
def test_one_champion_is_named_in_one_way(staff, circle, question, rosa, sent):
    sent = sent | ({"person": rosa.pk} if "person" in sent else {})

    staff.post(page(circle, "write/"), {"says": "monthly", "how": "card", **sent})

    assert RhythmWord.objects.count() == 0


def test_staff_ask_for_a_champion_who_tells_them_so(staff, circle, amina, rosa):
    staff.post(page(circle, "ask/"), {"ask-person": rosa.pk})

    assert RhythmQuestion.objects.get().asked_by == rosa


# --- Not mine ---------------------------------------------------------------------


@pytest.fixture
def written(question, amina, anne):
    say_how_often(question, amina, says=HowOften.QUARTERLY, how=SaidHow.CARD, by=anne)
    return RhythmWord.objects.get()


def test_one_press_says_that_it_is_not_mine(champion, circle, written, amina):
    assert "I did not say this" in text_of(champion.get(page(circle)))

    champion.post(page(circle, f"not-mine/{written.pk}/"))

    assert says(amina) == ""


def test_nobody_disowns_for_another_champion(circle, centre, written, amina):
    other = make_champion(centre, circle, "Bo")

    answer = signed_in(other.user).post(page(circle, f"not-mine/{written.pk}/"))

    assert answer.status_code == 404
    assert says(amina) == "quarterly"


def test_one_call_does_too(staff, circle, written, amina):
    staff.post(page(circle, f"not-mine/{written.pk}/"))

    assert says(amina) == ""


def test_the_group_reads_that_a_change_rested_on_it(
    champion, circle, question, written, rosa, anne
):
    say_how_often(question, rosa, says=HowOften.QUARTERLY, how=SaidHow.PHONE, by=anne)

    champion.post(page(circle, f"not-mine/{written.pk}/"))

    assert "An answer that was counted is not theirs." in text_of(
        champion.get(page(circle))
    )


# --- By link and code -------------------------------------------------------------


def opened(person):
    """A browser in which somebody typed the code of their card."""
    client = Client()
    answer = client.post("/en/cedar-lake/go/", {"code": card_of(person)})
    assert "Rosa" not in text_of(client.get(answer.url))
    return client, client.post(answer.url).url


def test_who_has_no_account_answers_by_the_code_of_the_card(question, rosa):
    client, address = opened(rosa)

    client.post(address, {"says": "monthly"})

    assert says(rosa) == "monthly"
    assert RhythmWord.objects.get().how == SaidHow.PAGE


def test_the_code_also_says_that_it_is_not_mine(question, rosa, anne):
    say_how_often(question, rosa, says=HowOften.QUARTERLY, how=SaidHow.CARD, by=anne)
    client, address = opened(rosa)
    assert "Anne, on" in text_of(client.get(address))

    client.post(address, {"word": RhythmWord.objects.get().pk})

    assert says(rosa) == ""


def test_a_link_that_is_not_right_opens_nothing(question, rosa):
    answer = RhythmAnswer.objects.get(person=rosa)

    assert Client().get(f"/en/how-often/{answer.pk}.{'x' * 22}/").status_code == 404
    assert Client().get(f"/en/how-often/{answer.pk}/").status_code == 404
