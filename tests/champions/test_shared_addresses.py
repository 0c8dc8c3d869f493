import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from champions.enums import MessageState, Role
from champions.messages.outbox import tell_address
from champions.models import Message, Person, SignIn, User
from champions.services.people import change_person
from champions.services.privacy import erase
from tests.champions.signing_in import (
    ask,
    last_mail,
    link_in,
    numbers_in,
    sign_in,
    type_numbers,
    user_of,
)
from tests.factories import make_centre, make_person, make_staff, make_user

pytestmark = pytest.mark.django_db
HOME = "home@example.org"
WHO = "/en/accounts/login/who/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def couple(centre):
    return [
        make_person(centre, first_name=name, last_name="Bell", email=HOME)
        for name in ("Rosa", "Sam")
    ]


def choices(answer):
    return [str(label) for _key, label in answer.context["form"].fields["who"].choices]


def choose(client, person):
    return client.post(WHO, {"who": f"person-{person.pk}"})


def test_a_household_gets_one_mail_that_names_nobody(client, couple):
    ask(client, HOME)

    mail = last_mail()
    assert numbers_in(mail)
    assert not any(name in mail.subject + mail.text for name in ("Rosa", "Sam", "Bell"))


def test_after_the_right_numbers_one_says_who_one_is(client, couple):
    answer = sign_in(client, HOME)

    assert answer.headers["Location"] == WHO
    assert not user_of(client)
    assert choices(client.get(WHO)) == [
        'Rosa B.<span class="hint">Cedar Lake</span>',
        'Sam B.<span class="hint">Cedar Lake</span>',
    ]


def test_who_chooses_a_name_signs_in_as_that_person(client, couple):
    rosa, sam = couple
    sign_in(client, HOME)

    choose(client, sam)

    sam.refresh_from_db()
    assert user_of(client) == sam.user_id
    rosa.refresh_from_db()
    assert rosa.user_id is None


def test_a_shared_address_becomes_nobodys_own(client, couple):
    sign_in(client, HOME)

    choose(client, couple[0])

    assert User.objects.get(pk=user_of(client)).email is None
    assert EmailAddress.objects.count() == 0


def test_both_of_a_couple_have_their_own_pages(client, couple):
    other = type(client)()
    for browser, person in zip((client, other), couple, strict=True):
        sign_in(browser, HOME)
        choose(browser, person)

    assert user_of(client) != user_of(other)


def test_by_link_one_is_asked_too(client, couple):
    ask(client, HOME)
    phone = type(client)()

    answer = phone.post(link_in(last_mail()))

    assert answer.headers["Location"] == WHO
    choose(phone, couple[0])
    assert user_of(phone)


@pytest.mark.parametrize("typed", [False, True])
def test_nobody_chooses_a_name_before_the_right_numbers(client, couple, typed):
    ask(client, HOME)
    if typed:
        type_numbers(client, "000000")

    answer = choose(client, couple[0])

    assert answer.headers["Location"] == reverse("account_login")
    assert not user_of(client)


def test_nobody_becomes_somebody_of_another_address(client, couple, centre):
    lucille = make_person(centre, first_name="Lucille", email="lucille@example.org")
    sign_in(client, HOME)

    answer = choose(client, lucille)

    assert answer.context["form"].errors
    assert not user_of(client)


def test_the_same_name_at_two_centres_is_one_choice(client, couple):
    elsewhere = make_centre("harbourview")
    again = make_person(elsewhere, first_name="Rosa", last_name="Bell", email=HOME)

    sign_in(client, HOME)

    assert len(choices(client.get(WHO))) == 2
    choose(client, couple[0])
    again.refresh_from_db()
    assert again.user_id == user_of(client)


def test_the_same_name_twice_in_one_centre_are_two(client, couple, centre):
    make_person(centre, first_name="Rosa", last_name="Bell", email=HOME)

    sign_in(client, HOME)

    assert len(choices(client.get(WHO))) == 3


def test_staff_never_sign_in_by_a_shared_address(client, centre):
    anne = make_staff(centre, email=HOME)
    rosa = make_person(centre, first_name="Rosa", email=HOME)

    sign_in(client, HOME)
    page = client.get(WHO)

    assert choices(page) == ['Rosa<span class="hint">Cedar Lake</span>']
    assert "Do you work at a centre?" in page.content.decode()
    for key in (f"user-{anne.pk}", f"person-{anne.people.get().pk}"):
        client.post(WHO, {"who": key})
        assert not user_of(client)
    choose(client, rosa)
    assert user_of(client) != anne.pk


def test_the_network_administrator_neither(client, centre):
    User.objects.create_superuser(HOME)
    make_person(centre, first_name="Rosa", email=HOME)

    sign_in(client, HOME)

    assert choices(client.get(WHO)) == ['Rosa<span class="hint">Cedar Lake</span>']


def test_two_staff_at_one_address_are_told_kindly(client, centre):
    make_staff(centre, email=HOME)
    ben = make_staff(centre, Role.DESK, "Ben")
    Person.objects.filter(user=ben).update(email=HOME, email_key=HOME)

    sign_in(client, HOME)

    assert "Nobody can sign in with this address." in client.get(WHO).content.decode()


