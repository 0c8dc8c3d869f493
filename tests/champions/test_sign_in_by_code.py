from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from champions.enums import Priority
from champions.models import Message, Person, SignIn, User
from champions.services.people import change_person
from champions.services.sign_in import MOST_TRIES, by_numbers, forget_old
from tests.champions.signing_in import (
    ask,
    last_mail,
    link_in,
    numbers_in,
    sign_in,
    type_numbers,
    user_of,
)
from tests.factories import make_centre, make_person, make_user

pytestmark = pytest.mark.django_db
ROSA = "rosa@example.org"


@pytest.fixture
def rosa():
    return make_person(make_centre(), email=ROSA)


def wrong(numbers):
    return f"{(int(numbers.replace(' ', '')) + 1) % 1_000_000:06d}"


def test_a_person_without_a_user_gets_one_by_the_right_numbers(client, rosa):
    sign_in(client, ROSA)

    rosa.refresh_from_db()
    assert rosa.user_id == user_of(client)
    assert rosa.user.email == ROSA
    assert EmailAddress.objects.get(user=rosa.user).verified


def test_a_known_user_signs_in_again(client, rosa):
    sign_in(client, ROSA)
    first = user_of(client)
    client.logout()

    sign_in(client, "ROSA@Example.org ")

    assert user_of(client) == first
    assert User.objects.count() == 1


def test_the_mail_overtakes_all_others_and_goes_stale(client, rosa):
    ask(client, ROSA)

    mail = last_mail()
    assert (mail.priority, mail.to_address) == (Priority.SIGN_IN, ROSA)
    assert mail.subject == f"{numbers_in(mail)} are your numbers to sign in"
    assert mail.not_after < timezone.now() + timedelta(minutes=16)


def test_the_mail_is_in_the_language_of_the_page(client, rosa):
    client.post("/fr/accounts/login/", {"email": ROSA})

    assert last_mail().language == "fr"
    assert link_in(last_mail()).startswith("/fr/accounts/link/")


def test_a_slip_of_the_hand_costs_no_try(client, rosa):
    ask(client, ROSA)
    for typed in ("", "12", "1234567", "abc"):
        type_numbers(client, typed)

    assert SignIn.objects.get().tries == 0


def as_they_are(numbers):
    return numbers


def with_other_signs(numbers):
    return f" {numbers.replace(' ', '-')}."


def in_wide_digits(numbers):
    return "".join(chr(ord("０") + int(sign)) for sign in numbers.replace(" ", ""))


@pytest.mark.parametrize("written", [as_they_are, with_other_signs, in_wide_digits])
def test_numbers_are_read_however_they_are_typed(client, rosa, written):
    ask(client, ROSA)

    type_numbers(client, written(numbers_in(last_mail())))

    assert user_of(client)


def test_after_three_wrong_tries_the_right_numbers_are_useless(client, rosa):
    ask(client, ROSA)
    numbers = numbers_in(last_mail())
    for _try in range(MOST_TRIES):
        type_numbers(client, wrong(numbers))

    answer = type_numbers(client, numbers)

    assert not user_of(client)
    assert answer.context["is_open"] is False


def test_numbers_live_for_a_quarter_of_an_hour(client, rosa):
    ask(client, ROSA)
    numbers = numbers_in(last_mail())

    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        type_numbers(client, numbers)

    assert not user_of(client)


def test_numbers_are_good_once(client, rosa):
    ask(client, ROSA)
    asked = SignIn.objects.get()
    numbers = numbers_in(last_mail()).replace(" ", "")

    assert by_numbers(asked.pk, numbers) == asked
    assert by_numbers(asked.pk, numbers) is None


def test_numbers_work_only_where_they_were_asked_for(client, rosa, django_user_model):
    ask(client, ROSA)
    numbers = numbers_in(last_mail())
    other = type(client)()
    ask(other, "somebody@example.org")

    type_numbers(other, numbers)

    assert not user_of(other)


