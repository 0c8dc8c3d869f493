"""What the worker is asked to do in this room; the work itself is done in services."""

from django.utils import timezone

from ideas.services import coming_back, disowning, drafts, gifts


def bring_back_ideas() -> None:
    coming_back.bring_back(timezone.now())


def forget_old_drafts() -> None:
    drafts.forget_old_drafts()


def forget_disowned() -> None:
    disowning.forget_disowned()


def meet_gifts() -> None:
    gifts.meet_all()
