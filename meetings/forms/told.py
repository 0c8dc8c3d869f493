"""How somebody told us what staff write down for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from champions.enums import Channel

TOLD_BY = [
    (Channel.PHONE.value, _("By telephone")),
    (Channel.LETTER.value, _("On a slip of paper")),
    (Channel.IN_PERSON.value, _("At the desk")),
]
