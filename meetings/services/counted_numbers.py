"""How many answered the letters that a centre posted itself. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from meetings.models import CountedMailing, Invitation
from meetings.services.mailing_numbers import ANSWERED


def answers_to(mailings: Sequence[CountedMailing]) -> dict[int, int]:
    """People who have answered, by the id of the counted mailing; one question for
    all."""
    rows = Invitation.objects.filter(counted__in=mailings, state__in=ANSWERED)
    found = dict(rows.order_by().values_list("counted").annotate(n=Count("pk")))
    return {one.pk: found.get(one.pk, 0) for one in mailings}
