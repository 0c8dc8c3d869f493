"""Something worries you? Told to one person, who is not the one who runs it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from champions.enums import Role
from champions.permissions import STAFF, CentreRequest, Who, access
from champions.services.tries import is_one_too_many
from cms.models import HearsWorries, Programme, Worry
from cms.services import worries
from cms.worry_forms import WhoHearsForm, WorryForm

HEARERS = (*STAFF, Who.PRIVACY, Who.DESK, Who.EDITOR, Who.EVALUATOR)


@access(Who.PUBLIC, twin="phone:worry")
@require_http_methods(["GET", "POST"])
def tell(request: CentreRequest) -> HttpResponse:
    """Free words and nothing else that must be; then who reads them, and by when."""
    centre, about = request.visit.at_centre, _about(request)
    form = WorryForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_heard(request, form):
        try:
            worry = worries.tell_worry(centre, about=about, **form.cleaned_data)
        except worries.NobodyHearsError:
            form.add_error(None, _call_us(request))
        else:
            return render(request, "cms/worry_told.html", {"worry": worry})
    hears = worries.who_hears(centre, about)
    context = {
        "form": form,
        "about": about,
        "hears": hears,
        "centre": centre,
        "is_lead": Role.LEAD in request.visit.roles,
    }
    return render(request, "cms/worry_form.html", context)


def _about(request: CentreRequest) -> Programme | None:
    slug = request.GET.get("about", "")
    return Programme.objects.of(request.visit.at_centre).filter(slug=slug).first()


def _is_heard(request: CentreRequest, form: WorryForm) -> bool:
    """Whoever sends too many is asked to call; nothing that was typed is lost."""
    too_many = is_one_too_many("worry", request)
    if too_many:
        form.add_error(None, _call_us(request))
    return not too_many


def _call_us(request: CentreRequest) -> str:
    words = _("Please call us and tell us: %(phone)s. Somebody listens.")
    return words % {"phone": request.visit.at_centre.phone}


@access(*HEARERS, twin="none: staff say that they have answered")
@require_http_methods(["GET", "POST"])
def answered(request: CentreRequest, pk: int) -> HttpResponse:
    """For whoever it was told to, and nobody else."""
    own = Worry.objects.of(request.visit.at_centre).filter(told_to=request.user)
    worry = get_object_or_404(own, pk=pk)
    if request.method == "POST":
        worries.say_answered(worry, by=request.user)
        messages.success(request, _("Thank you. It is written down as answered."))
        return redirect(request.path)
    return render(request, "cms/worry_answered.html", {"worry": worry})


@access(Who.LEAD, twin="none: a setting of the centre")
@require_http_methods(["GET", "POST"])
def who_hears(request: CentreRequest) -> HttpResponse:
    centre = request.visit.at_centre
    chosen = HearsWorries.objects.of(centre).first()
    form = WhoHearsForm(
        request.POST or None,
        centre=centre,
        initial={"user": chosen.user_id if chosen else None},
    )
    if request.method == "POST" and form.is_valid():
        worries.choose_who_hears(centre, form.cleaned_data["user"], by=request.user)
        messages.success(request, _("Kept. Worries go there from now on."))
        return redirect(request.path)
    return render(request, "cms/worry_who.html", {"form": form, "centre": centre})
