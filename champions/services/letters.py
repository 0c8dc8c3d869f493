"""Letters from waiting to posted: made ready in the background a hundred at a time,
printed by staff, and sent once somebody says that they are in the post. A list of text
messages goes the same way, without a file: `services/texts.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import reduce
from itertools import islice
from operator import or_

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_q.tasks import async_task
from wagtail import hooks

from champions.enums import Channel, MessageState
from champions.history import record
from champions.messages.letters import pdf_of
from champions.messages.outbox import posted
from champions.messages.ways import can_reach, why_not
from champions.models import (
    Centre,
    LetterBatch,
    LetterBatchQuerySet,
    Message,
    MessageTopic,
    User,
)
from champions.models.message import MessageQuerySet

BATCH = 100
# No file has to be made of a list of texts.
LISTED = 1000
# What is written in the history when they are put together.
MADE = {
    Channel.LETTER: "champions.make_letters",
    Channel.TEXT: "champions.make_texts",
}
# What many letters have in common, in the order of the alphabet.
BUNDLES = ("asked_again", "mailing", "meeting", "notes", "notice")


class Stays(Enum):
    """Why a letter stays in the house."""

    WRONG_ADDRESS = auto()  # it waits to go another way
    GONE = auto()  # called off, or nobody may be written to


class BatchMovedError(Exception):
    """Somebody else was faster: these letters are no longer where the page showed."""


class BatchRestsError(BatchMovedError):
    """These letters rest with their mailing; they are posted when that goes on."""


@dataclass(frozen=True)
class Waiting:
    """Letters, or texts, of one centre about one thing, not yet made ready."""

    centre: Centre
    topic: str
    title: str
    count: int


def waiting_letters(user: User, *, channel: Channel = Channel.LETTER) -> list[Waiting]:
    """What this user can have made ready, the longest waiting first."""
    letters = _unbatched(Message.objects.visible_to(user), channel)
    rows = (
        letters.annotate(bundle=_bundle())
        .values("centre", "bundle")
        .annotate(count=Count("pk"), subject=Max("subject"), since=Min("queued_at"))
        .order_by("since")
    )
    centres = Centre.objects.in_bulk([row["centre"] for row in rows])
    return [
        Waiting(
            centres[row["centre"]],
            row["bundle"],
            title_of(row["bundle"]) or row["subject"],
            row["count"],
        )
        for row in rows
    ]


def title_of(topic: str) -> str:
    """What a topic is called, by the room whose business it is: it registers the hook
    `title_of_topic` with a function from a topic to words, or to nothing."""
    titles = (name(topic) for name in hooks.get_hooks("title_of_topic"))
    return next(filter(None, titles), "")


@transaction.atomic
def make_ready(
    centre: Centre,
    topic: str,
    *,
    by: User | None,
    channel: Channel = Channel.LETTER,
) -> int:
    """Put all waiting letters about a topic into batches; returns how many letters.
    Pressing twice, or two at once, never puts a letter into two."""
    Centre.objects.select_for_update().get(pk=centre.pk)
    waiting = _unbatched(Message.objects.of(centre), channel).annotate(bundle=_bundle())
    batches = LetterBatch.objects.of(centre).filter(topic=topic, channel=channel)
    number, count = batches.aggregate(last=Max("number"))["last"] or 0, 0
    for chunk in _chunks(waiting.filter(bundle=topic).order_by("pk"), channel):
        number, count = number + 1, count + len(chunk)
        batch = LetterBatch.objects.create(
            centre=centre, channel=channel, topic=topic, number=number
        )
        batch.messages.set(chunk)
    if count:
        record(centre, MADE[channel], by=by, topic=topic, count=count)
        transaction.on_commit(_wake)
    return count


def _chunks(waiting: MessageQuerySet, channel: Channel) -> Iterator[list[Message]]:
    """Letters in large print may take two sheets: they stand in files of their own, so
    that no second sheet comes into somebody else's envelope."""
    if channel == Channel.TEXT:
        yield from _cut(waiting, LISTED)
        return
    yield from _cut(waiting.exclude(person__large_print=True), BATCH)
    yield from _cut(waiting.filter(person__large_print=True), (BATCH + 1) // 2)


def _cut(waiting: MessageQuerySet, most: int) -> Iterator[list[Message]]:
    rows = iter(waiting)
    while chunk := list(islice(rows, most)):
        yield chunk


def print_one() -> bool:
    """Make the next file; the attempt is counted before the work, so that letters that
    crash the worker are given up after three. Returns whether there was one."""
    batch = _claim()
    if batch is None:
        return False
    file = ContentFile(pdf_of(_still_good(batch), centre=batch.centre))
    name = f"letters/{batch.centre.slug}-{batch.pk}.pdf"
    kept = storages["private"].save(name, file)
    LetterBatch.objects.filter(pk=batch.pk).update(
        file_name=kept, made_at=timezone.now()
    )
    _wake()
    return True


@dataclass(frozen=True)
class Progress:
    """How many files of those that are not posted yet are made."""

    made: int
    all: int


def progress_of(batches: LetterBatchQuerySet) -> Progress:
    """Files that were given up are not waited for."""
    waiting = batches.filter(posted_at=None)
    given_up = Q(made_at=None, attempts__gte=LetterBatch.MOST_ATTEMPTS)
    counts = waiting.exclude(given_up).aggregate(
        all=Count("pk"), made=Count("pk", filter=Q(made_at__isnull=False))
    )
    return Progress(**counts)


@transaction.atomic
def post_batch(batch: LetterBatch, *, by: User | None) -> int:
    """Somebody says that these letters are in the post; returns how many they were.
    Those that were named as not to be posted stay behind. Raises BatchMovedError when
    that was said already, or while they rest."""
    if rests(batch):
        raise BatchRestsError
    here = LetterBatch.objects.filter(pk=batch.pk, posted_at=None)
    if not here.update(posted_at=timezone.now()):
        raise BatchMovedError
    call_off(not_to_post(batch))
    return posted(batch.messages.all(), by=by)


def try_again(batch: LetterBatch, *, by: User | None) -> None:
    """Make a file once more that was given up."""
    given_up = LetterBatch.objects.filter(pk=batch.pk, made_at=None, posted_at=None)
    if not given_up.update(attempts=0, claimed_at=None):
        raise BatchMovedError
    record(batch, "champions.make_letters", by=by)
    _wake()


def letters_of(batch: LetterBatch) -> list[Message]:
    """What is printed: in the order of the file, without those called off."""
    return list(
        batch.messages.exclude(state=MessageState.CANCELLED)
        .exclude(text="")
        .select_related("person__centre", "centre")
        .order_by("pk")
    )


def rests(batch: LetterBatch) -> bool:
    """Whether these letters wait for their mailing to go on. They stay in the file, so
    that nothing is missing in it then."""
    return batch.messages.filter(state=MessageState.PAUSED).exists()


def letters_to_post(batch: LetterBatch) -> list[Message]:
    """Those of a batch that may leave: without those that are named as not to."""
    stay = {letter.pk for letter in not_to_post(batch)}
    return [letter for letter in letters_of(batch) if letter.pk not in stay]


def not_to_post(batch: LetterBatch) -> Iterable[Message]:
    """Letters in the file that must not be posted: called off since, or the person
    died, or wants no letters from us."""
    letters = batch.messages.filter(_doubtful()).distinct()
    found = letters.select_related("person__centre").order_by("pk")
    return [letter for letter in found if _why_not(letter)]


def _doubtful() -> Q:
    """The few letters that are worth a closer look, of hundreds that are fine."""
    gone = Q(person__safe_to_phone=False) | Q(person__safe_to_write=False)
    gone |= Q(person__phone="") | Q(person__phone_wrong_at__isnull=False)
    gone |= Q(centre__sends_texts=False)
    return (
        Q(gone, channel=Channel.TEXT)
        | Q(person__address_wrong_at__isnull=False)
        | Q(state=MessageState.CANCELLED)
        | Q(person=None)
        | Q(person__died_at__isnull=False)
        | Q(person__erased_at__isnull=False)
        | Q(person__do_not_contact_at__isnull=False)
        | Q(person__consents__withdrawn_at__isnull=False)
    )


def _why_not(letter: Message) -> Stays | None:
    person = letter.person
    if letter.state == MessageState.CANCELLED or person is None:
        return Stays.GONE
    if letter.channel == Channel.TEXT and not can_reach(person, Channel.TEXT):
        return Stays.GONE
    if letter.channel == Channel.LETTER and person.address_wrong_at:
        return Stays.WRONG_ADDRESS
    return Stays.GONE if why_not(person, asked_for=letter.asked_for) else None


def _still_good(batch: LetterBatch) -> list[Message]:
    """The letters of a batch; who may no longer be written to is called off."""
    letters = letters_of(batch)
    refused = [letter for letter in letters if _why_not(letter)]
    call_off(refused)
    return [letter for letter in letters if letter not in refused]


def call_off(letters: Iterable[Message]) -> None:
    """They stay in the house: who they were for may no longer be written to. What only
    has a wrong address waits to go another way."""
    gone = [one for one in letters if _why_not(one) != Stays.WRONG_ADDRESS]
    Message.objects.filter(
        pk__in=[letter.pk for letter in gone], state=MessageState.QUEUED
    ).update(state=MessageState.CANCELLED, error="may no longer be written to")


def _claim() -> LetterBatch | None:
    for batch in LetterBatch.objects.to_make().select_related("centre")[:5]:
        ours = LetterBatch.objects.filter(pk=batch.pk, attempts=batch.attempts)
        if ours.update(attempts=F("attempts") + 1, claimed_at=timezone.now()):
            return batch
    return None


def _unbatched(messages: MessageQuerySet, channel: Channel) -> MessageQuerySet:
    return messages.to_make_ready(channel).filter(batches=None)


def _bundle() -> Coalesce:
    """The topic that a letter is printed under: a mailing before a meeting, and never
    one of a single person."""
    shared = reduce(or_, (Q(topic__startswith=f"{kind}:") for kind in BUNDLES))
    topics = MessageTopic.objects.filter(shared, message=OuterRef("pk"))
    first = topics.order_by("topic").values("topic")[:1]
    return Coalesce(Subquery(first), Value(""))


def _wake() -> None:
    async_task("champions.tasks.print_letters")
