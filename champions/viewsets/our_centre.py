"""What a centre says about itself, in the admin."""

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from champions.views import our_centre
from champions.viewsets.contact_lists import LeadMenuItem


class OurCentreViewSet(ViewSet):
    """How neighbours reach it, and how it sends."""

    name = "our_centre"
    url_prefix = "our-centre"
    icon = "home"
    menu_label = gettext_lazy("Our centre")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", our_centre.which, name="index"),
            path("<int:pk>/", our_centre.of_centre, name="centre"),
        ]
