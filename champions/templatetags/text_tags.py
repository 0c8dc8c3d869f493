"""For text messages: `{{ name|called }}`, `{{ meeting.on|shortly }}`,
`{{ meeting.place|within:20 }}`."""

from django import template
from django.utils.translation import gettext as _

from champions import when
from champions.messages import texts

register = template.Library()
register.filter("shortly", when.day_shortly)
register.filter("within", texts.within)
NAME = 12  # signs


@register.filter
def called(name: str) -> str:
    """A first name that fits, or a greeting where the alphabet of texts cannot write it."""
    return texts.within(name, NAME) or _("Hello")
