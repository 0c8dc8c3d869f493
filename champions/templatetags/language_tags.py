"""Our own lines in each of several languages, beside words in a third one; and the words
of people in paragraphs.

    {% each_language said.fixed %}{% translate "Answer here:" %}{% end_each_language %}
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from champions.messages.marks import Mark, shown

register = template.Library()
BETWEEN = " · "
LINK = re.compile(r"(\{link:[a-z_]+\})")


class EachLanguage(template.Node):
    def __init__(self, languages: FilterExpression, nodelist: NodeList) -> None:
        self.languages = languages
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        languages = list(self.languages.resolve(context))
        said = [self._said(one, context) for one in languages]
        if len(languages) == 1 or not context.autoescape:
            return mark_safe(BETWEEN.join(said))  # noqa: S308  rendered by a template
        parts = zip(languages, said, strict=True)
        spans = (f'<span lang="{one}">{words}</span>' for one, words in parts)
        # As a whole from left to right, also inside words that run the other way.
        return mark_safe(f'<span dir="ltr">{BETWEEN.join(spans)}</span>')  # noqa: S308  the same

    def _said(self, language: str, context: Context) -> str:
        with translation.override(language):
            return str(self.nodelist.render(context))


@register.tag
def each_language(parser: Parser, token: Token) -> EachLanguage:
    _name, languages = token.split_contents()
    nodelist = parser.parse(("end_each_language",))
    parser.delete_first_token()
    return EachLanguage(parser.compile_filter(languages), nodelist)


@register.filter
def as_paragraphs(paragraphs: Iterable[str]) -> SafeString:
    """Somebody's plain words in HTML: escaped, with their line ends."""
    return _html(paragraphs, linked=False)


@register.filter
def as_linked_paragraphs(paragraphs: Iterable[str]) -> SafeString:
    """The same for a mail, where the recipient's own page can be opened."""
    return _html(paragraphs, linked=True)


@register.filter
def with_marks(words: str, marks: Iterable[Mark]) -> str:
    """Kept words, their marks as people of the page's language read them."""
    return shown(words, marks)


def _html(paragraphs: Iterable[str], *, linked: bool) -> SafeString:
    said = []
    for paragraph in paragraphs:
        words = str(escape(paragraph)).replace("\n", "<br>")
        words = LINK.sub(r'<a href="\1">\1</a>', words) if linked else words
        said.append(f"<p>{words}</p>")
    return mark_safe("\n".join(said))  # noqa: S308  escaped above
