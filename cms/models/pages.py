"""The public pages: the network's home, centres, programmes, plain pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from champions.models import Centre
from cms.models.programme import Programme

PLAIN_WORDS = ["bold", "italic", "link", "ul", "ol", "h2", "h3"]


class NetworkPage(Page):
    """The home of the network of centres."""

    lead = models.CharField(_("in one or two sentences"), max_length=240, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.CentrePage", "cms.PlainPage"]
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("home of the network")


class CentrePage(Page):
    """The home of a centre; its address is the centre's, in every language."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    lead = models.CharField(_("in one or two sentences"), max_length=240, blank=True)

    parent_page_types = ["cms.NetworkPage"]
    subpage_types = ["cms.ProgrammeIndexPage", "cms.PlainPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("home of a centre")


class ProgrammeIndexPage(Page):
    """Find something to join: a centre's programmes."""

    parent_page_types = ["cms.CentrePage"]
    subpage_types = ["cms.ProgrammePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("find something to join")


class ProgrammePage(Page):
    """The words of a programme in one language; dates are the programme's own."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="pages"
    )
    what = models.CharField(_("What is it, in one line?"), max_length=160)
    about = models.TextField(_("What do you do there?"), max_length=3000, blank=True)
    first_visit = models.TextField(
        _("What happens on a first visit?"), max_length=1500, blank=True
    )

    parent_page_types = ["cms.ProgrammeIndexPage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("what"),
        FieldPanel("about"),
        FieldPanel("first_visit"),
    ]

    class Meta:
        verbose_name = _("programme page")


class PlainPage(Page):
    """A page of words: help, promises, privacy, accessibility, about."""

    body = RichTextField(_("words"), features=PLAIN_WORDS, blank=True)

    parent_page_types = ["cms.NetworkPage", "cms.CentrePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")
