"""Tables that leave the house as a workbook, written row by row while they are sent.

Every cell is a text to the spreadsheet, never a formula, and is read back as it was. The
usual library makes an object of each cell: twenty thousand people take it twenty
seconds, and nothing would be sent until the last of them (openpyxl 3.1, measured).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# So many bytes are gathered before they are sent.
BLOCK = 64 * 1024
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE_TYPE}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        f'"{OFFICE_TYPE}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
}
# Signs that XML does not hold are written by their number, and so is what looks like one.
UNHELD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\r]|_(?=x[0-9A-Fa-f]{4}_)")


class _Sent(io.RawIOBase):
    """What has been written and not been sent yet."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, some: object) -> int:
        before = len(self._bytes)
        self._bytes += memoryview(some).tobytes()  # type: ignore[arg-type]  # any buffer
        return len(self._bytes) - before

    def take(self, at_least: int = 1) -> Iterator[bytes]:
        if len(self._bytes) >= at_least:
            yield bytes(self._bytes)
            self._bytes.clear()


def workbook_blocks(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """The workbook, block by block: one sheet, with these rows."""
    sent = _Sent()
    with ZipFile(sent, "w", ZIP_DEFLATED) as book:
        for name, text in PARTS.items():
            book.writestr(name, HEAD + text)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _row in _written(sheet, rows):
                yield from sent.take(BLOCK)
    yield from sent.take()


def _written(sheet: IO[bytes], rows: Iterable[Iterable[str]]) -> Iterator[None]:
    sheet.write(f'{HEAD}<worksheet xmlns="{SHEETS}"><sheetData>'.encode())
    for row in rows:
        sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
        yield
    sheet.write(b"</sheetData></worksheet>")


def _cell(text: str) -> str:
    """Said to be a text, so that nothing in it is ever worked out."""
    held = UNHELD.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(held)}</t></is></c>'
