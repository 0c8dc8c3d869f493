"""Somebody who can sign in. Has no user name; an e-mail address is optional."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from champions.enums import AT_THE_TABLE, Role
from champions.models.scope import OfCentre

if TYPE_CHECKING:
    from champions.models.centre import Centre


class UserManager(BaseUserManager["User"]):
    """Makes users. None has a password: everybody signs in by mail, card or passkey."""

    def create_user(self, email: str | None = None, **fields: Any) -> User:
        user = self.model(email=email or None, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> User:
        """The network administrator. A password is taken, as Django's tools give one,
        and not kept: it would open nothing."""
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, **fields)


class User(AbstractUser):
    """An account: of staff, or of a champion who signed in once by code or card."""

    username = None  # type: ignore[assignment]  # an account has none
    email = models.EmailField(  # type: ignore[assignment]  # optional, unlike Django's
        _("e-mail address"),
        unique=True,
        null=True,
        blank=True,
        help_text=_("Only an address that this person alone uses and has proved."),
    )

    # Of the address of their own calendar; raising it makes the old address useless.
    feed_generation = models.PositiveIntegerField(default=1, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # no user name

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique_in_any_capitals"
            )
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def has_usable_password(self) -> bool:
        """Never, also where somebody wrote one into the table: nothing asks for it."""
        return False

    @property
    def name(self) -> str:
        """What colleagues call this user; the address for whom nobody has named."""
        return self.get_full_name() or self.email or str(self)

    @cached_property
    def acting_roles(self) -> tuple[tuple[int, str], ...]:
        """As what this user acts now, by centre: asked once for each request, whose
        user is its own. What changes roles asks `StaffRole.objects.acting` anew."""
        acting = StaffRole.objects.acting(self).order_by("centre", "role", "pk")
        return tuple(acting.values_list("centre_id", "role"))

    def centres_as(self, roles: Iterable[str] = Role) -> models.QuerySet[Centre]:
        """The centres in which this user holds one of the roles."""
        from champions.models.centre import Centre  # noqa: PLC0415  each names the other

        return Centre.objects.filter(
            pk__in=StaffRole.objects.acting(self)
            .filter(role__in=list(roles))
            .values("centre")
        )


class StaffRoleQuerySet(OfCentre["StaffRole"]):
    def away(self) -> StaffRoleQuerySet:
        return self.filter(away_ends_at__gt=timezone.now())

    def at_the_table(self) -> StaffRoleQuerySet:
        """Point persons and staff partners: those who can take over a group."""
        return self.filter(role__in=AT_THE_TABLE)

    def acting(self, user: User) -> StaffRoleQuerySet:
        """The roles a user holds, and while a point person of a group is away, theirs:
        the back-up, who is at the table too, sees everything of theirs. Ends by itself."""
        here = StaffRole.objects.at_the_table().filter(user=user).values("centre")
        stood_in_for = StaffRole.objects.at_the_table().filter(
            away_ends_at__gt=timezone.now(),
            centre__in=here,
            user__circles_led__back_up=user,
            user__circles_led__closed_on=None,
            user__circles_led__centre=F("centre"),
        )
        return self.filter(Q(user=user) | Q(pk__in=stood_in_for.values("pk")))


class StaffRole(models.Model):
    """A user's role in one centre. Given and taken by services.roles alone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_roles")
    centre = models.ForeignKey(
        "champions.Centre", on_delete=models.CASCADE, related_name="staff_roles"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)
    # The last day away, the same in all roles of a user at a centre; and its end by
    # the clock on the centre's wall.
    away_until = models.DateField(null=True, blank=True, editable=False)
    away_ends_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StaffRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["centre", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "centre", "role"], name="one_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user.name}: {self.get_role_display()}"
