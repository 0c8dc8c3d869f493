"""In public, and the wiring: programmes, pages, and what shows several rooms."""

from importlib import import_module

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        import_module("cms.receivers")
        import_module("cms.page_filters").fence_page_filters()
        import_module("cms.fridge_codes").open_fridge_codes()
        import_module("cms.heard_below").tell()
