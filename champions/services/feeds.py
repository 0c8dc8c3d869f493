"""The secret address of somebody's own calendar. It shows when they meet and lets nobody
reply for them; a new one makes the old one useless at once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from champions import links
from champions.enums import CodePurpose
from champions.history import record
from champions.models import User

PURPOSE = CodePurpose.FEED.value


def feed_token(user: User) -> str:
    return links.token(PURPOSE, user.pk, user.feed_generation)


def user_of_feed(token: str) -> User | None:
    """Whose calendar an address shows; nothing for one that is wrong or renewed."""
    read = links.read_token(token)
    user = User.objects.filter(pk=read[0], is_active=True).first() if read else None
    if read is None or user is None:
        return None
    right = links.is_right(read[1], PURPOSE, user.pk, user.feed_generation)
    return user if right else None


@transaction.atomic
def renew_feed(user: User) -> None:
    """Another address from now on."""
    User.objects.filter(pk=user.pk).update(feed_generation=F("feed_generation") + 1)
    user.refresh_from_db(fields=["feed_generation"])
    record(user, "champions.renew_feed", by=user)
