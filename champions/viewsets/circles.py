"""The champions' groups of the centre, and which staff they can turn to."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn

from champions.models import Circle, StaffRole, User
from champions.services.circles import make_circle, staff_circle
from champions.viewsets import views
from champions.viewsets.centre import CentreForm, CentreViewSet


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return user.name


class CircleForm(CentreForm):
    lead = ColleagueField(User.objects, label=gettext_lazy("Point person"))
    back_up = ColleagueField(
        User.objects,
        label=gettext_lazy("Back-up"),
        required=False,
        help_text=gettext_lazy("Who takes over when the point person is away."),
    )
    partners = forms.ModelMultipleChoiceField(
        StaffRole.objects,
        label=gettext_lazy("Staff partners"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Circle
        fields = ("centre", "name", "lead", "back_up", "partners")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = self.instance.centre_id
        centres = [known] if known else self.fields["centre"].queryset
        here = StaffRole.objects.filter(centre__in=centres).select_related("user")
        colleagues = User.objects.filter(pk__in=here.values("user"))
        self.fields["lead"].queryset = self.fields["back_up"].queryset = colleagues
        self.fields["partners"].queryset = here

    def clean(self):
        cleaned = super().clean()
        for name in ("lead", "back_up"):
            self._refuse_stranger(name)
        same = Circle.objects.of(self.centre).filter(
            name=cleaned.get("name", "").strip()
        )
        if same.exclude(pk=self.instance.pk).exists():
            message = _("Another group of the centre has this name.")
            self.add_error("name", ValidationError(message))
        return cleaned

    def _refuse_stranger(self, name):
        user = self.cleaned_data.get(name)
        here = StaffRole.objects.filter(user=user, centre=self.centre)
        if user and self.centre and not here.exists():
            message = _("This is nobody of the centre’s staff.")
            self.add_error(name, ValidationError(message))

    def save(self, commit=True):  # noqa: FBT002  Django's signature
        words = {key: self.cleaned_data[key] for key in ("name", "lead", "back_up")}
        circle = self.instance
        if circle.pk is None:
            circle = make_circle(self.centre, by=self.for_user, **words)
        partners = self.cleaned_data["partners"]
        return staff_circle(circle, by=self.for_user, partners=partners, **words)


class CircleIndexView(views.IndexView):
    def get_base_queryset(self):
        circles = (
            super().get_base_queryset().select_related("lead", "back_up", "centre")
        )
        return circles.annotate(member_count=Count("members"))


class CircleViewSet(CentreViewSet):
    """The point person names groups and staff; champions join on their own page."""

    model = Circle
    form_class = CircleForm
    index_view_class = CircleIndexView
    actions = frozenset({"add", "change"})
    name = "groups"
    icon = "group"
    menu_label = gettext_lazy("Champions’ groups")
    list_display = (
        "name",
        Column("lead", label=gettext_lazy("Point person"), accessor="lead.name"),
        Column("back_up", label=gettext_lazy("Back-up"), accessor="back_up.name"),
        Column("members", label=gettext_lazy("Champions"), accessor="member_count"),
        DateColumn("next_on", label=gettext_lazy("Next get-together")),
        Column("centre", label=gettext_lazy("Centre"), accessor="centre.name"),
    )
