"""Whoever sent something while signed out comes back to the page, not to an address that
shows nothing; and the other language is that of the page."""

import pytest
from django.contrib.messages import get_messages
from django.test import RequestFactory
from django.urls import reverse

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


def test_who_was_signed_out_is_told_and_comes_back_to_the_page(client, idea):
    page = f"http://testserver{at('detail', idea)}"

    answer = client.post(at("talk", idea), {"words": "Hm"}, headers={"referer": page})

    assert answer.url == f"/en/accounts/login/?next={at('detail', idea)}"
    told = [str(one) for one in get_messages(answer.wsgi_request)]
    assert told == ["You had been signed out: what you wrote was not sent."]


def test_after_an_error_the_other_language_is_that_of_the_page(client, idea):
    client.force_login(idea.author.user)
    page = at("detail", idea)

    shown = client.post(
        at("talk", idea), {"words": ""}, headers={"referer": f"http://testserver{page}"}
    ).content.decode()

    assert f'href="{page.replace("/en/", "/fr/")}"' in shown
    assert at("talk", idea).replace("/en/", "/fr/") not in shown
