"""Where the links of a sample lead: a page that opens nothing of anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from champions.permissions import Who, access


# A mail program's own button to stop writes here too, and nothing happens.
@csrf_exempt
@access(Who.PUBLIC, twin="none: a sample of an invitation, for staff")
def sample(request: HttpRequest) -> HttpResponse:
    return render(request, "meetings/sample.html")
