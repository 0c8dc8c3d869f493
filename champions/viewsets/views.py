"""Wagtail's generic views, fenced: each finds rows by `visible_to(user)` alone, so that
another centre's row is as unknown as one that does not exist.

They leave the writing and its line in the history to the services: Wagtail's own line
would carry the name of the row, and so of a person.
"""

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.shortcuts import get_object_or_404
from wagtail.admin.views import generic


class IndexView(generic.IndexView):
    """The list, and the same rows as a spreadsheet."""

    def get_base_queryset(self):
        return self.model.objects.visible_to(self.request.user)


class CreateView(generic.CreateView):
    """`form.save()` calls the service."""

    def save_instance(self):
        return self.form.save()

    def get_success_buttons(self):
        return super().get_success_buttons() if self.edit_url_name else []


class EditView(generic.EditView):
    """`form.save()` calls the service."""

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    def save_instance(self):
        self.has_content_changes = self.form.has_changed()
        return self.form.save()


class DeleteView(generic.DeleteView):
    """Say in `delete_with_service(row, by)` what taking a row away means."""

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    def delete_action(self):
        with transaction.atomic():
            self.delete_with_service(self.object, by=self.request.user)

    def delete_with_service(self, row, *, by):
        raise NotImplementedError


class InspectView(generic.InspectView):
    """What is known of a row, to read."""

    def get_object(self, queryset=None):
        rows = self.model.objects.visible_to(self.request.user)
        return get_object_or_404(rows, pk=unquote(str(self.pk)))
