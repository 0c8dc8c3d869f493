"""`{{ meeting.on|in_words }}`, `{{ meeting.at|clock }}`, `{% hours at until %}`,
`{{ meeting.cancelled_why|no_stop }}`, `{{ meeting.notes_sent_at|day_of|in_words }}`."""

from datetime import date, datetime

from django import template

from champions import when
from champions.wording import without_stop

register = template.Library()
register.filter("in_words", when.day_in_words)
register.filter("clock", when.clock)
register.filter("no_stop", without_stop)
register.simple_tag(when.hours, name="hours")


@register.filter(expects_localtime=True)
def day_of(moment: datetime) -> date:
    """The day of a moment on the wall of the page's centre."""
    return moment.date()
