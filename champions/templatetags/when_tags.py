"""`{{ meeting.on|in_words }}`, `{{ meeting.at|clock }}`, `{% hours at until %}`."""

from django import template

from champions import when

register = template.Library()
register.filter("in_words", when.day_in_words)
register.filter("clock", when.clock)
register.simple_tag(when.hours, name="hours")
