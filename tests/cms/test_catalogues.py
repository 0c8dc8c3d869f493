"""Texts are collected from code and templates, and what is not translated is found."""

import ast
from gettext import GNUTranslations

import pytest
from django.utils.dates import MONTHS, WEEKDAYS

from cms import catalogues

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
GREETING = _("Hello %(name)s")
LONG = _("a long "
         "text")
MONTH = pgettext("month", "May")
SEATS = ngettext("%(count)d place", "%(count)d places", 2)
"""
TEMPLATE = """{% load i18n %}
<p title="it's {{ word|default:_('none') }}">
    {% translate "100% free" %} {% translate "Menu" context "food" %}
  {% blocktranslate trimmed count n=3 with who=name %}
     One "thing" for {{ who }}
  {% plural %}
     {{ n }} things for {{ who }}
  {% endblocktranslate %}
</p>
"""
HEAD = """msgid ""
msgstr ""
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"""


@pytest.fixture
def tree(tmp_path):
    """A small project that asks for the texts above and has none translated."""
    for room in catalogues.ROOMS:
        (tmp_path / room).mkdir()
    (tmp_path / "cms" / "words.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    french = tmp_path / "locale" / "fr" / "LC_MESSAGES"
    french.mkdir(parents=True)
    (french / "django.po").write_text(HEAD)
    return tmp_path


def po(tree):
    return tree / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def add(tree, text, translation, *, flags=""):
    with po(tree).open("a") as file:
        file.write(f'\n{flags}msgid "{text}"\nmsgstr "{translation}"\n')


def only(tree, code):
    (tree / "cms" / "words.py").write_text(code)
    (tree / "templates" / "page.html").write_text("")


def test_every_kind_of_text_is_collected(tree):
    found = {(m.context, m.id) for m in catalogues.collect(tree) if m.id}

    assert found == {
        (None, "Hello %(name)s"),
        (None, "a long text"),
        ("month", "May"),
        (None, ("%(count)d place", "%(count)d places")),
        (None, "none"),
        (None, "100%% free"),
        ("food", "Menu"),
        (None, ('One "thing" for %(who)s', "%(n)s things for %(who)s")),
    }


def test_updating_adds_what_is_asked_for_drops_the_rest_and_is_stable(tree):
    add(tree, "no longer asked for", "plus demandé")
    catalogues.update(tree)
    once = po(tree).read_text()

    catalogues.update(tree)

    assert po(tree).read_text() == once
    assert ("no longer" in once, "a long text" in once) == (False, True)


@pytest.mark.parametrize(
    ("translation", "flags", "fault"),
    [
        ("", "", "fr: not translated: Hi %(name)s"),
        ("Salut %(name)s", "#, fuzzy\n", "fr: marked fuzzy: Hi %(name)s"),
        ("Salut %(nom)s", "", "fr: other placeholders: Hi %(name)s"),
    ],
)
def test_a_text_that_is_not_ready_is_found(tree, translation, flags, fault):
    only(tree, '_("Hi %(name)s")')
    add(tree, "Hi %(name)s", translation, flags=flags)

    assert catalogues.faults(tree) == [fault]


def test_a_text_missing_or_left_over_is_found(tree):
    only(tree, '_("new")')
    add(tree, "old", "ancien")

    assert catalogues.faults(tree) == [
        "fr: not in the catalogue: new",
        "fr: no longer asked for: old",
    ]


def test_a_complete_catalogue_has_no_fault_and_is_compiled(tree):
    only(tree, '_("Hi %(name)s")')
    add(tree, "Hi %(name)s", "Bonjour %(name)s")

    assert catalogues.faults(tree) == []

    catalogues.compile_changed(tree)
    with po(tree).with_suffix(".mo").open("rb") as compiled:
        assert GNUTranslations(compiled).gettext("Hi %(name)s") == "Bonjour %(name)s"


def test_our_words_do_not_change_the_names_of_days_and_months():
    for path in catalogues.LOCALE_DIR.glob("*/LC_MESSAGES/django.po"):
        ours = catalogues.read(path)
        for name in [*WEEKDAYS.values(), *MONTHS.values()]:
            message = ours.get(name._args[0])
            assert message is None or message.string == message.string.lower()


def asked_within(code):
    """Texts asked for between the braces of an f-string: nothing collects them."""
    between = [
        one for one in ast.walk(ast.parse(code)) if isinstance(one, ast.JoinedStr)
    ]
    calls = (
        call
        for one in between
        for call in ast.walk(one)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    )
    return [ast.unparse(call) for call in calls if call.func.id in catalogues.FUNCTIONS]


def test_no_text_is_asked_for_where_it_is_not_collected():
    assert asked_within("f\"{name}: {_('Hello')}\"") == ["_('Hello')"]
    for room in catalogues.ROOMS:
        for path in (catalogues.ROOT / room).rglob("*.py"):
            assert asked_within(path.read_text()) == [], path
