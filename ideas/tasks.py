"""What the worker is asked to do in this room; the work itself is done in services."""

from django.utils import timezone

from ideas.services import coming_back


def bring_back_ideas() -> None:
    coming_back.bring_back(timezone.now())
