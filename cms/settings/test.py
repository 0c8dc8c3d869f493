"""The tests: the real caches, outbox and task queue; only keys and files differ."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403  settings are layered by star import
from cms.settings.base import CACHES, DATABASES, STORAGES, VAR_DIR

_folder = Path(tempfile.mkdtemp(prefix="health-champions-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
# A browser's test runs beside the loop that speaks to the browser.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SECRET_KEY = "only-for-tests-" + "0123456789" * 5
LINK_KEYS = ["only-for-tests-" + "9876543210" * 5]
LISTENS_ON = "127.0.0.1"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = _folder / "media"
MAIL_ROOT = _folder / "mail"
# The tests must not depend on the hour at which they run; those of the night set it.
QUIET_HOURS = ""
# Nor on what this machine's own environment says about mail.
BOUNCES_URL = BOUNCE_ADDRESS = ANYMAIL_WEBHOOK_SECRET = ""
# As many as go; the tests of the pace set it.
MAILS_A_MINUTE = 0
STORAGES = STORAGES | {
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _folder / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = CACHES | {"pages": CACHES["pages"] | {"LOCATION": _folder / "pages"}}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: a browser's threads would find a memory table locked. It
    # stays between runs, so that `pytest --reuse-db` begins at once.
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.db"}
# Static files straight from their folders, without collecting them first.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# Keys and the wish to begin again are files too; a test must not touch one's own.
VAR_DIR = _folder
PRIVATE_ROOT = _folder / "private"
BEGIN_AGAIN = _folder / "begin-again"
DEMO_ENDED = _folder / "demo-ended"
