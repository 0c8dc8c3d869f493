"""The parts of the admin's start page."""

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from champions.models import Centre, StaffRole
from cms.models import Programme
from cms.permissions import has_a_week
from cms.services.week import note_look, wall_of
from cms.this_week import MOST_ROWS, rows_for
from cms.this_week.later import put_off_by

QUILT = 12


class ThisWeekPanel(Component):
    """What falls through if nobody acts: at most seven rows, the rest behind *all*."""

    name = "this_week"
    order = 100
    template_name = "cms/week/panel.html"

    def __init__(self, request):
        self.user = request.user

    def get_context_data(self, parent_context):
        waiting = put_off_by(self.user, rows_for(self.user))
        open_rows = [one for one in waiting if one.until is None]
        habit = note_look(self.user)
        return {
            "rows": open_rows[:MOST_ROWS],
            "more": max(len(open_rows) - MOST_ROWS, 0),
            "put_off": len(waiting) - len(open_rows),
            "has_a_week": has_a_week(self.user),
            "away_url": away_url(self.user),
            "away_since": habit.away_since
            and timezone.localdate(habit.away_since, wall_of(self.user)),
            "squares": [] if open_rows else squares_of(self.user),
            "names_centre": names_centre(self.user),
            "csrf_token": parent_context.get("csrf_token"),
        }


def away_url(user) -> str:
    """Where somebody says that they are away: at the first centre of their work."""
    role = StaffRole.objects.at_the_table().filter(user=user).first()
    return reverse("champions:away", args=[role.centre.slug]) if role else ""


def names_centre(user) -> bool:
    """Whether each row says of which centre it is."""
    return Centre.objects.visible_to(user).count() > 1


def squares_of(user) -> list:
    """The quilt that this work keeps together."""
    return list(Programme.objects.visible_to(user)[:QUILT]) or list(
        Centre.objects.visible_to(user)
    )
