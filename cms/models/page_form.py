"""The form of a page in Wagtail's editor, which a page names as its own."""

from __future__ import annotations

from django.db import transaction
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class DraftUnlessLiveForm(WagtailAdminPageForm):
    """Words that were opened as a draft never take down the page that somebody published
    meanwhile: the editor would write the whole row as it was. They stay a draft."""

    @transaction.atomic
    def save(self, commit=True):  # noqa: FBT002  Django's own signature
        if commit and self.instance.pk:
            row = Page.objects.select_for_update().get(pk=self.instance.pk)
            commit = row.live == self.instance.live
        return super().save(commit)
