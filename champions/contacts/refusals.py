"""Why a whole list cannot be taken, in words for the person who uploaded it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from champions.contacts.headings import Headings
    from champions.contacts.lists import ContactFile


class RefusedListError(Exception):
    """The list is not taken; nothing of it is kept.

    The reason says what is wrong and how to put it right. `columns` are the headings
    as they stand in the file that must go or change, each with its own reason.
    """

    def __init__(self, reason: str, *, columns: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.columns = tuple(columns)


class UnclearListError(RefusedListError):
    """The list may be taken once somebody says what its columns mean, or which sheet is
    meant. `headings` are the best guess; none before the sheet is known."""

    def __init__(
        self,
        reason: str,
        *,
        columns: Sequence[tuple[str, str]] = (),
        headings: Headings | None = None,
    ) -> None:
        super().__init__(reason, columns=columns)
        self.headings = headings
        # Filled in by whoever knows the file: it with that guess, and all its sheets.
        self.file: ContactFile | None = None
        self.sheets: tuple[str, ...] = ()


def forbidden_list() -> str:
    """Said of a list with columns that must not be uploaded."""
    return _(
        "Nothing of this list was kept. It has columns that must not be uploaded here. "
        "Please delete them in your file and upload it again."
    )


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
