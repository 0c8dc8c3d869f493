"""“Not mine”: what was written down for somebody, and they did not say. It is taken down
at once, the writer is told, and for a while the author puts it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from champions.history import record
from champions.messages.outbox import tell
from champions.models import Person, User
from champions.services.freshness import raise_version
from ideas.enums import ReactionKind
from ideas.models import Comment, Idea, Reaction
from ideas.services.moves import link_to, lock_with_told, person_of
from ideas.services.privacy import take_away
from ideas.services.same import stand_alone

UNDO_FOR = timedelta(days=30)
Written = Idea | Comment


def can_be_put_back(thing: Written) -> bool:
    since = thing.not_mine_at
    return since is not None and since > timezone.now() - UNDO_FOR


@transaction.atomic
def disown(thing: Written, *, by: User | None) -> bool:
    """Take an idea or a saying down. Saying so twice changes nothing; False when it
    was not written down for anybody. An idea goes down alone: what is told together
    with it is somebody else's wish, and stands on the wall again."""
    raise_version(thing.centre)
    if isinstance(thing, Idea):
        lock_with_told(thing)
    rows = _rows(thing).exclude(written_down_by=None)
    if not rows.filter(not_mine_at=None).update(not_mine_at=timezone.now()):
        return False
    thing.refresh_from_db()
    record(thing, "ideas.not_mine", by=by)
    if isinstance(thing, Idea) and thing.is_taken_down:
        stand_alone(thing, by=by)
        thing.refresh_from_db()
    idea = thing if isinstance(thing, Idea) else thing.idea
    person = thing.author if isinstance(thing, Idea) else thing.person
    words = thing.what if isinstance(thing, Idea) else thing.words
    _tell_writer(idea, thing, person, words)
    return True


@transaction.atomic
def put_back(thing: Written, *, by: User | None) -> bool:
    """It was theirs after all; False once it is too late."""
    raise_version(thing.centre)
    lately = _rows(thing).filter(not_mine_at__gt=timezone.now() - UNDO_FOR)
    if not lately.update(not_mine_at=None):
        return False
    thing.refresh_from_db()
    record(thing, "ideas.mine_after_all", by=by)
    return True


@transaction.atomic
def disown_reaction(
    idea: Idea, *, person: Person, kind: ReactionKind, by: User | None
) -> bool:
    """It is gone, and pressing it again is the way back."""
    rows = Reaction.objects.filter(idea=idea, person=person, kind=kind)
    said = rows.exclude(written_down_by=None).select_for_update(of=("self",)).first()
    if said is None:
        return False
    label = str(ReactionKind(kind).label)
    words = f"{label}: {said.words}" if said.words else label
    record(idea, "ideas.not_mine", by=by)
    _tell_writer(idea, said, person, words)
    said.delete()
    return True


def forget_disowned() -> None:
    """What nobody put back in time: a saying goes, an idea that nobody else has said
    anything to as well; of another only the name does."""
    before = timezone.now() - UNDO_FOR
    Comment.objects.filter(not_mine_at__lt=before).delete()
    take_away(Idea.objects.filter(not_mine_at__lt=before).exclude(author=None))


def _rows(thing: Written) -> Any:
    return type(thing).objects.filter(pk=thing.pk)


def _tell_writer(
    idea: Idea, thing: Written | Reaction, person: Person | None, words: str
) -> None:
    writer = person_of(thing.written_down_by, idea)
    if writer is None or person is None:
        return
    kind = type(thing).__name__.lower()
    tell(
        writer,
        "ideas/not_mine",
        event=f"not_mine:{kind}:{thing.pk}",
        channel=writer.channel,
        context={
            "idea": idea,
            "who": person.first_name,
            "words": words,
            "until": timezone.localdate(timezone=idea.centre.tzinfo) + UNDO_FOR,
        },
        links={"idea": link_to(idea, language=writer.language)},
        topics=[f"idea:{idea.pk}"],
    )
