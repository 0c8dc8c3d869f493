"""What somebody wants to happen."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import BlockKind, Language, Role
from champions.models import Centre, Circle, OfCentre, Person, User
from ideas.enums import (
    COMES_BACK,
    HEARD_WITHIN_DAYS,
    LANES,
    TAKEN_DOWN_STAGES,
    UNANSWERED_STAGES,
    IdeaStage,
    Origin,
)


class IdeaQuerySet(OfCentre["Idea"]):
    seen_by = frozenset({Role.LEAD, Role.SUPPORTER})

    def told(self) -> IdeaQuerySet:
        """Without what its author says is not theirs: that is taken down, unless the
        centre has answered it. Then it is everybody's, and stays without the name."""
        taken_down = Q(not_mine_at__isnull=False, stage__in=TAKEN_DOWN_STAGES)
        return self.exclude(taken_down)

    def unanswered(self) -> IdeaQuerySet:
        return self.filter(stage__in=UNANSWERED_STAGES, not_mine_at=None)

    def nothing_came_of(self) -> IdeaQuerySet:
        """Not answered, promised or paid for, never asked about with another, and nothing
        written of what it would take. A sheet that holds nothing is none."""
        made = Q(answers=None, promises=None, expenses=None)
        with_others = Q(same=None, same_as=None, told_here=None)
        return self.filter(made & with_others).exclude(takes__version__gt=0)

    def untouched(self) -> IdeaQuerySet:
        """Nobody has said anything to it either: it can go as if it had never been."""
        return self.nothing_came_of().filter(reactions=None, comments=None)

    def unheard(self) -> IdeaQuerySet:
        return self.filter(stage=IdeaStage.SHARED, heard_at=None, not_mine_at=None)

    def unheard_since(self, today: date) -> IdeaQuerySet:
        """Unheard for longer than the promise allows (days in UTC)."""
        limit = today - timedelta(days=HEARD_WITHIN_DAYS)
        return self.unheard().filter(shared_at__date__lt=limit)

    def on_the_wall(self) -> IdeaQuerySet:
        """Each idea once: one that is told together with another is found there."""
        return self.told().exclude(stage=IdeaStage.MERGED)

    def speaking(self, words: Q) -> IdeaQuerySet:
        """Those of which `words` is true, or of one that is told under them."""
        if not words:  # nothing was asked for
            return self
        told_under = Idea.objects.told().filter(words, stage=IdeaStage.MERGED)
        return self.filter(words | Q(pk__in=told_under.values("merged_into")))

    def happening(self) -> IdeaQuerySet:
        """What the public sees."""
        return self.filter(stage=IdeaStage.RUNNING)

    def in_lane(self, lane: str) -> IdeaQuerySet:
        return self.filter(stage__in=LANES[lane])

    def least_heard_first(self) -> IdeaQuerySet:
        """Lane by lane, the longest waiting first; never by how many like it. Staff's
        ideas stand behind: they never open a board (practice, rule 18)."""
        lanes = enumerate(LANES.values())
        place = Case(*[When(stage__in=stages, then=number) for number, stages in lanes])
        behind = Case(When(origin=Origin.STAFF, then=1), default=0)
        return self.order_by(place, behind, "shared_at", "pk")

    def to_look_at_again(self, on: date) -> IdeaQuerySet:
        """Parked or tried until a day that has come on `on`, in the centre's zone."""
        return self.filter(stage__in=COMES_BACK, look_again_on__lte=on)

    def at_the_table_of(self, circle: Circle, on: date) -> IdeaQuerySet:
        """What the group talks about on a day: what waits for an answer, the longest
        waiting first, and what is to be looked at again."""
        ideas = self.filter(circle=circle)
        wanted = ideas.unanswered() | ideas.to_look_at_again(on)
        return wanted.order_by("shared_at", "pk")


class Idea(models.Model):
    """Something somebody wants to happen; may belong to a champions' group."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(
        Circle, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    origin = models.CharField(
        max_length=10, choices=Origin, default=Origin.CHAMPION, editable=False
    )
    # Set when somebody entered it for the author; both names are shown.
    written_down_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    what = models.CharField(_("What is your idea?"), max_length=140)
    why = models.TextField(
        _("Why, and who would it be for?"), max_length=2000, blank=True
    )
    brings = models.TextField(_("What could you bring?"), max_length=600, blank=True)
    wants = models.CharField(_("What help would it need?"), max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=Language)
    quilt_kind = models.CharField(
        _("What is it about?"),
        max_length=10,
        choices=[c for c in BlockKind.choices if c[0] != BlockKind.CENTRE],
        default=BlockKind.TOGETHER,
    )
    quilt_salt = models.PositiveSmallIntegerField(default=0, editable=False)
    stage = models.CharField(
        max_length=10, choices=IdeaStage, default=IdeaStage.SHARED, editable=False
    )
    # Raised by every move and answer: a form carries the one it was written against,
    # so that two decisions cannot pass each other unseen.
    move_count = models.PositiveIntegerField(default=0, editable=False)
    shared_at = models.DateTimeField(default=timezone.now, editable=False)
    heard_at = models.DateTimeField(null=True, editable=False)
    heard_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    # The day on which the author was told that we talk about it.
    talk_on = models.DateField(null=True, blank=True, editable=False)
    look_again_on = models.DateField(null=True, blank=True, editable=False)
    # When its day to look again had come and the author was told; a new answer ends it.
    came_back_at = models.DateTimeField(null=True, editable=False)
    # What it taught us, said when it came to a good end.
    learned = models.TextField(_("What have we learned?"), max_length=600, blank=True)
    # Raised by every change of the words; a form carries the one it began with.
    edit_count = models.PositiveIntegerField(default=0, editable=False)
    # Since others had said something to it, when its words were changed last.
    changed_at = models.DateTimeField(null=True, editable=False)
    # The author says that they never said what was written down for them.
    not_mine_at = models.DateTimeField(null=True, editable=False)
    # The form of quick entry that it came with.
    entry = models.UUIDField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="same",
    )
    # The address of the programme it became, written down from above.
    programme_url = models.CharField(max_length=200, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-shared_at", "-pk"]
        indexes = [
            models.Index(fields=["centre", "stage", "shared_at"]),
            models.Index(fields=["circle", "stage", "shared_at"]),
            models.Index(fields=["entry"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=IdeaStage.MERGED) | Q(merged_into__isnull=False),
                name="merged_idea_names_the_other",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_taken_down(self) -> bool:
        return self.not_mine_at is not None and self.stage in TAKEN_DOWN_STAGES

    @property
    def hear_by(self) -> date:
        """The last day on which a person should say: we heard you."""
        return timezone.localdate(self.shared_at, self.centre.tzinfo) + timedelta(
            days=HEARD_WITHIN_DAYS
        )
