"""The champions of the centre: their gifts in their own words, and their cards."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from champions.models import Champion
from champions.services.people import describe_gifts
from champions.viewsets import views
from champions.viewsets.centre import CentreForm, CentreViewSet


class GiftsForm(CentreForm):
    """Written down for a champion who told us; the words stay theirs."""

    class Meta:
        model = Champion
        fields = ("gifts", "matters", "time")
        widgets = dict.fromkeys(("gifts", "matters"), forms.Textarea(attrs={"rows": 3}))

    def save(self, commit=True):  # noqa: FBT002  Django's signature
        words = {key: self.cleaned_data[key] for key in self._meta.fields}
        describe_gifts(self.instance, by=self.for_user, **words)
        return self.instance


class ChampionIndexView(views.IndexView):
    def get_base_queryset(self):
        champions = super().get_base_queryset().select_related("person", "centre")
        return champions.filter(person__erased_at=None)

    def get_list_more_buttons(self, instance):
        place = {"centre": instance.centre.slug, "pk": instance.person_id}
        card = Button(
            gettext_lazy("Personal card"),
            url=reverse("champions:card", kwargs=place),
            icon_name="key",
        )
        return [*super().get_list_more_buttons(instance), card]


class ChampionEditView(views.EditView):
    def get_page_subtitle(self):
        return str(self.object.person)


class ChampionViewSet(CentreViewSet):
    """Nobody becomes a champion here: that is a yes of their own."""

    model = Champion
    form_class = GiftsForm
    index_view_class = ChampionIndexView
    edit_view_class = ChampionEditView
    actions = frozenset({"change"})
    name = "champions"
    url_namespace = "champion_list"  # "champions" is the room's own
    icon = "user"
    menu_label = gettext_lazy("Champions")
    list_per_page = 50
    search_fields = ("person__first_name", "person__last_name")
    list_display = (
        "person",
        Column("state", label=gettext_lazy("Now"), accessor="get_state_display"),
        Column("gifts", label=gettext_lazy("Gifts"), accessor="gifts"),
        Column("centre", label=gettext_lazy("Centre"), accessor="centre.name"),
    )
