"""The words of a choice in a form, with a hint below them."""

from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString


def _format(words: str | Promise, hint: str | Promise) -> SafeString:
    return format_html('{}<span class="hint">{}</span>', words, hint)


# Lazy: a form's choices are made once, in whatever language was first.
with_hint = lazy(_format, SafeString)
