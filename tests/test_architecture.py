"""The four rooms and the one direction between them, held by reading code and models;
beside each rule, a planted fault that it must find."""

import shutil
import subprocess
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template.loader import get_template
from django.test.utils import isolate_apps

from champions.enums import Role
from champions.models import Centre, OfCentre
from ideas.models import Idea
from tests import architecture
from tests.architecture import ROOMS

ROOT = settings.BASE_DIR
TOP_LEVEL = {
    *(".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md"),
    *("SECURITY.md", "deploy", "docs", "locale", "manage.py", "pyproject.toml"),
    *("requirements", "templates", "tests", *ROOMS),
}
RULES = [
    architecture.upward_imports,
    architecture.upward_templates,
    architecture.wrong_order,
    architecture.imported_doors,
    architecture.own_signals,
    architecture.junk_drawers,
]
FAULTS = [
    ("upward_imports", "champions/cards.py", "from ideas.models import Idea"),
    ("upward_imports", "champions/cards.py", "def late():\n    import meetings.enums"),
    ("upward_imports", "ideas/talk.py", "from meetings import enums"),
    ("upward_imports", "ideas/talk.py", "import_module('cms.models')"),
    ("upward_imports", "meetings/days.py", "async_task('cms.tasks.publish_scheduled')"),
    ("upward_imports", "meetings/days.py", "model = 'cms.Programme'"),
    ("upward_imports", "ideas/talk.py", "reverse('meetings:detail')"),
    ("upward_imports", "ideas/talk.py", "render(request, 'cms/page.html')"),
    ("upward_templates", "templates/ideas/x.html", '{% include "cms/part.html" %}'),
    ("upward_templates", "templates/ideas/x.html", "{% url 'meetings:list' pk=3 %}"),
    ("wrong_order", "ideas/models/late.py", "from ideas.services import share"),
    ("wrong_order", "ideas/enums.py", "from . import models"),
    ("imported_doors", "ideas/services/late.py", "from champions.tasks import beat"),
    ("imported_doors", "cms/late.py", "from cms.management.commands import serve"),
    ("own_signals", "cms/late.py", "from django.db.models.signals import post_save"),
    ("own_signals", "ideas/late.py", "from django.dispatch import Signal"),
    ("junk_drawers", "meetings/utils.py", ""),
    ("junk_drawers", "meetings/services/helpers.py", ""),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("copy")
    for folder in (*ROOMS, "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


@pytest.fixture
def plant(copy):
    planted = []

    def plant(place, text):
        path = copy / place
        planted.append((path, path.read_text() if path.exists() else None))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return copy

    yield plant
    for path, before in reversed(planted):
        path.unlink() if before is None else path.write_text(before)


def own_models():
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rooms_keep_their_order(rule):
    assert rule(ROOT) == []


@pytest.mark.parametrize(("rule", "place", "text"), FAULTS)
def test_a_planted_fault_is_found(plant, rule, place, text):
    found = getattr(architecture, rule)(plant(place, text))

    assert len(found) == 1


def test_a_later_kind_is_found_behind_a_file_of_a_subject(plant):
    plant("ideas/subject.py", "from ideas import urls")
    copy = plant("ideas/permissions.py", "from ideas.subject import anything")

    assert "ideas.permissions -> ideas.subject -> ideas.urls" in (
        architecture.wrong_order(copy)
    )


def centre_owned():
    return [
        model.__name__
        for model in own_models()
        if isinstance(model._default_manager.get_queryset(), OfCentre)
    ]


def test_views_say_whose_rows_they_ask_for():
    found = architecture.unscoped_queries(ROOT, centre_owned())

    # Wagtail asks a policy who, anywhere, may do a thing; it shows nobody's rows.
    assert [one for one in found if "viewsets.policy:" not in one] == []


@pytest.mark.parametrize(
    "text",
    [
        "Idea.objects.get(pk=pk)",
        "Idea.objects.filter(pk=pk).first()",
        "get_object_or_404(Idea, pk=pk)",
    ],
)
def test_a_view_that_does_not_is_found(plant, text):
    copy = plant("ideas/views/late.py", f"idea = {text}")

    assert "ideas.views.late:1 asks all of Idea" in (
        architecture.unscoped_queries(copy, centre_owned())
    )


@pytest.mark.parametrize(
    "text",
    [
        "get_object_or_404(Idea.objects.of(centre), pk=pk)",
        "Idea.objects.filter(centre__in=centres)",
    ],
)
def test_a_view_that_asks_for_its_own_centres_rows_is_fine(plant, text):
    copy = plant("ideas/views/late.py", text)

    assert not any(
        "late" in one for one in architecture.unscoped_queries(copy, ["Idea"])
    )


def test_relations_point_down_and_leave_no_way_back():
    assert architecture.upward_relations(own_models()) == []


@isolate_apps("champions")
def test_a_relation_that_points_up_is_found():
    class Person(models.Model):
        idea = models.ForeignKey(Idea, models.CASCADE, related_name="+")

        class Meta:
            app_label = "champions"

    assert architecture.upward_relations([Person]) == [
        "champions.Person.idea points up to ideas"
    ]


@isolate_apps("ideas")
def test_a_relation_that_leaves_a_way_back_is_found():
    class Wish(models.Model):
        centres = models.ManyToManyField(Centre)

        class Meta:
            app_label = "ideas"

    assert architecture.upward_relations([Wish]) == [
        "ideas.Wish.centres leaves a way back: related_name must be '+'"
    ]


def test_every_state_has_its_row_in_the_table_of_moves():
    rooms = [import_module(f"{room}.enums") for room in ROOMS]

    assert architecture.incomplete_tables(rooms) == []


def test_a_forgotten_state_is_found():
    table = {role: frozenset() for role in Role if role != Role.DESK}

    assert architecture.incomplete_tables([SimpleNamespace(NEXT_ROLES=table)]) == [
        "NEXT_ROLES has no row for desk"
    ]


def test_every_template_compiles():
    folder = ROOT / "templates"
    kinds = {".html", ".txt", ".xml"}
    found = [path for path in folder.rglob("*.*") if path.suffix in kinds]

    compiled = {get_template(str(path.relative_to(folder))) for path in found}

    assert len(compiled) == len(found) > 0


def test_the_top_level_holds_the_four_rooms_and_what_tools_ask_for():
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607  the git of whoever develops
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )

    top = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert top - TOP_LEVEL == set()
