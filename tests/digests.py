"""Whether anything in the database changed: a digest of all rows of all tables."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import connection

# What a visit may write: nobody's affairs, and nothing that anybody is shown.
APART = {
    "django_session": "who signs in has one; it opens nothing by itself",
    settings.CACHES["default"].get("LOCATION", ""): "how often something was asked for",
}


def digest() -> dict[str, str]:
    """By table, but for sessions and the cache in which limits are counted."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - set(APART)
        return {table: _digest_of(cursor, table) for table in sorted(tables)}


def _digest_of(cursor, table: str) -> str:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  a table of ours
    rows = sorted(repr(row) for row in cursor.fetchall())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables whose rows are not the same."""
    return [table for table in before if before[table] != after.get(table)]
