"""Money spent for an idea: said by who spent it or written down for them, given back by
a named member of staff, and on this week until then."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from champions.enums import Role
from cms.this_week import rows_of
from ideas.forms.money import CentsField
from ideas.models import Expense
from ideas.services.expenses import give_back, not_given_back, say_spent
from ideas.services.promises import make_promise
from tests.factories import in_days, make_centre, make_champion, make_staff

pytestmark = pytest.mark.django_db


def to(name, centre, *more):
    return reverse(f"ideas:{name}", args=[centre.slug, *more])


def spend(person, idea=None, **fields):
    said = {"cents": 1250, "what": "seeds", "by": person.user, "submission": uuid4()}
    return say_spent(person.centre, person=person, idea=idea, **said | fields)


def sent(**fields):
    said = {"cents": "12,50 $", "what": "seeds", "submission": str(uuid4())}
    return said | {name: str(value) for name, value in fields.items()}


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12.50", 1250),
        ("12,50 $", 1250),
        ("$12", 1200),
        ("£0.05", 5),
        ("12,5\N{NO-BREAK SPACE}$", 1250),
        ("", None),
    ],
)
def test_a_sum_is_read_as_people_type_it(typed, cents):
    assert CentsField(required=False).clean(typed) == cents


@pytest.mark.parametrize("typed", ["twelve", "-5", "0", "1.234", "1e99", "nan", "inf"])
def test_what_is_no_sum_is_asked_again_with_the_cure(typed):
    with pytest.raises(forms.ValidationError):
        CentsField().clean(typed)


def test_a_champion_says_what_they_spent(sign_in, centre, amina, idea):
    client, form = sign_in(amina.user), sent(idea=idea.pk)
    for _ in range(2):
        client.post(to("money", centre), form)

    expense = Expense.objects.get()
    assert (expense.person, expense.cents, expense.idea, expense.circle) == (
        amina,
        1250,
        idea,
        idea.circle,
    )
    assert expense.written_down_by is None


def test_what_could_not_be_read_is_kept_on_the_form(sign_in, centre, amina):
    page = sign_in(amina.user).post(to("money", centre), sent(cents="twelve"))

    assert page.context["form"].errors == {
        "cents": ["Write the sum in figures, like 12.50."]
    }
    assert "seeds" in page.content.decode()


def test_the_front_desk_writes_it_down_for_somebody(sign_in, centre, lucille):
    desk = make_staff(centre, Role.DESK, "Dee")

    sign_in(desk).post(to("money", centre), sent(for_whom="lucille"))

    expense = Expense.objects.get()
    assert (expense.person, expense.written_down_by) == (lucille, desk)


def test_each_sees_their_own_and_staff_what_waits(
    sign_in, centre, amina, lucille, anne
):
    spend(amina)
    spend(lucille)

    seen = [
        len(sign_in(user).get(to("money", centre)).context["waiting"])
        for user in (amina.user, lucille.user, anne)
    ]

    assert seen == [1, 1, 2]


def test_of_two_who_give_it_back_the_first_is_named(sign_in, centre, amina, anne, marc):
    expense = spend(amina)
    give_back(expense, by=anne)
    centre.staff_roles.filter(user=marc).update(role=Role.LEAD)

    page = sign_in(marc).post(to("paid", centre, expense.pk), follow=True)

    expense.refresh_from_db()
    assert expense.paid_by == anne
    assert [str(message) for message in page.context["messages"]] == [
        "Anne has given it already. Please do not give it twice."
    ]
    assert "Anne gave it back on" in page.content.decode()


def test_a_press_by_mistake_is_taken_back(amina, anne):
    expense = spend(amina)
    give_back(expense, by=anne)

    not_given_back(expense, by=anne)

    assert list(Expense.objects.unpaid()) == [expense]


def test_what_was_given_cannot_be_taken_back_by_who_spent_it(
    sign_in, centre, amina, lucille, anne
):
    open_one, given = spend(amina), spend(amina)
    give_back(given, by=anne)
    url = to("not_spent", centre, open_one.pk)

    assert sign_in(lucille.user).post(url).status_code == 404
    for one in (open_one, given):
        sign_in(amina.user).post(to("not_spent", centre, one.pk))

    assert list(Expense.objects.all()) == [given]


def test_a_champion_pays_nobody_and_another_centre_finds_nothing(
    sign_in, centre, amina
):
    url = to("paid", centre, spend(amina).pk)
    stranger = make_staff(make_centre("harbourview"))

    codes = [sign_in(user).post(url).status_code for user in (amina.user, stranger)]

    assert codes == [404, 404]


def money_rows(centre):
    return [row for row in rows_of(centre) if row.key.startswith("money:")]


def test_it_is_on_this_week_until_it_is_given_and_late_after_14_days(
    centre, amina, anne, idea
):
    expense = spend(amina, idea)
    (row,) = money_rows(centre)
    assert (row.title, row.late, row.due) == (
        "$12.50 for seeds is to be given back",
        False,
        in_days(14),
    )
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert money_rows(centre)[0].late

    give_back(expense, by=anne)

    assert money_rows(centre) == []


def test_the_ideas_page_says_what_was_promised_spent_and_given_without_names(
    sign_in, centre, amina, lucille, idea, anne
):
    make_promise(
        centre,
        words="pays the seeds",
        by=anne,
        person=anne.people.get(),
        by_staff=True,
        due_on=in_days(9),
        idea=idea,
        cents=5000,
    )
    give_back(spend(amina, idea), by=anne)
    spend(amina, idea, cents=300)

    page = sign_in(lucille.user).get(to("detail", centre, idea.pk)).content.decode()

    assert "promised $50.00 · spent $15.50 · given back $12.50" in page


def test_the_page_asks_as_little_for_many_as_for_one(sign_in, centre, idea, anne):
    def asked():
        with CaptureQueriesContext(connection) as found:
            client.get(to("money", centre))
        return len(found)

    def more(name):
        person = make_champion(centre, idea.circle, name)
        spend(person, idea)
        give_back(spend(person, idea), by=anne)

    client = sign_in(anne)
    more("Ida")
    client.get(to("money", centre))
    one = asked()
    for name in ("Bea", "Lou", "Sam"):
        more(name)

    assert asked() == one
