"""The one way to ask for rows of a centre: by centre, or by what a user may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

from champions.enums import Role

if TYPE_CHECKING:
    from champions.models.centre import Centre
    from champions.models.user import User

Row = TypeVar("Row", bound=models.Model)


class OfCentre(models.QuerySet[Row]):
    """Rows that belong to a centre. `seen_by` lists the roles that see all of them."""

    seen_by: ClassVar[frozenset[Role]] = frozenset({Role.LEAD})

    def of(self, centre: Centre) -> Self:
        return self.filter(centre=centre)

    def visible_to(self, user: User) -> Self:
        """What this user sees as staff, over all centres of their roles."""
        if user.is_superuser:
            return self
        return self.filter(centre__in=user.centres_as(self.seen_by))
