"""`manage.py sync_schedules`: for sites whose worker is not run by `serve`."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.schedules import SCHEDULES, sync_schedules


class Command(BaseCommand):
    help = "Write all repeated tasks to the task queue."

    def handle(self, *args: Any, **options: Any) -> None:
        sync_schedules()
        self.stdout.write(f"{len(SCHEDULES)} repeated tasks are in place.")
