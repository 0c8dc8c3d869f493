"""What the words of a page are made of: seven kinds of blocks, and nothing more."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

FEW = ["bold", "italic", "link"]


class ListKind(blocks.ChoiceBlock):
    """Steps are done in their order; a list has none."""

    choices = [("list", _("a list")), ("steps", _("steps, one after the other"))]


class Points(blocks.StructBlock):
    kind = ListKind(label=_("What is it?"), default="list")
    points = blocks.ListBlock(
        blocks.RichTextBlock(features=FEW, label=_("point")), label=_("points")
    )

    class Meta:
        icon = "list-ul"
        label = _("List or steps")
        template = "cms/blocks/points.html"


class Quotation(blocks.StructBlock):
    words = blocks.TextBlock(label=_("What was said"), rows=3, max_length=600)
    who = blocks.CharBlock(
        label=_("Who said it"),
        help_text=_("A first name only when they allow it. “A neighbour” is fine."),
        max_length=80,
        required=False,
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quotation.html"


class Picture(blocks.StructBlock):
    """Nobody's picture is shown without words for those who do not see it."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What does it show?"),
        help_text=_("One sentence, for people who do not see the picture."),
        max_length=200,
    )
    caption = blocks.CharBlock(label=_("Line below it"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"


class CallOut(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    words = blocks.TextBlock(label=_("Words"), rows=2, max_length=400, required=False)
    with_phone = blocks.BooleanBlock(
        label=_("Show the telephone number of the centre"), default=True, required=False
    )

    class Meta:
        icon = "warning"
        label = _("Call-out")
        template = "cms/blocks/call_out.html"


class Body(blocks.StreamBlock):
    """The words of a page, block by block."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        icon="title",
        max_length=120,
        template="cms/blocks/heading.html",
    )
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"),
        icon="pilcrow",
        features=FEW,
        template="cms/blocks/paragraph.html",
    )
    points = Points()
    quotation = Quotation()
    picture = Picture()
    call_out = CallOut()
    programme = blocks.PageChooserBlock(
        label=_("Link to a programme"),
        icon="link",
        page_type="cms.ProgrammePage",
        template="cms/blocks/programme.html",
    )
