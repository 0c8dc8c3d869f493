"""Why a whole list cannot be taken, in words for the person who uploaded it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


class RefusedListError(Exception):
    """The list is not taken; nothing of it is kept.

    The reason says what is wrong and how to put it right. `columns` are the headings
    as they stand in the file that must go or change, each with its own reason.
    """

    def __init__(self, reason: str, *, columns: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.columns = tuple(columns)


def too_large(most: int) -> str:
    """Said of a file of more than `most` bytes, also before it has been received."""
    return _(
        "This file is larger than %(most)s MB. Please keep only names and ways to "
        "reach people, or split the list in two."
    ) % {"most": most // 1024 // 1024}


def not_a_list() -> str:
    """Said of a file that is no table of people."""
    return _(
        "This file is not a list that can be read. Please save the list as CSV or as "
        "an Excel workbook (.xlsx) and upload that."
    )
