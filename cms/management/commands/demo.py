"""Make three invented centres, in an installation that has none."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from champions.models import Centre
from cms.demo.installation import DemoRefusedError, make_demo


class Command(BaseCommand):
    help = "Fill an empty installation with three invented centres to try."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing where there are centres, or where a demo was ended",
        )

    def handle(self, *, if_empty, **options):
        if if_empty and (Centre.objects.exists() or settings.DEMO_ENDED.exists()):
            return
        self.stdout.write("Making three invented centres (about ten seconds)")
        try:
            make_demo()
        except DemoRefusedError as refused:
            raise CommandError(str(refused)) from refused
