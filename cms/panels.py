"""The parts of the admin's start page."""

from wagtail.admin.ui.components import Component

from champions.models import Centre
from cms.this_week import MOST_ROWS, rows_for
from meetings.services.rhythms import today_at


class ThisWeekPanel(Component):
    """What falls through if nobody acts: at most seven rows, the rest behind *all*."""

    name = "this_week"
    order = 100
    template_name = "cms/this_week.html"

    def __init__(self, request):
        self.user = request.user
        self.show_all = "all" in request.GET

    def get_context_data(self, parent_context):
        rows = rows_for(self.user)
        shown = rows if self.show_all else rows[:MOST_ROWS]
        return {
            "rows": [(row, row.how_long(today_at(row.centre))) for row in shown],
            "more": len(rows) - len(shown),
            "names_centre": Centre.objects.visible_to(self.user).count() > 1,
        }
