"""A champion without e-mail says by card how often to meet; staff type it: in a real
browser, with a script and without, and in French."""

import pytest

from champions.enums import CodePurpose
from champions.services.codes import digits_for
from meetings.enums import Stage
from meetings.models import Rhythm, RhythmAnswer, RhythmWord
from meetings.services.how_often import ask_group
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_staff,
)
from tests.journeys.cast import english_on, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def circle(transactional_db):
    centre = make_centre()
    circle = make_circle(centre)
    Rhythm.objects.create(
        centre=centre, circle=circle, stage=Stage.MONTHLY, counts_from=in_days(-9)
    )
    return circle


@pytest.fixture
def card(circle):
    """The numbers on Rosa's card; nobody mails her anything."""
    rosa = make_champion(circle.centre, circle, "Rosa", address="1 Elm", user=None)
    amina = make_champion(circle.centre, circle, "Amina")
    question = ask_group(circle, by=None, asked_by=amina)
    answer = RhythmAnswer.objects.get(question=question, person=rosa)
    return digits_for(CodePurpose.HOW_OFTEN, answer.pk)


WAYS = {
    "en": ("Print cards", "Write down what somebody says", "The ten numbers of the"),
    "fr": ("Imprimer les cartes", "Écrire ce que quelqu’un dit", "Les dix chiffres"),
}
SAYS = {
    "en": ("Every three months: we are ready", "Write it down", "who is told"),
    "fr": ("Tous les trois mois", "L’écrire", "en est prévenu"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("browser_page", ["page", "page_without_javascript"])
def test_staff_type_a_card(request, live_server, circle, card, browser_page, language):
    page = request.getfixturevalue(browser_page)
    sign_in(page, live_server, make_staff(circle.centre))
    prints, writes, numbers = WAYS[language]
    says, keep, done = SAYS[language]
    there = f"{live_server.url}/{language}/cedar-lake/meetings/how-often/{circle.pk}/"

    page.goto(there)
    page.get_by_role("link", name=prints).click()
    page.get_by_text(card).wait_for()
    page.goto(there)
    page.get_by_role("link", name=writes).click()
    page.get_by_label(numbers).fill(card)
    page.get_by_label(says).check()
    page.get_by_role("button", name=keep, exact=True).click()
    page.get_by_text(done).wait_for()

    word = RhythmWord.objects.get()
    assert (word.answer.person.first_name, word.says) == ("Rosa", "quarterly")
    if language == "fr":
        assert english_on(page) == []
