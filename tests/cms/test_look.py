"""The look: components name their arguments, style sheets stay light and logical, and
nothing asks for an inline style or script."""

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from champions.quilt import Block
from cms.enums import Accent
from cms.views.styleguide import SampleForm, Somebody, samples

ROOT = Path(__file__).resolve().parent.parent.parent
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
# Mail and letters bring their own style sheet; only pages stand under the policy.
PAGES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if path.name in {"base.html", "500.html"} or "extends" in path.read_text()
    if "messages" not in path.parts
]
# These are for paper: the maker of PDF knows no logical properties.
ON_PAPER = {
    "bar.css",
    "hand_cards.css",
    "handouts.css",
    "letter.css",
    "papers.css",
    "programme_papers.css",
}
STYLES = sorted(
    path
    for path in (ROOT / "cms/static/cms/css").glob("*.css")
    if path.name not in ON_PAPER
)
SCRIPTS = sorted((ROOT / "cms/static/cms/js").glob("*.js"))
BUS = Block("9327735d-d21e-52b8-97e6-10c2c43ff09e", "helping")
PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)"
    r"|^\s*(?:left|right|top|bottom|float|width|height|text-align: (?:left|right))\s*:",
    re.MULTILINE,
)


@pytest.fixture
def styleguide(rf):
    return render_to_string("styleguide.html", samples(), request=rf.get("/en/"))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_begins_with_a_comment_on_its_arguments(path):
    first = path.read_text().splitlines()[0]

    assert re.match(r"{% comment %}.+(arguments?:|No arguments|Inherits)", first, re.I)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_is_in_the_index(path):
    index = (ROOT / "docs" / "look.md").read_text()

    assert index.count(f"| `{path.stem}` |") == 1


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_style_sheets_know_no_left_and_right(path):
    assert PHYSICAL.findall(path.read_text()) == []


def test_all_style_sheets_together_stay_within_fifteen_kilobytes():
    sizes = [len(gzip.compress(path.read_bytes(), 9)) for path in STYLES]

    assert sum(sizes) <= 15_000


TOKENS = (ROOT / "cms/static/cms/css/tokens.css").read_text()
COLOUR = r"--([\w-]+): (#\w+);"
ROOTS = TOKENS.split("/* What a centre may choose")[0]
LIGHT = dict(re.findall(COLOUR, ROOTS.split("@media")[0]))
DARK = LIGHT | dict(re.findall(COLOUR, ROOTS.split("@media")[1]))
GROUNDS = ("paper", "sheet", "linen")
TEXTS = [
    (t, g) for t in ("ink", "soft", "link", "berry", "ok", "late") for g in GROUNDS
]
TEXTS += [("on-go", "go"), ("on-go", "go-2"), ("on-note", "note"), ("on-tint", "tint")]
TEXTS += [("on-foot", "foot"), ("foot-link", "foot")]
TEXTS += [("on-thanks", "thanks"), ("thanks-link", "thanks"), ("paper", "ink")]
EDGES = [("edge", ground) for ground in GROUNDS] + [("ring-a", "ring-b")]


def _contrast(one, two):
    lights = sorted(_light(colour) for colour in (one, two))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour):
    short = colour[1:]
    full = "".join(2 * c for c in short) if len(short) == 3 else short
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXTS, 5.9), (EDGES, 3)], ids=["text", "edges"]
)
def test_colours_can_be_told_apart(scheme, pairs, least):
    weak = [(a, b) for a, b in pairs if _contrast(scheme[a], scheme[b]) < least]

    assert weak == []


def accents_in(css):
    return {
        name: dict(re.findall(COLOUR, colours))
        for name, colours in re.findall(r"\.accent-([a-z]+) {(.*?)}", css, re.DOTALL)
    }


ACCENTS = [
    accents_in(part)
    for part in TOKENS.split("/* What a centre may choose")[1].split("@media")
]


@pytest.mark.parametrize("name", sorted(set(Accent) - {Accent.CEDAR}))
@pytest.mark.parametrize(("number", "scheme"), [(0, LIGHT), (1, DARK)])
def test_the_colour_of_a_centre_can_be_read_on_every_ground(name, number, scheme):
    """Cedar is the colour that stands there without a choice."""
    light = ACCENTS[0][name]
    colours = scheme | (light if number == 0 else light | ACCENTS[1][name])
    pairs = [("on-go", "go"), ("on-go", "go-2"), ("on-foot", "foot")]
    pairs += [("foot-link", "foot"), ("go", "paper"), ("go", "sheet"), ("go", "linen")]

    weak = [(a, b) for a, b in pairs if _contrast(colours[a], colours[b]) < 4.5]

    assert weak == []


