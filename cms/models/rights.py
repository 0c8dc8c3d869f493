"""What belongs to a centre inside Wagtail: its collection of pictures and papers."""

from django.db import models
from wagtail.models import Collection

from champions.models import Centre


class CentreCollection(models.Model):
    """The collection that holds a centre's images and documents, and nobody else's."""

    centre = models.OneToOneField(Centre, on_delete=models.CASCADE, related_name="+")
    collection = models.OneToOneField(
        Collection, on_delete=models.CASCADE, related_name="+"
    )

    def __str__(self) -> str:
        return f"collection of centre {self.centre_id}"
