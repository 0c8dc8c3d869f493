"""Set the clock back while the demo is made; nothing else in the product does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

import time_machine

from champions.models import Centre


@contextmanager
def at(centre: Centre, on: date, hour: int = 10) -> Iterator[None]:
    """Live through a day at the centre, from this hour of its wall clock."""
    moment = datetime.combine(on, time(hour), tzinfo=centre.tzinfo)
    with time_machine.travel(moment, tick=True):
        yield
