"""The two statements that run once for each mail: it is taken, and it has left. Written
out, since composing them anew takes longer than carrying them out, and half as long as
sending the mail (`tests/benches/sending.py`); whatever is rarer goes by the ORM."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from champions.enums import MessageState
from champions.models import Message
from champions.models.message import LEAVING

TAKE = """
UPDATE champions_message
SET state = %s, if_put_back = '', attempts = attempts + 1,
    claimed_at = %s, first_tried_at = %s, to_address = %s
WHERE id = %s AND state = %s
"""
LEAVE = """
UPDATE champions_message SET state = %s, error = '', sent_at = %s
WHERE id = %s AND claimed_at = %s AND state IN (%s, %s)
"""


def take(message: Message) -> bool:
    """Move a waiting message to "being sent", with the attempt counted and the address
    it goes to; False when a colleague has it."""
    times = _stored(message.claimed_at), _stored(message.first_tried_at)
    return _changed(
        TAKE,
        MessageState.SENDING,
        *times,
        message.to_address,
        message.pk,
        MessageState.QUEUED,
    )


def has_left(message: Message, now: datetime) -> bool:
    """Write down that a claim was sent; False when it was given to somebody else since."""
    claimed_at = _stored(message.claimed_at)
    sent = MessageState.SENT, _stored(now)
    return _changed(LEAVE, *sent, message.pk, claimed_at, *LEAVING)


def _stored(moment: datetime | None) -> object:
    """A time as this database keeps it (UTC)."""
    return connection.ops.adapt_datetimefield_value(moment)


def _changed(statement: str, *values: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)
