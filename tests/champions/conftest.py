"""The words that the tests of this room tell: templates as the rooms above write them."""

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def _message_templates(settings):
    own = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**own, "DIRS": [TEMPLATES, *own["DIRS"]]}]
