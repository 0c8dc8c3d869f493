"""Who may do what with an idea (design, section 7), and that each address says so."""

import pytest
from django.urls import reverse

from champions.enums import Role
from ideas.urls import urlpatterns
from tests.digests import changed, digest
from tests.factories import make_centre, make_champion, make_idea, make_staff

SEE, REFUSED, SIGN_IN = 200, 404, 302
ROLES = {
    "public": None,
    "champion": None,
    "desk": Role.DESK,
    "supporter": Role.SUPPORTER,
    "lead": Role.LEAD,
    "prescriber": Role.PRESCRIBER,
    "editor": Role.EDITOR,
    "evaluator": Role.EVALUATOR,
    "privacy": Role.PRIVACY,
    "champion elsewhere": None,
    "lead elsewhere": None,
}
EVERYBODY = dict.fromkeys(ROLES, SEE)
SEEN_INSIDE = dict.fromkeys(ROLES, REFUSED) | {
    "public": SIGN_IN,
    "champion": SEE,
    "desk": SEE,
    "supporter": SEE,
    "lead": SEE,
}
BY_STAFF = SEEN_INSIDE | {"champion": REFUSED, "desk": REFUSED}
PAGES = {
    "list": EVERYBODY,
    "print": SEEN_INSIDE,
    "new": SEEN_INSIDE,
    "card": SEEN_INSIDE,
    "quick": SEEN_INSIDE,
    "gifts": SEEN_INSIDE,
    "money": SEEN_INSIDE,
    "spent_slip": SEEN_INSIDE,
    "change": SEEN_INSIDE | {"champion": REFUSED},
    "detail": SEEN_INSIDE,
    "write_down": SEEN_INSIDE | {"champion": REFUSED},
    "answer": BY_STAFF,
    "takes": SEEN_INSIDE,
    "takes_print": SEEN_INSIDE,
    # And by its author: test_telling_together.py.
    "same": BY_STAFF,
}
# Of all ideas of a centre, not of one.
OF_ALL = {"list", "print", "new", "card", "quick", "gifts", "money", "spent_slip"}
# What is sent there; 302 is a thing done, or a visitor sent to sign in.
DONE = 302
BY_TALKERS = dict.fromkeys(ROLES, REFUSED) | {
    "public": SIGN_IN,
    "champion": DONE,
    "supporter": DONE,
    "lead": DONE,
}
FOR_AUTHOR = BY_TALKERS | {"champion": REFUSED, "desk": DONE}
POSTS = {
    "react": ({"say": "like:add"}, BY_TALKERS),
    "talk": ({"words": "Hello"}, BY_TALKERS),
    "hear": ({"on": ""}, BY_TALKERS | {"champion": REFUSED}),
    "move": ({"to": "running"}, FOR_AUTHOR),
    "look_again": ({}, FOR_AUTHOR),
    "not_mine": ({}, FOR_AUTHOR),
}


@pytest.fixture
def visitor(centre, circle, sign_in, client):
    def visiting(who):
        if who == "public":
            return client
        if who == "champion":
            return sign_in(make_champion(centre, circle, "Sam").user)
        other = make_centre("harbourview")
        if who == "champion elsewhere":
            return sign_in(make_champion(other).user)
        if who == "lead elsewhere":
            return sign_in(make_staff(other))
        return sign_in(make_staff(centre, ROLES[who], "Role"))

    return visiting


def address(name, idea):
    of_one = name not in OF_ALL
    return reverse(
        f"ideas:{name}", args=[idea.centre.slug, *([idea.pk] if of_one else [])]
    )


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("name", PAGES)
def test_who_may_see(visitor, idea, who, name):
    response = visitor(who).get(address(name, idea))

    assert response.status_code == PAGES[name][who]


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("name", POSTS)
def test_who_may_do(visitor, idea, who, name):
    sent, expected = POSTS[name]

    response = visitor(who).post(address(name, idea), sent)

    assert response.status_code == expected[who]


@pytest.mark.parametrize(
    "name", ["detail", "write_down", "answer", "change", "same", "takes", *POSTS]
)
def test_another_centres_idea_is_as_unknown_as_one_that_never_was(
    sign_in, anne, idea, name
):
    theirs = make_idea(make_champion(make_centre("harbourview")), "Tea")
    client = sign_in(anne)

    codes = [
        client.post(reverse(f"ideas:{name}", args=[idea.centre.slug, pk])).status_code
        for pk in (theirs.pk, 987654)
    ]

    assert codes == [REFUSED, REFUSED]


def test_what_is_sent_is_never_done_by_opening_an_address(sign_in, anne, idea):
    client = sign_in(anne)

    before = digest()
    pages = {client.get(address(name, idea)).url for name in POSTS}

    assert pages == {reverse("ideas:detail", args=[idea.centre.slug, idea.pk])}
    assert changed(before, digest()) == []


def test_staff_are_asked_for_their_second_factor_on_the_list(client, anne, idea):
    client.force_login(anne)

    response = client.get(address("list", idea))

    assert response.status_code == SIGN_IN
    assert "/2fa/" in response.url


def test_the_table_has_every_address_of_the_room():
    named = {pattern.name for pattern in urlpatterns}

    # Each is of one thing within an idea, and has tests of its own.
    promises = {"end_promise", "promise_day", "promise_still"}
    of_a_thing = promises | {"saying", "say_same", "paid", "not_spent"}
    assert named - of_a_thing == set(PAGES) | set(POSTS)
