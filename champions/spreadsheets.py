"""Tables that leave the house as CSV: harmless in a spreadsheet, and the same again when
they are read back.

A cell that a spreadsheet would take for a formula begins with an apostrophe; one that
begins with such an apostrophe already gets another, so that reading takes exactly one
away (OWASP, CSV injection; CVE-2021-41270).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

# The wide signs too: some spreadsheets fold them before they look.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
GUARDED = re.compile(r"''*[=+\-@\t\r\n＝＋－＠]")
# Excel reads the alphabet of a file off its first three bytes.
BYTE_ORDER_MARK = "\ufeff"


def guarded(cell: str) -> str:
    """The cell as it is written."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it was written."""
    is_guarded = cell[:1] == "'" and GUARDED.match(cell)
    return cell[1:] if is_guarded else cell


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The table line by line, to be streamed. Every cell stands in quotation marks: a
    spreadsheet that cuts at semicolons must not find a formula behind one."""
    yield BYTE_ORDER_MARK
    for row in rows:
        line = io.StringIO()
        writer = csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(map(guarded, row))
        yield line.getvalue()
