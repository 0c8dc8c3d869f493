"""A person reads, takes and gives up their record; staff wipe and join records; who saw
and who changed what can be read."""

import pytest
from django.urls import reverse

from champions.enums import ConsentPurpose, Role
from champions.messages import sender
from champions.messages.outbox import tell
from champions.models import Message, Person, View
from champions.permissions import BY_CARD, SECOND_FACTOR
from champions.services.consents import contact_consent, give_consent
from champions.services.people import add_person, change_person
from cms.services.privacy import merge
from tests.factories import (
    make_centre,
    make_champion,
    make_circle,
    make_idea,
    make_person,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def amina(centre):
    return make_champion(
        centre,
        make_circle(centre),
        last_name="Haddad",
        name_key="amina haddad",
        email="amina@example.org",
        phone="+17055550142",
    )


def sign_in(client, user, **marks):
    client.force_login(user)
    session = client.session
    session.update({SECOND_FACTOR: True} | marks)
    session.save()


@pytest.fixture
def lead(client, centre):
    user = make_staff(centre, Role.LEAD)
    sign_in(client, user)
    return user


def text_of(client, name, *args, **data):
    answer = client.get(reverse(name, args=args), data)
    assert answer.status_code == 200
    return answer.content.decode()


# --- One's own --------------------------------------------------------------------


def test_a_champion_reads_what_is_held_and_who_saw_it(client, centre, amina):
    make_idea(amina, "Bus buddy")
    anne = make_staff(centre)
    sign_in(client, anne)
    client.get(reverse("champion_list:index"))
    sign_in(client, amina.user)

    text = text_of(client, "my_privacy")

    words = ("Bus buddy", "amina@example.org", "Anne, in the list of champions")
    assert [word for word in words if word not in text] == []


def test_a_champion_takes_a_copy_that_a_machine_can_read(client, amina):
    sign_in(client, amina.user)

    copy = client.get(reverse("my_record", args=[amina.pk]))

    assert (
        copy.headers["Content-Disposition"] == 'attachment; filename="my-record.json"'
    )
    assert copy.json()["person"][0]["last_name"] == "Haddad"


def test_nobody_takes_a_copy_of_somebody_else(client, centre, amina):
    other = make_champion(centre, first_name="Lucille")
    sign_in(client, amina.user)

    answers = [
        client.get(reverse("my_record", args=[pk])) for pk in (other.pk, 999_999)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_card_that_was_found_opens_no_record(client, amina):
    sign_in(client, amina.user, **{BY_CARD: True})

    assert "amina@example.org" not in text_of(client, "my_privacy")
    assert client.get(reverse("my_record", args=[amina.pk])).status_code == 404


def test_a_wish_to_be_wiped_is_told_to_staff_once_and_changes_nothing_yet(
    client, centre, amina
):
    anne = make_staff(centre)
    sign_in(client, amina.user)

    for _twice in range(2):
        client.post(reverse("my_erasure", args=[amina.pk]))

    told = Message.objects.filter(name="cms/erasure_asked")
    assert [message.person.user for message in told] == [anne]
    assert "Amina" not in told[0].text
    assert Person.objects.get(pk=amina.pk).first_name == "Amina"
    assert "You have asked us." in text_of(client, "my_privacy")


TAKE_BACK = "We may write to you"


def allow_contact(person):
    give_consent(person, ConsentPurpose.CONTACT, wording=1, how="email", by=None)


def test_who_allowed_us_to_write_takes_it_back_and_hears_no_more(client, amina):
    allow_contact(amina)
    waiting = tell(amina, "meetings/moved_on", event="one", context={"circle": "Maple"})
    sign_in(client, amina.user)
    assert TAKE_BACK in text_of(client, "my_privacy")

    client.post(reverse("my_contact", args=[amina.pk]))

    assert TAKE_BACK not in text_of(client, "my_privacy")
    assert tell(amina, "meetings/moved_on", event="two", context={}) is None
    sender.send_waiting(seconds=5)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("cancelled", "consent withdrawn")


def test_who_never_allowed_it_by_name_is_not_asked_to_take_it_back(client, amina):
    sign_in(client, amina.user)

    assert TAKE_BACK not in text_of(client, "my_privacy")


def test_nobody_takes_it_back_for_somebody_else(client, centre, amina):
    other = make_champion(centre, first_name="Lucille")
    allow_contact(other)
    sign_in(client, amina.user)

    answer = client.post(reverse("my_contact", args=[other.pk]))

    assert (answer.status_code, contact_consent(other) is None) == (404, False)


# --- Staff ------------------------------------------------------------------------


def test_a_record_is_found_by_a_part_of_the_name_and_the_view_is_noted(
    client, centre, amina, lead
):
    make_person(make_centre("harbourview"), "Amina")

    text = client.post(reverse("records"), {"who": "hadd"}).content.decode()

    assert "Amina Haddad" in text
    view = View.objects.get()
    assert (view.page, [one.person_id for one in view.people.all()]) == (
        "records",
        [amina.pk],
    )


def test_a_name_in_an_address_where_logs_would_keep_it_finds_nobody(
    client, amina, lead
):
    text = text_of(client, "records", who="hadd")

    assert ("Amina" in text, "hadd" in text) == (False, False)


def test_without_a_name_nobody_is_listed(client, amina, lead):
    assert "Amina" not in text_of(client, "records")


def test_the_record_is_shown_to_staff_without_the_words_of_messages(
    client, amina, lead
):
    Message.objects.create(
        centre=amina.centre, person=amina, key="k", channel="email", text="A secret"
    )

    text = text_of(client, "records_show", amina.pk)

    assert ("amina@example.org" in text, "A secret" in text) == (True, False)


@pytest.mark.parametrize("name", ["records_show", "records_wipe", "records_join"])
def test_a_record_of_another_centre_is_unknown(client, lead, name):
    other = make_person(make_centre("harbourview"))

    answers = [client.get(reverse(name, args=[pk])) for pk in (other.pk, 999_999)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_record_is_wiped_by_a_second_step_alone(client, amina, lead):
    page = reverse("records_wipe", args=[amina.pk])

    client.get(page)
    assert Person.objects.get(pk=amina.pk).first_name == "Amina"
    client.post(page)

    wiped = Person.objects.get(pk=amina.pk)
    assert (wiped.first_name, wiped.email, wiped.user) == (
        "Somebody who left",
        "",
        None,
    )


def test_a_colleagues_record_stays_while_they_have_a_role(client, centre, lead):
    own = Person.objects.get(user=lead)

    answer = client.post(reverse("records_wipe", args=[own.pk]), follow=True)

    assert "Take their roles away first" in answer.content.decode()
    own.refresh_from_db()
    assert own.first_name == "Anne"


def test_two_records_are_looked_at_side_by_side_and_then_joined(
    client, centre, amina, lead
):
    twin = make_person(centre, "Aminah", name_key="aminah", address="3 Elm Street")
    page = reverse("records_join", args=[amina.pk])

    assert "3 Elm Street" in text_of(client, "records_join", amina.pk, other=twin.pk)
    client.post(page, {"other": twin.pk})

    amina.refresh_from_db()
    twin.refresh_from_db()
    assert (amina.address, twin.merged_into) == ("3 Elm Street", amina)
    assert twin.first_name == "Somebody who left"


def test_a_record_never_joins_one_of_another_centre(client, amina, lead):
    other = make_person(make_centre("harbourview"), "Nell")

    client.post(reverse("records_join", args=[amina.pk]), {"other": other.pk})

    other.refresh_from_db()
    assert other.first_name == "Nell"


def test_the_more_careful_of_two_wishes_counts(centre, amina):
    twin = make_person(centre, "Aminah", safe_to_phone=False)

    merge(twin, into=amina, by=None)

    amina.refresh_from_db()
    assert amina.safe_to_phone is False


# --- Who saw, who changed ---------------------------------------------------------


def test_who_saw_what_is_for_privacy_alone_and_of_the_own_centre(client, centre, amina):
    other = make_centre("harbourview")
    for place, person in ((centre, amina), (other, make_champion(other))):
        sign_in(client, make_staff(place, first_name=f"Lead of {place.slug}"))
        client.get(reverse("champion_list:index"))
        assert client.get(reverse("records_views")).status_code == 404
        assert person.pk
    sign_in(client, make_staff(centre, Role.PRIVACY, first_name="Priya"))

    text = text_of(client, "records_views")

    assert "Lead of cedar-lake" in text
    assert "Lead of harbourview" not in text


def test_a_lead_reads_who_changed_what_in_the_own_centre_and_no_names(
    client, centre, lead
):
    rosa = add_person(centre, first_name="Rosa", by=lead)
    change_person(rosa, by=lead, city="Cedar Lake")
    other = make_centre("harbourview")
    nell = add_person(other, first_name="Nell", by=None)

    text = text_of(client, "records_history")

    assert f"person {rosa.pk}" in text
    assert "Rosa" not in text
    assert f"person {nell.pk}" not in text


def test_the_history_goes_on_over_several_pages(client, centre, lead):
    rosa = add_person(centre, first_name="Rosa", by=lead)
    for number in range(60):
        change_person(rosa, by=lead, city=f"Town {number}")

    second = text_of(client, "records_history", p=2)

    assert second.count(f"person {rosa.pk}") == 11
