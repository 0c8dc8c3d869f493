"""What a monitor asks. Anybody learns yes or no; a network administrator learns why."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from champions.permissions import Who, access
from cms import health

TWIN = "none: asked by machines"


@access(Who.PUBLIC, twin=TWIN)
@require_safe
@never_cache
def process(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return _answer(request, [])


@access(Who.PUBLIC, twin=TWIN)
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    return _answer(request, health.not_ready())


@access(Who.PUBLIC, twin=TWIN)
@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    return _answer(request, health.worker_not_well())


def _answer(request: HttpRequest, found: list[str]) -> HttpResponse:
    said = ["not well" if found else "ok"]
    if found and _may_know_why(request):
        said += found
    return HttpResponse(
        "\n".join(said) + "\n",
        content_type="text/plain; charset=utf-8",
        status=503 if found else 200,
    )


def _may_know_why(request: HttpRequest) -> bool:
    try:
        return bool(request.user.is_superuser)
    except DatabaseError:
        return False
