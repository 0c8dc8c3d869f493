from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from champions.enums import Channel, Role
from champions.models import Circle, Message, TypedCode
from champions.permissions import SECOND_FACTOR
from champions.services.letters import title_of
from champions.when import day_in_words
from meetings import tasks
from meetings.enums import MailingState, MeetingState, Say
from meetings.models import Invitation, Mailing, Meeting
from meetings.services.seats import answer, ask
from tests.factories import in_days, make_centre, make_person, make_staff
from tests.meetings.workshops import a_plan, a_workshop, neighbours, told

pytestmark = pytest.mark.django_db
ALL = "/admin/workshops/"


@pytest.fixture
def centre():
    return make_centre(name_fr="Lac-aux-Cèdres")


@pytest.fixture
def anne(centre):
    return make_staff(centre)


def signed_in(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


@pytest.fixture
def lead(client, anne):
    return signed_in(client, anne)


def as_proposed(lead, address=f"{ALL}new/", **changes):
    """What the form sends when nothing but these was changed."""
    form = lead.get(address).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    filled = {name: value for name, value in fields.items() if value is not None}
    return filled | changes


def test_a_workshop_is_made_as_proposed_with_its_group(lead, anne):
    data = as_proposed(lead, circle_name="Maple")

    made = lead.post(f"{ALL}new/", data)

    workshop = Meeting.objects.get(kind="welcome")
    assert made.url == f"{ALL}{workshop.pk}/"
    assert (workshop.circle.name, workshop.followed_by.on - workshop.on) == (
        "Maple",
        timedelta(days=14),
    )


def test_the_existing_group_is_proposed(lead, centre, anne):
    a_workshop(centre, anne)

    data = as_proposed(lead)

    assert data["circle"] == Circle.objects.get().pk


def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_lost(lead):
    data = as_proposed(
        lead, circle_name="Maple", reply_by="2026-01-01", place="The library"
    )

    page = lead.post(f"{ALL}new/", data)

    form = page.context["form"]
    assert (list(form.errors), form["place"].value()) == (["reply_by"], "The library")
    assert Meeting.objects.count() == 0


def test_a_workshop_without_a_second_waits_and_says_why(lead):
    lead.post(f"{ALL}new/", as_proposed(lead, circle_name="Maple", second_on=""))
    workshop = Meeting.objects.get(kind="welcome")

    lead.post(f"{ALL}{workshop.pk}/announce/")

    page = lead.get(f"{ALL}{workshop.pk}/")
    assert page.context["workshop"].state == MeetingState.DRAFT
    assert page.context["missing"] == ["The day of the second get-together."]


def test_a_draft_is_changed_and_announced(lead, centre, anne):
    draft = a_workshop(centre, anne, second_on=None)
    plan = a_plan(centre)
    changes = {"second_on": plan.second_on, "second_place": "The library"}
    lead.post(
        f"{ALL}{draft.pk}/change/",
        as_proposed(lead, f"{ALL}{draft.pk}/change/", **changes),
    )

    lead.post(f"{ALL}{draft.pk}/announce/")

    draft = Meeting.objects.get(pk=draft.pk)
    assert (draft.state, draft.followed_by.place) == (
        MeetingState.ANNOUNCED,
        "The library",
    )


def test_a_draft_that_is_not_wanted_goes(lead, centre, anne):
    draft = a_workshop(centre, anne, second_on=None)

    lead.post(f"{ALL}{draft.pk}/drop/")

    draft.refresh_from_db()
    assert draft.state == MeetingState.CANCELLED


def test_from_size_to_sent(lead, centre, anne):
    workshop = a_workshop(centre, anne)
    neighbours(centre, 7)
    size = lead.get(f"{ALL}{workshop.pk}/").context["mailing_form"]["size"].value()
    lead.post(f"{ALL}{workshop.pk}/mailing/", {"size": 5})
    mailing = Mailing.objects.get()
    before = lead.get(f"{ALL}mailings/{mailing.pk}/").context["counts"]["all"]

    lead.post(f"{ALL}mailings/{mailing.pk}/send/", {"seen": mailing.as_seen})
    tasks.prepare_mailing(mailing.pk)

    after = lead.get(f"{ALL}mailings/{mailing.pk}/").context["mailing"]
    assert (size, before.people, before.left_afterwards) == (7, 5, 2)
    assert (after.state, after.prepared, told().count()) == (MailingState.SENT, 5, 5)


def test_looking_at_a_mailing_sends_nothing(lead, centre, anne):
    workshop = a_workshop(centre, anne)
    neighbours(centre, 3)
    lead.post(f"{ALL}{workshop.pk}/mailing/", {"size": 3})

    lead.get(f"{ALL}mailings/{Mailing.objects.get().pk}/")

    assert (Invitation.objects.count(), told().count()) == (0, 0)


@pytest.mark.parametrize(
    ("language", "greeting"), [("en", "Hello Rosa,"), ("fr", "Bonjour Rosalie,")]
)
def test_the_mail_can_be_looked_at_in_both_languages(
    lead, centre, anne, language, greeting
):
    workshop = a_workshop(centre, anne)
    before = Message.objects.count()

    page = lead.get(f"{ALL}{workshop.pk}/mail/{language}/")

    words = page.content.decode()
    assert (greeting in words, "12345 67890" in words) == (True, True)
    assert (Message.objects.count(), page["X-Frame-Options"]) == (before, "SAMEORIGIN")


@pytest.mark.parametrize(
    ("language", "greeting"),
    [("en", "Rosa, come and make"), ("fr", "Rosalie, venez créer")],
)
def test_the_letter_can_be_looked_at_in_both_languages(
    lead, centre, anne, language, greeting
):
    workshop = a_workshop(centre, anne)
    before = (Message.objects.count(), TypedCode.objects.count())

    words = lead.get(f"{ALL}{workshop.pk}/letter/{language}/").content.decode()

    assert (greeting in words, 'class="qr"' in words) == (True, True)
    assert (Message.objects.count(), TypedCode.objects.count()) == before


def test_letters_to_print_are_called_by_what_they_invite_to(centre, anne):
    workshop = a_workshop(centre, anne)
    mailing = Mailing.objects.create(centre=centre, meeting=workshop, size=1)
    day = day_in_words(workshop.on)

    titles = [
        title_of(topic)
        for topic in (f"mailing:{mailing.pk}", f"meeting:{workshop.pk}", "idea:1")
    ]

    assert titles == [
        f"Invitations to the welcome workshop on {day}",
        f"welcome workshop on {day}: what we tell people",
        "",
    ]


def test_too_many_yeses_are_said_with_the_day_of_the_draw_until_there_is_room(
    lead, centre, anne
):
    workshop = a_workshop(centre, anne, places=1)
    for name in ("Rosa", "Yusuf"):
        person = make_person(centre, name, address="22 Birch Road")
        answer(ask(workshop, person), say=Say.YES, by=None, how=Channel.LETTER)

    before = lead.get(f"{ALL}{workshop.pk}/").context
    lead.post(f"{ALL}{workshop.pk}/room/", {"places": 2})
    after = lead.get(f"{ALL}{workshop.pk}/").context

    assert [before["too_many"], after["too_many"]] == [True, False]
    assert after["replies"] == {"hoping": 2}


def test_a_further_workshop_is_one_press(lead, centre, anne):
    workshop = a_workshop(centre, anne)

    answer = lead.post(f"{ALL}{workshop.pk}/further/")

    page = lead.get(answer.url)
    assert (page.context["missing"], page.context["workshop"].state) == (
        [],
        MeetingState.DRAFT,
    )


def test_who_leads_two_centres_is_asked_which(lead, centre, anne):
    other = make_centre("harbourview")
    anne.staff_roles.create(centre=other, role=Role.LEAD)

    page = lead.get(f"{ALL}new/")
    chosen = lead.get(f"{ALL}new/?centre={other.pk}")

    assert set(page.context["form"]["centre"].field.queryset) == {centre, other}
    assert chosen.context["centre"] == other


@pytest.mark.parametrize("role", [r for r in Role if r != Role.LEAD])
def test_other_roles_make_no_workshops(client, centre, role):
    signed_in(client, make_staff(centre, role, "Bo"))

    assert client.get(ALL).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "{w}/"),
        ("get", "{w}/change/"),
        ("get", "{w}/mail/en/"),
        ("get", "{w}/letter/en/"),
        ("post", "{w}/announce/"),
        ("post", "{w}/drop/"),
        ("post", "{w}/room/"),
        ("post", "{w}/further/"),
        ("post", "{w}/mailing/"),
        ("get", "mailings/{m}/"),
        ("post", "mailings/{m}/send/"),
        ("post", "mailings/{m}/pause/"),
        ("post", "mailings/{m}/go-on/"),
        ("post", "mailings/{m}/sample/"),
        ("post", "mailings/{m}/reminder/"),
        ("post", "mailings/{m}/stop/"),
    ],
)
def test_another_centres_workshops_do_not_exist_here(lead, method, path):
    other = make_centre("harbourview")
    workshop = a_workshop(other, make_staff(other, email="x@example.org"))
    mailing = Mailing.objects.create(centre=other, meeting=workshop, size=1)
    call = getattr(lead, method)

    answers = [
        call(ALL + path.format(w=w, m=m), {"size": 1, "places": 1})
        for w, m in ((workshop.pk, mailing.pk), (9_999, 9_999))
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_list_asks_as_often_for_three_workshops_as_for_one(lead, centre, anne):
    lead.get(ALL)  # what is kept from then on
    counted = []
    for _ in range(2):
        a_workshop(centre, anne)
        with CaptureQueriesContext(connection) as asked:
            lead.get(ALL)
        counted.append(len(asked))
        a_workshop(centre, anne)

    assert counted[0] == counted[1]


def test_the_page_says_how_many_were_never_asked_and_by_when(lead, centre):
    neighbours(centre, 3)

    shown = lead.get(ALL).context["lists"]

    assert [one["left"] for one in shown] == [3]
    assert shown[0]["by"] > in_days(178)
