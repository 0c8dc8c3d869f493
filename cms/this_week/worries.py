"""A row for whoever hears a worry: only they see it, and it says nothing of the words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import User
from cms.models import Worry
from cms.this_week.row import Row, Rows


def worries_to_answer(user: User) -> Rows:
    """Those told to the user, at any centre, that nobody has answered."""
    told = Worry.objects.filter(told_to=user, answered_at=None)
    for worry in told.select_related("centre"):
        yield Row(
            key=f"worry:{worry.pk}",
            due=worry.answer_by,
            last_on=worry.answer_by,
            centre=worry.centre,
            thing=worry.centre,
            title=_("A neighbour told you a worry"),
            rule=_("It is answered within five working days. Only you see this."),
            verb=_("It is answered"),
            url=reverse("worry_answered", args=[worry.centre.slug, worry.pk]),
        )
