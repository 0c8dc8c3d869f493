"""Stories in public: what happened, what was learned, whom to thank; by consent."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.url_routing import RouteResult

from champions.enums import ConsentPurpose
from champions.models import Centre, Consent, Person
from cms.blocks import Body
from cms.models.page_form import CentrePageForm, DraftUnlessLiveForm
from cms.models.pages import (
    SLUG,
    TITLE,
    CentrePage,
    IndexPageManager,
    PublicPage,
    below,
    body_panel,
    other_language_of,
    promote,
    show_frame,
)
from cms.models.programme import Programme
from ideas.enums import IdeaStage
from ideas.models import Idea

# An idea is told as the beginning of something once it has happened.
BEGINNINGS = frozenset({IdeaStage.RUNNING, IdeaStage.RESTING, IdeaStage.FINISHED})


class StoryIndexPage(PublicPage):
    """The stories of a centre."""

    # Made when a centre opens, in each language.
    is_creatable = False
    parent_page_types = ["cms.CentrePage"]
    subpage_types = ["cms.StoryPage"]
    max_count_per_parent = 1
    base_form_class = DraftUnlessLiveForm
    content_panels = [TITLE]
    promote_panels = promote()

    objects = IndexPageManager()

    class Meta:
        verbose_name = _("stories")

    @cached_property
    def centre(self) -> Centre:
        return self.get_parent().specific.centre

    def route(self, request, path_components):
        """A story that is told in the other language alone is shown in that one."""
        if len(path_components) == 1:
            told = StoryPage.objects.of(self.centre).in_public()
            found = told.filter(slug=path_components[0])
            here = found.filter(locale=self.locale)
            if not here.exists() and (original := found.first()):
                return RouteResult(original)
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        show_frame(request, self, self.centre)
        told = StoryPage.objects.of(self.centre).in_public().once(self.locale_id)
        return super().get_context(request, *args, **kwargs) | {"stories": told}


class StoryPageQuerySet(PageQuerySet):
    def of(self, centre: Centre) -> StoryPageQuerySet:
        return self.filter(below(CentrePage.objects.filter(centre=centre)))

    def in_public(self) -> StoryPageQuerySet:
        """Live, and whoever tells it still allows it. Asked each time it is shown, so
        that it is gone with the consent, and with who died."""
        allowed = Consent.objects.filter(
            person=OuterRef("teller"), purpose=ConsentPurpose.STORY, withdrawn_at=None
        )
        told = Q(teller__died_at=None, teller__erased_at=None) & Exists(allowed)
        stories = self.live().filter(Q(teller=None) | told)
        return stories.select_related("locale", "programme", "idea").order_by(
            "-first_published_at", "-pk"
        )

    def once(self, locale_id: int) -> StoryPageQuerySet:
        """Each story once: in this language where it is told in it."""
        told_here = self.filter(locale=locale_id).values("translation_key")
        return self.filter(
            Q(locale=locale_id) | ~Q(translation_key__in=told_here.order_by())
        )


class StoryPageForm(CentrePageForm):
    """Programmes of the own centre alone stand for choice, and ideas of it that came to
    something."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        begun = Idea.objects.told().filter(stage__in=BEGINNINGS)
        own = {"programme": Programme.objects.all(), "idea": begun}
        for name in own.keys() & self.fields.keys():
            field = self.fields[name]
            field.queryset = (
                own[name].of(self.centre) if self.centre else own[name].none()
            )


class StoryPage(PublicPage):
    """A learning or a thank-you. A champion's own stands under their consent (purpose
    *story*); their first name is shown only where they said so here, and allow it."""

    line = models.CharField(_("in one line"), max_length=160, blank=True)
    body = StreamField(Body(), verbose_name=_("the story"), blank=True)
    told_by = models.CharField(_("who tells it"), max_length=80, blank=True)
    teller = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    shows_name = models.BooleanField(default=False, editable=False)
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    idea = models.ForeignKey(
        Idea,
        verbose_name=_("idea"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    base_form_class = StoryPageForm
    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types = []
    content_panels = [
        TITLE,
        FieldPanel("line", help_text=_("It stands in the list of stories.")),
        body_panel(),
        MultiFieldPanel(
            [
                FieldPanel(
                    "told_by",
                    help_text=_(
                        "A group or the centre, no person: a champion tells their own "
                        "story on the site, and says there what we may show."
                    ),
                ),
                FieldPanel("programme", help_text=_("What it is about, if anything.")),
                FieldPanel("idea", help_text=_("The idea that it began with.")),
            ],
            heading=_("Who tells it, and of what"),
        ),
    ]
    promote_panels = promote(SLUG)

    objects = PageManager.from_queryset(StoryPageQuerySet)()

    class Meta:
        verbose_name = _("story")

    @cached_property
    def centre(self) -> Centre:
        return self.get_parent().specific.centre

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def square(self) -> Programme | Idea | None:
        """Whose square stands beside it; the centre's for none."""
        return self.programme or self.idea

    @property
    def beginning(self) -> Idea | None:
        """The idea that it began with, while its words may stand in public."""
        idea = self.idea
        is_told = idea and not idea.is_taken_down and idea.stage in BEGINNINGS
        return idea if is_told else None

    @property
    def stands_in(self) -> bool:
        """Whether it is shown where one in the reader's language is missing."""
        return self.language != translation.get_language()

    def with_content_json(self, content):
        """Who tells it, and under which name, is a matter of consent, not of a draft."""
        page = super().with_content_json(content)
        page.teller_id, page.shows_name = self.teller_id, self.shows_name
        return page

    def serve(self, request, *args, **kwargs):
        if not StoryPage.objects.in_public().filter(pk=self.pk).exists():
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        show_frame(request, self, self.centre)
        if self.stands_in or not getattr(request, "other_language_url", None):
            request.other_language_url = other_language_of(request.path)
        return super().get_context(request, *args, **kwargs)
