"""Whoever sent something while signed out finds it when they have signed in; and the
other language is that of the page."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from champions.kept_words import AN_HOUR, drop_old_words, words_kept
from champions.where_from import page_of
from tests.factories import make_centre, make_champion, make_idea

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "referer", "expected"),
    [
        ("get", "http://testserver/en/other/", "/en/talk/"),
        ("post", "http://testserver/en/ideas/2/?lane=new", "/en/ideas/2/?lane=new"),
        ("post", "", "/en/talk/"),
        ("post", "http://elsewhere.example/en/ideas/2/", "/en/talk/"),
        ("post", "http://testserver//elsewhere.example/", "/en/talk/"),
        ("post", "javascript:alert(1)", "/en/talk/"),
    ],
)
def test_the_page_is_the_own_address_or_where_the_form_stood(method, referer, expected):
    headers = {"referer": referer} if referer else {}

    request = getattr(RequestFactory(), method)("/en/talk/", headers=headers)

    assert page_of(request) == expected


@pytest.fixture
def idea():
    return make_idea(make_champion(make_centre()))


def at(name, idea):
    return reverse(f"ideas:{name}", args=[idea.centre.slug, idea.pk])


def test_who_was_signed_out_sends_what_they_wrote_when_signed_in(client, idea):
    page = f"http://testserver{at('detail', idea)}"
    said = {"words": "I could bring the big pot."}

    answer = client.post(at("talk", idea), said, headers={"referer": page})
    client.force_login(idea.author.user)
    kept = client.get(reverse("kept_words")).content.decode()
    client.post(at("talk", idea), said)

    assert answer.url == f"/en/accounts/login/?next={reverse('kept_words')}"
    told = [str(one) for one in get_messages(answer.wsgi_request)]
    assert told == ["You had been signed out. Sign in, and send what you wrote then."]
    assert f'action="{at("talk", idea)}"' in kept
    assert 'name="words" value="I could bring the big pot."' in kept
    assert "csrfmiddlewaretoken" not in str(words_kept(answer.wsgi_request))
    assert idea.comments.get().words == said["words"]


def test_what_was_kept_is_forgotten_by_a_press(client, idea):
    client.post(at("talk", idea), {"words": "A word too many"})
    client.force_login(idea.author.user)

    answer = client.post(reverse("kept_words"))

    assert answer.status_code == 302
    page = client.get(reverse("kept_words")).content.decode()
    assert "Nothing is kept here" in page
    assert "too many" not in page


def test_another_browser_and_who_is_signed_out_find_nothing(client, idea):
    client.post(at("talk", idea), {"words": "For one browser"})
    other = Client()
    other.force_login(idea.author.user)

    assert "For one browser" not in other.get(reverse("kept_words")).content.decode()
    assert client.get(reverse("kept_words")).status_code == 302


def test_too_much_is_not_kept(client, idea):
    answer = client.post(at("talk", idea), {"words": "long " * 20_000})

    assert reverse("kept_words") not in answer.url


def test_after_an_error_the_other_language_is_that_of_the_page(client, idea):
    client.force_login(idea.author.user)
    page = at("detail", idea)

    shown = client.post(
        at("talk", idea), {"words": ""}, headers={"referer": f"http://testserver{page}"}
    ).content.decode()

    assert f'href="{page.replace("/en/", "/fr/")}"' in shown
    assert at("talk", idea).replace("/en/", "/fr/") not in shown


def test_after_an_hour_nothing_of_it_is_left(client, idea, time_machine):
    time_machine.move_to(timezone.now())
    client.post(at("talk", idea), {"words": "For an hour"})
    time_machine.shift(AN_HOUR - 60)
    drop_old_words()
    kept = rows_of_the_cache()

    time_machine.shift(120)
    drop_old_words()

    assert (kept, rows_of_the_cache()) == (1, 0)


def rows_of_the_cache():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM champions_cache WHERE cache_key LIKE '%kept-words%'"
        )
        return cursor.fetchone()[0]
