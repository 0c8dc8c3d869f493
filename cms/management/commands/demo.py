"""Make three invented centres, in an installation that has none."""

from django.core.management.base import BaseCommand, CommandError

from cms.demo.installation import DemoRefusedError, make_demo


class Command(BaseCommand):
    help = "Fill an empty installation with three invented centres to try."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing, without a word, where there are centres already",
        )

    def handle(self, *, if_empty, **options):
        try:
            make_demo()
        except DemoRefusedError as refused:
            if not if_empty:
                raise CommandError(str(refused)) from refused
