"""Which public page an address means, asked at once: Wagtail would ask the database for
each part of it, and for the roots of all sites."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.looks import LOGO
from cms.models import CentrePage, NetworkPage, ProgrammePage, StoryPage
from cms.models.pages import original_live_page

# The list of a centre's programmes in every language.
PROGRAMMES = "programmes"
# What a page shows of other rows, brought with it.
COMES_WITH: dict[type[Page], Sequence[str]] = {
    ProgrammePage: ("programme__centre", "programme__idea", "programme__area"),
    StoryPage: ("programme", "idea", "teller"),
}


def page_at(request: HttpRequest, language: str, path: str) -> Page | None:
    """The live page at a path of this language; None where Wagtail has to look for it
    itself: nothing stands there."""
    above, *rest = [part for part in path.split("/") if part] or [""]
    if not above:
        return (
            NetworkPage.objects.live()
            .select_related("locale")
            .filter(locale__language_code=language)
            .first()
        )
    homes = list(_homes().filter(slug=above))
    home = next((one for one in homes if one.locale.language_code == language), None)
    if home is None:
        return None
    request.centre_homes = homes
    if not rest:
        return home if home.live else None
    return _below(home, rest)


def _homes():
    """The home of a centre in each language, with what the frame shows of it."""
    logos = get_image_model().objects.prefetch_renditions(LOGO)
    homes = CentrePage.objects.select_related("locale", "centre")
    return homes.prefetch_related(Prefetch("logo", queryset=logos))


def _below(home: CentrePage, parts: list[str]) -> Page | None:
    found = (
        Page.objects.live()
        .filter(
            path__startswith=home.path,
            depth=home.depth + len(parts),
            slug=parts[-1],
            url_path=f"{home.url_path}{'/'.join(parts)}/",
        )
        .values_list("pk", "content_type")
        .first()
    )
    if found is None:
        return _standing_in(home, parts)
    pk, kind = found
    model = ContentType.objects.get_for_id(kind).model_class()
    rows = model.objects.select_related("locale", *COMES_WITH.get(model, ()))
    page = rows.get(pk=pk)
    page.centre = home.centre
    return page


def _standing_in(home: CentrePage, parts: list[str]) -> Page | None:
    """A programme's page in its own language, where it has none in this one."""
    if len(parts) == 2 and parts[0] == PROGRAMMES:
        return original_live_page(home.centre, parts[1])
    return None
