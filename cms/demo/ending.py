"""Start empty: nothing of the demo stays, its keys and sessions included."""

from __future__ import annotations

import secrets

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from wagtail.models import Collection

from cms.demo.installation import is_demo, make_demo
from cms.models import CentrePage, NetworkPage, PlainPage

# What every installation is born with: the languages, the two homes, the one check.
BORN_WITH = {
    "auth.Permission",
    "cms.CheckTask",
    "cms.NetworkPage",
    "contenttypes.ContentType",
    "django_q.Schedule",
    "wagtailcore.Collection",
    "wagtailcore.Locale",
    "wagtailcore.Page",
    "wagtailcore.Site",
    "wagtailcore.Task",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowPage",
    "wagtailcore.WorkflowTask",
}
KEY_FILES = ("secret-key", "link-keys")


class NotADemoError(Exception):
    """Real centres are never deleted by a button."""


def start_empty() -> None:
    """Delete everything invented, in one transaction; then the files and the keys, so
    that no link, code or session of the demo opens anything. Raises NotADemoError."""
    if not is_demo():
        raise NotADemoError
    with transaction.atomic():
        _delete_pages()
        _delete_rows()
        transaction.on_commit(_forget_files)
        transaction.on_commit(_renew_keys)


@transaction.atomic
def make_anew() -> None:
    """The demo as it was on its first day, all of it or nothing. The keys stay: the site
    is not started anew, which would end this work, and the new letters' codes open.
    Raises NotADemoError."""
    if not is_demo():
        raise NotADemoError
    _delete_pages()
    _delete_rows()
    _forget_files()
    make_demo()


def _delete_pages() -> None:
    """Pages hang in a tree, which keeps its own count of children."""
    for kind in (CentrePage, PlainPage):
        for page in kind.objects.all():
            page.delete()
    NetworkPage.objects.update(
        latest_revision=None, live_revision=None, owner=None, locked_by=None
    )
    root = Collection.get_first_root_node()
    for collection in root.get_children():
        collection.delete()


def _delete_rows() -> None:
    """Every other table is emptied; the database looks at its constraints at the end
    of the transaction."""
    kept = {apps.get_model(label)._meta.db_table for label in BORN_WITH}
    emptied = set(connection.introspection.django_table_names()) - kept
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in sorted(emptied):
            cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608  our own names


def _forget_files() -> None:
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT, settings.MAIL_ROOT):
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()


def _renew_keys() -> None:
    for name in KEY_FILES:
        path = settings.VAR_DIR / name
        if path.exists():
            path.write_text(secrets.token_urlsafe(48))
    settings.DEMO_ENDED.touch()
    # The supervisor starts the site and its worker anew, with the new keys.
    settings.BEGIN_AGAIN.touch()
