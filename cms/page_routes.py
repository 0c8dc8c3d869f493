"""Which public page an address means, asked at once: Wagtail would ask the database for
each part of it, and for the roots of all sites. Only what is shown comes with it: to
compose a question and to build its rows takes longer than to ask it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.looks import LOGO
from cms.models import (
    CentrePage,
    NetworkPage,
    Programme,
    ProgrammeIndexPage,
    ProgrammePage,
    StoryPage,
)

# The list of a centre's programmes in every language.
PROGRAMMES = "programmes"
# What the frame of a page below a home shows of it.
OF_A_HOME = ("path", "depth", "url_path", "slug", "live", "accent", "logo", "centre")
OF_A_PAGE = (
    *("path", "url_path", "slug", "title", "live", "translation_key"),
    "locale__language_code",
)
NOT_SHOWN = {"search_text", "access_text", "created_at", "key_words", "online_link"}
SHOWN_OF_A_PROGRAMME = (
    *(*OF_A_PAGE, "what", "about", "first_visit"),
    *(
        f"programme__{field.name}"
        for field in Programme._meta.concrete_fields
        if field.name not in NOT_SHOWN
    ),
    *(f"programme__idea__{name}" for name in ("what", "language", "stage")),
    *("programme__idea__not_mine_at", "programme__area__name"),
    "programme__area__name_fr",
)
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
    homes = list(_homes(whole=not rest).filter(slug=above))
    home = next((one for one in homes if one.locale.language_code == language), None)
    if home is None:
        return None
    request.centre_homes = homes
    if not rest:
        return home if home.live else None
    match rest:
        case [slug] if slug == PROGRAMMES:
            return _programmes(home)
        case [above, slug] if above == PROGRAMMES:
            return _programme(home, slug)
        case _:
            return _below(home, rest)


def _homes(*, whole: bool):
    """The home of a centre in each language, with what the frame shows of it."""
    logos = get_image_model().objects.prefetch_renditions(LOGO)
    homes = CentrePage.objects.select_related("locale", "centre")
    homes = homes.prefetch_related(Prefetch("logo", queryset=logos))
    return homes if whole else homes.only(*OF_A_HOME, "locale__language_code")


def _programmes(home: CentrePage) -> Page | None:
    indexes = ProgrammeIndexPage.objects.live().child_of(home).select_related("locale")
    page = indexes.only(*OF_A_PAGE).first()
    if page:
        page.centre = home.centre
    return page


def _programme(home: CentrePage, slug: str) -> Page | None:
    """In the language of the home; where it has no page in that, the page that it has:
    the template says so."""
    pages = ProgrammePage.objects.live().select_related(
        "locale", "programme__idea", "programme__area"
    )
    rows = pages.filter(programme__centre=home.centre, programme__slug=slug)
    found = list(rows.only(*SHOWN_OF_A_PROGRAMME))
    for one in found:
        one.programme.centre = home.centre
        one.in_other_language = _translation_of(one, found)
    address = f"{home.url_path}{PROGRAMMES}/{slug}/"
    here = next((one for one in found if one.url_path == address), None)
    return here or _below(home, [PROGRAMMES, slug]) or next(iter(found), None)


def _translation_of(page: Page, found: list[ProgrammePage]) -> ProgrammePage | None:
    translations = (one for one in found if one.translation_key == page.translation_key)
    return next((one for one in translations if one is not page), None)


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
        return None
    pk, kind = found
    model = ContentType.objects.get_for_id(kind).model_class()
    rows = model.objects.select_related("locale", *COMES_WITH.get(model, ()))
    page = rows.get(pk=pk)
    page.centre = home.centre
    return page
