"""Addresses of this room, after the language; `cms/urls.py` puts them together."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
