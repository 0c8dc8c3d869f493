"""Rows about people with whom somebody promised to talk before we invite them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from champions.models import Centre, TalkFirst
from cms.this_week.row import Row, Rows


def talks_to_have(centre: Centre, today: date) -> Rows:
    living = TalkFirst.objects.of(centre).living()
    for talk in living.select_related("person", "promised_by"):
        yield Row(
            key=f"talk-first:{talk.pk}",
            due=talk.until,
            last_on=talk.until,
            centre=centre,
            thing=centre,
            promised_by=talk.promised_by_id,
            title=_("Talk with %(name)s before we invite them") % {"name": talk.person},
            discreet=_("Talk with somebody before we invite them"),
            rule=_rule(talk),
            verb=_("Look"),
            url=reverse("talk_first:index"),
        )


def _rule(talk: TalkFirst) -> str:
    if talk.promised_by is None:
        return _(
            "Who promised it is gone. After that day we invite them like everybody else."
        )
    return _(
        "%(name)s promised it. After that day we invite them like everybody else."
    ) % {"name": talk.promised_by.name}
