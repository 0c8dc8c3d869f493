"""The entry *Messages* of the admin's menu: letters to print, texts to send, cards to
hand over, all that was told."""

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from champions.enums import Channel, MessageState
from champions.models import Message
from champions.services.views_log import note_view
from champions.views import handing_over, letters, outbox, texts, wording
from champions.viewsets import views
from champions.viewsets.centre import CentreViewSet
from champions.viewsets.contact_lists import LeadMenuItem
from champions.when import clock, day_in_words


class LetterViewSet(ViewSet):
    name = "letters"
    icon = "mail"
    menu_label = gettext_lazy("Letters to print")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", letters.all_letters, name="index"),
            path("make/<int:centre_id>/", letters.make, name="make"),
            path("<int:pk>/file/", letters.file, name="file"),
            path("<int:pk>/page/", letters.page, name="page"),
            path("<int:pk>/merge/", letters.merge, name="merge"),
            path("<int:pk>/posted/", letters.posted, name="posted"),
            path("<int:pk>/again/", letters.again, name="again"),
        ]


class TextViewSet(ViewSet):
    name = "texts"
    icon = "mobile-alt"
    menu_label = gettext_lazy("Texts to send")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", texts.all_texts, name="index"),
            path("make/<int:centre_id>/", texts.make, name="make"),
            path("<int:pk>/file/", texts.file, name="file"),
            path("<int:pk>/sent/", texts.sent, name="sent"),
            path("stop/", texts.stop, name="stop"),
        ]


class CardViewSet(ViewSet):
    """Invitations to hand over; a champion's personal card is another thing."""

    name = "cards"
    url_prefix = "cards-to-hand-over"
    icon = "form"
    menu_label = gettext_lazy("Cards to hand over")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        return [
            path("", handing_over.which, name="index"),
            path("<int:pk>/", handing_over.of_centre, name="centre"),
            path("<int:pk>/print/", handing_over.print_page, name="print"),
            path("<int:pk>/given/", handing_over.handed_over, name="handed"),
        ]


class WordingViewSet(ViewSet):
    name = "wording"
    url_prefix = "own-words"
    icon = "edit"
    menu_label = gettext_lazy("Our own words")
    menu_item_class = LeadMenuItem

    def get_urlpatterns(self):
        one = "<int:pk>/<slug:message>/<slug:language>/"
        return [
            path("", wording.which, name="index"),
            path("<int:pk>/", wording.of_centre, name="centre"),
            path(one, wording.edit, name="edit"),
            path(f"{one}again/<int:number>/", wording.again, name="again"),
        ]


class MessageIndexView(views.IndexView):
    """What was told to whom, how, and what became of it; not the words themselves."""

    def get_base_queryset(self):
        told = super().get_base_queryset()
        return told.select_related("person", "centre").order_by("-queued_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        note_view(self.request, [told.person for told in context["object_list"]])
        return context


class WhatNow(Column):
    """How it stands, and what can be done where nobody knows whether it arrived."""

    cell_template_name = "champions/outbox_state.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        waits = (MessageState.AMBIGUOUS, MessageState.FAILED)
        return context | {
            "message": instance,
            "can_resend": instance.state in waits and bool(instance.text),
            "call": _number_to_call(instance),
            "may_have_arrived": instance.state == MessageState.AMBIGUOUS,
            "csrf_token": parent_context.get("csrf_token"),
        }


def _number_to_call(message):
    """The telephone number of somebody who is still to be called."""
    waits = (message.state, message.channel) == (MessageState.QUEUED, Channel.PHONE)
    is_too_early = not message.attempts and message.not_before > timezone.now()
    if not waits or is_too_early:
        return ""
    return message.person.phone if message.person else message.to_address


class WhenAtCentre(Column):
    """Day and time by the wall clock of the centre that told it."""

    def get_value(self, instance):
        at = timezone.localtime(instance.queued_at, instance.centre.tzinfo)
        return f"{day_in_words(at.date())} {at.year}, {clock(at.time())}"


class MessageViewSet(CentreViewSet):
    model = Message
    actions = frozenset({"view"})
    index_view_class = MessageIndexView
    name = "outbox"
    url_prefix = "messages"
    icon = "mail"
    menu_label = gettext_lazy("What we told")
    list_per_page = 50
    list_filter = ("state", "channel")
    search_fields = ("person__first_name", "person__last_name")
    list_display = (
        WhenAtCentre("queued_at", label=gettext_lazy("When")),
        Column(
            "person",
            label=gettext_lazy("To whom"),
            accessor=lambda message: message.person or message.to_name,
        ),
        Column("subject", label=gettext_lazy("What"), accessor="subject"),
        Column("channel", label=gettext_lazy("How"), accessor="get_channel_display"),
        WhatNow("state", label=gettext_lazy("Where it stands")),
        Column("centre", label=gettext_lazy("Centre"), accessor="centre.name"),
    )

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("<int:pk>/", outbox.move, name="move")]


class MessageGroup(ViewSetGroup):
    menu_label = gettext_lazy("Messages")
    menu_icon = "mail"
    menu_order = 130

    @property
    def items(self):
        """A room above may put an entry beside the letters: the hook
        `viewset_beside_letters` gives its class."""
        return (
            LetterViewSet,
            *(give() for give in hooks.get_hooks("viewset_beside_letters")),
            *self.others,
        )

    others = (
        TextViewSet,
        CardViewSet,
        MessageViewSet,
        WordingViewSet,
    )