def test_without_asking_there_is_nothing_to_type(client):
    answer = type_numbers(client, "123456")

    assert answer.headers["Location"] == reverse("account_login")


def test_a_link_does_nothing_until_its_button_is_pressed(client, rosa):
    ask(client, ROSA)
    link = link_in(last_mail())
    phone = type(client)()

    for method in ("get", "head", "get"):
        assert getattr(phone, method)(link).status_code == 200
    assert not user_of(phone)
    assert SignIn.objects.get().used_at is None
    phone.post(link)

    assert user_of(phone)


def test_a_link_names_nobody(client, rosa):
    ask(client, ROSA)

    page = type(client)().get(link_in(last_mail())).content.decode()

    assert not any(word in page for word in ("Rosa", "rosa", "Cedar"))


def test_a_link_works_once_and_makes_the_numbers_useless(client, rosa):
    ask(client, ROSA)
    link, numbers = link_in(last_mail()), numbers_in(last_mail())
    type(client)().post(link)

    again = type(client)().post(link)
    type_numbers(client, numbers)

    assert again.status_code == 404
    assert not user_of(client)


@pytest.mark.parametrize("token", ["1.aaaaaaaaaaaaaaaaaaaaaa", "x", "1", "99999.x"])
def test_a_made_up_link_gets_a_kind_page(client, rosa, token):
    ask(client, ROSA)

    answer = client.post(f"/en/accounts/link/{token}/")

    assert answer.status_code == 404
    assert "This link is no longer good" in answer.content.decode()


def test_an_unknown_address_gets_the_same_answer(client, rosa):
    other = type(client)()

    known, unknown = ask(client, ROSA), ask(other, "nobody@example.org")

    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    pages = [
        browser.get(reverse("account_numbers")).content.decode()
        for browser in (client, other)
    ]
    assert same_but_for_words(pages[0], ROSA, "ro…@") == same_but_for_words(
        pages[1], "nobody@example.org", "no…@"
    )


def same_but_for_words(page, *words):
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    text = "\n".join(lines)
    for word in words:
        text = text.replace(word, "")
    return text


def test_an_unknown_address_gets_a_kind_mail_without_numbers(client):
    ask(client, "nobody@example.org")

    mail = last_mail()
    assert (mail.to_address, numbers_in(mail)) == ("nobody@example.org", "")
    assert "We do not know it." in mail.text


def test_known_and_unknown_addresses_ask_as_much_of_the_database(
    client, rosa, django_assert_num_queries
):
    ask(client, "warm@example.org")
    with CaptureQueriesContext(connection) as known:
        ask(client, ROSA)

    with django_assert_num_queries(len(known)):
        ask(client, "nobody@example.org")


def test_a_lookalike_address_sends_the_numbers_to_the_one_we_know(client, rosa):
    ask(client, "rosa@ｅxample.org")

    assert last_mail().to_address == ROSA


@pytest.mark.parametrize(
    "email", ["rosa", "rosa@example.org\r\nBcc: x@example.org", "a@b.c, d@e.f", ""]
)
def test_what_is_no_address_is_said_and_nothing_is_sent(client, email):
    answer = ask(client, email)

    assert answer.context["form"].errors
    assert Message.objects.count() == 0


def test_one_place_gets_five_mails_to_an_address_in_a_quarter_of_an_hour(client, rosa):
    cache.clear()
    forms = [ROSA, "ROSA@example.org", "rosa@ｅxample.org", " rosa@EXAMPLE.org", ROSA]
    for form in forms:
        assert ask(client, form).status_code == 302

    refused = ask(client, "Rosa@Example.Org")

    assert refused.status_code == 429
    assert Message.objects.count() == 5


def test_a_spoofed_header_gives_no_more_tries(client, rosa):
    cache.clear()
    for number in range(5):
        client.post(
            reverse("account_login"),
            {"email": ROSA},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )

    assert ask(client, ROSA).status_code == 429


def test_the_neighbours_in_a_clinic_are_not_locked_out(client, rosa):
    cache.clear()
    for _ask in range(6):
        ask(client, "somebody@example.org")

    assert ask(client, ROSA).status_code == 302


