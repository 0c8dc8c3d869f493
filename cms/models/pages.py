"""The public pages: the network's home, centres, programmes, plain pages."""

from __future__ import annotations

from django.db import models
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.url_routing import RouteResult

from champions.models import Centre
from cms.blocks import Body
from cms.enums import Accent
from cms.models.page_form import CentrePageForm, DraftUnlessLiveForm, PlainPageForm
from cms.models.programme import Programme
from cms.page_cache import may_be_kept

TITLE = FieldPanel("title", help_text=_("What stands at the top, in a few words."))
SLUG = FieldPanel(
    "slug",
    help_text=_("The last part of the address. Links break when it changes."),
)
FOUND = FieldPanel(
    "search_description",
    heading=_("What search engines show"),
    help_text=_("One or two sentences. Without them they take the first words."),
)
LEAD = FieldPanel("lead", help_text=_("It stands below the title, in large letters."))


def promote(*panels) -> list:
    """How a page is found: its address, and what search engines say of it."""
    heading = _("How it is found")
    return [MultiFieldPanel([*panels, FOUND], heading=heading)]


def body_panel() -> FieldPanel:
    return FieldPanel(
        "body",
        help_text=_("Short blocks, short sentences. One thought in each."),
    )


def show_frame(request, page: Page, centre: Centre | None = None) -> None:
    """Tell the frame around the page whose it is, and its address in the other
    language: the same page there, where it is live."""
    request.page_centre = centre
    may_be_kept(request)
    request.translated_url = translated_path(page)
    if request.translated_url:
        request.other_language_url = request.translated_url


def path_of(page: Page) -> str:
    """Where it is on this site; Wagtail would ask for the roots of all sites."""
    below = page.url_path.split("/", 2)[2]
    return f"/{page.locale.language_code}/{below}"


def translated_path(page: Page) -> str:
    """Where it stands in the other language; empty where nobody has written it there."""
    if isinstance(page, IN_EACH_LANGUAGE):
        return other_language_of(path_of(page))
    other = page.in_other_language
    return path_of(other) if other else ""


class PublicPage(Page):
    """For everybody: what shall not be seen is no page but a draft. A private one would
    still stand in lists, feeds and catalogues."""

    private_page_options: list[str] = []

    class Meta:
        abstract = True

    @cached_property
    def in_other_language(self) -> Page | None:
        """The same page there, where it is live."""
        return self.get_translations().live().select_related("locale").first()


