"""Somebody at the site, pressing what its pages show: how a row of *this week* is
caused, seen, done and gone."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client
from django.utils.html import escape

from champions.permissions import SECOND_FACTOR
from cms.this_week import rows_for

# Question of *this week*: the test that causes its row and does its one click.
PROVEN: dict = {}


def proves(question):
    """Marks the test of a question: it causes the row through the pages, sees it on
    the start page, does its one click, and sees it gone."""

    def mark(test):
        PROVEN[question] = test.__name__
        return test

    return mark


class Forms(HTMLParser):
    """The forms of a page as a browser would send them: action, and what stands in
    the fields."""

    def __init__(self, page):
        super().__init__()
        self.found, self._area, self._select = [], None, None
        self._is_posted = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        got = dict(attrs)
        if tag == "form":
            self._is_posted = got.get("method", "get").lower() == "post"
            self.found += [(got.get("action", ""), {})] if self._is_posted else []
        elif self._is_posted:
            self._take(tag, got, self.found[-1][1])

    def _take(self, tag, got, fields):
        name, value = got.get("name"), got.get("value", "")
        kind = got.get("type", "text") if tag == "input" else tag
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in got:
            fields[self._select] = value
        elif tag == "textarea":
            self._area = name
            fields.setdefault(name, "")
        elif name and (kind not in ("radio", "checkbox") or "checked" in got):
            # A button too: the first is pressed, unless the test presses another.
            fields.setdefault(name, value)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None

    def handle_data(self, text):
        if self._area:
            self.found[-1][1][self._area] += text


class Desk:
    """A browser somebody is signed in with."""

    def __init__(self, user):
        self.user, self.client = user, Client()
        self.sign_in()

    def sign_in(self):
        """Also again, when weeks went by."""
        self.client.force_login(self.user)
        session = self.client.session
        session[SECOND_FACTOR] = True
        session.save()

    def look(self, path):
        answer = self.client.get(path, follow=True)
        assert answer.status_code == 200, path
        return answer.content.decode()

    def press(self, path, among="", /, **fields):
        """Open a page, and send its form whose action holds `among` with these fields
        changed; returns the page that follows."""
        forms = Forms(self.look(path)).found
        action, filled = next(form for form in forms if among in form[0])
        address = action.partition("#")[0] or path.partition("#")[0]
        answer = self.client.post(address, filled | fields, follow=True)
        assert answer.status_code == 200, address
        form = (answer.context or {}).get("form")
        assert not getattr(form, "errors", None), form.errors
        return answer.content.decode()

    def rows(self, kind=""):
        return [row for row in rows_for(self.user) if row.key.startswith(kind)]

    def sees(self, kind):
        """The one row of a kind, which stands on the start page with its rule."""
        self.sign_in()
        (row,) = self.rows(kind)
        page = self.look("/admin/")
        assert escape(row.title) in page
        assert escape(row.rule) in page
        assert f'href="{escape(row.url)}"' in page or f'action="{row.url}"' in page
        return row
