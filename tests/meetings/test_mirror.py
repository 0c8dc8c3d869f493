"""Where our ideas stand: one page for champions and staff, that names nobody and says
nothing where there is too little to say it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from champions.enums import Role
from champions.permissions import SECOND_FACTOR
from ideas.enums import Origin, Outcome, PromiseState
from ideas.mirror import Span, mirror_of
from ideas.services.disowning import disown
from meetings.models import RhythmQuestion
from meetings.views.mirror import after, name_of, quarters_until
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_idea,
    make_staff,
)

FIRST, NOON = date(2026, 10, 1), datetime(2026, 10, 5, 16, tzinfo=UTC)
FEW = "Too few to say."


@pytest.fixture
def centre(db):
    return make_centre()


@pytest.fixture
def circle(centre):
    return make_circle(centre)


@pytest.fixture
def amina(centre, circle):
    return make_champion(centre, circle)


def shared(amina, circle, days_to_hear, **fields):
    """Ideas of one day, each heard after so many days."""
    return [
        make_idea(
            amina,
            circle=circle,
            shared_at=NOON,
            heard_at=NOON + timedelta(days=days),
            stage="talking",
            **fields,
        )
        for days in days_to_hear
    ]


def said(centre, circle=None):
    span = Span(centre, FIRST, after(FIRST), circle)
    return {one.question: one.answers for one in mirror_of(span)}


def test_it_says_how_long_half_of_them_waited_and_the_longest(centre, amina, circle):
    shared(amina, circle, [1, 2, 3, 9, 20])
    make_idea(amina, circle=circle, shared_at=NOON)

    assert said(centre)["How long until an idea was heard?"] == (
        "Half of them within 3 days; the longest 20 days.",
        "1 still waits.",
    )


def test_what_its_author_says_is_not_theirs_waits_for_nothing(centre, amina, circle):
    shared(amina, circle, [1, 2, 3, 9, 20])
    anne = make_staff(centre, Role.LEAD, "Anne")
    disown(make_idea(amina, written_down_by=anne, shared_at=NOON), by=None)

    page = said(centre)

    assert page["How long until an idea was heard?"] == (
        "Half of them within 3 days; the longest 20 days.",
    )
    assert page["How long until it had our answer?"] == (FEW, "5 still wait.")
    assert page["Who brought the ideas?"][0] == "Champions: 5 of 5"


def test_of_fewer_than_five_it_says_nothing(centre, amina, circle):
    shared(amina, circle, [1, 2, 3, 9])

    page = said(centre)

    assert page["How long until an idea was heard?"] == (FEW,)
    assert page["Who brought the ideas?"] == (FEW,)
    assert page["Who decided?"] == ("Answers that staff gave alone: too few to say",)


def test_it_says_who_brought_the_ideas(centre, amina, circle):
    shared(amina, circle, [1, 1, 1])
    shared(amina, circle, [1], origin=Origin.PUBLIC)
    shared(amina, circle, [1, 1], origin=Origin.STAFF)

    assert said(centre)["Who brought the ideas?"] == (
        "Champions: 3 of 6",
        "Neighbours: 1 of 6",
        "Staff: 2 of 6",
    )


def test_it_says_what_staff_decided_alone_and_how_long_it_took(centre, amina, circle):
    for number, idea in enumerate(shared(amina, circle, [0] * 5)):
        idea.answers.create(
            centre=centre,
            outcome=Outcome.YES,
            promise="Tea",
            staff_alone=number < 2,
            at=NOON + timedelta(days=number),
        )

    page = said(centre)

    assert page["Who decided?"] == ("Answers that staff gave alone: 2 of 5",)
    assert page["How long until it had our answer?"] == (
        "Half of them within 2 days; the longest 4 days.",
    )


def test_it_counts_promises_of_each_side(centre, amina, circle):
    (idea,) = shared(amina, circle, [1])
    for number in range(5):
        idea.promises.create(
            centre=centre,
            circle=circle,
            words=f"Tea {number}",
            by_staff=True,
            due_on=FIRST,
            made_at=NOON,
            state=PromiseState.KEPT if number else PromiseState.OPEN,
        )

    assert said(centre)["What became of promises?"] == (
        "Staff’s, kept so far: 4 of 5",
        "Champions’, kept so far: too few to say",
    )


def test_it_shows_the_group_and_the_months_that_were_asked_for(centre, amina, circle):
    shared(amina, circle, [1] * 5)

    elsewhere = said(centre, make_circle(centre, "Elm"))
    before = mirror_of(Span(centre, date(2026, 7, 1), FIRST))

    assert said(centre, circle)["Who brought the ideas?"][0] == "Champions: 5 of 5"
    assert elsewhere["Who brought the ideas?"] == (FEW,)
    assert before[2].answers == (FEW,)


def test_a_quarter_has_three_months_also_over_the_new_year():
    quarters = quarters_until(date(2026, 2, 14))

    assert [name_of(one) for one in quarters[:3]] == ["2026-1", "2025-4", "2025-3"]
    assert after(date(2025, 10, 1)) == date(2026, 1, 1)


def signed_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


@pytest.mark.parametrize("query", ["", "?quarter=2026-4", "?quarter=zz&group=x"])
def test_champions_and_staff_see_the_same_page(centre, amina, client, query):
    address = reverse("meetings:mirror", args=[centre.slug]) + query
    lead = make_staff(centre, Role.LEAD)
    with time_machine.travel(NOON):
        pages = [
            signed_in(client, user).get(address).text for user in (amina.user, lead)
        ]

    shown = [page[page.index("<dl") : page.index("</dl>")] for page in pages]
    assert shown[0] == shown[1]
    assert "October to December 2026" in pages[0]


def test_others_do_not_see_it(centre, client):
    address = reverse("meetings:mirror", args=[centre.slug])
    other = make_champion(make_centre("beck-lane"))

    codes = [client.get(address).status_code]
    codes.append(signed_in(client, other.user).get(address).status_code)

    assert codes == [302, 404]


def test_many_ideas_cost_no_more_queries_than_one(centre, amina, circle):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            said(centre)
        return len(seen)

    shared(amina, circle, [1])
    before = queries()
    for idea in shared(amina, circle, range(9)):
        idea.answers.create(centre=centre, outcome=Outcome.YES, promise="Tea", at=NOON)

    assert queries() == before


def test_answers_on_how_often_that_were_written_down_count_too(
    client, centre, circle, amina
):
    question = RhythmQuestion.objects.create(centre=centre, circle=circle)
    for number, how in enumerate(["card", "phone", "page", "page", "page"]):
        person = make_champion(centre, circle, f"Friend {number}")
        answer = question.answers.create(centre=centre, person=person)
        answer.words.create(centre=centre, says="monthly", how=how)
    client.force_login(amina.user)

    page = client.get(reverse("meetings:mirror", args=[centre.slug]))

    assert "Written down for somebody, of all that was said: 2 of 5" in page.text
