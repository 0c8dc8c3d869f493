"""What the project says about itself is true: commands, settings, pins, lengths."""

import re
import subprocess

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = settings.BASE_DIR
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
# Lower ones have weaknesses that this project must not ship.
FLOORS = {
    "django": (5, 2, 19),
    "wagtail": (7, 4, 4),
    "django-allauth": (65, 21, 1),
    "django-q2": (1, 11, 1),
}


def pins(text):
    found = re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([\w.]+)", text, re.MULTILINE)
    return dict(found)


def below_floor(pinned):
    return [
        name
        for name, floor in FLOORS.items()
        if tuple(int(part) for part in re.findall(r"\d+", pinned[name])[:3]) < floor
    ]


def locked(name):
    return (ROOT / "requirements" / name).read_text()


def targets():
    return set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_the_readme_is_short_enough_to_be_read():
    assert len(README.splitlines()) <= 150


def test_commands_in_the_readme_exist():
    assert set(re.findall(r"\bmake ([a-z]+)", README)) - {"run"} <= targets()
    assert set(re.findall(r"manage\.py ([a-z_]+)", README)) <= set(get_commands())


def test_links_in_the_readme_lead_somewhere():
    missing = [
        to for to in re.findall(r"\]\(([^)]+)\)", README) if not (ROOT / to).exists()
    ]

    assert missing == []


def test_help_lists_every_command():
    said = subprocess.run(
        ["make", "--no-print-directory", "help"],  # noqa: S607  whoever's make
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )

    assert set(re.findall(r"^make ([a-z]+)", said.stdout, re.MULTILINE)) == targets()


def test_every_setting_is_documented_and_no_other():
    source = "".join(
        path.read_text()
        for room in ("champions", "ideas", "meetings", "cms")
        for path in (ROOT / room).rglob("*.py")
    )
    read = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', source))
    table = (ROOT / "docs" / "settings.md").read_text()

    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == read


@pytest.mark.parametrize("name", ["prod.txt", "dev.txt"])
def test_pins_name_no_registry_and_each_has_its_hash(name):
    text = locked(name)
    unhashed = [
        line for line in text.splitlines() if "==" in line and not line.endswith("\\")
    ]

    assert "://" not in text
    assert unhashed == []


def test_tests_run_on_what_runs_in_production():
    production, development = pins(locked("prod.txt")), pins(locked("dev.txt"))

    assert {name: development.get(name) for name in production} == production


def test_no_pin_is_known_to_be_weak():
    assert below_floor(pins(locked("prod.txt"))) == []


def test_a_weak_pin_is_found():
    weak = pins(locked("prod.txt")) | {"wagtail": "7.0.5", "django": "5.2.5"}

    assert below_floor(weak) == ["django", "wagtail"]


def test_the_shared_settings_stay_readable():
    assert len((ROOT / "cms/settings/base.py").read_text().splitlines()) <= 300
