"""The product's own worker, to be killed: pieces are small, so that a kill finds it in the
middle of one."""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  after the set-up

from champions.services import list_importing, list_undoing  # noqa: E402

for service in (list_importing, list_undoing):
    service.PIECE = int(sys.argv[1])

call_command("qcluster")
