"""Pictures of a programme: a champion adds them, staff check them, and whoever is seen
in one takes it down at once."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from champions.permissions import STAFF, CentreRequest, Who, access
from cms.models import InPicture, Picture, Programme
from cms.permissions import can_check_programme, can_lead_programme
from cms.picture_forms import PictureForm
from cms.picture_sizes import SPECS
from cms.services import pictures as services

LEADERS = (Who.CHAMPION, *STAFF)
TWIN = "phone:programmes:pictures"


def _mine(request: CentreRequest, slug: str) -> Programme:
    """The programme, when the visitor may lead it; else it is not there."""
    everything = Programme.objects.of(request.visit.at_centre).select_related("centre")
    programme = get_object_or_404(everything, slug=slug)
    if not can_lead_programme(request.visit, programme):
        raise Http404
    return programme


def _one(programme: Programme, pk: int) -> Picture:
    here = Picture.objects.of(programme.centre).here().filter(programme=programme)
    return get_object_or_404(here.select_related("image", "centre"), pk=pk)


def _back(programme: Programme) -> HttpResponseRedirect:
    return redirect("programmes:pictures", programme.centre.slug, programme.slug)


@access(*LEADERS, twin=TWIN)
@require_http_methods(["GET", "POST"])
def pictures(request: CentreRequest, slug: str) -> HttpResponse:
    """What is there, who is in it, and the form for one more."""
    programme = _mine(request, slug)
    form = PictureForm(request.POST or None, request.FILES or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        words = {name: said[name] for name in ("alt", "alt_other")}
        services.add_picture(
            programme,
            file=said["file"],
            words=words | {"language": get_language() or programme.language},
            recognised=form.recognised,
            submission=said["submission"],
            by=request.user,
        )
        messages.success(request, _("Thank you. The centre looks at it first."))
        return _back(programme)
    shown = {
        "form": form,
        "programme": programme,
        "pictures": _all_of(programme),
        "can_check": can_check_programme(request.visit),
    }
    return render(request, "cms/pictures.html", shown)


def _all_of(programme: Programme) -> list[Picture]:
    here = Picture.objects.of(programme.centre).here().filter(programme=programme)
    seen = InPicture.objects.of(programme.centre).select_related("person")
    return list(here.prefetch_related(Prefetch("people", seen)))


@access(*LEADERS, twin=TWIN)
@never_cache
@require_safe
def see(request: CentreRequest, slug: str, pk: int) -> FileResponse:
    """A picture that waits, for those who run the programme and staff alone."""
    picture = _one(_mine(request, slug), pk)
    rendition = picture.image.get_rendition(SPECS[-1])
    return FileResponse(rendition.file.open(), content_type="image/webp")


@access(*STAFF, twin="none: staff look at a picture before everybody can")
@require_POST
def check(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    programme = _mine(request, slug)
    if not can_check_programme(request.visit):
        raise Http404
    if services.check_picture(_one(programme, pk), by=request.user):
        messages.success(request, _("Everybody can see it now."))
    else:
        messages.info(request, _("Somebody was faster. Please look again."))
    return _back(programme)


@access(*LEADERS, twin=TWIN)
@require_POST
def take_down(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    programme = _mine(request, slug)
    services.take_down(_one(programme, pk), by=request.user)
    messages.success(request, _("It is gone for good."))
    return _back(programme)


@access(*LEADERS, twin=TWIN)
@require_POST
def take_back(request: CentreRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody in it told us, here or by telephone, that they do not want it."""
    programme = _mine(request, slug)
    seen = InPicture.objects.of(programme.centre).filter(picture__programme=programme)
    seen = seen.select_related("person__centre", "picture__centre")
    somebody = get_object_or_404(seen, pk=pk)
    services.take_back(somebody, by=request.user)
    messages.success(request, _("Every picture that showed them is gone for good."))
    return _back(programme)


@access(*LEADERS, twin="none: it is the paper twin")
@require_safe
def paper_form(request: CentreRequest, slug: str) -> HttpResponse:
    """What people sign, or a parent for a child, on paper."""
    programme = _mine(request, slug)
    context = {"programme": programme, "lines": range(8)}
    return render(request, "cms/picture_form_print.html", context)
