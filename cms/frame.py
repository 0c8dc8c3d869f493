"""The frame around every page: whose it is, the menu, the other language, the phone.

The menu is built here alone, in the highest room, because it leads into all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from champions.enums import Role
from champions.models import Centre
from champions.where_from import page_of
from cms.demo.installation import doors_are_open
from cms.looks import Look, look_of
from cms.models import DemoMark, Programme

AT_THE_DESK = (Role.DESK, Role.LEAD, Role.SUPPORTER)
# Point person and partners find it from the front desk.
THINKING_OF_PEOPLE = (Role.PRESCRIBER,)


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
    worry: Link | None = None
    look: Look = field(default_factory=Look)
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
    is_invented = DemoMark.objects.exists()
    return Frame(
        centre=centre,
        phone=centre.phone if centre else "",
        hours=centre.hours_in(language) if centre else "",
        menu=_menu(request, centre, is_invented=is_invented),
        other_language=_other_language(request, language),
        help_links=_help_links(centre),
        worry=_worry(centre, getattr(request, "page_programme", None)),
        look=look_of(centre, getattr(request, "centre_homes", None)),
        is_demo=is_invented,
        is_signed_in=_is_signed_in(request),
    )


def _centre_of(request: HttpRequest) -> Centre | None:
    """The centre whose pages these are: found by the view, or by the page shown."""
    visit = getattr(request, "visit", None)
    return (visit and visit.centre) or getattr(request, "page_centre", None)


def _menu(
    request: HttpRequest, centre: Centre | None, *, is_invented: bool
) -> list[Link]:
    """Where one can go from here: of the centre, then of oneself."""
    entries = [*_of_centre(request, centre), *_of_visitor(request, centre)]
    if is_invented and doors_are_open(request):
        entries.append((reverse("try"), _("Try it")))
    return [
        Link(url, label, current=request.path.startswith(url)) for url, label in entries
    ]


def _of_centre(
    request: HttpRequest, centre: Centre | None
) -> Iterator[tuple[str, str]]:
    if centre is None:
        yield reverse("find"), _("Find something to join")
        return
    home = f"/{translation.get_language()}/{centre.slug}/"
    yield f"{home}programmes/", _("Find something to join")
    yield f"{home}ideas/", _("Ideas")
    yield f"{home}stories/", _("Stories")
    if _is_signed_in(request):
        yield f"{home}meetings/", _("Get-togethers")


def _of_visitor(
    request: HttpRequest, centre: Centre | None
) -> Iterator[tuple[str, str]]:
    if _is_signed_in(request):
        yield from _of_staff(request, centre)
        yield reverse("my_page"), _("My page")
        yield reverse("account_logout"), _("Sign out")
        return
    if centre is None:
        yield reverse("meetings:go"), _("I have a code")
    else:
        yield reverse("meetings:centre_go", args=[centre.slug]), _("I have a code")
    yield reverse("account_login"), _("Sign in")


def _of_staff(request: HttpRequest, centre: Centre | None) -> Iterator[tuple[str, str]]:
    """The front desk of this centre, or of the first one, for those who work there; and
    for a provider, where they think of somebody."""
    for roles, name, label in (
        (AT_THE_DESK, "meetings:desk", _("Front desk")),
        (AT_THE_DESK, "programmes:desk", _("Calls about programmes")),
        (THINKING_OF_PEOPLE, "meetings:prescribe", _("Invite somebody")),
    ):
        works = [at for at, role in request.user.acting_roles if role in roles]
        here = centre or (works and Centre.objects.get(pk=works[0]))
        if here and here.pk in works:
            yield reverse(name, args=[here.slug]), label


def _is_signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated


def _help_links(centre: Centre | None) -> list[Link]:
    home = f"/{translation.get_language()}/" + (f"{centre.slug}/" if centre else "")
    pages = {
        "help": _("Get help"),
        "promises": _("Our promises to you"),
        "privacy": _("Privacy"),
        "accessibility": _("Accessibility"),
        "about": _("About us"),
        "contact": _("Contact"),
    }
    return [Link(f"{home}{slug}/", label) for slug, label in pages.items()]


def _worry(centre: Centre | None, about: Programme | None) -> Link | None:
    """To whoever hears worries at a centre, and does not run the programme of the page;
    the network has nobody."""
    if centre is None:
        return None
    label = _("Something worries you? Tell us.")
    query = f"?about={about.slug}" if about else ""
    return Link(reverse("worry", args=[centre.slug]) + query, label)


def _other_language(request: HttpRequest, language: str) -> Link:
    """This same page in the other language; a translated page says its own address."""
    names = dict(settings.LANGUAGES)
    code = next(code for code in names if code != language)
    url = getattr(request, "other_language_url", None)
    if url is None:
        start = f"/{language}/"
        here = page_of(request)
        rest = here.removeprefix(start)
        url = f"/{code}/{rest}" if rest != here else f"/{code}/"
    return Link(url, str(names[code]), code=code)
