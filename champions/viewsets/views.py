"""Wagtail's generic views, fenced: each finds rows by `visible_to(user)` alone, so that
another centre's row is as unknown as one that does not exist.

They leave the writing and its line in the history to the services: Wagtail's own line
would carry the name of the row, and so of a person.
"""

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.shortcuts import get_object_or_404
from wagtail.admin.views import generic

from champions.models import Person
from champions.services.views_log import note_view


def people_in(rows):
    """The people whom a list or page of these rows shows."""
    return [row if isinstance(row, Person) else row.person for row in rows]


def is_about_people(model):
    """Whether a row is a person, or names one."""
    return model is Person or any(f.name == "person" for f in model._meta.get_fields())


class NotesView:
    """Notes whom a page shows, for the log of views."""

    def note_view(self, rows):
        if is_about_people(self.model):
            note_view(self.request, people_in(rows))


class IndexView(NotesView, generic.IndexView):
    """The list, and the same rows as a spreadsheet."""

    def get_base_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        self.note_view(context["object_list"])
        return context

    def as_spreadsheet(self, queryset, spreadsheet_format):
        self.note_view(queryset)
        return super().as_spreadsheet(queryset, spreadsheet_format)


class CreateView(generic.CreateView):
    """`form.save()` calls the service."""

    def save_instance(self):
        return self.form.save()

    def get_success_buttons(self):
        return super().get_success_buttons() if self.edit_url_name else []


class EditView(NotesView, generic.EditView):
    """`form.save()` calls the service."""

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        self.note_view([self.object])
        return super().get_context_data(**kwargs)

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


class InspectView(NotesView, generic.InspectView):
    """What is known of a row, to read."""

    def get_context_data(self, **kwargs):
        self.note_view([self.object])
        return super().get_context_data(**kwargs)

    def get_object(self, queryset=None):
        rows = self.model.objects.visible_to(self.request.user)
        return get_object_or_404(rows, pk=unquote(str(self.pk)))
