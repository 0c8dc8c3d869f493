"""The entry *People* of the admin's menu, and what opens from it."""

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from champions.viewsets.champions import ChampionViewSet
from champions.viewsets.circles import CircleViewSet
from champions.viewsets.contact_lists import ContactListViewSet
from champions.viewsets.our_centre import OurCentreViewSet
from champions.viewsets.persons import PersonViewSet
from champions.viewsets.staff import StaffViewSet
from champions.viewsets.talking_first import TalkFirstViewSet


class PeopleGroup(ViewSetGroup):
    menu_label = gettext_lazy("People")
    menu_icon = "group"
    menu_order = 110
    items = (
        PersonViewSet,
        ContactListViewSet,
        ChampionViewSet,
        CircleViewSet,
        TalkFirstViewSet,
        StaffViewSet,
        OurCentreViewSet,
    )
