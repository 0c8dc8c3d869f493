"""The papers of a day: made ready the day before or when somebody asks, printed, and
taken away when the day is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.models import ModelLogEntry

from champions.history import record
from champions.models import Centre, Person, User
from meetings.day_papers import papers_of, pdf_of
from meetings.models import DayPapers, Meeting
from meetings.models.meeting import MeetingQuerySet
from meetings.services.rhythms import today_at

DAY = timedelta(days=1)
# Somebody may type the sheet back some days later; then it is of no use any more.
KEPT_FOR = timedelta(days=7)


def days_to_print(centre: Centre) -> MeetingQuerySet:
    """The gatherings of tomorrow, and of today until they begin."""
    today = today_at(centre)
    ahead = Meeting.objects.of(centre).upcoming().without_sessions()
    return ahead.filter(on__in=[today, today + DAY])


@transaction.atomic
def ask_for_papers(meeting: Meeting, *, by: User | None) -> DayPapers:
    """Have them made, or made again; asking while they are being made changes
    nothing."""
    papers, new = DayPapers.objects.get_or_create(
        meeting=meeting, defaults={"centre": meeting.centre}
    )
    being_made = papers.made_at is None and not papers.is_given_up
    if not new and not being_made:
        made = DayPapers.objects.filter(pk=papers.pk)
        made.update(asked_at=timezone.now(), made_at=None, claimed_at=None, attempts=0)
        papers.refresh_from_db()
    record(meeting, "meetings.ask_for_papers", by=by)
    transaction.on_commit(_wake)
    return papers


def ask_for_tomorrow(centre: Centre) -> int:
    """Papers for each gathering of tomorrow that has none yet; how many."""
    bare = days_to_print(centre).filter(papers=None).select_related("centre")
    return len([ask_for_papers(meeting, by=None) for meeting in bare])


def make_one() -> bool:
    """Make the next file; the attempt is counted before the work, so that papers that
    crash the worker are given up after three. Whether there was one."""
    papers = _claim()
    if papers is None:
        return False
    began = timezone.now()
    file = ContentFile(pdf_of(papers_of(papers.meeting)))
    name = f"papers/{papers.centre.slug}-{papers.meeting_id}.pdf"
    kept = storages["private"].save(name, file)
    _drop_file(papers)
    DayPapers.objects.filter(pk=papers.pk).update(file_name=kept, made_at=began)
    return True


def _claim() -> DayPapers | None:
    related = ("centre", "meeting__centre", "meeting__circle", "meeting__followed_by")
    for papers in DayPapers.objects.to_make().select_related(*related)[:5]:
        ours = DayPapers.objects.filter(pk=papers.pk, attempts=papers.attempts)
        if ours.update(attempts=F("attempts") + 1, claimed_at=timezone.now()):
            return papers
    return None


def are_true(papers: DayPapers) -> bool:
    """Whether the file shows everybody who is asked by now, and the next date."""
    meeting, made = papers.meeting, papers.made_at
    if made is None or not papers.file_name:
        return False
    changed = meeting.seats.filter(updated_at__gt=made).exists()
    return not changed and not _moved_since(meeting, made)


def _moved_since(meeting: Meeting, made: datetime) -> bool:
    """Whether after they were made a date of the group was booked, moved or called off,
    or somebody's place at this one was given up, who still stands on the sheet."""
    dates = Meeting.objects.filter(pk=meeting.pk)
    if meeting.circle_id:
        dates = Meeting.objects.filter(circle=meeting.circle_id)
    if dates.filter(Q(announced_at__gt=made) | Q(cancelled_at__gt=made)).exists():
        return True
    moved = [str(pk) for pk in dates.values_list("pk", flat=True)]
    changed = Q(action="meetings.move", object_id__in=moved)
    changed |= Q(action="meetings.give_up", object_id=str(meeting.pk))
    kind = ContentType.objects.get_for_model(Meeting)
    since = ModelLogEntry.objects.filter(content_type=kind, timestamp__gt=made)
    return bool(since.filter(changed).exists())


@transaction.atomic
def note_printed(papers: DayPapers, *, by: User) -> None:
    """Somebody took the file to print it."""
    now = timezone.now()
    DayPapers.objects.filter(pk=papers.pk).update(printed_at=now, printed_by=by)
    record(papers.meeting, "meetings.print_papers", by=by)


def forget_papers(now: datetime) -> int:
    """Nightly: files of days that are over are deleted; how many."""
    over = list(DayPapers.objects.filter(meeting__ends_at__lt=now - KEPT_FOR))
    for papers in over:
        _drop(papers)
    return len(over)


def forget_papers_of(person: Person) -> None:
    """No file goes on naming somebody whose record is wiped."""
    named = DayPapers.objects.filter(meeting__seats__person=person)
    for papers in named.distinct():
        _drop(papers)


def _drop(papers: DayPapers) -> None:
    _drop_file(papers)
    papers.delete()


def _drop_file(papers: DayPapers) -> None:
    if papers.file_name:
        storages["private"].delete(papers.file_name)


def ring_if_more() -> None:
    if DayPapers.objects.to_make().exists():
        _wake()


def _wake() -> None:
    async_task("meetings.tasks.make_papers")
