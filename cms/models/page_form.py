"""The forms of pages in Wagtail's editor, which a page names as its own."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from champions.models import Centre
from cms.models.rights import CentreCollection

# Where a page of words stands in front of ours of the same name.
STANDS_IN_FRONT = frozenset({"centre_plain", "plain"})


class DraftUnlessLiveForm(WagtailAdminPageForm):
    """Words that were opened as a draft never take down the page that somebody published
    meanwhile: the editor would write the whole row as it was. They stay a draft."""

    @transaction.atomic
    def save(self, commit=True):  # noqa: FBT002  Django's own signature
        if commit and self.instance.pk:
            row = Page.objects.select_for_update().get(pk=self.instance.pk)
            commit = row.live == self.instance.live
        return super().save(commit)


class CentrePageForm(DraftUnlessLiveForm):
    """A page of a centre takes no address of ours, and shows its own pictures alone."""

    may_stand_in_front = False

    def clean(self):
        words = super().clean()
        if words.get("slug") and self._is_ours(words["slug"]):
            message = _("This word has another use in addresses. Choose another.")
            self.add_error("slug", message)
        for name in list(self._fields_with_others_things(words)):
            message = _("Choose a picture of your own centre, and pages in public.")
            self.add_error(name, message)
        return words

    @property
    def centre(self) -> Centre | None:
        above = self.parent_page.specific if self.parent_page else self.instance
        return getattr(above, "centre", None) or getattr(self.instance, "centre", None)

    def _is_ours(self, slug: str) -> bool:
        """Whether an address of ours would answer instead of the page."""
        language = self.parent_page.locale.language_code
        below = self.parent_page.url_path.split("/", 2)[2]
        with translation.override(language):
            found = resolve(f"/{language}/{below}{slug}/")
        in_front = self.may_stand_in_front and found.view_name in STANDS_IN_FRONT
        return found.view_name != "wagtail_serve" and not in_front

    def _fields_with_others_things(self, words: dict) -> Iterator[str]:
        if self.centre is None:
            return
        for name, value in words.items():
            images, pages = _named_in(self._meta.model, name, value)
            if not (_own_images(self.centre, images) and _known(pages)):
                yield name


def _named_in(model: type[Page], name: str, value) -> tuple[set, set]:
    """The ids of pictures and of pages that a field names."""
    if isinstance(value, get_image_model()):
        return {value.pk}, set()
    fields = {field.name: field for field in model._meta.get_fields()}
    if not isinstance(fields.get(name), StreamField):
        return set(), set()
    found: dict[type, set] = {get_image_model(): set(), Page: set()}
    for kind, pk, *_where in fields[name].extract_references(value):
        found.setdefault(Page if issubclass(kind, Page) else kind, set()).add(int(pk))
    return found[get_image_model()], found[Page]


def _own_images(centre: Centre, pks: set) -> bool:
    own = CentreCollection.objects.filter(centre=centre).values("collection")
    images = get_image_model().objects.filter(pk__in=pks, collection__in=own)
    return not pks or images.count() == len(pks)


def _known(pks: set) -> bool:
    """Only what is in public is led to: a draft would show its name."""
    return not pks or Page.objects.live().filter(pk__in=pks).count() == len(pks)


class PlainPageForm(CentrePageForm):
    may_stand_in_front = True
