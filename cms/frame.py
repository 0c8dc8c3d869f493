"""The frame around every page: whose it is, the menu, the other language, the phone.

The menu is built here alone, in the highest room, because it leads into all of them.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from champions.models import Centre
from cms.models import DemoMark


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    code: str = ""
    current: bool = False


@dataclass(frozen=True)
class Frame:
    """What `base.html` shows around a page."""

    centre: Centre | None
    phone: str
    hours: str
    menu: list[Link]
    other_language: Link
    help_links: list[Link] = field(default_factory=list)
    is_demo: bool = False
    is_signed_in: bool = False


def frame(request: HttpRequest) -> dict[str, Frame | None]:
    """The context processor behind `{{ frame }}`; the admin has a frame of its own."""
    if request.path.startswith(reverse("wagtailadmin_home")):
        return {"frame": None}
    return {"frame": _frame(request)}


def _frame(request: HttpRequest) -> Frame:
    centre = _centre_of(request)
    language = translation.get_language() or settings.LANGUAGE_CODE
    return Frame(
        centre=centre,
        phone=centre.phone if centre else "",
        hours=centre.hours_in(language) if centre else "",
        menu=_menu(request, centre),
        other_language=_other_language(request, language),
        help_links=_help_links(centre),
        is_demo=DemoMark.objects.exists(),
        is_signed_in=hasattr(request, "user") and request.user.is_authenticated,
    )


def _centre_of(request: HttpRequest) -> Centre | None:
    """The centre whose pages these are: found by the view, or by the page shown."""
    visit = getattr(request, "visit", None)
    return (visit and visit.centre) or getattr(request, "page_centre", None)


def _menu(request: HttpRequest, centre: Centre | None) -> list[Link]:
    home = f"/{translation.get_language()}/"
    at = f"{home}{centre.slug}/" if centre else home
    entries = []
    if centre:
        entries = [
            (f"{at}programmes/", _("Find something to join")),
            (f"{at}ideas/", _("Ideas")),
        ]
        if hasattr(request, "user") and request.user.is_authenticated:
            entries.append((f"{at}meetings/", _("Get-togethers")))
    entries += _own_entries(request)
    return [
        Link(url, label, current=request.path.startswith(url)) for url, label in entries
    ]


def _own_entries(request: HttpRequest) -> list[tuple[str, str]]:
    """The way in, or to one's own page and out again."""
    if hasattr(request, "user") and request.user.is_authenticated:
        return [
            (reverse("my_page"), _("My page")),
            (reverse("account_logout"), _("Sign out")),
        ]
    return [(reverse("account_login"), _("Sign in"))]


def _help_links(centre: Centre | None) -> list[Link]:
    home = f"/{translation.get_language()}/"
    pages = {
        "help": _("Get help"),
        "promises": _("Our promises to you"),
        "privacy": _("Privacy"),
        "accessibility": _("Accessibility"),
    }
    return [Link(f"{home}{slug}/", label) for slug, label in pages.items()]


def _other_language(request: HttpRequest, language: str) -> Link:
    """This same page in the other language; a translated page says its own address."""
    names = dict(settings.LANGUAGES)
    code = next(code for code in names if code != language)
    url = getattr(request, "other_language_url", None)
    if url is None:
        start = f"/{language}/"
        rest = request.get_full_path().removeprefix(start)
        url = f"/{code}/{rest}" if rest != request.get_full_path() else f"/{code}/"
    return Link(url, str(names[code]), code=code)
