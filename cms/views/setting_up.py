"""The short set-up of an empty installation: one's own first centre and its people."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from champions.enums import Role
from champions.models import Centre
from champions.permissions import Who, access
from champions.services.roles import add_staff
from cms.loopback import is_on_this_machine
from cms.services.centres import SHADOWS, open_centre
from meetings.models import RhythmPolicy


class SetUpForm(forms.ModelForm):
    """Name, telephone, hours, point person and back-up, rhythm."""

    lead_name = forms.CharField(label=gettext_lazy("Point person: first name"))
    lead_email = forms.EmailField(label=gettext_lazy("Point person: e-mail"))
    back_up_name = forms.CharField(
        label=gettext_lazy("Back-up: first name"), required=False
    )
    back_up_email = forms.EmailField(
        label=gettext_lazy("Back-up: e-mail"), required=False
    )

    class Meta:
        model = Centre
        fields = (
            "name",
            "name_fr",
            "slug",
            "phone",
            "hours",
            "hours_fr",
            "address",
            "email",
            "region",
            "zone",
            "paper",
        )
        help_texts = {
            "slug": gettext_lazy("Like cedar-lake. It stays for ever."),
        }

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in SHADOWS:
            raise ValidationError(
                _("This word has another use in addresses. Choose a different one.")
            )
        return slug


@access(Who.PUBLIC, twin="none: once, by whoever installs it")
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Only while there is no centre, and only from the machine itself."""
    if Centre.objects.exists() or not is_on_this_machine(request):
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _open(form)
        messages.success(request, _("Your centre is open. Sign in by e-mail."))
        return redirect("account_login")
    return render(request, "cms/set_up.html", {"form": form})


@transaction.atomic
def _open(form: SetUpForm) -> None:
    centre = open_centre(form.save(commit=False), by=None)
    RhythmPolicy.objects.create(centre=centre)
    words = form.cleaned_data
    for who in ("lead", "back_up"):
        if words[f"{who}_email"]:
            add_staff(
                centre,
                email=words[f"{who}_email"],
                first_name=words[f"{who}_name"] or centre.name,
                role=Role.LEAD,
                by=None,
            )
