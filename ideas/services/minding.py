"""Minding the talk: somebody asks staff to look at a saying; staff let it stand, or hide
it with a reason that its author reads and can object to once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from champions.history import record
from champions.messages.outbox import tell
from champions.models import Person, User
from ideas.models import Comment, Report
from ideas.services.moves import link_to


def report(comment: Comment, *, person: Person) -> None:
    """“Please look at this”, once from each person; who asked is shown to nobody."""
    Report.objects.get_or_create(
        comment=comment, person=person, defaults={"centre": comment.centre}
    )


@transaction.atomic
def hide(comment: Comment, *, why: str, by: User) -> bool:
    """From now on its author and staff alone read it. False when it is hidden."""
    hidden = {"hidden_at": timezone.now(), "hidden_by": by, "hidden_why": why}
    if not _changed(comment, {"hidden_at": None}, hidden):
        return False
    _looked_at(comment)
    record(comment, "ideas.hide_comment", by=by)
    _tell(comment, "ideas/hidden", why=why)
    return True


@transaction.atomic
def let_stand(comment: Comment, *, by: User) -> None:
    """Staff have looked, and it is in order. Who asked again later asks anew by
    speaking with us: the same press of the same person counts once."""
    if _looked_at(comment):
        record(comment, "ideas.let_comment_stand", by=by)


@transaction.atomic
def show_again(comment: Comment, *, by: User) -> bool:
    """It was hidden by mistake, or its author convinced us."""
    shown = {"hidden_at": None, "hidden_by": None, "hidden_why": ""}
    if not _changed(comment, {"hidden_at__isnull": False}, shown):
        return False
    _settle(comment)
    record(comment, "ideas.show_comment", by=by)
    _tell(comment, "ideas/looked_again", stands=True)
    return True


@transaction.atomic
def object_to_hiding(comment: Comment, *, words: str, by: User) -> bool:
    """The author sees it differently: once for each saying, so that it ends."""
    said = {"objection": words, "objected_at": timezone.now()}
    if not _changed(comment, {"hidden_at__isnull": False, "objected_at": None}, said):
        return False
    record(comment, "ideas.object_to_hiding", by=by)
    return True


@transaction.atomic
def keep_hidden(comment: Comment, *, by: User) -> bool:
    """Staff have looked once more; it stays hidden, and that is told."""
    if comment.objected_at is None or not _settle(comment):
        return False
    record(comment, "ideas.keep_comment_hidden", by=by)
    _tell(comment, "ideas/looked_again", stands=False)
    return True


def _changed(comment: Comment, only: dict[str, Any], fields: dict[str, Any]) -> bool:
    changed = Comment.objects.filter(pk=comment.pk, **only).update(**fields)
    comment.refresh_from_db()
    return bool(changed)


def _settle(comment: Comment) -> bool:
    waits = {"objected_at__isnull": False, "settled_at": None}
    return _changed(comment, waits, {"settled_at": timezone.now()})


def _looked_at(comment: Comment) -> int:
    waiting = Report.objects.filter(comment=comment, looked_at=None)
    return waiting.update(looked_at=timezone.now())


def _tell(comment: Comment, name: str, **context: Any) -> None:
    """Tell its author, on their own channel; each turn comes here once."""
    if comment.person is None:
        return
    idea = comment.idea
    tell(
        comment.person,
        name,
        event=f"comment:{comment.pk}:{name}:{timezone.now().isoformat()}",
        channel=comment.person.channel,
        context={"idea": idea, "comment": comment, **context},
        links={"idea": link_to(idea, language=comment.person.language)},
        topics=[f"idea:{idea.pk}"],
    )