def test_staff_whom_another_centre_lists_by_the_same_name_are_one(client, centre):
    anne = make_staff(centre, email="anne@example.org")
    make_person(make_centre("harbourview"), first_name="Anne", email="anne@example.org")

    sign_in(client, "anne@example.org")

    assert user_of(client) == anne.pk


def test_an_address_that_became_shared_is_nobodys_own_any_more(client, couple):
    rosa, sam = couple
    Person.objects.filter(pk=sam.pk).update(email="", email_key="")
    sign_in(client, HOME)
    assert User.objects.get(pk=user_of(client)).email == HOME
    client.logout()
    Person.objects.filter(pk=sam.pk).update(email=HOME, email_key=HOME)

    sign_in(client, HOME)
    choose(client, rosa)

    assert User.objects.get(pk=user_of(client)).email is None
    assert EmailAddress.objects.count() == 0


def test_an_address_that_became_ones_own_proves_itself(client, couple):
    rosa, sam = couple
    sign_in(client, HOME)
    choose(client, rosa)
    client.logout()
    Person.objects.filter(pk=sam.pk).delete()

    sign_in(client, HOME)

    assert User.objects.get(pk=user_of(client)).email == HOME


def test_numbers_still_open_when_the_other_of_a_couple_is_forgotten(client, couple):
    rosa, sam = couple
    ask(client, HOME)
    mail = last_mail()

    erase(rosa)

    kept = last_mail()
    assert (kept.state, kept.text) == (MessageState.QUEUED, mail.text)
    type_numbers(client, numbers_in(mail))
    sam.refresh_from_db()
    assert user_of(client) == sam.user_id


def test_no_numbers_leave_for_an_address_whose_last_reader_is_forgotten(client, couple):
    ask(client, HOME)

    for person in couple:
        erase(person)

    left = last_mail()
    assert (left.state, left.to_address, left.text) == (MessageState.CANCELLED, "", "")
    assert not SignIn.objects.exists()


def test_a_guest_at_an_address_that_is_forgotten_is_told_all_the_same(centre):
    rosa = make_person(centre, email=HOME)
    told = tell_address(
        HOME,
        "told/code",
        language="en",
        event="seat:1",
        context={"code": 1},
        centre=make_centre("harbourview"),
    )

    erase(rosa)

    assert Message.objects.get(pk=told.pk).text == told.text


def test_a_user_without_a_list_signs_in_by_their_address(client):
    user = make_user("editor@example.org", first_name="Nour")

    sign_in(client, "editor@example.org")

    assert user_of(client) == user.pk


def test_a_colleague_cannot_come_in_by_writing_their_address_on_a_record(
    client, centre
):
    lead = make_staff(centre, Role.LEAD, email="anne@example.org")
    person = Person.objects.get(user=lead)

    change_person(person, by=make_user("colleague@example.org"), email="mine@evil.ca")
    answer = sign_in(client, "mine@evil.ca")

    assert answer.headers["Location"] == WHO
    assert choices(client.get(WHO)) == []
    assert not user_of(client)


def test_one_centre_opens_no_other_centre_by_a_new_address(client, centre):
    user = make_user("rosa@example.org")
    here, there = [
        make_person(one, "Rosa", email="rosa@example.org", user=user)
        for one in (centre, make_centre("harbourview"))
    ]

    change_person(here, by=make_user("lead@example.org"), email="mine@evil.ca")
    sign_in(client, "mine@evil.ca")

    there.refresh_from_db()
    assert there.user == user
    assert user_of(client) not in (None, user.pk)


def test_who_changes_their_own_address_stays_the_same_everywhere(client, centre):
    user = make_user("rosa@example.org")
    here = make_person(centre, "Rosa", email="rosa@example.org", user=user)
    make_person(make_centre("harbourview"), "Rosa", user=user)

    change_person(here, by=user, email="new@example.org")
    sign_in(client, "new@example.org")

    assert user_of(client) == user.pk


@pytest.mark.parametrize("first", [0, 1])
def test_wiping_one_of_a_household_leaves_the_other_the_code_they_asked_for(
    client, couple, first
):
    ask(client, HOME)
    numbers = numbers_in(last_mail())

    erase(couple[first])

    assert numbers_in(last_mail()) == numbers
    assert last_mail().state == MessageState.QUEUED
    type_numbers(client, numbers)
    assert Person.objects.get(user=user_of(client)) == couple[1 - first]


def test_wiping_who_reads_an_address_alone_lets_no_empty_mail_leave(client, centre):
    rosa = make_person(centre, email=HOME)
    ask(client, HOME)

    erase(rosa)

    code = Message.objects.get(name="champions/sign_in")
    assert (code.state, code.text, code.to_address) == ("cancelled", "", "")
    assert not SignIn.objects.exists()


def test_what_has_left_to_a_shared_address_is_wiped_with_one_of_them(client, couple):
    ask(client, HOME)
    Message.objects.update(state=MessageState.SENT)

    erase(couple[0])

    assert last_mail().to_address == ""
