"""Every address of the site. Our own stand before Wagtail's catch-all, so that a page
can never shadow them; `cms/access.py` says who may use those that are not ours."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import health

urlpatterns = [
    path("healthz", health.process, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("health/worker", health.worker, name="health_worker"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("champions.urls")),
        path("", include("ideas.urls")),
        path("", include("meetings.urls")),
        path("", include(wagtail_urls)),
    ),
]
