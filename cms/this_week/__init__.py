"""What falls through if nobody acts: the rows of staff's start page.

Each row is a question asked of the data as it stands, never a stored to-do, so that it
goes when its reason goes. It says its rule in words and has one thing to press.
"""

from cms.this_week.asking import (
    MOST_ROWS,
    OF_THE_LEAD,
    OF_THE_TABLE,
    rows_for,
    rows_of,
)
from cms.this_week.row import Row

__all__ = ["MOST_ROWS", "OF_THE_LEAD", "OF_THE_TABLE", "Row", "rows_for", "rows_of"]
