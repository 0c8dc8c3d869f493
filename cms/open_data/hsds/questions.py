"""What may be asked of the lists: each parameter of the specification's interface, with an
error for what we cannot answer, so that nothing is silently left out."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 500
USUAL = 50
YES_OR_NO = [("true", "true"), ("false", "false")]


def _yes_or_no() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=YES_OR_NO,
        coerce=lambda said: said == "true",
        empty_value=False,
        required=False,
    )


def _nothing(_value) -> None:
    raise ValidationError(_("We cannot answer this: we keep no map of places."))


class Question(forms.Form):
    """What every list takes. A parameter that it does not know is an error."""

    page = forms.IntegerField(min_value=1, required=False)
    per_page = forms.IntegerField(min_value=1, max_value=MOST, required=False)
    format = forms.ChoiceField(choices=[("json", "json")], required=False)
    search = forms.CharField(max_length=100, required=False)
    full = _yes_or_no()

    def clean(self):
        for name in set(self.data) - set(self.fields):
            self.fields[name] = forms.CharField()
            self.add_error(name, _("There is no such parameter here."))
        return {name: said for name, said in self.cleaned_data.items() if said}


class AboutServices(Question):
    """The filters of services and of the places where they are."""

    taxonomy_term_id = forms.UUIDField(required=False)
    taxonomy_id = forms.UUIDField(required=False)
    organization_id = forms.UUIDField(required=False)
    modified_after = forms.DateTimeField(required=False)


class ServicesQuestion(AboutServices):
    minimal = _yes_or_no()


class PlacesQuestion(AboutServices):
    postcode = forms.CharField(required=False, validators=[_nothing])
    proximity = forms.CharField(required=False, validators=[_nothing])


class OrganizationsQuestion(Question):
    full_service = _yes_or_no()


class OneOrganizationQuestion(forms.Form):
    full_service = _yes_or_no()

    clean = Question.clean


class NothingAsked(forms.Form):
    """One thing, by its id."""

    clean = Question.clean
