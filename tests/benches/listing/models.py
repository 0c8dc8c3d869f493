"""Pages with a picture below a page that lists them; and events without Wagtail."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch
from wagtail.fields import RichTextField
from wagtail.images.models import Image
from wagtail.models import Page

PER_PAGE = 20
PICTURE = "width-320"


class ListPage(Page):
    def get_context(self, request, *args, **kwargs):
        pictures = Image.objects.prefetch_renditions(PICTURE)
        items = ItemPage.objects.child_of(self).live().order_by("-first_published_at")
        items = items.defer("body").prefetch_related(Prefetch("picture", pictures))
        page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"items": page}


class ItemPage(Page):
    on = models.DateField()
    intro = models.CharField(max_length=250)
    body = RichTextField(blank=True)
    picture = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="+")


class Place(models.Model):
    name = models.CharField(max_length=80)


class Event(models.Model):
    place = models.ForeignKey(Place, on_delete=models.CASCADE)
    title = models.CharField(max_length=80)
    slug = models.SlugField()
    what = models.CharField(max_length=250)
    starts_at = models.DateTimeField(db_index=True)
    is_free = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default="running")
    changed_at = models.DateTimeField(auto_now=True)
