"""Every address of the site. Our own stand before Wagtail's catch-all, so that a page
can never shadow them; `cms/access.py` says who may use those that are not ours."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path, register_converter
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from champions.views.mail_events import tracking
from cms.views import calendar, health, plain, privacy, trying, week_mail, worries
from cms.views.admin_login import admin_login
from cms.views.choosing import choose
from cms.views.finding import find_everywhere
from cms.views.media import media
from cms.views.my import my
from cms.views.pages import serve
from cms.views.security import security_txt
from cms.views.setting_up import set_up
from cms.views.styleguide import styleguide

register_converter(plain.NameConverter, "help")

urlpatterns = [
    path("", choose, name="choose_language"),
    path("healthz", health.process, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("health/worker", health.worker, name="health_worker"),
    path("admin/login/", admin_login, name="wagtailadmin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("anymail/<slug:provider>/tracking/", tracking, name="mail_events"),
    path("", include("cms.open_data_urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("media/<path:path>", media, name="media"),
    *i18n_patterns(
        path("accounts/", include("champions.account_urls")),
        path("my/", my, name="my_page"),
        path("my/week/<str:token>/", week_mail.stop, name="week_stop"),
        path("my/calendar/", calendar.my_calendar, name="my_calendar"),
        path("my/calendar/<str:token>.ics", calendar.my_feed, name="my_feed"),
        path("my/privacy/", privacy.my_privacy, name="my_privacy"),
        path("my/privacy/<int:person_id>/", privacy.my_record, name="my_record"),
        path(
            "my/privacy/<int:person_id>/wipe/", privacy.ask_to_erase, name="my_erasure"
        ),
        path(
            "my/privacy/<int:person_id>/allowed/<int:consent_id>/",
            privacy.take_back,
            name="my_consent",
        ),
        path(
            "my/privacy/<int:person_id>/no-more-writing/",
            privacy.no_more_writing,
            name="my_contact",
        ),
        path(
            "my/privacy/<int:person_id>/no-photos/",
            privacy.no_more_photos,
            name="my_photos",
        ),
        path("<slug:centre>/worry/", worries.tell, name="worry"),
        path("<slug:centre>/worry/who/", worries.who_hears, name="worry_who"),
        path("<slug:centre>/worry/<int:pk>/", worries.answered, name="worry_answered"),
        path("find/", find_everywhere, name="find"),
        path("set-up/", set_up, name="set_up"),
        path("<slug:centre>/<help:name>/", plain.at_centre, name="centre_plain"),
        path("<help:name>/", plain.of_network, name="plain"),
        path("try/", trying.doors, name="try"),
        path("try/list.csv", trying.sample, name="try_list"),
        path("try/reset/", trying.reset, name="try_reset"),
        path("try/end/", trying.end, name="try_end"),
        path("try/door/<slug:door>/", trying.enter, name="door"),
        path("", include("cms.programme_urls")),
        path("", include("cms.story_urls")),
        path("", include("champions.urls")),
        path("", include("ideas.urls")),
        path("", include("meetings.urls")),
        re_path(serve_pattern, serve, name="wagtail_serve"),
    ),
]
