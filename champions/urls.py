"""Addresses of this room, after the language; `cms/urls.py` puts them together."""

from django.urls import URLPattern, URLResolver, path

from champions.views.stopping import stop

app_name = "champions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("stop/<str:token>/", stop, name="stop"),
]
