"""One gate before every view that is not ours, and the list of who may pass it.

Our own views declare themselves with `@access`. Those of Wagtail, allauth and Django
are listed here by URL name; one that is not listed answers 404. What an address names
in its path, query or body - a page, a picture, a revision - is looked up among what
the user may see, before Wagtail does: stock Wagtail answers 302 or 403 for a page that
exists and 404 for one that does not, and so tells which is which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from champions.models import User
from champions.permissions import OPEN, PERSONAL, Who, ask_second_factor, find_visit
from champions.permissions import refusal as declared_refusal
from cms import fence

PAGES = (Who.LEAD, Who.SUPPORTER, Who.EDITOR, Who.NETWORK)
ADMIN = (*PAGES, Who.EVALUATOR, Who.PRIVACY)
Fence = Callable[[User], QuerySet]


@dataclass(frozen=True)
class Rule:
    """For whom an address is, and what its `pk` or `id` names, when it has one."""

    who: frozenset[Who]
    names: Fence | None = None
    # Query parameters without which the view would show more than one may see.
    needs: tuple[str, ...] = ()


# What a parameter names, wherever it stands: in the path, the query or the body.
PARAMETERS: dict[str, Fence] = {
    "page_id": fence.pages,
    "page_pk": fence.pages,
    "page_to_move_id": fence.pages,
    "parent_page_id": fence.pages_and_way_there,
    "parent_page": fence.pages_and_way_there,
    "destination_id": fence.pages_and_way_there,
    "new_parent_page": fence.pages_and_way_there,
    "chooser": fence.pages_and_way_there,
    "childOf": fence.pages_and_way_there,
    "child_of": fence.pages_and_way_there,
    "descendant_of": fence.pages_and_way_there,
    "target_pages[]": fence.pages_and_way_there,
    "image_id": fence.images,
    "document_id": fence.documents,
    "doc_id": fence.documents,
    "collection": fence.collections,
    "collection_id": fence.collections,
    "revision_id": fence.revisions,
    "loaded_revision_id": fence.revisions,
    "overwrite_revision_id": fence.revisions,
    "workflow_state_id": fence.workflow_states,
    "task_state_id": fence.task_states,
    "uploaded_file_id": fence.uploads,
    "session_id": fence.editing_sessions,
}


def _rules(*who: Who, names: Fence | None = None, needs=(), addresses: str):
    rule = Rule(frozenset(who), names, needs)
    return dict.fromkeys(addresses.split(), rule)


RULES: dict[str, Rule] = {
    **_rules(Who.PUBLIC, addresses="wagtail_serve"),
    # The second step of sign-in is allauth's; its other pages have no address.
    **_rules(Who.PUBLIC, addresses="mfa_authenticate mfa_login_webauthn"),
    **_rules(
        Who.SIGNED_IN,
        addresses="""
            mfa_index mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes
            mfa_generate_recovery_codes mfa_list_webauthn mfa_add_webauthn
            mfa_remove_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn
        """,
    ),
    **_rules(
        *ADMIN,
        addresses="""
            wagtailadmin_home wagtailadmin_account wagtailadmin_logout
            wagtailadmin_javascript_catalog wagtailadmin_sprite wagtailadmin_dismissibles
        """,
    ),
    **_rules(
        *PAGES,
        addresses="""
            wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_explore_root
            wagtailadmin_pages:add wagtailadmin_pages:add_subpage
            wagtailadmin_pages:choose_parent
            wagtailadmin_pages:collect_workflow_action_data
            wagtailadmin_pages:confirm_workflow_cancellation
            wagtailadmin_pages:copy wagtailadmin_pages:delete wagtailadmin_pages:edit
            wagtailadmin_pages:history wagtailadmin_pages:history_results
            wagtailadmin_pages:lock wagtailadmin_pages:unlock
            wagtailadmin_pages:move wagtailadmin_pages:move_confirm
            wagtailadmin_pages:preview_on_add wagtailadmin_pages:preview_on_edit
            wagtailadmin_pages:revisions_compare wagtailadmin_pages:revisions_index
            wagtailadmin_pages:revisions_revert wagtailadmin_pages:revisions_unschedule
            wagtailadmin_pages:revisions_view wagtailadmin_pages:set_page_position
            wagtailadmin_pages:search wagtailadmin_pages:search_results
            wagtailadmin_pages:unpublish wagtailadmin_pages:usage
            wagtailadmin_pages:view_draft wagtailadmin_pages:workflow_action
            wagtailadmin_pages:workflow_history
            wagtailadmin_pages:workflow_history_detail
            wagtailadmin_pages:workflow_preview
            wagtailadmin_editing_sessions:ping wagtailadmin_editing_sessions:release
            wagtailadmin_choose_page wagtailadmin_choose_page_child
            wagtailadmin_choose_page_search wagtailadmin_choose_page_anchor_link
            wagtailadmin_choose_page_email_link wagtailadmin_choose_page_external_link
            wagtailadmin_choose_page_phone_link wagtailadmin_tag_autocomplete
            wagtailimages:index wagtailimages:index_results wagtailimages:add
            wagtailimages:add_multiple wagtailimages:edit wagtailimages:edit_multiple
            wagtailimages:delete wagtailimages:delete_multiple
            wagtailimages:delete_upload_multiple wagtailimages:image_usage
            wagtailimages:create_multiple_from_uploaded_image wagtailimages:preview
            wagtailimages_chooser:choose wagtailimages_chooser:choose_results
            wagtailimages_chooser:create wagtailimages_chooser:select_format
            wagtaildocs:index wagtaildocs:index_results wagtaildocs:add
            wagtaildocs:add_multiple wagtaildocs:edit wagtaildocs:edit_multiple
            wagtaildocs:delete wagtaildocs:delete_multiple
            wagtaildocs:delete_upload_multiple wagtaildocs:document_usage
            wagtaildocs:create_multiple_from_uploaded_document
            wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results
            wagtaildocs_chooser:create
        """,
    ),
    **_rules(
        *PAGES,
        names=fence.pages_and_way_there,
        addresses="wagtailadmin_choose_page_chosen_multiple wagtailadmin_api:pages:detail",
    ),
    **_rules(
        *PAGES,
        needs=("for_explorer", "child_of"),
        addresses="wagtailadmin_api:pages:listing",
    ),
    **_rules(
        *PAGES,
        names=fence.images,
        addresses="wagtailimages_chooser:chosen wagtailimages_chooser:chosen_multiple",
    ),
    **_rules(
        *PAGES,
        names=fence.documents,
        addresses="""
            wagtaildocs_chooser:chosen wagtaildocs_chooser:chosen_multiple
            wagtaildocs_serve
        """,
    ),
}
# Bulk actions name their model in the path; others are for the network alone.
BULK = {
    ("wagtailcore", "page"): fence.pages,
    ("wagtailimages", "image"): fence.images,
    ("wagtaildocs", "document"): fence.documents,
}
NETWORK_ONLY = Rule(frozenset({Who.NETWORK}))


def refusal(request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
    """Nothing where the visitor may pass, the sign-in page, or 404."""
    if hasattr(view, "access"):
        return _refusal_in_admin(request, view)
    match = request.resolver_match
    rule = _rule_of(match.view_name, kwargs)
    if rule.who & OPEN:
        return None
    user = request.user
    if isinstance(user, AnonymousUser):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    visit = find_visit(user, None)
    if not visit.is_one_of(rule.who, user) or not _sees(request, rule, args, kwargs):
        raise Http404
    if visit.is_one_of(rule.who & PERSONAL, user):
        return None
    return ask_second_factor(request)


def _refusal_in_admin(request: HttpRequest, view) -> HttpResponse | None:
    """Wagtail would ask its own question first, and answer 302 to those who may not."""
    if not request.path.startswith(reverse("wagtailadmin_home")):
        return None
    return declared_refusal(request, view.access, None)


def _rule_of(name: str, kwargs: dict) -> Rule:
    if name == "wagtail_bulk_action":
        names = BULK.get((kwargs["app_label"], kwargs["model_name"]))
        return Rule(frozenset(PAGES), names) if names else NETWORK_ONLY
    return RULES.get(name, NETWORK_ONLY)


def _sees(request: HttpRequest, rule: Rule, args, kwargs) -> bool:
    """Whether the user may know of everything that the request names."""
    user = request.user
    if user.is_superuser:
        return True
    if any(name not in request.GET for name in rule.needs):
        return False
    named = _named(request, rule, args, kwargs)
    return all(_is_among(fenced(user), value) for fenced, value in named)


def _named(request, rule: Rule, args, kwargs) -> Iterator[tuple[Fence, str]]:
    parameters = PARAMETERS
    if rule.names:
        parameters = PARAMETERS | {"pk": rule.names, "id": rule.names}
    for name, fenced in parameters.items():
        values = [kwargs[name]] if name in kwargs else []
        values += request.GET.getlist(name) + request.POST.getlist(name)
        yield from ((fenced, value) for value in values if value not in ("", None))
    yield from zip(_positional(request), args, strict=False)
    if "object_id" in kwargs:
        yield fence.pages, kwargs["object_id"]


def _positional(request: HttpRequest) -> tuple[Fence, ...]:
    """The two addresses of Wagtail that name things by place, not by word."""
    if request.resolver_match.view_name == "wagtaildocs_serve":
        return (fence.documents,)
    return (fence.pages, fence.revisions, fence.revisions)


def _is_among(rows: QuerySet, value) -> bool:
    """Comparisons write "live", "latest" and "earliest" where a revision may stand."""
    if value in ("live", "latest", "earliest"):
        return True
    return str(value).isdecimal() and rows.filter(pk=int(value)).exists()