def test_many_places_do_not_flood_a_mailbox_nor_learn_anything(client, rosa):
    cache.clear()
    answers = [
        client.post(
            reverse("account_login"), {"email": ROSA}, REMOTE_ADDR=f"203.0.113.{number}"
        ).status_code
        for number in range(12)
    ]

    assert answers == [302] * 12
    assert Message.objects.count() == 10


def test_after_signing_in_one_goes_on_to_the_page_one_wanted(client, rosa):
    answer = sign_in(client, ROSA, next="/en/my/profile/")

    assert answer.headers["Location"] == "/en/my/profile/"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"],
)
def test_nobody_is_sent_to_another_site(client, rosa, wanted):
    answer = sign_in(client, ROSA, next=wanted)

    assert answer.headers["Location"].startswith("/en/")


def test_a_shared_device_forgets_when_it_is_closed(client, rosa):
    ask(client, ROSA)
    type_numbers(client, numbers_in(last_mail()), shared="on")

    assert client.session.get_expire_at_browser_close()


def test_else_one_stays_signed_in_for_a_month(client, rosa):
    sign_in(client, ROSA)

    assert not client.session.get_expire_at_browser_close()


def test_the_session_gets_a_new_name_at_sign_in(client, rosa):
    ask(client, ROSA)
    before = client.session.session_key

    type_numbers(client, numbers_in(last_mail()))

    assert client.session.session_key != before


def test_signing_in_again_as_somebody_else_leaves_nothing_behind(client, rosa):
    make_person(rosa.centre, first_name="Sam", email="sam@example.org")
    sign_in(client, ROSA)
    session = client.session
    session["second_factor"] = True
    session.save()

    sign_in(client, "sam@example.org")

    assert User.objects.get(pk=user_of(client)).first_name == "Sam"
    assert "second_factor" not in client.session


def test_who_is_signed_in_is_told_so_and_not_sent_round_in_circles(client, rosa):
    sign_in(client, ROSA)

    answer = client.get(reverse("account_login") + "?next=/admin/")

    assert answer.status_code == 200
    assert "You are signed in" in answer.content.decode()


def test_signing_out_is_a_button(client, rosa):
    sign_in(client, ROSA)

    client.get(reverse("account_logout"))
    assert user_of(client)
    client.post(reverse("account_logout"))

    assert not user_of(client)


@pytest.mark.parametrize("gone", ["died_at", "erased_at"])
def test_who_died_or_was_erased_is_unknown(client, rosa, gone):
    Person.objects.filter(pk=rosa.pk).update(**{gone: timezone.now()})

    ask(client, ROSA)

    assert numbers_in(last_mail()) == ""


def test_who_was_shut_out_is_unknown(client):
    make_user("net@example.org", is_active=False)

    ask(client, "net@example.org")

    assert numbers_in(last_mail()) == ""


def test_an_old_address_opens_nothing_any_more(client, rosa):
    sign_in(client, ROSA)
    client.logout()
    rosa.refresh_from_db()
    change_person(rosa, email="new@example.org", by=None)

    ask(client, ROSA)
    assert numbers_in(last_mail()) == ""
    sign_in(client, "new@example.org")

    assert user_of(client) == rosa.user_id


def test_the_same_person_at_two_centres_is_one_user(client, rosa):
    elsewhere = make_person(make_centre("harbourview"), email=ROSA)

    sign_in(client, ROSA)

    elsewhere.refresh_from_db()
    rosa.refresh_from_db()
    assert elsewhere.user_id == rosa.user_id == user_of(client)


def test_what_was_asked_for_is_forgotten_after_a_day(client, rosa):
    ask(client, ROSA)

    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        forget_old()

    assert SignIn.objects.count() == 0


def test_nobody_signs_up_nor_has_a_password(client):
    for page in ("signup", "password/reset", "password/change", "email", "login/code"):
        assert client.get(f"/en/accounts/{page}/").status_code == 404
