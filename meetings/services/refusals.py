"""The one way in which a service of this room says no, in words for the screen."""


class RefusedError(Exception):
    """What was asked for cannot be done, or somebody else was faster; nothing has
    changed. The text says why, in the reader's language."""


class ReasonOwedError(RefusedError):
    """The day is later than the limit, and the group is owed a reason."""
