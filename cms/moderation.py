"""A page is checked once: what a second press on the button finds, and is told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, TaskState

PRESSED = "action-workflow-action"


def greet_second_press(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's editor fails when the check it should carry out is over. Whoever pressed
    twice is told that it is done; what somebody else typed meanwhile is kept as a
    draft."""
    if PRESSED not in request.POST:
        return None
    # Read once: the editor asks again and again, and a press at the same moment may
    # end the check in between. `CheckTask.on_action` looks a last time, under a lock.
    states = page.workflow_states.active().select_related("current_task_state__task")
    page._current_workflow_states = list(states)  # noqa: SLF001  Wagtail's own cache
    if page.workflow_in_progress:
        return None
    done = TaskState.objects.for_instance(page).order_by("-finished_at").first()
    if done and done.finished_by == request.user:
        messages.success(request, _("You have checked this page already."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    messages.warning(
        request, _("Somebody else was first. Your changes are kept as a draft.")
    )
    request.POST = request.POST.copy()
    del request.POST[PRESSED]
    return None
