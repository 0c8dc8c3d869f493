"""What every installation shares. Each setting that differs between places is read
from the environment and is safe when left out (docs/settings.md lists them)."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cms.settings import environment
from cms.settings.mail import *  # noqa: F403  one subject, a file of its own

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))

# --- Where it answers -------------------------------------------------------------
DEBUG = environment.flag("DEBUG")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
# Where `manage.py serve` listens.
HOST = environment.text("HOST", "127.0.0.1")
# Said by `manage.py serve` alone; empty: nobody knows who can reach this server.
LISTENS_ON = environment.text("LISTENS_ON")
PORT = int(environment.text("PORT", "8000"))
WEB_WORKERS = int(environment.text("WEB_WORKERS", "2"))
# Every link in a mail or letter begins with this, never with the request's host.
BASE_URL = environment.text("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
# An unknown address answers 404 and never redirects (the page catch-all would match).
APPEND_SLASH = False

# --- Keys -------------------------------------------------------------------------
SECRET_KEY = environment.text("SECRET_KEY")
# Keys of links and typed codes, newest first; older ones are still accepted.
LINK_KEYS = environment.words("LINK_KEYS") or environment.file_words(
    VAR_DIR / "link-keys"
)

# --- What it is made of -----------------------------------------------------------
INSTALLED_APPS = [
    "cms",
    "meetings",
    "ideas",
    "champions",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_q",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "cms.middleware.KeptPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.LanguageOfAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.middleware.ViewLogMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.middleware.AccessMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "cms.frame.frame",
            ],
        },
    }
]
# Our own field templates are found before Django's.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Data -------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        environment.text(
            "DATABASE_URL", f"sqlite:///{VAR_DIR / 'health-champions.db'}"
        ),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # IMMEDIATE: a transaction that reads before it writes would else answer
    # "database is locked"; FULL: an acknowledged reply survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000;"
        ),
    }
REDIS_URL = environment.text("REDIS_URL")
CACHES = {
    # Limits on guessing live in the first cache, so that a flood of pages in the
    # second can never push them out.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "champions_cache",
        "OPTIONS": {"MAX_ENTRIES": 500_000},
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "pages",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}
if REDIS_URL:
    CACHES = {
        name: {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": name,
        }
        for name in CACHES
    }
# A picture that was taken down must not live on in a cache.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# --- Files ------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(VAR_DIR / "media")))
# What must never be served by address: contact lists, letters.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Below this share of free disk /readyz answers 503.
LEAST_FREE_DISK = 0.10
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"webp": "webp"}
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.picture_forms.PhotographForm"

# --- Who --------------------------------------------------------------------------
AUTH_USER_MODEL = "champions.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_page"
WAGTAIL_FRONTEND_LOGIN_URL = "/en/accounts/login/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# Our own pages send the numbers (champions/services/sign_in.py): allauth's would need
# one user for each address.
ACCOUNT_ADAPTER = "champions.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Health Champions"
MFA_ADAPTER = "champions.adapters.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "champions.forms.second_step.AuthenticateForm",
    "reauthenticate": "champions.forms.second_step.ReauthenticateForm",
    "activate_totp": "champions.forms.second_step.ActivateAppForm",
    "add_webauthn": "champions.forms.second_step.AddKeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.text("TRUSTED_PROXIES", "0"))

# --- Cookies and headers ----------------------------------------------------------
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
# An address may carry a capability (a reply link): no other site learns of it.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews a page in a frame of its own
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # which asks for DENY
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# --- What is logged (to the standard error output) ---------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_address": {"()": "cms.logs.WithoutAddress"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["without_address"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers are silent unless DEBUG is on.
    "loggers": {
        "django": {"handlers": []},
        "django.request": {"level": "ERROR"},
    },
}

# --- Languages and time -----------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("fr", _("Français"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
FORMAT_MODULE_PATH = ["cms.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Mail and work in the background ----------------------------------------------
MAIL_ROOT = VAR_DIR / "mail"
# While this file is there, `manage.py serve` starts the site and its worker anew.
BEGIN_AGAIN = VAR_DIR / "begin-again"
# Once a demo was ended here, `make run` makes no other.
DEMO_ENDED = VAR_DIR / "demo-ended"
# Whom to tell of a weakness; shown in /.well-known/security.txt.
SECURITY_CONTACT = environment.text("SECURITY_CONTACT", "security@localhost")
Q_CLUSTER = {
    "name": "health-champions",
    "orm": "default",
    "workers": int(environment.text("WORKERS", "2")),
    # django-q2 counts `retry` from when a task is taken from the table, not from
    # when it starts: retry > (queue_limit / workers + 2) * timeout, or it runs twice.
    "timeout": 60,
    "retry": 600,
    "queue_limit": 4,
    "bulk": 1,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "save_limit": 100,
    "poll": 1,
    "label": "Health Champions",
    "log_level": "WARNING",
    # Its status, written twice a second, is no matter for the database.
    "cache": "pages",
}

# --- Wagtail ----------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Health Champions"
WAGTAIL_ENABLE_UPDATE_CHECK = False  # the admin asks no outside host
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_LOGIN_URL = "account_login"
TAGGIT_CASE_INSENSITIVE = True
