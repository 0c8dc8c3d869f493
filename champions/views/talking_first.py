"""Talk first in the admin: with whom, who promised it, until when; and how often."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from champions.forms.talking_first import DayForm
from champions.models import TalkFirst
from champions.models.talk_first import TalkFirstQuerySet
from champions.permissions import STAFF, CentreRequest, Who, access
from champions.services.talking_first import TalkFirstError, may_renew, renew, talked
from champions.services.views_log import note_view

KEEPERS = (*STAFF, Who.NETWORK)
TWIN = "none: staff agree among themselves who talks"
YEAR = timedelta(days=365)


@access(*KEEPERS, twin=TWIN)
@require_safe
def all_talks(request: CentreRequest) -> HttpResponse:
    """Those that live, the nearest day first, and how many there were in a year."""
    known = _visible(request)
    living = list(known.living())
    note_view(request, [talk.person for talk in living])
    context = {
        "heading": _("Talk first"),
        "rows": [(talk, _form_of(request, talk)) for talk in living],
        "in_a_year": known.filter(written_at__gt=timezone.now() - YEAR).count(),
        "names_centre": len({talk.centre_id for talk in living}) > 1,
    }
    return render(request, "champions/talk_first/all.html", context)


def _visible(request: CentreRequest) -> TalkFirstQuerySet:
    rows = TalkFirst.objects.visible_to(request.user)
    return rows.select_related("person", "centre", "promised_by", "renewed_by")


def _form_of(request: CentreRequest, talk: TalkFirst) -> DayForm | None:
    """For a second person alone."""
    if not may_renew(talk, request.user):
        return None
    return DayForm(centre=talk.centre, prefix=f"t{talk.pk}")


@access(*KEEPERS, twin=TWIN)
@require_POST
def renew_one(request: CentreRequest, pk: int) -> HttpResponse:
    """Keep it, by a second person; `seen` is the day that their page showed."""
    talk = get_object_or_404(_visible(request), pk=pk)
    form = DayForm(request.POST, centre=talk.centre, prefix=f"t{talk.pk}")
    if not form.is_valid():
        messages.error(request, str(form.errors["until"][0]))
        return redirect("talk_first:index")
    until, seen = form.cleaned_data["until"], request.POST.get("seen", "")
    try:
        renew(talk, until=until, by=request.user, seen=seen)
    except TalkFirstError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Renewed. Until then we do not invite them."))
    return redirect("talk_first:index")


@access(*KEEPERS, twin=TWIN)
@require_POST
def talked_with_one(request: CentreRequest, pk: int) -> HttpResponse:
    """It is done; pressing twice changes nothing."""
    talk = get_object_or_404(_visible(request), pk=pk)
    talked(talk, by=request.user)
    messages.success(
        request, _("Good. From now on we invite them like everybody else.")
    )
    return redirect("talk_first:index")
