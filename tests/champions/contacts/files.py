"""Small lists as centres export them, made in the test that reads them."""

import io

from openpyxl import Workbook

from champions.contacts.cleaning import clean
from champions.contacts.contact import RefusedLineError
from champions.contacts.headings import find_headings
from champions.contacts.lists import open_list
from champions.contacts.reading import Line, open_sheets


def text_file(text, encoding="utf-8"):
    return io.BytesIO(text.encode(encoding))


def workbook(*rows, title="Clients", beside=None, hidden=None):
    """A workbook with one sheet of these rows; `beside` and `hidden` are others."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, more in ((beside or {}) | (hidden or {})).items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in (hidden or {}) else "visible"
        for row in more:
            sheet.append(row)
    source = io.BytesIO()
    book.save(source)
    return source


def rows_of(source):
    return [line.cells for line in open_sheets(source)[0].lines()]


def people_in(source, region="CA", sheet=""):
    """The clean contacts of a file, without refused lines."""
    contacts = open_list(source, sheet=sheet).contacts(region=region)
    return [one for _line, one in contacts if not isinstance(one, RefusedLineError)]


def cleaned(region="CA", **cells):
    """One line, given by heading (underscores for spaces) and cell."""
    top = Line(1, [heading.replace("_", " ") for heading in cells])
    return clean(Line(2, list(cells.values())), find_headings([top]), region=region)
