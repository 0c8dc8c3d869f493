"""Which services and organizations a question is about, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from champions.models import Centre
from champions.search import saying
from cms.enums import Pattern
from cms.models import Programme
from cms.open_data.hsds.kinds import KINDS, TAXONOMY
from cms.open_data.hsds.places import at_location_id
from cms.open_data.hsds.questions import USUAL
from cms.open_data.published import published


class NoSuchPageError(Exception):
    """A page behind the last one."""


def continuing(centre: Centre | None = None) -> QuerySet[Programme]:
    """What goes on. What happens once is no service; calendars and feeds have it
    (openreferral/specification, issue 493)."""
    return published(centre).exclude(pattern=Pattern.ONCE)


def services_that(asked: Mapping) -> QuerySet[Programme]:
    """All filters count together."""
    fits = Q()
    if "search" in asked:
        fits &= saying(asked["search"])
    if "organization_id" in asked:
        fits &= Q(centre__uuid=asked["organization_id"])
    if "taxonomy_term_id" in asked:
        fits &= Q(quilt_kind=KINDS.get(asked["taxonomy_term_id"], ""))
    if asked.get("taxonomy_id", TAXONOMY) != TAXONOMY:
        fits &= Q(pk=None)
    if "modified_after" in asked:
        fits &= Q(modified_at__gte=asked["modified_after"])
    return continuing().filter(fits).order_by("pk")


def organizations_that(asked: Mapping) -> QuerySet[Centre]:
    """Centres with something in public."""
    theirs = Programme.objects.listed().exclude(pattern=Pattern.ONCE)
    centres = Centre.objects.filter(Exists(theirs.filter(centre=OuterRef("pk"))))
    if words := asked.get("search"):
        centres = centres.filter(Q(name__icontains=words) | Q(name_fr__icontains=words))
    return centres.order_by("pk")


def at_location_of(pk: UUID) -> Programme | None:
    """The programme behind the id of a place's tie, which has no row of its own."""
    programmes = continuing().order_by("pk")
    for programme_uuid in programmes.values_list("uuid", flat=True):
        if at_location_id(programme_uuid) == str(pk):
            return programmes.get(uuid=programme_uuid)
    return None


def page_of(rows: QuerySet, asked: Mapping, build: Callable[[list], list]) -> dict:
    """One page in the envelope of the specification; the first of an empty list is
    empty."""
    pages = Paginator(rows, asked.get("per_page", USUAL))
    number = asked.get("page", 1)
    if number > pages.num_pages:
        raise NoSuchPageError
    page = pages.page(number)
    contents = build(list(page.object_list))
    return {
        "total_items": pages.count,
        "total_pages": pages.num_pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number == pages.num_pages,
        "empty": not contents,
        "contents": contents,
    }
