"""What the worker is asked to do in this room; the work itself is done elsewhere."""

from ideas.services import drafts


def forget_old_drafts() -> None:
    drafts.forget_old_drafts()
