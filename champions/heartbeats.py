"""Proof that the worker works: a row that only a task carried out by it renews."""

from datetime import timedelta

from django.utils import timezone

from champions.models import Heartbeat

WORKER = "worker"
# A beat is due each minute and may wait behind one task of a minute.
PATIENCE = timedelta(minutes=3)


def beat(name: str = WORKER) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def silence(name: str = WORKER) -> timedelta | None:
    """How long ago it last beat; None when it never did."""
    last = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if last is None else timezone.now() - last
