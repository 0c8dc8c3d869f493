"""The settings that `wagtail start` wrote, with this app and without its traces."""

import os

import dj_database_url
from stock.settings.base import *  # noqa: F403  settings are layered by star import
from stock.settings.base import INSTALLED_APPS

DEBUG = False
SECRET_KEY = "only-to-measure"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["listing", *INSTALLED_APPS]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "listing.urls"
DATABASES = {
    "default": dj_database_url.parse(
        os.environ["STOCK_DATABASE_URL"], conn_max_age=600, conn_health_checks=True
    )
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
