"""What a change of many rows did, written down so that it can be put back: rows are
looked at before and after it, and the difference is kept.

Each room says which rows to look at; nothing here knows what they mean. Whatever was
changed again since stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

Row = dict[str, Any]
# By model ("ideas.Idea"): what changed, rows that went, ids of rows that came. A change
# is a column, what it was, what it became, and the ids of the rows.
Trace = dict[str, dict[str, list[Any]]]
# Written by each save; it says nothing about what a change meant.
NEVER_KEPT = {"updated_at"}


class StandsInTheWayError(Exception):
    """A row that went cannot come back: there is another in its place."""


@dataclass(frozen=True)
class Watch:
    """Rows to look at. With `only`, just these columns of them may change, and none of
    the rows goes or comes."""

    rows: models.QuerySet[Any]
    only: tuple[str, ...] = ()


class Before:
    """How the rows stand; ask `trace()` for the difference once they have changed."""

    def __init__(self, watched: Iterable[Watch]):
        self._stood = [(watch, _read(watch, watch.rows)) for watch in watched]

    def trace(self) -> Trace:
        found: Trace = {}
        for watch, before in self._stood:
            label = watch.rows.model._meta.label
            for kind, things in _difference(watch, before).items():
                # Codes of several things are rows of one model.
                found.setdefault(label, _nothing())[kind] += things
        return {label: kept for label, kept in found.items() if any(kept.values())}


def _nothing() -> dict[str, list[Any]]:
    return {"changed": [], "gone": [], "new": []}


def _read(watch: Watch, rows: models.QuerySet[Any]) -> dict[int, Row]:
    names = [f.attname for f in rows.model._meta.concrete_fields]
    kept = ["id", *watch.only] if watch.only else names
    read = rows.order_by("pk").values(*kept)
    return {row["id"]: {n: _plain(v) for n, v in row.items()} for row in read}


def _plain(value: Any) -> Any:
    """As it stands in JSON, to the microsecond."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _difference(watch: Watch, before: dict[int, Row]) -> dict[str, list[Any]]:
    after = _read(watch, _all(watch.rows.model).filter(pk__in=list(before)))
    found = _nothing() | {"changed": _changes(before, after)}
    if not watch.only:
        found["gone"] = [row for pk, row in before.items() if pk not in after]
        found["new"] = [pk for pk in _read(watch, watch.rows.all()) if pk not in before]
    return found


def _all(model: type[models.Model]) -> models.QuerySet[Any]:
    return models.QuerySet(model)


def _changes(before: dict[int, Row], after: dict[int, Row]) -> list[list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for pk, row in after.items():
        for name, now in row.items():
            was = before[pk][name]
            if was != now and name not in NEVER_KEPT:
                key = (name, repr((was, now)))
                found.setdefault(key, [name, was, now, []])[3].append(pk)
    return list(found.values())


def rows_that_went(trace: Trace, model: type[models.Model]) -> list[Row]:
    """What stood in rows of one model that went."""
    return trace.get(model._meta.label, {}).get("gone", [])


def put_back(trace: Trace) -> int:
    """Undo what is written down, where nothing was changed since; how many columns could
    not go back. Called in a transaction: it may need several rounds, where one row
    stands in the place of another. Raises StandsInTheWayError."""
    for label, difference in trace.items():
        _all(apps.get_model(label)).filter(pk__in=difference["new"]).delete()
    there = _Targets(trace)
    steps = [*_moves(trace, there), *_returns(trace, there)]
    while steps:
        left = [step for step in steps if not step.was_taken()]
        if len(left) == len(steps):
            break
        steps = left
    if any(not step.pks for step in steps):
        raise StandsInTheWayError  # others point at what cannot come back
    return len(steps)


@dataclass(frozen=True)
class _Step:
    """One column of some rows back to what it was, or one row back that went."""

    model: type[models.Model]
    values: Row
    now: Row
    pks: list[int]

    def was_taken(self) -> bool:
        try:
            with transaction.atomic():
                self._take()
        except IntegrityError:  # something else stands there; perhaps it moves too
            return False
        return True

    def _take(self) -> None:
        rows = _all(self.model)
        if self.pks:
            rows.filter(pk__in=self.pks, **self.now).update(**self.values)
        else:
            rows.bulk_create([self.model(**self.values)])


def _moves(trace: Trace, there: _Targets) -> Iterator[_Step]:
    for label, difference in trace.items():
        model = apps.get_model(label)
        for name, was, now, pks in difference["changed"]:
            field = _field(model, name)
            if there.has(field, was):
                values = {name: _value(field, was)}
            elif field.null:
                values = {name: None}
            else:
                continue
            yield _Step(model, values, {name: _value(field, now)}, pks)


def _returns(trace: Trace, there: _Targets) -> Iterator[_Step]:
    for label, difference in trace.items():
        model = apps.get_model(label)
        for row in difference["gone"]:
            if there.fits(model, row):
                yield _Step(model, there.fitted(model, row), {}, [])


class _Targets:
    """Whether what a row points at is there, or comes back with it."""

    def __init__(self, trace: Trace):
        back = {
            (label, row["id"]): row
            for label, difference in trace.items()
            for row in difference["gone"]
        }
        self._back = set(back)
        # Who does not come back takes along what stood on it.
        while lost := {
            key
            for key in self._back
            if not self.fits(apps.get_model(key[0]), back[key])
        }:
            self._back -= lost

    def has(self, field: Any, value: Any) -> bool:
        if value is None or not field.is_relation:
            return True
        model = field.related_model
        return (model._meta.label, value) in self._back or bool(
            _all(model).filter(pk=value).exists()
        )

    def fits(self, model: type[models.Model], row: Row) -> bool:
        """False when it cannot be without something that is gone."""
        fields = ((_field(model, name), value) for name, value in row.items())
        return all(field.null or self.has(field, value) for field, value in fields)

    def fitted(self, model: type[models.Model], row: Row) -> Row:
        """The row's values, without what is gone."""
        values = {}
        for name, value in row.items():
            field = _field(model, name)
            values[name] = _value(field, value) if self.has(field, value) else None
        return values


def _field(model: type[models.Model], attname: str) -> Any:
    return next(f for f in model._meta.concrete_fields if f.attname == attname)


def _value(field: Any, value: Any) -> Any:
    return value if isinstance(field, models.JSONField) else field.to_python(value)