class NetworkPage(PublicPage):
    """The home of the network of centres."""

    lead = models.CharField(_("in one or two sentences"), max_length=240, blank=True)
    body = StreamField(Body(), verbose_name=_("more words"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.CentrePage", "cms.PlainPage"]
    max_count_per_parent = 1
    base_form_class = DraftUnlessLiveForm
    content_panels = [TITLE, LEAD, body_panel()]
    promote_panels = promote()

    class Meta:
        verbose_name = _("home of the network")

    def get_context(self, request, *args, **kwargs):
        show_frame(request, self)
        return super().get_context(request, *args, **kwargs)


class CentrePage(PublicPage):
    """The home of a centre; its address is the centre's, in every language."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    heading = models.CharField(_("a heading of your own"), max_length=80, blank=True)
    lead = models.CharField(_("in one or two sentences"), max_length=240, blank=True)
    body = StreamField(Body(), verbose_name=_("more words"), blank=True)
    accent = models.CharField(
        _("colour"), max_length=8, choices=Accent, blank=True, default=""
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # Made when a centre opens, in each language.
    is_creatable = False
    parent_page_types = ["cms.NetworkPage"]
    subpage_types = ["cms.ProgrammeIndexPage", "cms.StoryIndexPage", "cms.PlainPage"]
    base_form_class = CentrePageForm
    content_panels = [
        MultiFieldPanel(
            [
                TITLE,
                FieldPanel(
                    "heading",
                    help_text=_("Leave it empty to ask: “What will we make next?”"),
                ),
                LEAD,
            ],
            heading=_("Welcome"),
        ),
        FieldPanel("body", help_text=_("It stands below the quilt.")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "accent",
                    help_text=_(
                        "For buttons and the foot of each page. All of these can be "
                        "read in light and in dark."
                    ),
                ),
                FieldPanel(
                    "logo",
                    help_text=_("It takes the place of your square at the top."),
                ),
            ],
            heading=_("Look: set it once, the other language follows"),
        ),
    ]
    promote_panels = promote()

    class Meta:
        verbose_name = _("home of a centre")

    def get_context(self, request, *args, **kwargs):
        show_frame(request, self, self.centre)
        return super().get_context(request, *args, **kwargs)


def below(homes: models.QuerySet[CentrePage]) -> models.Q:
    """These pages and all that stands below them."""
    within = models.Q(pk=None)
    for path in homes.values_list("path", flat=True):
        within |= models.Q(path__startswith=path)
    return within


class IndexPageManager(PageManager.from_queryset(PageQuerySet)):
    def of(self, centre: Centre):
        """The index of a centre in each language."""
        return self.filter(below(CentrePage.objects.filter(centre=centre)))


class ProgrammeIndexPage(PublicPage):
    """Find something to join: a centre's programmes."""

    is_creatable = False
    parent_page_types = ["cms.CentrePage"]
    subpage_types = ["cms.ProgrammePage"]
    max_count_per_parent = 1
    base_form_class = DraftUnlessLiveForm
    content_panels = [TITLE]
    promote_panels = promote()

    objects = IndexPageManager()

    class Meta:
        verbose_name = _("find something to join")

    @cached_property
    def centre(self) -> Centre:
        return self.get_parent().specific.centre

    def route(self, request, path_components):
        """Where a programme has no page in this language, its own language's page
        stands in; the template says so."""
        # A page that is not here any more still says whose it was, and whom to call.
        request.page_centre = self.centre
        if len(path_components) == 1:
            slug = path_components[0]
            if not self.get_children().live().filter(slug=slug).exists():
                original = original_live_page(self.centre, slug)
                if original is not None:
                    return RouteResult(original)
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        show_frame(request, self, self.centre)
        return super().get_context(request, *args, **kwargs)


class ProgrammePage(PublicPage):
    """The words of a programme in one language; dates are the programme's own."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="pages"
    )
    what = models.CharField(_("What is it, in one line?"), max_length=160)
    about = models.TextField(_("What do you do there?"), max_length=3000, blank=True)
    first_visit = models.TextField(
        _("What happens on a first visit?"), max_length=1500, blank=True
    )

    base_form_class = DraftUnlessLiveForm
    # Made from a champion's description: a page needs its programme.
    is_creatable = False
    parent_page_types = ["cms.ProgrammeIndexPage"]
    subpage_types = []
    promote_panels = promote(SLUG)
    content_panels = [
        *Page.content_panels,
        FieldPanel("what"),
        FieldPanel("about"),
        FieldPanel("first_visit"),
    ]

    class Meta:
        verbose_name = _("programme page")

    @cached_property
    def centre(self) -> Centre:
        return self.programme.centre

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def stands_in(self) -> bool:
        """Whether it is shown where a page in the reader's language is missing."""
        return self.language != translation.get_language()

    def get_context(self, request, *args, **kwargs):
        show_frame(request, self, self.programme.centre)
        request.page_programme = self.programme
        if self.stands_in or not getattr(request, "other_language_url", None):
            request.other_language_url = other_language_of(request.path)
        return super().get_context(request, *args, **kwargs)


def other_language_of(path: str) -> str:
    """The same programme under the other language: a page, or one that stands in."""
    return (
        path.replace("/en/", "/fr/", 1)
        if "/en/" in path[:4]
        else path.replace("/fr/", "/en/", 1)
    )


def original_live_page(centre: Centre, slug: str) -> ProgrammePage | None:
    """The live page of a programme in whichever language it has one."""
    return (
        ProgrammePage.objects.live()
        .filter(programme__centre=centre, programme__slug=slug)
        .select_related(
            "programme__centre", "programme__idea", "programme__area", "locale"
        )
        .first()
    )


class PlainPage(PublicPage):
    """A page of words: about, help, promises, privacy, accessibility. One that is called
    like a page of ours stands in its place."""

    body = StreamField(Body(), verbose_name=_("words"), blank=True)

    base_form_class = PlainPageForm
    parent_page_types = ["cms.NetworkPage", "cms.CentrePage"]
    subpage_types = []
    content_panels = [TITLE, body_panel()]
    promote_panels = promote(
        FieldPanel(
            "slug",
            help_text=_(
                "The last part of the address. Call it about, contact, help, promises, "
                "privacy or accessibility, and it stands in the place of our page."
            ),
        )
    )

    class Meta:
        verbose_name = _("plain page")

    @cached_property
    def centre(self) -> Centre | None:
        return getattr(self.get_parent().specific, "centre", None)

    def get_context(self, request, *args, **kwargs):
        show_frame(request, self, self.centre)
        return super().get_context(request, *args, **kwargs)


# Made in both when a centre opens; other pages are written by people.
IN_EACH_LANGUAGE = (NetworkPage, CentrePage, ProgrammeIndexPage)
