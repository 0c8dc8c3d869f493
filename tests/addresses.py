"""Every address of the resolver, once for both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern: its name, how it is written, and the view behind it."""

    name: str
    route: str
    view: Callable[..., Any]

    @property
    def access(self):
        return getattr(self.view, "access", None)

    @property
    def parameters(self) -> list[str]:
        return [found["name"] for found in CONVERTER.finditer(self.route)]

    def filled(self, values) -> str:
        """The path, with a value for each parameter."""
        return "/" + CONVERTER.sub(lambda found: str(values[found["name"]]), self.route)


def all_addresses() -> list[Address]:
    return list(_below(get_resolver()))


def _below(resolver, prefix="", space="") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + _written(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{space}:{entry.name}" if space and entry.name else entry.name or ""
            yield Address(name, route, entry.callback)
        else:
            inner = ":".join(part for part in (space, entry.namespace) if part)
            yield from _below(entry, route, inner)


def _written(pattern) -> str:
    """A path with `<name>`; Wagtail's few regular expressions become such a path."""
    route = str(pattern)
    if not route.startswith("^"):
        return route
    numbers = iter(range(9))
    route = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", route)
    route = route.replace(r"((?:[\w\-]+/)*)", "<pages>/")
    route = re.sub(r"\([^()]*\)", lambda _found: f"<place_{next(numbers)}>", route)
    return route.lstrip("^").rstrip("$").replace("\\.", ".")
