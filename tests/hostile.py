"""Sixty hostile texts, each meant to be more than words somewhere, and where they go: into
every text of every row, enumerated from the models."""

from __future__ import annotations

from contextlib import suppress

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Collection, ModelLogEntry, Page, PageLogEntry

from tests.two_centres import make_one, own_models

# Calls the trap where it runs, and is found in the page where it was only let in.
RUN = "spring()"
# Each would do something where the writer of a page forgot to escape it. Those which
# swallow all that follows them stand at the end.
CORPUS = (
    f"<script data-trap>{RUN}</script>",
    f"<img data-trap src=x onerror={RUN}>",
    f"<svg data-trap onload={RUN}>",
    f"<svg><script data-trap>{RUN}</script></svg>",
    f'"><b data-trap onmouseover="{RUN}">',
    f"'><b data-trap onmouseover='{RUN}'>",
    f'" autofocus onfocus="{RUN}" data-trap x="',
    f"' autofocus onfocus='{RUN}' data-trap x='",
    f"`><i data-trap onclick=`{RUN}`>",
    f"</title><script data-trap>{RUN}</script>",
    f"</textarea><script data-trap>{RUN}</script>",
    f"</style><script data-trap>{RUN}</script>",
    f"</script><script data-trap>{RUN}</script>",
    f"</option></select><img data-trap src=x onerror={RUN}>",
    f"</p></td></table><img data-trap src=x onerror={RUN}>",
    f"]]><script data-trap>{RUN}</script>",
    f"--><script data-trap>{RUN}</script>",
    f"<details data-trap open ontoggle={RUN}>",
    f"<video data-trap><source onerror={RUN}></video>",
    f"<body data-trap onload={RUN}>",
    f"<input data-trap autofocus onfocus={RUN}>",
    f"<select data-trap autofocus onfocus={RUN}></select>",
    f"<marquee data-trap onstart={RUN}></marquee>",
    f'<iframe data-trap srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<iframe data-trap src="javascript:parent.{RUN}"></iframe>',
    f'<object data-trap data="javascript:{RUN}"></object>',
    f'<embed data-trap src="javascript:{RUN}">',
    f'<a data-trap href="javascript:{RUN}">a</a>',
    f'<a data-trap href="java&#9;script:{RUN}">a</a>',
    f'<form data-trap action="javascript:{RUN}"><button>b</button></form>',
    f'<button data-trap formaction="javascript:{RUN}">c</button>',
    '<meta data-trap http-equiv="refresh" content="0;url=/nowhere/">',
    '<base data-trap href="/nowhere/">',
    '<link data-trap rel="stylesheet" href="/nowhere.css">',
    "<style data-trap>*{display:none}</style>",
    '<p data-trap style="position:fixed;inset:0">over all</p>',
    f"<math data-trap><mtext><script>{RUN}</script></mtext></math>",
    f"<img data-trap src='x' onerror='&#115;pring()'>",  # noqa: F541  one of a kind
    f"<IMG DATA-TRAP SRC=X ONERROR={RUN}>",
    f"<script\n data-trap\n>{RUN}</script\n>",
    f"<scr<script data-trap>ipt>{RUN}</script>",
    f"&lt;script data-trap&gt;{RUN}&lt;/script&gt;",
    f"\\u003cscript data-trap\\u003e{RUN}\\u003c/script\\u003e",
    f"'-{RUN}-'",
    f'"-{RUN}-"',
    f"\\';{RUN};//",
    f"${{{RUN}}}",
    f"{{{{ constructor.constructor('{RUN}')() }}}}",
    "{% debug %}",
    "{{ settings.SECRET_KEY }}",
    "%(name)s %s %d {0} {name}",
    "{link:reply} {link:stop} {code:reply}",
    "=HYPERLINK(0) +1 -1 @SUM(1) |calc",
    "'; DROP TABLE champions_person; --",
    "\r\nBcc: everybody@example.org\r\n\r\nmore",
    "\r\nEND:VEVENT\r\nBEGIN:VALARM\r\n",
    "\u202egnihtyreve nrut\u202c \u200b\ufeff\u0085",
    "Z\u0351\u036b\u0343a\u0360l\u0363g\u034co \N{SMILING FACE WITH OPEN MOUTH}",
    f"<plaintext data-trap onclick={RUN}>",
    f"<!-- <b data-trap> {RUN}",
)
ALL_OF_THEM = "javascript:spring() " + " ".join(CORPUS)
# Rows are found, linked or read by these, or they are made by us and nobody types them.
NEVER_TYPED = {
    "slug",
    "slug_original",
    "path",
    "url_path",
    "zone",
    "region",
    "key",
    "lot_seed",
    "draw_seed",
    "file",
    "file_name",
    "file_hash",
    "password",
    "search_text",
    "access_text",
    "name_key",
    "email_key",
    "household_key",
    "address_key",
    "message_id",
    "event",
    "html",
    "purpose",
    "topic",
    "action",
    "object_id",
    "object_verbose_name",
    "content_hash",
    "programme_url",
    "page",
    "field",
    "message",
    "source",
    "number",
    "language",
    "speaks",
    "wording_version",
}
# Words of ours for the machine, in fields named like those that people fill.
CODES = {"champions.ContactLine.notes", "champions.ContactLine.reason"}
# Kept as figures or an address by their forms; the hostile ones are refused there.
OF_A_KIND = (models.EmailField, models.URLField, models.SlugField, models.FileField)


def typed_fields(model) -> list[models.Field]:
    """The fields into which somebody may type what they like."""
    return [field for field in model._meta.concrete_fields if _is_typed(field)]


def _is_typed(field) -> bool:
    if not isinstance(field, (models.CharField, models.TextField)):
        return False
    if isinstance(field, (*OF_A_KIND, RichTextField, StreamField)):
        return False
    if f"{field.model._meta.label}.{field.name}" in CODES:
        return False
    return not (field.choices or field.unique or field.name in NEVER_TYPED)


def every_model():
    """Of the four rooms, and of Wagtail what holds words of ours."""
    wagtail = [Collection, Page, ModelLogEntry, PageLogEntry]
    return [
        *own_models(),
        *(m for m in apps.get_models() if issubclass(m, Page) and m is not Page),
        *wagtail,
        get_user_model(),
        get_image_model(),
        get_document_model(),
    ]


def fill_up(centre) -> None:
    """A row of what the centre has none of; twice, as one may need another."""
    for _again in range(2):
        for model in own_models():
            if not model._base_manager.exists():
                make_one(model, centre, centre.pk)
    get_image_model().objects.create(title="A picture", width=1, height=1)
    get_document_model().objects.create(title="A paper")


def spoil_everything(words: str = ALL_OF_THEM) -> set[str]:
    """Write the words into every typed text of every row, past all forms; SQLite keeps
    more than a column says. Returns what was written into."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in every_model()
        for field in typed_fields(model)
        if _spoil(model._base_manager.all(), field, words)
    }


def _spoil(rows, field, words) -> bool:
    """Also what is empty, unless something else must stand there then."""
    told_apart = Concat(Value(f"{words} "), Cast("pk", models.TextField()))
    for some in (rows, rows.exclude(**{field.name: ""})):
        with suppress(IntegrityError), transaction.atomic():
            return bool(some.update(**{field.attname: told_apart}))
    return False
