"""The one step of moderation: somebody at the centre reads a page for safety."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from champions.enums import PAGE_ROLES
from champions.models import StaffRole, User
from champions.services.turns import take_turn
from cms.models.pages import CentrePage, below


class CheckTask(Task):
    """Asks StaffRole, not a Wagtail group: the page's own centre checks it."""

    def may_check(self, page, user: User) -> bool:
        centre = getattr(page.specific, "centre", None)
        if user.is_superuser or centre is None:
            return user.is_superuser
        roles = StaffRole.objects.acting(user).filter(role__in=PAGE_ROLES)
        return roles.filter(centre=centre).exists()

    def user_can_access_editor(self, page, user):
        return self.may_check(page, user)

    def user_can_lock(self, page, user):
        return self.may_check(page, user)

    def user_can_unlock(self, page, user):
        return self.may_check(page, user)

    def get_actions(self, page, user):
        if not self.may_check(page, user):
            return []
        return [
            ("reject", _("Ask for a change"), True),
            # Wagtail adds "and Publish" to the last step's approval.
            ("approve", _("Check it"), False),
        ]

    def on_action(self, task_state, user, action_name, **kwargs):
        """Of two who press at the same moment, the second finds nothing left to do."""
        with transaction.atomic():
            # Before the state, as whoever changes or takes back a page does.
            take_turn(task_state.workflow_state.content_object.specific.centre)
            states = TaskState.objects.select_for_update()
            if states.get(pk=task_state.pk).status == TaskState.STATUS_IN_PROGRESS:
                super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        pages = Page.objects.all()
        if not user.is_superuser:
            own = CentrePage.objects.filter(centre__in=user.centres_as(PAGE_ROLES))
            pages = pages.filter(below(own))
        keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
        return TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task=self.task_ptr,
            workflow_state__object_id__in=keys,
        )

    @classmethod
    def get_description(cls):
        return _("Somebody at the centre reads the page for safety and language.")

    class Meta:
        verbose_name = _("check by the centre")
