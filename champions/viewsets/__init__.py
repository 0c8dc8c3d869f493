"""Staff's lists in the admin. `CentreViewSet` is the way to make one: whatever it opens
shows, offers and changes only what belongs to the visitor's own centres."""

from champions.viewsets.centre import CentreForm, CentreViewSet
from champions.viewsets.policy import RolePolicy

__all__ = ["CentreForm", "CentreViewSet", "RolePolicy"]
