from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from champions.enums import CodePurpose, Role
from champions.models import Person, PersonalCard, StaffRole
from champions.permissions import SECOND_FACTOR
from champions.services.cards import (
    StaffCardError,
    issue_card,
    link_of_card,
    revoke_card,
)
from champions.services.codes import digits_for, issue_code
from tests.champions.signing_in import user_of
from tests.factories import make_centre, make_champion, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre)


@pytest.fixture
def amina(centre):
    return make_champion(centre, user=None, last_name="Diallo")


@pytest.fixture
def card(amina, anne):
    cache.clear()
    return issue_card(amina, by=anne)


def digits(card):
    return digits_for(CodePurpose.CARD, card.pk)


def by_numbers(client, numbers, first_name="Amina", **fields):
    form = {"numbers": numbers, "first_name": first_name, **fields}
    return client.post(reverse("account_card"), form)


def link(card):
    return "/en/" + link_of_card(card)


def test_numbers_and_first_name_sign_in(client, card, amina):
    by_numbers(client, digits(card), " amina ")

    amina.refresh_from_db()
    assert user_of(client) == amina.user_id
    assert amina.user.email is None


def test_the_whole_name_does_too(client, card):
    by_numbers(client, digits(card), "Amina Diallo")

    assert user_of(client)


def test_a_second_time_it_is_the_same_user(client, card):
    by_numbers(client, digits(card))
    first = user_of(client)
    client.logout()

    by_numbers(client, digits(card))

    assert user_of(client) == first


@pytest.mark.parametrize("name", ["", "Rosa", "Diallo", "A"])
def test_without_the_first_name_the_card_opens_nothing(client, card, name):
    by_numbers(client, digits(card), name)
    client.post(link(card), {"first_name": name})

    assert not user_of(client)


def test_the_qr_code_names_nobody_and_opens_nothing_by_itself(client, card):
    page = client.get(link(card))

    assert page.status_code == 200
    assert not any(w in page.content.decode() for w in ("Amina", "Diallo", "Cedar"))
    assert not user_of(client)


def test_the_qr_code_and_the_first_name_sign_in(client, card):
    client.post(link(card), {"first_name": "Amina"})

    assert user_of(client)


def test_a_code_of_something_else_is_no_card(client, card, centre, amina):
    code = issue_code(centre, purpose=CodePurpose.SEAT, thing_id=card.pk)

    by_numbers(client, digits_for(CodePurpose.SEAT, code.thing_id))

    assert not user_of(client)


def test_a_new_card_makes_the_older_useless(client, card, amina, anne):
    old_numbers, old_link = digits(card), link(card)
    new = issue_card(amina, by=anne)

    by_numbers(client, old_numbers)
    assert client.post(old_link, {"first_name": "Amina"}).status_code == 404
    assert not user_of(client)
    by_numbers(client, digits(new))

    assert user_of(client)


def test_a_card_taken_back_opens_nothing(client, card, anne):
    numbers, url = digits(card), link(card)
    revoke_card(card, by=anne)

    by_numbers(client, numbers)
    client.post(url, {"first_name": "Amina"})

    assert not user_of(client)


def test_a_card_can_be_made_again_after_it_was_taken_back(client, card, amina, anne):
    revoke_card(card, by=anne)
    new = issue_card(amina, by=anne)

    by_numbers(client, digits(new))

    assert user_of(client)


@pytest.mark.parametrize("gone", ["died_at", "erased_at"])
def test_the_card_of_who_is_gone_opens_nothing(client, card, amina, gone):
    Person.objects.filter(pk=amina.pk).update(**{gone: timezone.now()})

    by_numbers(client, digits(card))

    assert not user_of(client)


def test_staff_get_no_card(centre, anne):
    with pytest.raises(StaffCardError):
        issue_card(anne.people.get(), by=anne)


def test_who_became_staff_signs_in_by_card_no_more(client, card, centre, amina):
    by_numbers(client, digits(card))
    amina.refresh_from_db()
    StaffRole.objects.create(user=amina.user, centre=centre, role=Role.DESK)
    client.logout()

    by_numbers(client, digits(card))
    client.post(link(card), {"first_name": "Amina"})

    assert not user_of(client)


