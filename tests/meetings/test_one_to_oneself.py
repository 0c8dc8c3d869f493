"""The invitation of a mailing, to whoever is about to send it: as it would look, marked as
a sample, in each language; it opens nothing of anybody and counts nowhere."""

import re
from email import message_from_bytes, policy

import pytest
from django.contrib.messages import get_messages

from champions.messages import sender
from champions.models import Message, TypedCode
from champions.permissions import SECOND_FACTOR
from meetings.models import Invitation
from meetings.services.mailing_numbers import numbers_by_channel
from meetings.services.mailings import draft_mailing
from tests.factories import make_centre, make_staff
from tests.meetings.workshops import a_workshop, neighbours, told

pytestmark = pytest.mark.django_db
SITE = "https://champions.example"


@pytest.fixture
def anne():
    return make_staff(make_centre(), email="anne@example.org")


@pytest.fixture
def mailing(anne):
    centre = anne.staff_roles.get().centre
    workshop = a_workshop(centre, anne)
    Message.objects.all().delete()  # what its staff are asked
    neighbours(centre, 3)
    return draft_mailing(workshop, size=3, by=anne)


@pytest.fixture
def lead(client, anne):
    client.force_login(anne)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


@pytest.fixture
def mailbox(mail_server, settings):
    settings.EMAIL_URL, settings.BASE_URL = mail_server.address, SITE
    return mail_server.mailbox


def press(lead, mailing):
    answer = lead.post(f"/admin/workshops/mailings/{mailing.pk}/sample/")
    said = [str(one) for one in get_messages(answer.wsgi_request)]
    lead.get("/admin/workshops/")  # which shows them
    return said


def mails(mailbox):
    sender.send_waiting(seconds=5)
    return [
        message_from_bytes(envelope.content, policy=policy.default)
        for envelope in mailbox.envelopes
    ]


def words_of(mail):
    return mail.get_body(("plain",)).get_content()


def test_one_press_sends_one_in_each_language_to_the_senders_own_address(
    lead, mailing, mailbox
):
    said = press(lead, mailing)

    english, french = mails(mailbox)
    assert said == ["2 samples are on their way to anne@example.org."]
    assert english["To"] == french["To"] == "anne@example.org"
    assert english["Subject"] == "Sample: Rosa, come and make something with us"
    assert french["Subject"].strip().startswith("Exemple\N{NO-BREAK SPACE}: Rosalie")
    assert "12345 67890" in words_of(english)


def test_every_link_leads_to_a_page_that_opens_nothing(lead, client, mailing, mailbox):
    press(lead, mailing)

    for mail in mails(mailbox):
        links = set(re.findall(rf"{SITE}[^\s>\"]+", mail.as_string()))
        links |= set(re.findall(rf"{SITE}[^\s>\"]+", words_of(mail)))
        assert {link[len(SITE) + 3 :] for link in links} == {"/i/sample/"}
    page = client.get("/en/i/sample/")
    assert "This was a sample" in page.content.decode()


def test_the_mail_programs_own_button_to_stop_changes_nothing(client, anne):
    answer = client.post("/en/i/sample/", {"List-Unsubscribe": "One-Click"})

    anne.people.get().refresh_from_db()
    assert (answer.status_code, anne.people.get().do_not_contact_at) == (200, None)


def test_it_asks_nobody_and_counts_nowhere(lead, mailing, mailbox):
    codes = TypedCode.objects.count()
    press(lead, mailing)
    mails(mailbox)

    assert (Invitation.objects.count(), TypedCode.objects.count()) == (0, codes)
    assert (told().count(), numbers_by_channel(mailing)) == (0, {})
    assert Message.objects.filter(person__isnull=False).count() == 0


def test_too_often_within_the_hour_is_refused_kindly(lead, mailing):
    for _ in range(6):
        press(lead, mailing)

    said = press(lead, mailing)

    assert said == [
        "You have had several samples within the hour. Look at those first."
    ]
    assert Message.objects.count() == 12


def test_who_has_no_address_is_told_what_to_do(lead, mailing, anne):
    anne.email = None
    anne.save()

    assert press(lead, mailing) == [
        "We know no e-mail address of yours. Add one to your account first."
    ]
    assert Message.objects.count() == 0
