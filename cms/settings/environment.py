"""Small typed readers of the process environment; no setting is decided here."""

import os
from pathlib import Path


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def file_words(path: Path) -> list[str]:
    """The lines of a small file, or nothing where there is none."""
    return path.read_text().split() if path.exists() else []
