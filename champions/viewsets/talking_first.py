"""Talk first in the admin: the list under *People*, and its buttons."""

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from champions.views import talking_first as views
from champions.viewsets.contact_lists import LeadMenuItem


class TalkFirstViewSet(ViewSet):
    """In the menu of point persons; staff partners come from *this week* and the desk."""

    name = "talk_first"
    url_prefix = "talk-first"
    icon = "comment"
    menu_label = gettext_lazy("Talk first")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", views.all_talks, name="index"),
            path("<int:pk>/renew/", views.renew_one, name="renew"),
            path("<int:pk>/talked/", views.talked_with_one, name="talked"),
        ]
