"""A form that arrives several times at the same moment makes one thing, on both
databases; so does one that is sent again. Ideas, comments, answers, replies and who
walks in have tests beside what else they do."""

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from champions.models import Centre, Circle, Person
from champions.services.circles import make_circle
from cms.models import Programme
from cms.services import programmes
from cms.services.centres import open_centre
from ideas.models import Promise
from ideas.services.promises import make_promise
from meetings.models import Invitation, Meeting
from meetings.services.workshops import make_workshop
from tests.cms.test_programmes import WORDS, facts
from tests.factories import in_days, make_champion, make_idea, make_staff
from tests.ideas.test_at_once import at_once, signed_in
from tests.meetings.workshops import a_plan, a_workshop

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
FIVE = 5


@pytest.fixture
def centre():
    return open_centre(
        Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142"), by=None
    )


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def sent(times, user, address, form):
    """The same form of one person, so many times at once; where each is led to."""
    clients = [signed_in(user) for _ in range(times)]
    calls = [lambda one=one: one.post(address, form).url for one in clients]
    return set(at_once(*calls))


def test_who_asks_to_join_is_one_person_with_one_invitation(centre, anne):
    a_workshop(centre, anne)
    form = {"first_name": "Yusuf", "reach": "yusuf@example.org"}

    sent(FIVE, anne, reverse("meetings:join", args=[centre.slug]), form)

    assert Person.objects.filter(first_name="Yusuf").count() == 1
    assert Invitation.objects.count() == 1


def test_somebody_new_is_added_once(centre, anne):
    form = {"first_name": "Lou", "last_name": "Roy", "language": "en"}
    form |= {"channel": "phone", "phone": "705-555-0177", "safe_to_phone": "on"}

    sent(FIVE, anne, reverse("people:add"), form)

    assert Person.objects.filter(first_name="Lou").count() == 1


def test_a_promise_is_made_once_and_may_be_made_again_when_it_was_kept(centre, anne):
    person = make_champion(
        centre, make_circle(centre, name="Maple", lead=None, by=anne)
    )

    def promise():
        return make_promise(centre, words="Bring the pot", by=anne, person=person)

    made = at_once(*[promise] * FIVE)
    Promise.objects.update(state="kept")
    promise()

    assert len({one.pk for one in made}) == 1
    assert Promise.objects.count() == 2


def test_a_group_of_one_name_is_made_once(centre, anne):
    at_once(*[lambda: make_circle(centre, name="Oak", lead=anne, by=anne)] * FIVE)

    assert Circle.objects.filter(name="Oak").count() == 1


def test_a_workshop_and_its_second_are_planned_once(centre, anne):
    plan = a_plan(centre)

    at_once(
        *[lambda: make_workshop(centre, plan=plan, by=anne, circle_name="Elm")] * FIVE
    )
    make_workshop(centre, plan=a_plan(centre, places=99), by=anne, circle_name="Elm")

    assert Meeting.objects.filter(kind="welcome").count() == 2
    assert Meeting.objects.filter(kind="second").count() == 2


@pytest.mark.parametrize("has_idea", [True, False], ids=["of an idea", "of its own"])
def test_a_programme_is_described_and_sent_to_be_read_once(centre, has_idea):
    doreen = make_champion(centre, first_name="Doreen")
    idea = make_idea(doreen) if has_idea else None
    given = facts(first_on=in_days(3))

    def describe():
        found = programmes.describe_programme(
            centre, lead=doreen, by=doreen.user, facts=given, words=WORDS, idea=idea
        )
        programmes.ask_for_check(programmes.original_page(found), by=doreen.user)
        return found

    described = at_once(*[describe] * FIVE)

    assert {one.pk for one in described} == {Programme.objects.get().pk}
    assert WorkflowState.objects.count() == 1
