"""Who may use an address, and its twin on paper or by phone.

Every view carries `@access(Who..., twin="...")`. The decorator resolves the centre of
the address, finds out what the visitor is there, and answers: a signed-out visitor is
sent to sign in before anything is looked up; everybody else who may not gets 404,
exactly as for an address that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import wraps
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from champions.enums import ChampionState, Role
from champions.kept_words import keep_words
from champions.models import Centre, Person, User
from champions.where_from import page_of

ViewFunction = Callable[..., HttpResponse]
# Set in the session by a second factor, or by a door of the demo.
SECOND_FACTOR = "second_factor"
# Where to go on once a second factor is set up.
AFTER_SECOND_STEP = "after_second_step"
# True in the session of who came in by a printed card. A card can be found by anybody:
# pages that show or change how to reach a person, or their record, ask for a mail.
BY_CARD = "by_card"


class Who(Enum):
    """Whom an address is for."""

    PUBLIC = "public"
    # Holds the link or code of the thing itself; the view checks it.
    HOLDER = "holder"
    SIGNED_IN = "signed in"
    CHAMPION = "champion"
    LEAD = Role.LEAD.value
    SUPPORTER = Role.SUPPORTER.value
    DESK = Role.DESK.value
    PRESCRIBER = Role.PRESCRIBER.value
    EDITOR = Role.EDITOR.value
    EVALUATOR = Role.EVALUATOR.value
    PRIVACY = Role.PRIVACY.value
    NETWORK = "network administrator"


OPEN = frozenset({Who.PUBLIC, Who.HOLDER})
STAFF = (Who.LEAD, Who.SUPPORTER)
PERSONAL = frozenset({Who.CHAMPION, Who.SIGNED_IN})


@dataclass(frozen=True)
class Access:
    """What a view declared: for whom it is, and its twin for those without a screen."""

    who: frozenset[Who]
    twin: str


@dataclass(frozen=True)
class Visit:
    """What the visitor is at this address, found out once for each request."""

    centre: Centre | None = None
    person: Person | None = None
    roles: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_champion(self) -> bool:
        """On a break too; who moved on has left the table, until they are back."""
        champion = getattr(self.person, "champion", None)
        return champion is not None and champion.state != ChampionState.MOVED_ON

    @property
    def at_centre(self) -> Centre:
        """The centre of an address that names one."""
        if self.centre is None:
            raise Http404
        return self.centre

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & {Role.LEAD, Role.SUPPORTER})

    def is_one_of(self, who: frozenset[Who], user: User) -> bool:
        return (
            (Who.SIGNED_IN in who)
            or (Who.CHAMPION in who and self.is_champion)
            or (Who.NETWORK in who and user.is_superuser)
            or bool(self.roles & {one.value for one in who})
        )


class CentreRequest(HttpRequest):
    """A request after `@access`: by a known user, at a known centre."""

    user: User
    visit: Visit


def access(*who: Who, twin: str) -> Callable[[ViewFunction], ViewFunction]:
    """Declare for whom a view is, and its twin: `print:<url name>`, `phone:<desk
    action>` or `none: <reason>` (staff and public pages only)."""
    declared = Access(frozenset(who), twin)

    def declare(view: ViewFunction) -> ViewFunction:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            refused = refusal(request, declared, kwargs.pop("centre", None))
            response = refused or _on_its_wall(request, view, kwargs)
            if _is_personal(request, declared):
                keep_out_of_caches(response)
            return response

        setattr(guarded, "access", declared)  # noqa: B010  a function has no such field
        return guarded

    return declare


def _on_its_wall(
    request: HttpRequest, view: ViewFunction, kwargs: dict[str, Any]
) -> HttpResponse:
    """Days and times on the page are those of the centre's wall clock."""
    centre = cast(CentreRequest, request).visit.centre
    with timezone.override(centre.tzinfo if centre else None):
        return view(request, **kwargs)


def _is_personal(request: HttpRequest, declared: Access) -> bool:
    return declared.who != {Who.PUBLIC} or request.user.is_authenticated


def keep_out_of_caches(response: HttpResponse) -> None:
    """Also out of the browser's own: "back" on a shared computer shows nobody's page.
    A view that says itself how long it may be kept is left alone."""
    if not response.has_header("Cache-Control"):
        add_never_cache_headers(response)


def refusal(
    request: HttpRequest, declared: Access, slug: str | None
) -> HttpResponse | None:
    """Set `request.visit`, or say how the visitor is turned away."""
    user = request.user
    if not declared.who & OPEN and isinstance(user, AnonymousUser):
        return _ask_to_sign_in(request)
    visit = find_visit(user, slug)
    cast(CentreRequest, request).visit = visit
    if declared.who & OPEN:
        return None
    user = cast(User, user)
    if not visit.is_one_of(declared.who, user):
        # Nor does the page around the answer tell one centre from none.
        cast(CentreRequest, request).visit = Visit()
        raise Http404
    if not visit.is_one_of(declared.who & PERSONAL, user):
        return ask_second_factor(request)
    return None


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """And back to where they were, or to what they sent: it is kept, and they are told."""
    login = reverse("account_login")
    if request.method == "POST":
        to_their_words = redirect_to_login(reverse("kept_words"), login)
        if keep_words(request, to_their_words):
            messages.info(
                request,
                _("You had been signed out. Sign in, and send what you wrote then."),
            )
            return to_their_words
    return redirect_to_login(page_of(request), login)


def find_visit(user: User | AnonymousUser, slug: str | None) -> Visit:
    """What a user is at the centre of an address; an unknown centre answers 404.

    An address without a centre (the admin, my page) asks what the user is anywhere;
    its view then shows the rows of `visible_to(user)` alone.
    """
    centre = _centre_named(slug)
    if isinstance(user, AnonymousUser):
        return Visit(centre=centre)
    people = Person.objects.living().filter(user=user).select_related("champion")
    if centre is not None:
        people = people.of(centre)
    person = people.order_by(F("champion").asc(nulls_last=True), "pk").first()
    here = centre and centre.pk
    roles = {role for at, role in user.acting_roles if here in (None, at)}
    return Visit(centre, person, frozenset(roles))


def _centre_named(slug: str | None) -> Centre | None:
    if slug is None:
        return None
    centre = Centre.objects.filter(slug=slug).first()
    if centre is None:
        raise Http404
    return centre


def came_by_card(request: HttpRequest) -> bool:
    return bool(request.session.get(BY_CARD))


def ask_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Where a staff role opens the page, the second factor must have been given."""
    if request.session.get(SECOND_FACTOR):
        return None
    wanted = page_of(request)
    if is_mfa_enabled(request.user):
        return redirect_to_login(wanted, reverse("mfa_reauthenticate"))
    # Setting one up takes several pages; the last of them leads on to here.
    request.session[AFTER_SECOND_STEP] = wanted if request.method == "GET" else "/"
    return redirect_to_login(wanted, reverse("mfa_index"))
