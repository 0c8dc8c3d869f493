"""A centre's or network's server, behind HTTPS: what must be given is asked for."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403  settings are layered by star import
from cms.settings.base import ALLOWED_HOSTS, BASE_URL, LINK_KEYS, SECRET_KEY

for _name, _value in {
    "SECRET_KEY": SECRET_KEY,
    "LINK_KEYS": LINK_KEYS,
    "ALLOWED_HOSTS": ALLOWED_HOSTS,
}.items():
    if not _value:
        raise ImproperlyConfigured(f"Set {_name} (see docs/settings.md).")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("Set BASE_URL to the https:// address of the site.")

SECURE_SSL_REDIRECT = True
# A monitor on the machine itself asks without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^health/worker$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
