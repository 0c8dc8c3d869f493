"""What this room does; `answer` is the one way in which a reply is written."""

from meetings.services.seats import answer

__all__ = ["answer"]
