"""What others say to an idea: three reactions, and plain talk."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.models import Centre, OfCentre, Person, User
from ideas.enums import ReactionKind
from ideas.models.idea import Idea


class Reaction(models.Model):
    """I like it, I'd come, I can help: one person says each at most once."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ReactionKind)
    words = models.CharField(_("What could you bring?"), max_length=200, blank=True)
    written_down_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = OfCentre["Reaction"].as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "person", "kind"], name="one_reaction_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of idea {self.idea_id}"


class CommentQuerySet(OfCentre["Comment"]):
    def in_the_open(self) -> CommentQuerySet:
        """What everybody reads."""
        return self.filter(hidden_at=None, not_mine_at=None)

    def shown_to(self, person: Person | None, *, is_staff: bool) -> CommentQuerySet:
        """What is hidden or taken down is seen by its author and staff alone."""
        if is_staff:
            return self
        own = Q(person=person) if person else Q(pk=None)
        return self.filter(own | Q(hidden_at=None, not_mine_at=None))

    def to_look_at(self) -> CommentQuerySet:
        """What somebody asked staff to look at, or whose author objects."""
        asked = Exists(Report.objects.filter(comment=OuterRef("pk"), looked_at=None))
        objects = Q(objected_at__isnull=False, settled_at=None)
        return self.filter(objects | Q(asked, hidden_at=None), not_mine_at=None)


class Comment(models.Model):
    """One saying in the talk about an idea, in plain text."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_staff = models.BooleanField(default=False)
    words = models.TextField(_("What would you like to say?"), max_length=2000)
    written_down_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    edit_count = models.PositiveIntegerField(default=0, editable=False)
    # Since others had spoken after it, when its words were changed last.
    changed_at = models.DateTimeField(null=True, editable=False)
    # Who it was written down for says that they never said it.
    not_mine_at = models.DateTimeField(null=True, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_why = models.CharField(_("Why is it hidden?"), max_length=300, blank=True)
    # Its author sees it differently: once, and staff look once more.
    objection = models.CharField(_("Why should it stand?"), max_length=600, blank=True)
    objected_at = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None) | ~Q(hidden_why=""),
                name="what_is_hidden_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Report(models.Model):
    """Somebody asks staff to look at a saying. No reason is asked; nobody but staff
    sees it, and not who asked."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="reports"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(null=True, editable=False)

    objects = OfCentre["Report"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"], name="one_report_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"
