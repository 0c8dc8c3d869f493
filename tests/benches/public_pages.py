"""Public pages beside yardsticks of the same run: a constant page, a plain list of five
questions, a list and a home as Wagtail is commonly used; kept pages, and pages made anew
with 20 and with 1,000 programmes. Nothing has a picture, on either side."""

from __future__ import annotations

import sys
from datetime import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.urls import path  # noqa: E402
from wagtail.models import Page  # noqa: E402

from champions.models import Centre  # noqa: E402
from cms.enums import Pattern  # noqa: E402
from cms.models import Programme, ProgrammePage  # noqa: E402
from cms.services.centres import open_centre  # noqa: E402
from cms.urls import urlpatterns as ours  # noqa: E402
from tests.asking import Browser, in_turn  # noqa: E402
from tests.cms.published import in_public  # noqa: E402
from tests.factories import in_days, make_champion, make_circle  # noqa: E402

FEW, MANY = 20, 1_000
INDEX = "/en/cedar-lake/programmes/"
PROGRAMME = f"{INDEX}coffee-and-colour-7/"
# No page with this word in its address is kept.
ANEW = "anew=1"
LEAST = {
    "a kept list : a constant page": 0.8,
    "a kept programme : a constant page": 0.8,
    "the list of 20 : a plain list of five questions": 0.35,
    "the list of 20 : a tuned list of Wagtail's": 2.5,
    "a programme : a home of Wagtail's": 0.5,
}
MOST_GROWTH = 1.3
# What `startproject` writes.
STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
HEAD = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body>
<nav>{% for _ in "123456" %}<a href="/">A link of the menu</a>{% endfor %}</nav><main>"""
PLAIN_LIST = (
    HEAD
    + """{% for one in found %}<article><h2><a href="/{{ one.slug }}/">{{ one.title }}</a>
</h2><p>{{ one.place }}, {{ one.centre.name }}</p><p>{{ one.first_on|date:"l j F" }},
{{ one.at|time }} to {{ one.until|time }}</p>{% for word in one.access %}<span>{{ word }}
</span>{% endfor %}<p>{{ one.directions|default:"Ask us for the way." }}</p></article>
{% endfor %}<p>{{ count }} in all</p></main></body></html>"""
)
WAGTAIL_LIST = (
    "{% load wagtailcore_tags wagtailuserbar %}"
    + HEAD
    + """{% for one in found %}<article><h2><a href="{% pageurl one %}">{{ one.title }}</a>
</h2><p>{{ one.what }}</p><p>{{ one.programme.place }}</p><p>{{ one.first_published_at }}
</p></article>{% endfor %}<p>{{ found.paginator.count }} in all</p></main>
{% wagtailuserbar %}</body></html>"""
)
WAGTAIL_HOME = (
    "{% load wagtailcore_tags wagtailuserbar %}"
    + HEAD
    + """<h1>{{ page.title }}</h1><p>{{ page.lead }}</p>{% for _ in "1234567890" %}
<section><h2>A heading</h2><p>Some words of welcome that stand on every such page, so
that it is as long as the home of a new site.</p></section>{% endfor %}</main>
{% wagtailuserbar %}</body></html>"""
)


def drawn(words: str, context: dict, request: HttpRequest) -> HttpResponse:
    # Without the request's own context: a stock site has no frame like ours.
    template = engines["django"].from_string(words).template
    from django.template import Context  # noqa: PLC0415  beside its one use

    return HttpResponse(template.render(Context(context | {"request": request})))


def constant(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"<!doctype html><title>Constant</title>" + b"x" * 10_000)


def plain_list(request: HttpRequest) -> HttpResponse:
    found = Programme.objects.select_related("centre").order_by("title")[:20]
    context = {
        "title": Centre.objects.get(slug="cedar-lake").name,
        "count": Programme.objects.count(),
        "is_first": Programme.objects.filter(pk=1).exists(),
        "page": Page.objects.order_by("pk").first(),
        "found": found,
    }
    return drawn(PLAIN_LIST, context, request)


def stock_list(request: HttpRequest) -> HttpResponse:
    index = Page.route_for_request(request, "cedar-lake/programmes/").page
    pages = ProgrammePage.objects.child_of(index).live()
    pages = pages.select_related("programme", "locale").order_by("title")
    found = Paginator(pages.defer("about"), 20).get_page(1)
    context = {"title": index.title, "page": index, "found": found}
    return drawn(WAGTAIL_LIST, context, request)


def stock_home(request: HttpRequest) -> HttpResponse:
    page = Page.route_for_request(request, "").page
    return drawn(WAGTAIL_HOME, {"title": page.title, "page": page}, request)


YARDSTICKS = {
    "constant": constant,
    "plain": plain_list,
    "list": stock_list,
    "home": stock_home,
}
urlpatterns = [
    *(path(f"en/yardstick/{name}/", view) for name, view in YARDSTICKS.items()),
    *ours,
]


def add_programmes(centre, lead, until: int) -> None:
    for number in range(Programme.objects.count(), until):
        hour = 8 + number % 10
        in_public(
            centre,
            lead,
            title=f"Coffee and Colour {number}",
            pattern=Pattern.ONCE,
            first_on=in_days(3 + number % 60),
            at=time(hour),
            until=time(hour + 1),
        )


def anew(site: Browser) -> list[tuple[Browser, str, str]]:
    return [(site, INDEX, ANEW), (site, PROGRAMME, ANEW)]


def main() -> int:
    call_command("migrate", verbosity=0)
    centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
    centre = open_centre(centre, by=None)
    lead = make_champion(centre, make_circle(centre), "Doreen")
    add_programmes(centre, lead, FEW)
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"]):
        site = Browser()
        with override_settings(MIDDLEWARE=STOCK):
            stock = Browser()
        few_list, few_page = in_turn(*anew(site))
        add_programmes(centre, lead, MANY)
        measured = in_turn(
            *anew(site),
            (site, INDEX, ""),
            (site, PROGRAMME, ""),
            *((stock, f"/en/yardstick/{name}/", "") for name in YARDSTICKS),
        )
    listing, page, kept_list, kept_page, const, plain, wagtail, home = measured
    shares = dict(
        zip(
            LEAST,
            (
                const / kept_list,
                const / kept_page,
                plain / listing,
                wagtail / listing,
                home / page,
            ),
            strict=True,
        )
    )
    for name, share in shares.items():
        sys.stdout.write(f"{share:6.2f}  {name} (at least {LEAST[name]})\n")
    growth = {"list": listing / few_list, "programme": page / few_page}
    for name, times in growth.items():
        sys.stdout.write(
            f"{times:6.2f}  the {name} with {MANY} : with {FEW} (at most {MOST_GROWTH})\n"
        )
    too_slow = [name for name, share in shares.items() if share < LEAST[name]]
    return int(bool(too_slow) or max(growth.values()) > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
