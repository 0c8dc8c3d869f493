"""Rows of one model by the hundred: written as `bulk_create` would, without an object and
an expression for each value, which is where it spends most of its time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

Row = Mapping[str, Any]
# These go to the database as they are; other kinds are prepared one by one.
PLAIN = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.ForeignKey,
)


def insert(model: type[models.Model], rows: Sequence[Row], **same: Any) -> None:
    """Add rows, each given by column; all have the same columns. `same` is what they
    share; what neither says is the model's default."""
    if not rows:
        return
    fields: list[Any] = [
        field for field in model._meta.concrete_fields if not field.primary_key
    ]
    own = [field for field in fields if field.attname in rows[0]]
    shared = [field for field in fields if field not in own]
    fixed = [_ready(field)(_said(field, same)) for field in shared]
    _run(
        f"INSERT INTO {_name(model._meta.db_table)} "  # noqa: S608  our own names
        f"({', '.join(_name(field.column) for field in own + shared)}) "
        f"VALUES ({', '.join(['%s'] * len(fields))})",
        ([*values, *fixed] for values in _values(own, rows)),
    )


def update(model: type[models.Model], rows: Sequence[Row], **same: Any) -> None:
    """Write the given columns of rows that are there; each is named by its `id`."""
    if not rows:
        return
    own: list[Any] = [model._meta.get_field(name) for name in rows[0] if name != "id"]
    shared: list[Any] = [model._meta.get_field(name) for name in same]
    fixed = [
        _ready(field)(value) for field, value in zip(shared, same.values(), strict=True)
    ]
    _run(
        f"UPDATE {_name(model._meta.db_table)} "  # noqa: S608  our own names
        f"SET {', '.join(f'{_name(field.column)} = %s' for field in own + shared)} "
        f"WHERE id = %s",
        (
            [*values, *fixed, row["id"]]
            for values, row in zip(_values(own, rows), rows, strict=True)
        ),
    )


def delete(model: type[models.Model], ids: Sequence[int]) -> None:
    """Delete rows to which no other row points any more; where one does, the database
    refuses (IntegrityError)."""
    if ids:
        _run(
            f"DELETE FROM {_name(model._meta.db_table)} WHERE id = %s",  # noqa: S608
            ([one] for one in ids),
        )


def _said(field: Any, same: Row) -> Any:
    return same.get(field.attname, same.get(field.name, field.get_default()))


def _values(fields: list[Any], rows: Sequence[Row]) -> Iterable[list[Any]]:
    names = [field.attname for field in fields]
    ready = [
        (place, _ready(field))
        for place, field in enumerate(fields)
        if not isinstance(field, PLAIN)
    ]
    for row in rows:
        values = [row[name] for name in names]
        for place, prepare in ready:
            values[place] = prepare(values[place])
        yield values


def _ready(field: Any) -> Callable[[Any], Any]:
    return lambda value: field.get_db_prep_save(value, connection)


def any_of(words: Iterable[str]) -> Any:
    """What follows `__in`: on SQLite one value, where Django would name each by itself
    and take longer for that than the database for all the rest."""
    if connection.vendor != "sqlite":
        return set(words)
    listed = json.dumps(sorted(set(words)), ensure_ascii=False)
    return RawSQL("SELECT value FROM json_each(%s)", [listed])


def _name(name: str) -> str:
    return connection.ops.quote_name(name)


def _run(words: str, rows: Iterable[list[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(words, rows)  # type: ignore[arg-type]  # takes any iterable
