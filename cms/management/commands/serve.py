"""`manage.py serve`: the site and its worker, until Ctrl-C."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.management.base import BaseCommand, CommandError
from django_q.tasks import async_task

from cms.demo.installation import is_demo
from cms.schedules import sync_schedules
from cms.supervisor import Child, Supervisor, listen, web_command, worker_command


class Command(BaseCommand):
    help = "Run the web server and the worker under one supervisor."

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = settings.HOST, settings.PORT
        try:
            listener = listen(host, port)
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be had ({error.strerror}). "
                "Choose another port, as in PORT=8001."
            ) from error
        os.environ["LISTENS_ON"] = host
        # Pages that were kept by an older version look like it, and name files of it.
        caches["pages"].clear()
        sync_schedules()
        # The first beat need not wait for the worker's first look at its schedules.
        async_task("champions.tasks.beat")
        self.say_where(host, listener.getsockname()[1])
        web = Child(web_command(listener), keep=(listener.fileno(),))
        sys.exit(Supervisor(web, Child(worker_command())).run())

    def say_where(self, host: str, port: int) -> None:
        shown = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        self.stdout.write(
            f"Health Champions\n"
            f"  In English   {shown}/en/\n"
            f"  En français  {shown}/fr/\n"
            f"  For staff    {shown}/admin/"
        )
        if is_demo():
            self.stdout.write(
                f"  To try it    {shown}/en/try/  (everybody is invented)"
            )
        if os.environ.get("DEMO_DOORS") == "1":
            self.stderr.write(
                "Warning: DEMO_DOORS=1 lets anybody who reaches this server walk in."
            )
        self.stdout.write("Stop it with Ctrl-C.")
        self.stdout.flush()
