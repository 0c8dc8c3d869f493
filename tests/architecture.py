"""Reads the rooms' source and models and says, one line each, what breaks their order.

The rules: design.md sections 2 and 9. Each function takes the place to read, so that
`test_architecture.py` can also show that a planted fault is found."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.db.models import ForeignObjectRel

ROOMS = ("champions", "ideas", "meetings", "cms")
ORDER = {
    "enums": 0,
    "models": 1,
    "permissions": 2,
    "services": 3,
    "forms": 4,
    "views": 5,
    "viewsets": 5,
    "urls": 6,
}
DOORS = {"tasks", "wagtail_hooks", "management"}
JUNK = {
    "utils",
    "util",
    "helpers",
    "common",
    "base",
    "mixins",
    "core",
    "misc",
    "shared",
}
BY_NAME = {"import_module", "import_string", "__import__"}
OWN_SIGNALS = {
    "class_prepared",
    "m2m_changed",
    "post_delete",
    "post_init",
    "post_save",
    "pre_delete",
    "pre_init",
    "pre_save",
}
ROOM = "|".join(ROOMS)
DOTTED = re.compile(rf"({ROOM})(\.\w+)+")
NAMED = re.compile(rf"({ROOM})(:[\w-]+|/[\w/.-]+\.(html|txt))")
IN_TEMPLATE = re.compile(rf"""\{{%[^%]*["']({ROOM})[:/][^"']*["']""")
LOADED = re.compile(r"\{%\s*load\s+([\w\s]+?)(?:\s+from\s+(\w+))?\s*%\}")


@dataclass(frozen=True)
class Module:
    """One file of a room."""

    name: str  # champions.services.roles
    path: Path

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def kind(self) -> str:
        return [*self.name.split("."), ""][1]

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return _nodes(self.path.read_text())

    @cached_property
    def wanted(self) -> list[tuple[int, str]]:
        """Line and dotted name of all that is imported, wherever it stands."""
        return [found for node in self.nodes for found in self._asked(node)]

    @cached_property
    def strings(self) -> list[tuple[int, str]]:
        return [
            (node.lineno, node.value)
            for node in self.nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]

    def _asked(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = self._absolute(node)
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _name_of(node.func) in BY_NAME:
            yield from (
                (node.lineno, given.value)
                for given in node.args[:1]
                if isinstance(given, ast.Constant) and isinstance(given.value, str)
            )

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        up = node.level - (self.path.name == "__init__.py")
        return ".".join([*parts[: len(parts) - up], *filter(None, [node.module])])


@cache  # each planted fault is looked for among the same files
def _nodes(text: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text)))


def _name_of(node: ast.expr) -> str:
    return getattr(node, "attr", None) or getattr(node, "id", "")


def modules(root: Path) -> dict[str, Module]:
    """Every file of the four rooms but migrations, by its dotted name."""
    found = {}
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            parts = list(path.relative_to(root).with_suffix("").parts)
            if parts[-1] == "__init__":
                parts.pop()
            if "migrations" not in parts:
                name = ".".join(parts)
                found[name] = Module(name, path)
    return found


def _nearest(name: str, known: dict[str, Module]) -> Module | None:
    """The module that a dotted name is, or is in."""
    while name:
        if name in known:
            return known[name]
        name = name.rpartition(".")[0]
    return None


def is_above(room: str, other: str) -> bool:
    return ROOMS.index(room) > ROOMS.index(other)


def upward_imports(root: Path) -> list[str]:
    """A room that imports, or names in a string, something of a room above it."""
    known = modules(root)
    found = []
    for module in known.values():
        named = [
            (line, text) for line, text in module.strings if DOTTED.fullmatch(text)
        ]
        for line, name in dict.fromkeys(module.wanted + named):
            target = _nearest(name, known)
            if target and is_above(target.room, module.room):
                found.append(f"{module.name}:{line} reaches up to {name}")
        found += [
            f"{module.name}:{line} reaches up to {text}"
            for line, text in module.strings
            if (match := NAMED.fullmatch(text)) and is_above(match[1], module.room)
        ]
    return found


def upward_templates(root: Path) -> list[str]:
    """A room's template that takes in, links to or loads what stands above it."""
    libraries = {path.stem: path.parts[-3] for path in root.glob("*/templatetags/*.py")}
    found = []
    for room in ROOMS:
        for path in sorted((root / "templates" / room).rglob("*.*")):
            text = path.read_text()
            named = [match[1] for match in IN_TEMPLATE.finditer(text)]
            for names, source in LOADED.findall(text):
                loaded = [source] if source else names.split()
                named += [libraries[one] for one in loaded if one in libraries]
            found += [
                f"{path.relative_to(root)} reaches up to {other}"
                for other in dict.fromkeys(named)
                if is_above(other, room)
            ]
    return found


def wrong_order(root: Path) -> list[str]:
    """In a room, a file that reaches a later kind, also by way of a subject's file."""
    known = modules(root)
    found = []
    for module in known.values():
        if module.kind in ORDER:
            for chain in _chains(module, known, (module.name,)):
                last = known[chain[-1]]
                if ORDER[last.kind] > ORDER[module.kind]:
                    found.append(" -> ".join(chain))
    return found


def _chains(
    module: Module, known: dict[str, Module], so_far: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """The ways from a module through files without a kind to the next with one."""
    for _, name in module.wanted:
        target = _nearest(name, known)
        if not target or target.room != module.room or target.name in so_far:
            continue
        chain = (*so_far, target.name)
        if target.kind in ORDER:
            yield chain
        elif target.kind:
            yield from _chains(target, known, chain)


def imported_doors(root: Path) -> list[str]:
    """Tasks, hooks and commands are doors: nobody imports them."""
    known = modules(root)
    return [
        f"{module.name}:{line} imports the door {name}"
        for module in known.values()
        for line, name in module.wanted
        if (target := _nearest(name, known))
        and target.kind in DOORS
        and (target.room, target.kind) != (module.room, module.kind)
    ]


def own_signals(root: Path) -> list[str]:
    """Signals between our rooms: a call says the same and can be read."""
    found = []
    for module in modules(root).values():
        for line, name in module.wanted:
            source, _, what = name.rpartition(".")
            listens = source == "django.db.models.signals" and what in OWN_SIGNALS
            if listens or name == "django.dispatch.Signal":
                found.append(f"{module.name}:{line} uses {name}")
    return found


def junk_drawers(root: Path) -> list[str]:
    return [
        name
        for name in modules(root)
        if JUNK & set(name.split(".")) and name != "cms.settings.base"
    ]


def unscoped_queries(root: Path, owned: Iterable[str]) -> list[str]:
    """A view that asks for a centre's rows without saying whose: `.of(centre)`,
    `.visible_to(user)` or `.filter(centre=...)` must come first. `owned`: the names of
    such models."""
    found = []
    for module in modules(root).values():
        if module.kind in {"views", "viewsets"}:
            found += [
                f"{module.name}:{line} asks all of {name}"
                for line, name in _asked_for_all(module.nodes)
                if name in set(owned)
            ]
    return found


def _asked_for_all(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    """Line and model of each query that does not begin with whose rows it wants."""
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    for call in calls:
        if _name_of(call.func) in {"get_object_or_404", "get_list_or_404"}:
            yield from ((call.lineno, _name_of(given)) for given in call.args[:1])
    scoped = {id(call.func) for call in calls if _says_whose(call)}
    for node in nodes:
        manager = getattr(node, "value", None)
        asks = isinstance(node, ast.Attribute) and isinstance(manager, ast.Attribute)
        if asks and manager.attr == "objects" and id(node) not in scoped:
            yield node.lineno, _name_of(manager.value)


def _says_whose(call: ast.Call) -> bool:
    if _name_of(call.func) in {"of", "visible_to"}:
        return True
    return any(
        (word.arg or "").partition("__")[0] == "centre" for word in call.keywords
    )


def upward_relations(models: Iterable[type]) -> list[str]:
    """Between rooms a relation points down and leaves no way back up."""
    found = []
    for model in models:
        for field in model._meta.get_fields(include_hidden=True):
            if isinstance(field, ForeignObjectRel) or not field.related_model:
                continue
            # A page inherits relations of Wagtail's, which are not ours to name.
            here = field.model._meta.app_label
            there = field.related_model._meta.app_label
            if here == there or not {here, there} <= set(ROOMS):
                continue
            name = f"{model._meta.label}.{field.name}"
            if is_above(there, here):
                found.append(f"{name} points up to {there}")
            elif not field.remote_field.hidden:
                found.append(f"{name} leaves a way back: related_name must be '+'")
    return found


def incomplete_tables(enums: Iterable[object]) -> list[str]:
    """A table of moves, NEXT_..., that lacks a row for a state or leads to no state."""
    found = []
    for module in enums:
        for name, table in vars(module).items():
            if name.startswith("NEXT_"):
                states = set(type(next(iter(table))))
                targets = set().union(*table.values())
                found += [f"{name} has no row for {s}" for s in states - set(table)]
                found += [f"{name} leads to {s}" for s in targets - states]
    return found
