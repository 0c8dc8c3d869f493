"""The door for the reports of the mail provider that EMAIL_URL names, and of no other."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from champions.messages.providers import SIGNING_KEY, Account, account_of
from champions.permissions import Who, access


# A provider holds no cookie of ours; it says ANYMAIL_WEBHOOK_SECRET (HTTP basic auth).
@csrf_exempt
@access(Who.PUBLIC, twin="none: told by a machine of the mail provider")
def tracking(request: HttpRequest, provider: str) -> HttpResponse:
    """Anymail's own view, which answers 400 without the right secret; 404 where this
    provider is not ours, or no secret could be right."""
    account = account_of(settings.EMAIL_URL)
    ours = account and account.provider.name == provider
    if not account or not ours or not settings.ANYMAIL_WEBHOOK_SECRET:
        return HttpResponseNotFound(content_type="text/plain")
    view = import_string(account.provider.events).as_view(**_keys(account))
    answer: HttpResponse = view(request)
    return answer


def _keys(account: Account) -> dict[str, str]:
    if SIGNING_KEY not in account.provider.options:
        return {}
    key = account.signing_key or account.settings[account.provider.key]
    return {"webhook_signing_key": key}
