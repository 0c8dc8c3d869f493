"""In public, and the wiring: programmes, pages, and what shows several rooms."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
