"""Import a contact list from the command line, as the point person does in the admin."""

from pathlib import Path

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError

from champions.contacts.refusals import RefusedListError
from champions.enums import LineOutcome, ListState
from champions.models import Centre
from champions.services.contact_lists import receive_upload, start_import
from champions.services.list_importing import import_lines
from champions.services.list_preview import preview
from champions.services.list_reading import read_lines
from champions.services.pairs import find_pairs

FOREVER = float("inf")


class Command(BaseCommand):
    help = "Import a contact list (CSV or XLSX) into a centre."

    def add_arguments(self, parser):
        parser.add_argument("centre", help="its short name in addresses")
        parser.add_argument("file", type=Path)
        parser.add_argument("--sheet", default="", help="of a workbook with several")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would happen"
        )

    def handle(self, *, centre, file, sheet, dry_run, **_options):
        here = Centre.objects.filter(slug=centre).first()
        if here is None:
            raise CommandError(f"There is no centre “{centre}”.")
        try:
            with file.open("rb") as source:
                run = preview if dry_run else self._import
                self._say(run(here, File(source, name=file.name), sheet=sheet))
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}.") from problem
        except RefusedListError as refused:
            columns = [f"{name}: {why}" for name, why in refused.columns]
            raise CommandError(" ".join([refused.reason, *columns])) from refused

    def _import(self, centre, file, *, sheet):
        contact_list = receive_upload(
            centre, file, by=None, sheet=sheet, in_background=False
        )
        read_lines(contact_list, seconds=FOREVER)
        contact_list.refresh_from_db()
        if contact_list.state == ListState.REFUSED:
            raise RefusedListError(contact_list.refusal)
        start_import(contact_list, by=None, in_background=False)
        import_lines(contact_list, seconds=FOREVER)
        find_pairs(centre)
        contact_list.refresh_from_db()
        return contact_list.counts

    def _say(self, counts):
        for outcome in LineOutcome:
            self.stdout.write(f"{counts[outcome]:>8,}  {outcome.label}")
