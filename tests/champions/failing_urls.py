"""One address that shows a person and then fails."""

from django.db import transaction
from django.urls import path

from champions.models import Person
from champions.permissions import Who, access
from champions.services.views_log import note_view
from cms import urls


@access(Who.SIGNED_IN, twin="none: it is for a test")
@transaction.atomic
def failing(request, pk):
    note_view(request, [Person.objects.get(pk=pk)])
    raise RuntimeError


urlpatterns = [path("<int:pk>/", failing, name="failing"), *urls.urlpatterns]
