"""Every address of the site. Our own stand before Wagtail's catch-all, so that a page
can never shadow them; `cms/access.py` says who may use those that are not ours."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import health
from cms.views.admin_login import admin_login
from cms.views.media import media
from cms.views.my import my
from cms.views.styleguide import styleguide

urlpatterns = [
    path("healthz", health.process, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("health/worker", health.worker, name="health_worker"),
    path("admin/login/", admin_login, name="wagtailadmin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("styleguide/", styleguide, name="styleguide"),
    path("media/<path:path>", media, name="media"),
    *i18n_patterns(
        path("accounts/", include("champions.account_urls")),
        path("my/", my, name="my_page"),
        path("", include("cms.programme_urls")),
        path("", include("champions.urls")),
        path("", include("ideas.urls")),
        path("", include("meetings.urls")),
        path("", include(wagtail_urls)),
    ),
]
