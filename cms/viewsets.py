"""The lists of this room that staff keep in the admin."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from champions.viewsets.centre import CentreForm, CentreViewSet
from cms.models import Area
from cms.services.areas import save_area


class AreaForm(CentreForm):
    class Meta:
        model = Area
        fields = ("centre", "name", "name_fr")

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("name", "").strip()
        same = Area.objects.of(self.centre).filter(name=name)
        if same.exclude(pk=self.instance.pk).exists():
            message = _("Another part of town has this name.")
            self.add_error("name", ValidationError(message))
        return cleaned

    def save(self, commit=True):  # noqa: FBT002  Django's signature
        return save_area(self.instance, by=self.for_user)


class AreaViewSet(CentreViewSet):
    """How neighbours call the parts of their town; a programme is in one of them."""

    model = Area
    form_class = AreaForm
    actions = frozenset({"add", "change"})
    name = "areas"
    icon = "site"
    menu_label = gettext_lazy("Parts of town")
    list_display = (
        "name",
        Column("name_fr", label=gettext_lazy("Name in French")),
        Column("centre", label=gettext_lazy("Centre"), accessor="centre.name"),
    )
