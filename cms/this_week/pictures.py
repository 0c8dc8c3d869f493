"""Rows about pictures: looked at in time, and asked for again when one is gone."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.models import Centre
from cms.models import Picture
from cms.this_week.row import Row, Rows, day_at

CHECK_DAYS = 7
# So long we say that one is gone; afterwards the square is back for good.
SAID_DAYS = 14


def pictures_to_check(centre: Centre, today: date) -> Rows:
    waiting = Picture.objects.of(centre).to_check().select_related("programme")
    for picture in waiting:
        check_by = day_at(centre, picture.added_at) + timedelta(days=CHECK_DAYS)
        yield Row(
            key=f"picture:{picture.pk}",
            due=check_by,
            last_on=check_by,
            centre=centre,
            thing=picture.programme,
            circle_id=picture.programme.circle_id,
            title=_("A picture of “%(title)s” waits to be looked at")
            % {"title": picture.programme},
            rule=_("Nobody sees a picture before somebody here has looked at it."),
            verb=_("Look at it"),
            url=_page_of(centre, picture),
        )


def pictures_to_ask_for(centre: Centre, today: date) -> Rows:
    """A picture was taken down, and its programme has no other."""
    since = timezone.now() - timedelta(days=SAID_DAYS)
    gone = Picture.objects.of(centre).filter(
        taken_down_at__gt=since, checked_at__isnull=False
    )
    others = Picture.objects.of(centre).allowed().values("programme")
    gone = gone.exclude(programme__in=others).select_related("programme", "by")
    for picture in {one.programme_id: one for one in gone}.values():
        yield Row(
            key=f"picture-gone:{picture.pk}",
            due=day_at(centre, picture.taken_down_at),
            centre=centre,
            thing=picture.programme,
            circle_id=picture.programme.circle_id,
            title=_("“%(title)s” has no picture any more")
            % {"title": picture.programme},
            rule=_ask_whom(picture),
            verb=_("Ask for another"),
            url=_page_of(centre, picture),
        )


def _ask_whom(picture: Picture) -> str:
    if picture.by is None:
        return _("Its picture was taken down. Whoever runs it may have another.")
    words = _("Its picture was taken down. %(name)s brought it and may have another.")
    return words % {"name": picture.by.first_name}


def _page_of(centre: Centre, picture: Picture) -> str:
    return reverse("programmes:pictures", args=[centre.slug, picture.programme.slug])
