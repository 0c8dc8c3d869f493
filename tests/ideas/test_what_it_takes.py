"""What would it take? Two lines by default, a sheet for whoever is worried, and nobody's
words are lost."""

import pytest
from django.urls import reverse

from ideas.models import WhatItTakes
from ideas.services.takes import say_what_it_takes


@pytest.fixture
def address(idea):
    return reverse("ideas:takes", args=[idea.centre.slug, idea.pk])


def stored():
    return WhatItTakes.objects.get()


def test_two_short_lines_are_asked_for_and_no_more(address, amina, sign_in):
    text = sign_in(amina.user).get(address).text

    assert ("What could stop it?" in text, "What worries you?" in text) == (True, False)


def test_a_champion_says_it_and_it_stands_on_the_ideas_page(
    address, idea, amina, sign_in
):
    client = sign_in(amina.user)

    client.post(address, {"version": 0, "could_stop": "Snow", "would_help": "A friend"})

    shown = client.get(reverse("ideas:detail", args=[idea.centre.slug, idea.pk])).text
    assert "<dd>Snow</dd>" in shown
    assert "truly need a check" not in shown


def test_whoever_is_worried_opens_the_sheet(address, anne, sign_in):
    client = sign_in(anne)

    client.post(f"{address}?worried=1", {"version": 0, "worry": "Ice on the path"})

    row = stored()
    assert (row.worry, row.check_kind) == ("Ice on the path", "none")
    assert "What worries you?" in client.get(address).text


def test_the_two_lines_leave_the_sheet_as_it_is(idea, anne):
    say_what_it_takes(idea, words={"worry": "Ice"}, version=0, by=anne)

    say_what_it_takes(idea, words={"could_stop": "Snow"}, version=1, by=anne)

    assert (stored().worry, stored().could_stop) == ("Ice", "Snow")


def test_a_check_needs_its_reason(address, anne, sign_in):
    sent = {"version": 0, "check_kind": "police", "money": "Ten dollars"}

    text = sign_in(anne).post(f"{address}?worried=1", sent).text

    assert "Say why this task truly needs it." in text
    assert "Ten dollars" in text
    assert WhatItTakes.objects.count() == 0


def test_of_two_who_write_at_once_the_second_sees_both(address, anne, amina, sign_in):
    first = {"version": 0, "could_stop": "Snow", "would_help": ""}
    second = {"version": 0, "could_stop": "No bus", "would_help": ""}
    sign_in(amina.user).post(address, first)

    client = sign_in(anne)
    text = client.post(address, second).text

    assert ("<dd>Snow</dd>" in text, "No bus" in text) == (True, True)
    assert stored().could_stop == "Snow"
    client.post(address, {"version": 1, "could_stop": "Snow, or no bus"})
    assert stored().could_stop == "Snow, or no bus"


def test_the_same_form_twice_is_kept_once(address, amina, sign_in):
    client = sign_in(amina.user)
    sent = {"version": 0, "could_stop": "Snow", "would_help": ""}

    codes = [client.post(address, sent).status_code for _twice in range(2)]

    assert codes == [302, 302]
    assert stored().version == 1


def test_words_that_are_too_long_come_back_whole(address, amina, sign_in):
    words = "Snow " * 60

    text = sign_in(amina.user).post(address, {"version": 0, "could_stop": words}).text

    assert words.strip() in text
    assert "at most 200" in text


def test_the_sheet_can_be_printed(idea, amina, sign_in):
    address = reverse("ideas:takes_print", args=[idea.centre.slug, idea.pk])

    assert "☐ no check" in sign_in(amina.user).get(address).text
