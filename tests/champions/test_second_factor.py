import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.management import CommandError, call_command
from django.urls import reverse

from champions.enums import Role
from champions.models import Message, User
from champions.permissions import SECOND_FACTOR
from tests.champions.signing_in import sign_in, user_of
from tests.factories import make_centre, make_champion, make_staff

pytestmark = pytest.mark.django_db
ANNE = "anne@example.org"
STAFF_PAGE = "/admin/staff/"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def anne(centre):
    return make_staff(centre, email=ANNE)


@pytest.fixture
def secret(anne):
    secret = generate_totp_secret()
    TOTP.activate(anne, secret)
    return secret


def shown_by_app(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.django_db(transaction=True)
def test_staff_without_a_second_step_set_one_up_before_they_see_anything(client, anne):
    sign_in(client, ANNE)
    assert user_of(client) == anne.pk
    answer = client.get(STAFF_PAGE)
    assert answer.headers["Location"].startswith(reverse("mfa_index"))
    page = client.get(reverse("mfa_activate_totp"))
    numbers = shown_by_app(page.context["form"].secret)

    client.post(reverse("mfa_activate_totp"), {"code": numbers})

    spare = client.get(reverse("mfa_view_recovery_codes"))
    assert f'href="{STAFF_PAGE}"' in spare.content.decode()
    assert client.get(STAFF_PAGE).status_code == 200


def test_who_has_one_is_asked_for_it_at_sign_in(client, anne, secret):
    answer = sign_in(client, ANNE, next=STAFF_PAGE)

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not user_of(client)
    assert client.get(answer.headers["Location"]).status_code == 200
    done = client.post(reverse("mfa_authenticate"), {"code": shown_by_app(secret)})
    assert done.headers["Location"] == STAFF_PAGE
    assert client.get(STAFF_PAGE).status_code == 200


def test_wrong_numbers_of_the_app_do_not_come_in(client, anne, secret):
    sign_in(client, ANNE)

    client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert not user_of(client)


def test_the_second_step_cannot_be_left_out(client, anne, secret):
    sign_in(client, ANNE)

    assert (
        client.get(STAFF_PAGE).headers["Location"].startswith(reverse("account_login"))
    )


def test_a_session_without_it_is_asked_again(client, anne, secret):
    client.force_login(anne)

    answer = client.get(STAFF_PAGE)
    page = answer.headers["Location"]
    assert page.startswith(reverse("mfa_reauthenticate"))
    assert client.get(page).status_code == 200
    done = client.post(page, {"code": shown_by_app(secret), "next": STAFF_PAGE})

    assert done.headers["Location"] == STAFF_PAGE
    assert client.session[SECOND_FACTOR]


def test_the_second_step_of_one_user_does_not_count_for_another(client, centre, secret):
    ben = make_staff(centre, Role.LEAD, "Ben", email="ben@example.org")
    sign_in(client, ANNE)
    client.post(reverse("mfa_authenticate"), {"code": shown_by_app(secret)})
    assert client.session[SECOND_FACTOR]

    sign_in(client, "ben@example.org")

    assert user_of(client) == ben.pk
    assert SECOND_FACTOR not in client.session


def test_a_champion_is_never_asked_for_one(client, centre):
    amina = make_champion(centre, email="amina@example.org", user=None)

    sign_in(client, "amina@example.org")

    amina.refresh_from_db()
    assert user_of(client) == amina.user_id
    assert client.get(reverse("champions:profile")).status_code == 200


def test_taking_the_app_away_asks_for_it_first(client, anne, secret):
    client.force_login(anne)

    answer = client.post(reverse("mfa_deactivate_totp"))

    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(user=anne).exists()


def test_a_change_of_it_is_told_by_mail(
    client, anne, django_capture_on_commit_callbacks
):
    sign_in(client, ANNE)
    page = client.get(reverse("mfa_activate_totp"))
    numbers = shown_by_app(page.context["form"].secret)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": numbers})

    told = Message.objects.filter(name="champions/second_step_changed")
    assert [message.to_address for message in told] == [ANNE] * len(told)
    assert told.exists()


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
    ],
)
def test_the_pages_of_the_second_step_are_in_our_frame(client, anne, name):
    sign_in(client, ANNE)

    page = client.get(reverse(name)).content.decode()

    assert page.count("<h1>") == 1
    assert '<main id="main"' in page
    assert 'class="foot"' in page


def test_the_first_administrator_is_made_by_a_command_and_signs_in(client, capsys):
    call_command("createsuperuser", email="Net@example.org", noinput=True)

    sign_in(client, "net@example.org")

    user = User.objects.get()
    assert (user.is_superuser, user.email, user_of(client)) == (
        True,
        "net@example.org",
        user.pk,
    )
    assert client.get("/admin/").headers["Location"].startswith(reverse("mfa_index"))


def test_who_lost_phone_and_spare_numbers_may_begin_anew(client, anne, secret, capsys):
    call_command("forget_second_step", ANNE)

    sign_in(client, ANNE)

    assert client.get(STAFF_PAGE).headers["Location"].startswith(reverse("mfa_index"))


def test_nobody_elses_second_step_is_forgotten_by_a_slip(anne, secret):
    with pytest.raises(CommandError):
        call_command("forget_second_step", "ben@example.org")

    assert Authenticator.objects.filter(user=anne).exists()


@pytest.mark.parametrize("email", ["", "nobody", ANNE.upper()])
def test_an_administrator_needs_an_address_of_their_own(anne, email):
    with pytest.raises(CommandError):
        call_command("createsuperuser", email=email, noinput=True)

    assert not User.objects.filter(is_superuser=True).exists()


def test_the_admin_has_no_sign_in_of_its_own(client, anne):
    answer = client.get("/admin/login/")

    assert answer.headers["Location"] == "/en/accounts/login/?next=/admin/"


def test_who_is_nothing_in_the_admin_is_not_sent_in_circles(client, centre):
    client.force_login(make_champion(centre).user)

    for address in ("/admin/", "/admin/login/", "/admin/password_reset/"):
        assert client.get(address).status_code == 404


def test_staff_come_from_its_sign_in_to_the_admin(client, anne):
    client.force_login(anne)

    assert client.get("/admin/login/").headers["Location"] == "/admin/"
