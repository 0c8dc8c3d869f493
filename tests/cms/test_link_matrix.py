"""Every purpose of a link or code, in every state, asked for in every way: a kind page
with a next step, no word about anybody, nothing changed. A new purpose fails here until
it has its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from champions import links
from champions.enums import CodePurpose
from tests.digests import changed, digest
from tests.factories import (
    make_centre,
)
from tests.keys import (
    FOUND,
    GONE,
    KEYS,
    STATES,
    link_of,
    names_nobody,
)

pytestmark = pytest.mark.django_db
IN_A_STATE = [
    (purpose, state)
    for purpose, key in KEYS.items()
    for state in STATES
    if not isinstance(getattr(key, state), str)
]
every_purpose = pytest.mark.parametrize("purpose", list(CodePurpose))


@every_purpose
def test_every_purpose_stands_in_the_matrix(purpose):
    """A new purpose, and its states, are thought of before it is printed anywhere."""
    reasons = [getattr(KEYS[purpose], state) for state in STATES]

    assert all(reasons)


@dataclass(frozen=True)
class Seen:
    """What a visitor without cookies gets in each of three ways."""

    got: Any
    statuses: tuple[int, int, int]
    changed: list[str]

    @property
    def page(self) -> str:
        return self.got.content.decode()


def visit(path) -> Seen:
    before = digest()
    got, headed = Client().get(path), Client().head(path)
    quiet = changed(before, digest())
    assert headed.content == b""
    posted = Client().post(path)
    statuses = (got.status_code, headed.status_code, posted.status_code)
    if got.status_code != FOUND:
        quiet += changed(before, digest())
    return Seen(got, statuses, quiet)


def is_kind(page) -> bool:
    """One heading, and something to do next: a number to call, or a page to go to."""
    leads_on = re.search(r'href="(?:tel:|/en/(?:go/|accounts/|"|[a-z-]+/"))', page)
    return page.count("<h1") == 1 and leads_on is not None


def as_one(page, path) -> str:
    """Without what stands in every page of its own: its address, the sign of its form."""
    secret = path.rstrip("/").rpartition("/")[2]
    return re.sub(r'value="[^"]{30,}"', "", page.replace(secret, "…"))


@every_purpose
def test_a_living_link_opens_a_page_that_names_nobody(purpose):
    thing = KEYS[purpose].make()

    seen = visit(link_of(thing))

    assert seen.statuses == (200, 200, KEYS[purpose].pressed)
    assert (names_nobody(seen.page), seen.changed) == (True, [])


@pytest.mark.parametrize(("purpose", "state"), IN_A_STATE)
def test_a_link_that_is_over_says_so_kindly(purpose, state):
    thing = KEYS[purpose].make()
    bring_about, status = getattr(KEYS[purpose], state)
    path = link_of(thing)
    bring_about(thing)

    seen = visit(path)

    assert seen.statuses[:2] == (status, status)
    assert seen.statuses[2] in (status, KEYS[purpose].pressed)
    assert (names_nobody(seen.page), is_kind(seen.page)) == (True, True)
    assert seen.changed == []


@every_purpose
def test_one_that_was_revoked_looks_like_one_that_never_was(purpose):
    """Also one of another purpose, of another thing, or with one letter changed."""
    key = KEYS[purpose]
    thing = key.make()
    path = link_of(thing)
    wrong = {
        "never was": key.path.format(links.token(purpose, thing.pk + 999)),
        "other purpose": link_of(thing, key.other),
        "other generation": link_of(thing, generation=7),
        **{f"tampered {n}": one for n, one in enumerate(tampered(path))},
    }
    if not isinstance(key.revoked, str):
        key.revoked[0](thing)
        wrong["revoked"] = path

    pages = {name: visit(one) for name, one in wrong.items()}

    assert {seen.statuses[:2] for seen in pages.values()} == {(GONE, GONE)}
    assert {as_one(seen.page, wrong[name]) for name, seen in pages.items()} == {
        as_one(pages["never was"].page, wrong["never was"])
    }
    assert all(is_kind(seen.page) and seen.changed == [] for seen in pages.values())


def tampered(path):
    """The last letter of the secret changed, and another in capitals."""
    end = path.rindex("/", 0, -1) if path.endswith("/") else path.rindex(".ics")
    end = len(path) - 1 if path.endswith("/") else end
    last = "A" if path[end - 1] != "A" else "B"
    yield path[: end - 1] + last + path[end:]
    at = max(n for n in range(end) if path[n].isalpha())
    yield path[:at] + path[at].swapcase() + path[at + 1 :]


def test_a_key_that_was_thrown_away_opens_nothing(settings):
    settings.LINK_KEYS = ["old"]
    path = link_of(KEYS[CodePurpose.INVITATION].make())

    settings.LINK_KEYS = ["new"]
    gone = visit(path)
    settings.LINK_KEYS = ["new", "old"]

    assert (gone.statuses[0], visit(path).statuses[0]) == (404, 200)


HOSTILE = [
    "1",
    "1.",
    ".",
    "0.AAAAAAAAAAAAAAAAAAAAAA",
    "-1.AAAAAAAAAAAAAAAAAAAAAA",
    "01.AAAAAAAAAAAAAAAAAAAAAA",
    f"{10**30}.AAAAAAAAAAAAAAAAAAAAAA",
    f"{10**18 - 1}.AAAAAAAAAAAAAAAAAAAAAA",
    "1.AAAAAAAAAAAAAAAAAAAAAAA",
    f"1.{'A' * 5000}",
    f"{'9' * 5000}.A",
    "١.AAAAAAAAAAAAAAAAAAAAAA",
    "1.ÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀÀ",
    "1.AAAAAAAAAAAAAAAAAAAAA%00",
    "1.AAAAAAAAAAAAAAAAAAAAAA%0A",
    " 1.AAAAAAAAAAAAAAAAAAAAAA",
    "1.' OR 1=1 --AAAAAAAAAAAA",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
]


@pytest.mark.parametrize("path", sorted({key.path for key in KEYS.values()}))
def test_what_is_no_link_is_taken_for_one_that_never_was(path):
    make_centre()

    answers = [Client().get(path.format(words)) for words in HOSTILE]

    assert {one.status_code for one in answers} == {404}
    assert all(is_kind(one.content.decode()) for one in answers)
    assert not any("<script>alert" in one.content.decode() for one in answers)
