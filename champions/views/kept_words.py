"""After signing in again: what was written before, to read and to send."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from champions.kept_words import forget_words, words_kept
from champions.permissions import Who, access


@access(Who.SIGNED_IN, twin="phone:ideas:write_down")
@require_http_methods(["GET", "POST"])
def kept_words(request: HttpRequest) -> HttpResponse:
    """Sent by a form of its own to where it was meant for; a post to here forgets it."""
    kept, home = words_kept(request), resolve_url(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST":
        answer = redirect(kept.page if kept else home)
        forget_words(request, answer)
        messages.info(request, _("It is forgotten. Nothing was sent."))
        return answer
    return render(request, "champions/kept_words.html", {"kept": kept, "home": home})
