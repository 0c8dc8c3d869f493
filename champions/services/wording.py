"""A centre's own words: kept, put back, and never lost; two who write at once both are
told."""

from __future__ import annotations

from django.db import transaction

from champions.history import record
from champions.messages.worded import Worded
from champions.models import Centre, User, Wording
from champions.models.wording import WordingQuerySet
from champions.services.turns import take_turn


class WordsMovedError(Exception):
    """Somebody else kept other words meanwhile: `newest` is theirs, None if there were
    none and the page knew of some."""

    def __init__(self, newest: Wording | None) -> None:
        super().__init__("other words were kept meanwhile")
        self.newest = newest


def newest_words(centre: Centre, worded: Worded, tag: str) -> Wording | None:
    """What counts now; one without words where ours were put back, None where there
    never were others."""
    return _all(centre, worded, tag).select_related("written_by").last()


def earlier_words(centre: Centre, worded: Worded, tag: str) -> list[Wording]:
    """What was kept before, the newest first."""
    rows = _all(centre, worded, tag).select_related("written_by")
    return list(rows.order_by("-number")[1:11])


@transaction.atomic
def keep_words(
    centre: Centre,
    worded: Worded,
    tag: str,
    *,
    since: int,
    by: User | None,
    subject: str = "",
    words: str = "",
    text_line: str = "",
) -> Wording:
    """Say this from now on; without words, ours again. Messages that wait to be sent
    keep theirs. `since` is the number of the words that the page showed, 0 for none:
    when there are newer ones, and they are not the same, WordsMovedError is raised."""
    take_turn(centre)
    newest = newest_words(centre, worded, tag)
    said = (subject, words, text_line)
    if newest and (newest.subject, newest.words, newest.text_line) == said:
        return newest  # pressed twice
    if (newest.number if newest else 0) != since:
        raise WordsMovedError(newest)
    kept = Wording.objects.create(
        centre=centre,
        message=worded.slug,
        language=tag,
        number=since + 1,
        subject=subject,
        words=words,
        text_line=text_line,
        written_by=by,
    )
    action = "champions.own_words" if words else "champions.our_words"
    record(kept, action, by=by, message=worded.slug, language=tag)
    return kept


def put_back(
    centre: Centre,
    worded: Worded,
    tag: str,
    *,
    number: int,
    since: int,
    by: User | None,
) -> Wording:
    """Say again what was said as number so-and-so; 0 is ours. Raises LookupError for a
    number that never was, and WordsMovedError."""
    if not number:
        return keep_words(centre, worded, tag, since=since, by=by)
    old = _all(centre, worded, tag).filter(number=number).first()
    if old is None:
        raise LookupError(number)
    return keep_words(
        centre,
        worded,
        tag,
        since=since,
        by=by,
        subject=old.subject,
        words=old.words,
        text_line=old.text_line,
    )


def _all(centre: Centre, worded: Worded, tag: str) -> WordingQuerySet:
    rows = Wording.objects.of(centre).filter(message=worded.slug, language=tag)
    return rows.order_by("number")
