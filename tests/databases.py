"""The test's own database, as another process is told of it."""

from urllib.parse import quote

from django.db import connection


def database_url():
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    place = f"{parts['USER']}@{quote(parts['HOST'], safe='')}"
    return f"postgres://{place}/{parts['NAME']}"
