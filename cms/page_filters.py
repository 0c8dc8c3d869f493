"""The filters above Wagtail's lists of pages, fenced: stock ones name everybody who owns
or has changed any page of any centre."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.models import PageLogEntry

from champions.models import User
from cms import fence


def owners(request: HttpRequest) -> QuerySet[User]:
    """Those who own a page that the visitor may see."""
    pages = fence.pages(request.user)
    return User.objects.filter(pk__in=pages.order_by().values("owner"))


def editors(request: HttpRequest) -> QuerySet[User]:
    """Those who have changed a page that the visitor may see."""
    pages = fence.pages(request.user).order_by()
    edits = PageLogEntry.objects.filter(action="wagtail.edit", page__in=pages)
    return User.objects.filter(pk__in=edits.order_by().values("user"))


def fence_page_filters() -> None:
    """Called once, at start; Wagtail has no setting for it."""
    for filters in (PageFilterSet, GenericPageFilterSet):
        filters.base_filters["owner"].queryset = owners
        filters.base_filters["edited_by"].queryset = editors
