"""Finding the champion for whom somebody writes something down."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from champions.models import Person
from champions.names import folded
from champions.permissions import Visit


class WhoseWords(forms.Form):
    """Finds one champion by name, for whoever writes something down for them. Two of
    one name are told apart by a choice; the list of all is never shown."""

    for_whom = forms.CharField(
        label=_("Who says it?"),
        help_text=_("First name, or first and last name."),
        max_length=160,
    )

    visit: Visit

    def find(self) -> list[Person]:
        """Everybody of the typed name; adds the choice when there are several."""
        typed = folded(str(self.data.get(self.add_prefix("for_whom"), "")))
        found = champions_called(self.visit, typed) if typed else []
        if len(found) > 1:
            choices = [(str(person.pk), str(person)) for person in found]
            self.fields["person"] = forms.ChoiceField(
                label=_("Several champions have this name. Who is it?"),
                choices=choices,
                widget=forms.RadioSelect,
            )
            self.order_fields(["for_whom", "person"])
        return found

    def chosen(self, found: list[Person]) -> Person | None:
        if len(found) == 1:
            return found[0]
        pk = str(self.data.get(self.add_prefix("person"), ""))
        return next((person for person in found if str(person.pk) == pk), None)

    def refuse_unknown(self, found: list[Person]) -> None:
        if self.cleaned_data.get("for_whom") and not found:
            self.add_error(
                "for_whom", _("We know no champion of this name. Check the letters.")
            )


def champions_called(visit: Visit, name: str) -> list[Person]:
    """Champions of the visited centre whose folded name begins so."""
    if visit.centre is None:
        return []
    people = Person.objects.of(visit.centre).living().exclude(champion=None)
    return list(people.filter(name_key__startswith=name)[:20])
