"""What waits this week, for those who would rather read it in a terminal."""

from django.core.management.base import BaseCommand, CommandError

from champions.models import Centre
from cms.this_week import rows_of
from meetings.services.rhythms import today_at


class Command(BaseCommand):
    help = "Show what falls through if nobody acts, of one centre or of all."

    def add_arguments(self, parser):
        parser.add_argument("centre", nargs="?", help="short name, like cedar-lake")

    def handle(self, *, centre, **options):
        centres = Centre.objects.filter(slug=centre) if centre else Centre.objects.all()
        if centre and not centres:
            raise CommandError(f"There is no centre “{centre}”.")
        for one in centres:
            for row in rows_of(one):
                when = row.how_long(today_at(one))
                self.stdout.write(f"{one}: {row.title} ({when}). {row.verb}: {row.url}")
