"""The directory interface of HSDS 3.0 for whoever keeps a list of services: JSON for every
answer, also for a mistake, and for a program of any other site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from champions.models import Centre
from champions.permissions import Who, access
from cms.open_data.hsds import lists
from cms.open_data.hsds.organizations import organization, whole_organization
from cms.open_data.hsds.places import at_location
from cms.open_data.hsds.questions import (
    NothingAsked,
    OneOrganizationQuestion,
    OrganizationsQuestion,
    PlacesQuestion,
    ServicesQuestion,
)
from cms.open_data.hsds.services import (
    least,
    service,
    whole_at_location,
    whole_service,
)
from cms.open_data.licence import LICENCE

TWIN = "none: read by programs; the pages and posters say the same"
VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/hsds/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
KEPT_FOR = 60
READ_ONLY = ("GET", "HEAD")
Answer = Callable[..., dict]


def in_json(question: type[forms.Form]) -> Callable[[Answer], Callable]:
    """A view that gives what is to be said; what was asked in the query stands as
    `asked`, what cannot be answered says why in a sentence."""

    def decorate(view: Answer) -> Callable[..., HttpResponse]:
        @conditional_page
        @wraps(view)
        def answered(request: HttpRequest, **kwargs) -> HttpResponse:
            if request.method not in READ_ONLY:
                refused = _refused(405, _("This can only be read: GET or HEAD."))
                refused.headers["Allow"] = ", ".join(READ_ONLY)
                return refused
            asked = question(request.GET)
            if not asked.is_valid():
                return _refused(400, _("Please ask in another way."), asked)
            return _answer(view, asked.cleaned_data, kwargs)

        return answered

    return decorate


def _answer(view: Answer, asked: dict, kwargs: dict) -> HttpResponse:
    try:
        return _open(JsonResponse(view(asked, **kwargs)))
    except lists.NoSuchPageError:
        return _refused(400, _("There are not so many pages."))
    except Http404:
        return _refused(404, _("There is nothing here by this name."))


def _refused(status: int, words: str, asked: forms.Form | None = None) -> HttpResponse:
    said: dict[str, object] = {"error": words}
    if asked is not None:
        said["parameters"] = asked.errors
    return _open(JsonResponse(said, status=status))


def _open(response: HttpResponse) -> HttpResponse:
    """For programs of every site, and for a minute."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Link"] = f'<{LICENCE}>; rel="license"'
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@access(Who.PUBLIC, twin=TWIN)
@in_json(NothingAsked)
def about(asked: dict) -> dict:
    return {
        "version": VERSION,
        "profile": PROFILE,
        "openapi_url": OPENAPI,
        "license": LICENCE,
        "publisher": settings.BASE_URL,
    }


@access(Who.PUBLIC, twin=TWIN)
@in_json(ServicesQuestion)
def services(asked: dict) -> dict:
    build = least if "minimal" in asked else service
    build = whole_service if "full" in asked else build
    rows = lists.services_that(asked)
    return lists.page_of(rows, asked, lambda found: [build(one) for one in found])


@access(Who.PUBLIC, twin=TWIN)
@in_json(NothingAsked)
def one_service(asked: dict, *, pk: str) -> dict:
    programme = lists.continuing().filter(uuid=_id(pk)).first()
    if programme is None:
        raise Http404
    return whole_service(programme)


@access(Who.PUBLIC, twin=TWIN)
@in_json(PlacesQuestion)
def at_locations(asked: dict) -> dict:
    build = whole_at_location if "full" in asked else at_location
    rows = lists.services_that(asked)
    return lists.page_of(rows, asked, lambda found: [build(one) for one in found])


@access(Who.PUBLIC, twin=TWIN)
@in_json(NothingAsked)
def one_at_location(asked: dict, *, pk: str) -> dict:
    programme = lists.at_location_of(_id(pk))
    if programme is None:
        raise Http404
    return whole_at_location(programme)


@access(Who.PUBLIC, twin=TWIN)
@in_json(OrganizationsQuestion)
def organizations(asked: dict) -> dict:
    rows = lists.organizations_that(asked)
    if not {"full", "full_service"} & set(asked):
        return lists.page_of(
            rows, asked, lambda found: [organization(one) for one in found]
        )
    build = whole_service if "full_service" in asked else service
    return lists.page_of(rows, asked, lambda found: _with_services(found, build))


@access(Who.PUBLIC, twin=TWIN)
@in_json(OneOrganizationQuestion)
def one_organization(asked: dict, *, pk: str) -> dict:
    centre = lists.organizations_that({}).filter(uuid=_id(pk)).first()
    if centre is None:
        raise Http404
    build = whole_service if "full_service" in asked else service
    return _with_services([centre], build)[0]


def _with_services(centres: list[Centre], build: Callable) -> list[dict]:
    """Their services are asked for together, however many centres there are."""
    programmes = lists.continuing().filter(centre__in=centres).order_by("pk")
    of_centre: dict[int, list[dict]] = {centre.pk: [] for centre in centres}
    for programme in programmes:
        of_centre[programme.centre_id].append(build(programme))
    return [whole_organization(one, of_centre[one.pk]) for one in centres]


@access(Who.PUBLIC, twin=TWIN)
@in_json(NothingAsked)
def nothing(asked: dict, *, path: str) -> dict:
    """Whatever else is asked for below this address: never a page of words."""
    raise Http404
