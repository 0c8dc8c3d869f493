import pytest
from playwright.sync_api import expect

from champions.services.roles import add_staff
from tests.champions.signing_in import last_mail, link_in, numbers_in
from tests.factories import make_centre, make_person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def ask(page, url, email):
    page.goto(f"{url}/en/accounts/login/")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me the numbers").click()


def type_numbers(page):
    page.get_by_label("Your six numbers").fill(numbers_in(last_mail()))
    page.get_by_role("button", name="Come in").click()


def test_a_couple_share_an_address_without_javascript(
    live_server, page_without_javascript
):
    page = page_without_javascript
    centre = make_centre()
    for name in ("Rosa", "Sam"):
        make_person(centre, first_name=name, email="home@example.org")

    ask(page, live_server.url, "home@example.org")
    type_numbers(page)
    page.get_by_label("Sam").check()
    page.get_by_role("button", name="This is me").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Sam")


def test_a_link_signs_in_on_another_device(live_server, page, browser):
    make_person(make_centre(), first_name="Rosa", email="rosa@example.org")
    ask(page, live_server.url, "rosa@example.org")
    phone = browser.new_page()

    phone.goto(live_server.url + link_in(last_mail()))
    phone.get_by_role("button", name="Come in").click()

    expect(phone.get_by_role("heading", level=1)).to_contain_text("Rosa")
    phone.close()


def test_a_passkey_is_set_up_and_signs_in_alone(live_server, page, context):
    url = live_server.url.replace("127.0.0.1", "localhost")
    add_staff(
        make_centre(),
        email="anne@example.org",
        first_name="Anne",
        role="lead",
        by=None,
    )
    give_a_fingerprint_reader(context, page)
    ask(page, url, "anne@example.org")
    type_numbers(page)
    page.goto(f"{url}/admin/staff/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("link", name="I have kept them. Go on").click()
    expect(page).to_have_url(f"{url}/admin/staff/")
    context.clear_cookies()

    page.goto(f"{url}/en/accounts/login/passkey/")
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(lambda address: "passkey" not in address)
    page.goto(f"{url}/admin/staff/")

    expect(page).to_have_url(f"{url}/admin/staff/")


def give_a_fingerprint_reader(context, page):
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
