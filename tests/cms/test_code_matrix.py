"""The ten digits of every purpose, in every state and however they are typed: they open
what the link opens, or the page says kindly that it does not know them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from champions.enums import CodePurpose
from champions.services.codes import digits_for, issue_code, revoke_code
from tests.factories import (
    make_centre,
)
from tests.keys import KEYS, an_invitation, link_of, names_nobody, purpose_of

pytestmark = pytest.mark.django_db
TYPED = [
    CodePurpose.INVITATION,
    CodePurpose.SEAT,
    CodePurpose.GUEST,
    CodePurpose.CARD,
    CodePurpose.HOW_OFTEN,
    CodePurpose.LETTERS,
    CodePurpose.FRIDGE,
]
# These are never printed as a code.
ONLY_LINKS = {CodePurpose.STOP, CodePurpose.FEED}
every_code = pytest.mark.parametrize("purpose", TYPED)


def test_every_purpose_is_printed_as_a_code_or_is_not():
    assert set(TYPED) | ONLY_LINKS == set(CodePurpose)


def digits(thing):
    return digits_for(purpose_of(thing), thing.pk)


def type_in(code, slug="cedar-lake"):
    return Client().post(f"/en/{slug}/go/", {"code": code})


@every_code
def test_a_code_opens_its_link(purpose):
    thing = KEYS[purpose].make()

    assert type_in(digits(thing)).url == link_of(thing)


def test_a_code_opens_its_link_however_it_is_typed():
    thing = an_invitation()
    code = digits(thing)
    typed = [f"  {code}\t", f"{code}.", f"-{code}-", f"\u200b{code}", f"\u00a0{code}"]
    typed += [code.replace(" ", ""), "  ".join(code.replace(" ", "")), f"{code} OK"]

    answers = [type_in(one) for one in typed]

    assert {one.url for one in answers} == {link_of(thing)}


@pytest.mark.parametrize("zero", ["０", "٠", "०", "𝟎"])
def test_digits_of_other_scripts_are_digits(zero):
    thing = an_invitation()
    foreign = str.maketrans({str(n): chr(ord(zero) + n) for n in range(10)})

    assert type_in(digits(thing).translate(foreign)).url == link_of(thing)


@every_code
@pytest.mark.parametrize("state", ["over", "taken back", "another centre's"])
def test_a_code_that_opens_nothing_here_is_like_one_that_never_was(purpose, state):
    thing = KEYS[purpose].make()
    slug, code = "cedar-lake", digits(thing)
    make_centre("harbourview", phone="705-555-0142", name="Cedar Lake")
    if state == "over":
        issue_code(
            thing.centre,
            purpose=purpose,
            thing_id=thing.pk,
            live_until=timezone.now() - timedelta(minutes=1),
        )
    elif state == "taken back":
        revoke_code(purpose=purpose, thing_id=thing.pk)
    else:
        slug = "harbourview"

    answer = type_in(code, slug)
    never_was = type_in("00000 00001", slug)

    assert answer.status_code == 200
    plain = [
        re.sub(r'value="[^"]*"', "", one.content.decode())
        for one in (answer, never_was)
    ]
    assert plain[0] == plain[1]
    assert names_nobody(plain[0])
    assert "call us" in plain[0]


@every_code
def test_the_digits_of_a_letter_before_the_last_open_nothing(purpose):
    thing = KEYS[purpose].make()
    old = digits(thing)

    issue_code(thing.centre, purpose=purpose, thing_id=thing.pk, generation=2)

    assert type_in(old).status_code == 200
    assert type_in(digits(thing)).status_code == 302


@pytest.mark.parametrize(
    "typed", ["", "12345", "1" * 11, "1" * 5000, "abcde fghij", "\x00" * 10, "½" * 10]
)
def test_what_is_no_code_is_asked_for_again(typed):
    make_centre()

    answer = type_in(typed)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["code"]


def test_a_code_is_good_until_its_gathering_begins():
    invitation = an_invitation()
    code = digits(invitation)
    before = invitation.meeting.starts_at - timedelta(minutes=1)

    with time_machine.travel(before):
        assert type_in(code).status_code == 302
    with time_machine.travel(before + timedelta(minutes=2)):
        assert type_in(code).status_code == 200
