"""What the worker is asked to do in this room; the work itself is done elsewhere."""

from ideas.services import disowning, drafts, gifts


def forget_old_drafts() -> None:
    drafts.forget_old_drafts()


def forget_disowned() -> None:
    disowning.forget_disowned()


def meet_gifts() -> None:
    gifts.meet_all()
