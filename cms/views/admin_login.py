"""The admin has no sign-in of its own: everybody signs in at one place."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from champions.permissions import Who, access


@access(Who.PUBLIC, twin="none: leads staff to the one sign-in")
def admin_login(request: HttpRequest) -> HttpResponse:
    """Who is signed in goes on, or is told that there is nothing for them here. Back to
    the sign-in would lead them here again, for ever."""
    home = reverse("wagtailadmin_home")
    if isinstance(request.user, AnonymousUser):
        return redirect_to_login(home, reverse("account_login"))
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return redirect(home)
