"""Who changed what of one programme, when: for those who run it, and for staff."""

from __future__ import annotations

from heapq import merge
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import ModelLogEntry, PageLogEntry

from champions.models.centre import Centre
from cms.centre_history import Change
from cms.models import Programme, ProgrammePage, Session
from meetings.models import Meeting

MOST = 12
OF_A_DATE = (
    "meetings.cancel",
    "meetings.after_all",
    "cms.move_session",
    "cms.let_stand",
    "cms.count_who_came",
)
OF_A_PAGE = (
    "wagtail.publish",
    "wagtail.unpublish",
    "wagtail.workflow.start",
    "wagtail.workflow.reject",
    "wagtail.workflow.resume",
)


def changes_of(programme: Programme, most: int = MOST) -> list[Change]:
    """The newest first; what concerns one date says which. Names are looked up now: the
    log holds numbers."""
    pages = PageLogEntry.objects.filter(
        page__in=programme.pages.values("pk"), action__in=OF_A_PAGE
    )
    logs = (_about(Programme, [programme.pk]), _of_dates(programme), pages)
    newest = [
        log.select_related("user").order_by("-timestamp", "-pk")[:most] for log in logs
    ]
    entries = merge(*newest, key=lambda entry: entry.timestamp, reverse=True)
    days = _days_of(programme)
    return [_line(entry, days, programme.centre) for entry in islice(entries, most)]


def _about(model: type[Model], keys: list[int]) -> QuerySet[ModelLogEntry]:
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    rows = ModelLogEntry.objects.filter(content_type=kind)
    return rows.filter(object_id__in=[str(key) for key in keys])


def _of_dates(programme: Programme) -> QuerySet[ModelLogEntry]:
    keys = programme.sessions.values_list("pk", "meeting")
    sessions = _about(Session, [session for session, _meeting in keys])
    meetings = _about(Meeting, [meeting for _session, meeting in keys])
    return (sessions | meetings).filter(action__in=OF_A_DATE)


def _days_of(programme: Programme) -> dict[str, object]:
    """The day of each date, by the label of its lines."""
    rows = programme.sessions.values_list("pk", "meeting", "original_on")
    by_session = {f"session {pk}": day for pk, _meeting, day in rows}
    return by_session | {f"meeting {meeting}": day for _pk, meeting, day in rows}


def _line(entry, days: dict[str, object], centre: Centre) -> Change:
    return Change(
        at=entry.timestamp.astimezone(centre.tzinfo),
        who=entry.user.name if entry.user else "",
        what=_what(entry),
        about=days.get(entry.label, ""),
    )


def _what(entry) -> str:
    """“Changed it: Where?, from”."""
    fields = (entry.data or {}).get("fields", [])
    names = [_name_of(field) for field in fields]
    words = str(entry.message)
    return f"{words}: {', '.join(names)}" if names else words


def _name_of(field: str) -> str:
    for model in (Programme, ProgrammePage):
        known = {one.name: one for one in model._meta.concrete_fields}
        if field in known:
            return str(known[field].verbose_name).rstrip("?").strip()
    return field
