"""A champion tells a story and takes it down again; and what came of three months."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from champions.models import Person
from champions.permissions import STAFF, CentreRequest, Who, access
from champions.services.views_log import note_view
from cms.forms import StoryForm
from cms.models import StoryPage
from cms.services.stories import take_back_stories, tell_story
from cms.you_said import Quarter
from cms.you_said import you_said as what_came_of

TELLERS = (Who.CHAMPION, *STAFF)


def _tellers(request: CentreRequest) -> QuerySet[Person]:
    """Oneself; for staff, who write down what somebody says, each champion."""
    people = Person.objects.of(request.visit.at_centre).living().exclude(champion=None)
    if not request.visit.is_staff:
        people = people.filter(pk=request.visit.person.pk)
    return people.order_by("first_name", "last_name", "pk")


@access(*TELLERS, twin="phone:stories:new")
@require_http_methods(["GET", "POST"])
def tell(request: CentreRequest) -> HttpResponse:
    """The plain form; sending it asks the centre to read the story at once."""
    centre, tellers = request.visit.at_centre, _tellers(request)
    form = StoryForm(request.POST or None, centre=centre, tellers=tellers)
    if request.method == "POST" and form.is_valid():
        teller = form.cleaned_data.get("teller") or tellers.first()
        if teller is None:
            raise Http404
        told = form.told(get_language())
        tell_story(centre, told, teller=teller, by=request.user)
        messages.success(
            request, _("Thank you. The centre reads it and then shows it to everybody.")
        )
        return redirect("stories:mine", centre.slug)
    return render(request, "cms/story_form.html", {"form": form, "centre": centre})


@access(*TELLERS, twin="phone:stories:mine")
@require_safe
def mine(request: CentreRequest) -> HttpResponse:
    """What one told, and the way to take it down; for staff, what champions told."""
    stories = StoryPage.objects.of(request.visit.at_centre)
    told = stories.filter(teller__in=_tellers(request).order_by())
    told = told.select_related("teller").order_by("-latest_revision_created_at", "-pk")
    shown = set(stories.in_public().order_by().values_list("pk", flat=True))
    note_view(request, list({one.teller for one in told} - {request.visit.person}))
    context = {
        "stories": [(story, story.pk in shown) for story in told],
        "centre": request.visit.at_centre,
        "is_staff": request.visit.is_staff,
    }
    return render(request, "cms/stories_mine.html", context)


@access(*TELLERS, twin="phone:stories:mine")
@require_POST
def take_down(request: CentreRequest, pk: int) -> HttpResponse:
    """They no longer allow it: all their stories come down at once."""
    teller = get_object_or_404(_tellers(request), pk=pk)
    take_back_stories(teller, by=request.user)
    messages.success(
        request, _("It is down. Nobody can read it on our pages any more.")
    )
    return redirect("stories:mine", request.visit.at_centre.slug)


@access(Who.PUBLIC, twin="none: a page of words, read out by telephone")
@require_safe
def you_said(request: CentreRequest) -> HttpResponse:
    """What was said, done and learned in three months; these ones, or `?quarter=`."""
    centre = request.visit.at_centre
    today = timezone.localdate(timezone=centre.tzinfo)
    now = Quarter.of(today)
    asked = request.GET.get("quarter")
    quarter = Quarter.named(asked) if asked else now
    if quarter is None or quarter > now:
        raise Http404
    opened = timezone.localdate(centre.created_at, centre.tzinfo)
    context = {
        "centre": centre,
        "quarter": quarter,
        "last_day": min(today, quarter.last),
        "goes_on": quarter == now,
        "before": quarter.before if quarter > Quarter.of(opened) else None,
        "next": quarter.next if quarter < now else None,
        "said": what_came_of(centre, quarter),
    }
    return render(request, "cms/you_said.html", context)
