"""Somebody a centre knows, and what they are to it. Nothing clinical has a column."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import ChampionState, Channel, ConsentPurpose, Language, Role
from champions.languages import LONGEST
from champions.models.centre import Centre, Circle
from champions.models.scope import OfCentre
from champions.models.user import StaffRole, User


class PersonQuerySet(OfCentre["Person"]):
    seen_by = frozenset({Role.LEAD, Role.PRIVACY})

    def visible_to(self, user: User) -> PersonQuerySet:
        """All people of a centre for its lead; of their own circles for a partner."""
        seen = super().visible_to(user)
        if user.is_superuser:
            return seen
        partner = Q(circle_memberships__circle__partners__user=user)
        return (seen | self.filter(partner)).distinct()

    def kept_by(self, user: User) -> PersonQuerySet:
        """Whose whole records this user answers for; a partner answers for none."""
        return self if user.is_superuser else super().visible_to(user)

    def living(self) -> PersonQuerySet:
        return self.filter(died_at=None, erased_at=None)

    def at_hand(self) -> PersonQuerySet:
        """Living, and neither on a break nor moved on; staff who are no champions too."""
        away = [ChampionState.ON_BREAK, ChampionState.MOVED_ON]
        return self.living().exclude(champion__state__in=away)

    def may_be_asked(self) -> PersonQuerySet:
        """Whom we may write to first: living, and not marked do-not-contact, nor perhaps
        the same as somebody who is, until somebody has said that they are two."""
        asked = self.living().filter(do_not_contact_at=None)
        return asked.exclude(pk__in=Person.objects.perhaps_marked().values("pk"))

    def perhaps_marked(self) -> PersonQuerySet:
        """May be one with somebody who must not be written to; nobody has said."""
        pairs = {"one": "other", "other": "one"}
        marked = Q()
        for mine, theirs in pairs.items():
            pair = f"pairs_as_{mine}"
            marked |= Q(
                **{
                    f"{pair}__decided_at": None,
                    f"{pair}__{theirs}__do_not_contact_at__isnull": False,
                }
            )
        return self.filter(marked)

    def talked_with_first(self) -> PersonQuerySet:
        """With whom somebody of the staff talks before we invite them, as of now."""
        now = timezone.now()
        return self.filter(
            talks_first__ended_at=None, talks_first__lapses_at__gt=now
        ).distinct()

    def not_talked_with_first(self) -> PersonQuerySet:
        """Whom we may invite now; the others remain to be asked."""
        first = Person.objects.talked_with_first()
        return self.exclude(pk__in=first.values("pk"))

    def who_withdrew(self) -> PersonQuerySet:
        """Who took back all that they ever allowed us to write."""
        contact = Consent.objects.filter(purpose=ConsentPurpose.CONTACT)
        taken_back = contact.exclude(withdrawn_at=None).values("person")
        living = contact.filter(withdrawn_at=None).values("person")
        return self.filter(pk__in=taken_back).exclude(pk__in=living)

    def households(self) -> int:
        """At how many addresses they live; who has none in our list is not counted."""
        addresses = self.exclude(address_key="").order_by().values("address_key")
        return addresses.distinct().count()

    def staff(self) -> PersonQuerySet:
        return self.filter(
            Q(user__in=StaffRole.objects.values("user")), user__isnull=False
        )

    def sharing_address(self, email_key: str) -> PersonQuerySet:
        """Everybody who is reached at this address, in any centre."""
        return self.living().filter(email_key=email_key).exclude(email_key="")


class Person(models.Model):
    """Known to a centre: on its list, invited, a champion, moved on, died."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="people")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    # Folded (no accents, capitals, spaces), for recognising the same person.
    name_key = models.CharField(max_length=170, editable=False, db_index=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.ENGLISH
    )
    # A tag such as es or zh-Hant; never English or French, which are above.
    speaks = models.CharField(
        _("speaks another language"), max_length=LONGEST, blank=True
    )
    channel = models.CharField(
        _("how to reach them"), max_length=10, choices=Channel, default=Channel.LETTER
    )
    email = models.EmailField(_("e-mail"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    phone = models.CharField(
        _("telephone"), max_length=20, blank=True, help_text=_("Like +17055550142.")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    # Street and postal code folded: who has the same one shares a household.
    address_key = models.CharField(max_length=200, blank=True, editable=False)
    safe_to_write = models.BooleanField(_("safe to write"), default=True)
    safe_to_phone = models.BooleanField(_("safe to phone"), default=True)
    safe_to_leave_message = models.BooleanField(
        _("safe to leave a message"), default=False
    )
    call_when = models.CharField(
        _("a good time to call"),
        max_length=80,
        blank=True,
        help_text=_("Like: mornings."),
    )
    # Somebody else answered there: nobody is called until there is another number.
    phone_wrong_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A letter came back from there: none is posted until there is another address.
    address_wrong_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A mail server said for good that it takes nothing for this address.
    email_refused_at = models.DateTimeField(null=True, blank=True, editable=False)
    large_print = models.BooleanField(_("write to them in large print"), default=False)
    wants_reminders = models.BooleanField(
        _("remind them before a get-together"), default=True
    )
    reference = models.CharField(
        _("the centre’s own reference"),
        max_length=40,
        blank=True,
        help_text=_("Seen by the point person alone. Nothing about health."),
    )
    do_not_contact_at = models.DateTimeField(null=True, blank=True, editable=False)
    died_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Two records of one person: this one is empty, links on paper lead to the other.
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["first_name", "last_name", "pk"]
        indexes = [
            models.Index(fields=["centre", "name_key"]),
            models.Index(fields=["email_key"]),
            models.Index(fields=["centre", "phone"]),
            models.Index(fields=["centre", "address_key"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "user"], name="one_person_for_a_user_in_a_centre"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def may_be_asked(self) -> bool:
        return not (self.do_not_contact_at or self.died_at or self.erased_at)

    @property
    def postal_lines(self) -> list[str]:
        """The address as it stands in the window of an envelope."""
        town = f"{self.city}  {self.postal_code}".strip()
        return [line for line in (str(self), self.address, town) if line]

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()


class ChampionQuerySet(OfCentre["Champion"]):
    def active(self) -> ChampionQuerySet:
        return self.filter(state=ChampionState.ACTIVE, person__died_at=None)


class Champion(models.Model):
    """A person who said yes. Coming to a workshop is not required."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="champions"
    )
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="champion"
    )
    state = models.CharField(
        max_length=10,
        choices=ChampionState,
        default=ChampionState.ACTIVE,
        editable=False,
    )
    gifts = models.TextField(
        _("What do you like to do, or know how to do?"), max_length=600, blank=True
    )
    matters = models.TextField(
        _("What matters to you around here?"), max_length=600, blank=True
    )
    time = models.CharField(
        _("How much time would you like to give?"), max_length=120, blank=True
    )
    became_at = models.DateTimeField(default=timezone.now, editable=False)
    # Gone with who comes back: a goodbye that was taken back was none.
    moved_on_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ChampionQuerySet.as_manager()

    class Meta:
        verbose_name = _("champion")
        verbose_name_plural = _("champions")
        ordering = ["person__first_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ChampionState.MOVED_ON, moved_on_at__isnull=False)
                | (~Q(state=ChampionState.MOVED_ON) & Q(moved_on_at=None)),
                name="who_moved_on_did_so_one_day",
            )
        ]

    def __str__(self) -> str:
        return f"champion {self.pk}"


class CircleMember(models.Model):
    """A champion's place in a group; somebody may be in two."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="circle_memberships"
    )
    joined_at = models.DateTimeField(default=timezone.now)

    objects = OfCentre["CircleMember"].as_manager()

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], name="in_a_circle_once"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in group {self.circle_id}"


class Consent(models.Model):
    """What a person allowed: the wording they saw, when, how, and to whom."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(max_length=10, choices=ConsentPurpose)
    wording = models.PositiveSmallIntegerField(help_text=_("Version of the words."))
    language = models.CharField(max_length=2, choices=Language)
    how = models.CharField(max_length=10, choices=Channel)
    to_whom = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfCentre["Consent"].as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at=None) & ~Q(purpose=ConsentPurpose.CHART),
                name="one_living_consent_for_a_purpose",
            ),
            models.UniqueConstraint(
                fields=["person", "to_whom"],
                condition=Q(withdrawn_at=None, purpose=ConsentPurpose.CHART),
                name="one_living_consent_for_a_chart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of person {self.person_id}"