def test_each_script_stays_below_one_kilobyte_and_the_one_at_the_table_below_six():
    most = {"who-came.js": 6000}
    large = [p.name for p in SCRIPTS if p.stat().st_size > most.get(p.name, 1000)]

    assert large == []


@pytest.mark.parametrize("path", [*COMPONENTS, *PAGES], ids=lambda path: path.stem)
def test_no_template_has_an_inline_style_or_script(path):
    inline = r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(?:\ssrc=|json\"))"

    assert re.findall(inline, path.read_text()) == []


def test_every_style_sheet_and_script_is_linked():
    # The admin's own sheet, and scripts that only a few pages ask for.
    elsewhere = {"admin.css", "board.js", "refresh.js", "who-came.js"}
    linked = render_to_string("components/styles.html") + render_to_string(
        "components/scripts.html"
    )
    names = re.findall(r"cms/(?:css|js)/[\w-]+\.(?:css|js)", linked)

    assert sorted(Path(name).name for name in names) == sorted(
        path.name for path in STYLES + SCRIPTS if path.name not in elsewhere
    )


def test_the_page_for_a_broken_site_needs_nothing_but_files():
    page = render_to_string("500.html")
    files = re.findall(r'href="/static/([^"]+)"', page)

    assert [name for name in files if not finders.find(name)] == []


def test_the_style_guide_shows_every_component_of_pages():
    used = (ROOT / "templates" / "styleguide.html").read_text()
    inner = {"action", "choice", "field", "field_notes", "footer", "header", "messages"}
    inner |= {"opening_section", "page_head", "refresh_script", "scripts"}
    inner |= {"styles", "tags", "ways_out", "who_came_script", "board_script"}
    inner |= {"feeds", "page_addresses", "picture"}

    missing = {path.stem for path in COMPONENTS if f"/{path.name}" not in used}

    assert missing == inner


@pytest.mark.django_db
def test_the_style_guide_has_one_title_and_no_double_id(styleguide):
    ids = re.findall(r'\sid="([^"]+)"', styleguide)

    assert (styleguide.count("<h1"), sorted(ids)) == (1, sorted(set(ids)))


def test_an_error_stands_beside_its_field_and_describes_it():
    html = SampleForm({})["name"].as_field_group()

    assert re.findall(r'aria-describedby="([^"]+)"', html) == ["id_name_error"]
    assert re.findall(r'id="(id_name_error)"><p>(.*?)</p>', html) == [
        ("id_name_error", "Error: This field is required.")
    ]


def test_a_hint_describes_its_field():
    html = SampleForm()["about"].as_field_group()

    assert re.findall(r'(?:aria-describedby|id)="(id_about_helptext)"', html) == [
        "id_about_helptext",
        "id_about_helptext",
    ]


def test_the_error_summary_links_to_the_first_input_of_each_field():
    html = render_to_string("components/error_summary.html", {"form": SampleForm({})})

    assert re.findall(r'href="#(.+?)"', html) == ["id_name", "id_reply_0"]


def test_the_error_summary_is_silent_without_errors():
    form = SampleForm({"name": "Rosa", "reply": "yes"})

    assert (
        render_to_string("components/error_summary.html", {"form": form}).strip() == ""
    )


def test_replies_start_with_nothing_chosen():
    assert SampleForm()["reply"].as_field_group().count("checked") == 0


def test_the_words_of_a_choice_are_escaped():
    class Risky(forms.Form):
        answer = forms.ChoiceField(
            choices=[("a", "<b>a</b>")], widget=forms.RadioSelect
        )

    assert Risky()["answer"].as_field_group().count("&lt;b&gt;a&lt;/b&gt;") == 1


def test_where_it_stands_names_the_current_step():
    context = {"thing": BUS, "sewn": "trying"}
    html = render_to_string("components/where_it_stands.html", context)

    step = html.split('aria-current="step"')[1].split("</li>")[0]
    assert (html.count("aria-current"), step.rsplit(">", 1)[1]) == (1, "Trying it out")


def test_a_promise_of_a_champion_is_never_red():
    context = {"person": Somebody("Lucille"), "what": "sings", "state": "when she can"}

    assert render_to_string("components/promise_row.html", context).count("late") == 0
