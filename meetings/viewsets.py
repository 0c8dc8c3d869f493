"""The entry *Get-togethers* of the menu and its addresses in the admin."""

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from champions.viewsets.contact_lists import LeadMenuItem
from meetings.views import (
    counted,
    first_steps,
    how_it_went,
    letters_back,
    limits,
    lost,
    mailing_moves,
    mailings,
    workshops,
)


class WorkshopViewSet(ViewSet):
    name = "workshops"
    url_prefix = "workshops"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Workshops")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", workshops.all_workshops, name="index"),
            path("new/", workshops.new_workshop, name="new"),
            path("before/<int:pk>/", first_steps.before, name="before"),
            path(
                "before/<int:pk>/done/",
                first_steps.talked_through,
                name="talked_through",
            ),
            path("<int:pk>/", workshops.one_workshop, name="one"),
            path("<int:pk>/change/", workshops.change_workshop, name="change"),
            path("<int:pk>/announce/", workshops.announce, name="announce"),
            path("<int:pk>/drop/", workshops.drop, name="drop"),
            path("<int:pk>/room/", workshops.widen, name="widen"),
            path("<int:pk>/lost/", lost.did_not_arrive, name="lost"),
            path("<int:pk>/further/", workshops.further, name="further"),
            path("<int:pk>/mailing/", mailings.new_mailing, name="new_mailing"),
            path("<int:pk>/mail/<slug:language>/", mailings.preview_mail, name="mail"),
            path(
                "<int:pk>/letter/<slug:language>/",
                mailings.preview_letter,
                name="letter",
            ),
            path("<int:pk>/letters/", counted.new_counted, name="new_counted"),
            path("letters/<int:pk>/", counted.one_counted, name="counted"),
            path(
                "letters/<int:pk>/take-back/",
                counted.take_back,
                name="counted_take_back",
            ),
            path(
                "letters/<int:pk>/<slug:language>/",
                counted.letter,
                name="counted_letter",
            ),
            path(
                "letters/<int:pk>/<slug:language>.pdf",
                counted.letter_pdf,
                name="counted_pdf",
            ),
            path(
                "letters/<int:pk>/<slug:language>.txt",
                counted.letter_words,
                name="counted_words",
            ),
            path("mailings/<int:pk>/", mailings.one_mailing, name="mailing"),
            path("mailings/<int:pk>/sample/", mailing_moves.sample, name="sample"),
            path("mailings/<int:pk>/send/", mailing_moves.send, name="send"),
            path("mailings/<int:pk>/pause/", mailing_moves.pause, name="pause"),
            path("mailings/<int:pk>/go-on/", mailing_moves.go_on, name="go_on"),
            path("mailings/<int:pk>/stop/", mailing_moves.stop, name="stop"),
            path(
                "mailings/<int:pk>/reminder/", mailing_moves.reminder, name="reminder"
            ),
        ]


class LimitsViewSet(ViewSet):
    """How often groups meet: limits, closed days."""

    name = "limits"
    url_prefix = "how-often"
    icon = "history"
    menu_label = gettext_lazy("How often we meet")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", limits.all_limits, name="index"),
            path("<int:pk>/", limits.of_centre, name="centre"),
            path("<int:pk>/closed/", limits.new_closed, name="new_closed"),
            path("closed/<int:pk>/", limits.closed, name="closed"),
            path("closed/<int:pk>/open/", limits.open_again, name="open_again"),
        ]


class HowItWentViewSet(ViewSet):
    """From asked to still here, in numbers."""

    name = "how_it_went"
    url_prefix = "how-it-went"
    icon = "view"
    menu_label = gettext_lazy("How it went")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", how_it_went.all_centres, name="index"),
            path("<int:pk>/", how_it_went.of_workshop, name="workshop"),
            path(
                "<int:pk>/table.csv", how_it_went.workshop_table, name="workshop_table"
            ),
            path("centre/<int:pk>/", how_it_went.of_centre, name="centre"),
            path(
                "centre/<int:pk>/table.csv",
                how_it_went.centre_table,
                name="centre_table",
            ),
        ]


class ReturnedLetterViewSet(ViewSet):
    """Stands beside the letters to print."""

    name = "returned"
    url_prefix = "letters-that-came-back"
    icon = "undo"
    menu_label = gettext_lazy("Letters that came back")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", letters_back.which, name="index"),
            path("<int:pk>/", letters_back.of_centre, name="centre"),
            path("<int:pk>/undo/", letters_back.undo, name="undo"),
        ]


class GetTogetherGroup(ViewSetGroup):
    menu_label = gettext_lazy("Get-togethers")
    menu_icon = "calendar-alt"
    menu_order = 120

    @property
    def items(self):
        """A room above may put an entry beside the limits: the hook
        `viewset_beside_limits` gives its class."""
        more = (give() for give in hooks.get_hooks("viewset_beside_limits"))
        return (WorkshopViewSet, HowItWentViewSet, LimitsViewSet, *more)
