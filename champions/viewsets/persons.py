"""Everybody the centre knows: found by name, added and changed by the point person."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from champions.forms.languages import LanguageField
from champions.models import Person
from champions.names import folded
from champions.phones import phone_form
from champions.services.people import add_person_once, change_person
from champions.viewsets import views
from champions.viewsets.centre import CentreForm, CentreViewSet

# Said beside a way that failed; another one takes it away.
KNOWN_TO_BE_WRONG = {
    "email_refused_at": (
        "email",
        gettext_lazy("This mailbox takes no mail. Please ask for another address."),
    ),
    "phone_wrong_at": (
        "phone",
        gettext_lazy("This number was wrong. Please ask for another."),
    ),
    "address_wrong_at": (
        "address",
        gettext_lazy("A letter came back from there. Please ask for another address."),
    ),
}


class PersonForm(CentreForm):
    speaks = LanguageField(
        label=gettext_lazy("Speaks another language"),
        required=False,
        help_text=gettext_lazy(
            "Like Español or Spanish. Letters and mails come in it where your centre has "
            "words in it, else in the language above."
        ),
    )

    class Meta:
        model = Person
        fields = (
            "centre",
            "first_name",
            "last_name",
            "language",
            "speaks",
            "channel",
            "email",
            "phone",
            "address",
            "city",
            "postal_code",
            "safe_to_write",
            "safe_to_phone",
            "safe_to_leave_message",
            "call_when",
            "large_print",
            "wants_reminders",
            "reference",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for wrong, (field, words) in KNOWN_TO_BE_WRONG.items():
            if getattr(self.instance, wrong):
                self.fields[field].help_text = words

    def clean(self):
        cleaned = super().clean()
        phone = cleaned.get("phone")
        if phone and self.centre:
            cleaned["phone"] = phone_form(phone, region=self.centre.country)
            if not cleaned["phone"]:
                message = _("This is no telephone number. Write it like 705-555-0142.")
                self.add_error("phone", ValidationError(message))
        return cleaned

    def save(self, commit=True):  # noqa: FBT002  Django's signature
        words = {key: self.cleaned_data[key] for key in self._meta.fields[1:]}
        if self.instance.pk is None:
            return add_person_once(self.centre, by=self.for_user, **words)
        changed = {key: words[key] for key in self.changed_data if key in words}
        return change_person(self.instance, by=self.for_user, **changed)


class PersonIndexView(views.IndexView):
    def get_base_queryset(self):
        people = super().get_base_queryset().select_related("centre")
        return people.filter(erased_at=None)

    def search_queryset(self, queryset):
        """By name without accents, or by the whole e-mail address."""
        if not self.is_searching:
            return queryset
        asked = self.search_query[:100].strip()
        return queryset.filter(
            Q(name_key__contains=folded(asked)) | Q(email__iexact=asked)
        )


class PersonViewSet(CentreViewSet):
    """Nobody is deleted here: who does not want to hear from us is marked, and who
    wants to be forgotten is erased with a record of it."""

    model = Person
    form_class = PersonForm
    index_view_class = PersonIndexView
    actions = frozenset({"add", "change"})
    name = "people"
    icon = "user"
    menu_label = gettext_lazy("Everybody we know")
    list_per_page = 50
    search_fields = ("first_name", "last_name")
    list_display = (
        "__str__",
        Column(
            "channel", label=gettext_lazy("Reached by"), accessor="get_channel_display"
        ),
        Column("city", label=gettext_lazy("Town"), accessor="city"),
        Column(
            "may_write",
            label=gettext_lazy("May we write first?"),
            accessor=lambda person: _("yes") if person.may_be_asked else _("no"),
        ),
        Column("centre", label=gettext_lazy("Centre"), accessor="centre.name"),
    )
