"""What happens around every request: the language of its address, and the gate."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from champions.services.views_log import write_views
from cms import access, page_cache


class KeptPagesMiddleware:
    """Before everything else: a public page that is ready goes out as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = page_cache.key_of(request)
        if key is None:
            return self.get_response(request)
        if page := page_cache.kept(key, request):
            return page
        response = self.get_response(request)
        page_cache.keep(key, request, response)
        return response


class LanguageOfAddressMiddleware:
    """The address alone sets the language: no session, no guess, no redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info)
        with translation.override(language or settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if language is None:
            patch_vary_headers(response, ("Accept-Language",))
        return response


class AccessMiddleware:
    """The gate: asks `cms.access` before any view that does not declare itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        return access.refusal(request, view, args, kwargs)


class ViewLogMiddleware:
    """Writes who was shown, after everything else: a page that fails is noted as well,
    and what cannot be noted is not shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        write_views(request)
        return response


class ContentPolicyMiddleware(CSPMiddleware):
    """Strict everywhere; in Wagtail's admin its own inline scripts and styles may run
    (its page editor has both), still from this site alone."""

    def get_policy_parts(
        self,
        request,
        response,
        report_only: bool = False,  # noqa: FBT001, FBT002  the library's own signature
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith("/admin/"):
            parts.replace = ADMIN_POLICY | (parts.replace or {})
        return parts


ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}
