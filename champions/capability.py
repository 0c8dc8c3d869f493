"""What a browser holds after somebody pressed "Yes, I am the person": a signed cookie
for one thing. The address stays clean, and there is no row to leak or to clean up."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LIFETIME = 30 * 60  # seconds; a reply takes two minutes, a library's computer is shared


def grant(
    response: HttpResponse,
    purpose: str,
    id: int,
    generation: int,
    lifetime: int = LIFETIME,
) -> None:
    """Let this browser use the thing for half an hour, or so many seconds."""
    response.set_signed_cookie(
        _name(purpose, id),
        str(generation),
        salt=purpose,
        max_age=lifetime,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def held(
    request: HttpRequest, purpose: str, id: int, lifetime: int = LIFETIME
) -> int | None:
    """The generation of the capability this browser holds for the thing, or nothing.
    The caller compares it with the thing's own on every use."""
    value = request.get_signed_cookie(
        _name(purpose, id), default="", salt=purpose, max_age=lifetime
    )
    return int(value) if value else None


def give_back(response: HttpResponse, purpose: str, id: int) -> None:
    """Forget the capability: somebody said "this is not me", or is done."""
    response.delete_cookie(_name(purpose, id), samesite="Lax")


def _name(purpose: str, id: int) -> str:
    """The browser itself then refuses such a cookie from a sister host."""
    prefix = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}may-{purpose}-{id}"
