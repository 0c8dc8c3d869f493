"""Open a centre: its home in each language, its collection, and who may change them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from champions.enums import PAGE_ROLES, Role
from champions.groups import group_of
from champions.history import record
from champions.models import Centre, User
from cms.models import (
    CentreCollection,
    CentrePage,
    NetworkPage,
    ProgrammeIndexPage,
    StoryIndexPage,
)

# First words of our own addresses: no centre may be called like one.
SHADOWS = frozenset(
    {
        "about",
        "accounts",
        "accessibility",
        "admin",
        "api",
        "contact",
        "documents",
        "en",
        "find",
        "fr",
        "fridge",
        "go",
        "health",
        "help",
        "i",
        "letter",
        "media",
        "my",
        "privacy",
        "promises",
        "seat",
        "set-up",
        "static",
        "stop",
        "styleguide",
        "try",
    }
)
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# A staff partner checks pages through moderation; publishing is the lead's and editor's.
RIGHTS = {
    Role.LEAD: PAGE_RIGHTS,
    Role.EDITOR: PAGE_RIGHTS,
    Role.SUPPORTER: ("add_page", "change_page"),
}
FILE_RIGHTS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)


@transaction.atomic
def open_centre(centre: Centre, *, by: User | None) -> Centre:
    """Save a new centre and plant its pages in every language. Slug and name decide
    the addresses; they are checked by the form of the centre."""
    centre.save()
    homes = _plant(centre)
    collection = _collection_of(centre)
    for role in PAGE_ROLES:
        group = group_of(centre, role)
        _allow_pages(group, homes, RIGHTS[role])
        _allow_files(group, collection)
    record(centre, "cms.open_centre", by=by)
    return centre


def follow_name(before: Centre, centre: Centre) -> None:
    """Its homes and its collection are called as it is. A title that somebody gave a home
    themselves stays, and so does every other word of a draft."""
    theirs = CentreCollection.objects.filter(centre=centre).values("collection")
    named = Collection.objects.filter(pk__in=theirs, name=before.name)
    named.update(name=centre.name)
    homes = CentrePage.objects.filter(centre=centre)
    # Whoever keeps a draft of one at this moment waits, or was waited for: the editor
    # holds the same rows.
    held = Page.objects.select_for_update().filter(pk__in=homes.values("pk"))
    list(held.order_by("pk"))
    for home in homes.select_related("locale"):
        language = home.locale.language_code
        old, new = before.name_in(language), centre.name_in(language)
        if old != new:
            _retitle(home, old, new)


def _retitle(home: CentrePage, old: str, new: str) -> None:
    draft = home.get_latest_revision_as_object()
    if draft.title == old:
        draft.title = home.draft_title = new
        draft.save_revision(changed=False)
    if home.title == old:
        home.title = new
    home.save(update_fields=["title", "draft_title"])


def _plant(centre: Centre) -> list[CentrePage]:
    """The same pages in each tree, linked as translations of each other."""
    homes: list[CentrePage] = []
    for network in NetworkPage.objects.order_by("pk"):
        language = network.locale.language_code
        home = CentrePage(
            title=centre.name_in(language), slug=centre.slug, centre=centre
        )
        _add_translation(network, home, homes[0] if homes else None)
        firsts = list(homes[0].get_children()) if homes else [None, None]
        for index, first in zip(_indexes(language), firsts, strict=True):
            _add_translation(home, index, first)
        homes.append(home)
    return homes


def _indexes(language: str) -> list[Page]:
    """What stands below each home from its first day."""
    with translation.override(language):
        join, stories = _("Find something to join"), _("Stories")
    return [
        ProgrammeIndexPage(title=join, slug="programmes"),
        StoryIndexPage(title=stories, slug="stories"),
    ]


def _add_translation(parent: Page, page: Page, original: Page | None) -> None:
    page.locale = parent.locale
    if original is not None:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)


def _collection_of(centre: Centre) -> Collection:
    root = Collection.get_first_root_node()
    collection = root.add_child(instance=Collection(name=centre.name))
    CentreCollection.objects.create(centre=centre, collection=collection)
    return collection


def _allow_pages(group: Group, homes: list[CentrePage], rights: Iterable[str]) -> None:
    allowed = _permissions("wagtailcore", rights)
    GroupPagePermission.objects.bulk_create(
        (
            GroupPagePermission(group=group, page=home, permission=permission)
            for permission in allowed
            for home in homes
        ),
        ignore_conflicts=True,
    )


def _allow_files(group: Group, collection: Collection) -> None:
    allowed = [one for app in FILE_RIGHTS for one in _permissions(*app)]
    GroupCollectionPermission.objects.bulk_create(
        (
            GroupCollectionPermission(
                group=group, collection=collection, permission=permission
            )
            for permission in allowed
        ),
        ignore_conflicts=True,
    )


def _permissions(app: str, codenames: Iterable[str]) -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label=app, codename__in=codenames
    )
