"""Which e-mail address is a user's own: proved by a code that came back, and read by
nobody else (design, section 9, "User and Person")."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from champions.models import User
from champions.names import address_key


def own_address(user: User, email: str) -> None:
    """The address proved itself, and this user alone is reached there. A user who has
    another one keeps it: staff sign in by theirs."""
    key = address_key(email)
    taken = User.objects.exclude(pk=user.pk).filter(email__iexact=key)
    if not user.email and not taken.exists():
        User.objects.filter(pk=user.pk).update(email=key)
        user.email = key
    if address_key(user.email or "") == key:
        EmailAddress.objects.update_or_create(
            user=user, email=key, defaults={"verified": True, "primary": True}
        )


def let_go_of_address(user: User, email: str) -> None:
    """It was theirs alone once, and no longer is: it opens nothing by itself."""
    key = address_key(email)
    EmailAddress.objects.filter(user=user, email__iexact=key).delete()
    if User.objects.filter(pk=user.pk, email__iexact=key).update(email=None):
        user.email = None