def test_names_are_not_tried_out_on_a_found_card(client, card):
    for _try in range(10):
        client.post(link(card), {"first_name": "Rosa"})

    client.post(link(card), {"first_name": "Amina"})

    assert not user_of(client)


def test_the_rightful_person_elsewhere_is_not_locked_out_by_it(client, card):
    for _try in range(10):
        client.post(link(card), {"first_name": "Rosa"}, REMOTE_ADDR="203.0.113.7")

    client.post(link(card), {"first_name": "Amina"})

    assert user_of(client)


def test_with_several_centres_the_card_says_which(client, card, centre):
    other = make_centre("harbourview")

    by_numbers(client, digits(card), centre=other.pk)
    assert not user_of(client)
    by_numbers(client, digits(card), centre=centre.pk)

    assert user_of(client)


def test_a_card_is_used_on_shared_devices_unless_said_otherwise(client, card):
    assert client.get(link(card)).context["form"]["shared"].initial
    client.post(link(card), {"first_name": "Amina", "shared": "on"})

    assert client.session.get_expire_at_browser_close()


def test_who_came_by_card_sees_no_way_to_reach_them(client, card, amina):
    Person.objects.filter(pk=amina.pk).update(phone="+17055550142", address="14 Elm St")
    by_numbers(client, digits(card))

    page = client.get(reverse("champions:profile")).content.decode()

    assert "14 Elm St" not in page
    assert "555-0142" not in page.replace(amina.centre.phone, "")


def test_who_came_by_card_changes_no_way_to_reach_them(client, card, amina):
    by_numbers(client, digits(card))

    client.post(
        reverse("champions:profile"),
        {"first_name": "Amina", "language": "fr", "email": "thief@example.org"},
    )

    amina.refresh_from_db()
    assert (amina.language, amina.email) == ("fr", "")


# --- Staff's pages ------------------------------------------------------------------


def at_the_desk(client, user):
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()


def page_of(person, name="card"):
    return reverse(f"champions:{name}", args=[person.centre.slug, person.pk])


def test_staff_make_print_and_take_back_a_card(client, anne, amina):
    at_the_desk(client, anne)

    client.get(page_of(amina))
    assert PersonalCard.objects.count() == 0
    client.post(page_of(amina, "card_make"))
    card = PersonalCard.objects.get()
    paper = client.get(page_of(amina, "card_paper")).content.decode()
    client.post(page_of(amina, "card_take_back"))

    assert digits(card) == ""
    assert "Amina" in paper
    assert "<svg" in paper
    assert client.get(page_of(amina, "card_paper")).status_code == 404


def test_the_paper_holds_the_numbers_and_the_centres_phone(client, anne, card, amina):
    at_the_desk(client, anne)

    paper = client.get(page_of(amina, "card_paper")).content.decode()

    assert digits(card) in paper
    assert amina.centre.phone in paper
    assert "Diallo" not in paper.split("paper-card")[1]


@pytest.mark.parametrize("name", ["card", "card_make", "card_take_back", "card_paper"])
def test_another_centres_champion_is_unknown(client, anne, name):
    elsewhere = make_champion(make_centre("harbourview"))
    at_the_desk(client, anne)
    known = page_of(elsewhere, name)
    slipped = known.replace("harbourview", "cedar-lake")

    answers = [client.post(known), client.post(slipped), client.get(known)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert PersonalCard.objects.count() == 0


def test_a_card_is_for_champions(client, anne, centre):
    at_the_desk(client, anne)

    assert client.get(page_of(make_person(centre))).status_code == 404


def test_the_desk_makes_no_cards(client, centre, amina):
    at_the_desk(client, make_staff(centre, Role.DESK))

    assert client.post(page_of(amina, "card_make")).status_code == 404


def test_wrong_numbers_are_counted_over_time_and_not_for_ever(client, card):
    for _try in range(60):
        by_numbers(client, "11111 22222")
    assert by_numbers(client, digits(card)).status_code == 429

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        by_numbers(client, digits(card))

    assert user_of(client)
