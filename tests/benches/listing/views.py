"""A constant page, and a list of twenty with five questions."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from listing.models import PER_PAGE, Event, Place


def constant(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"<!doctype html><title>Constant</title>" + b"x" * 10_200)


def plain(request: HttpRequest) -> HttpResponse:
    events = Event.objects.select_related("place").order_by("starts_at")
    context = {
        "events": events[:PER_PAGE],
        "count": Event.objects.count(),
        "place": Place.objects.get(name="Place 0"),
        "places": Place.objects.order_by("name")[:5],
        "states": Event.objects.values("state").annotate(n=Count("pk")).order_by(),
    }
    return render(request, "listing/plain.html", context)
