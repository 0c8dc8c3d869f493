"""The outbox: anything told to anyone, one row for each recipient and channel."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from champions.enums import Channel, Language, MessageState, Priority
from champions.languages import LONGEST, direction_of, fixed_languages, own_name
from champions.models.centre import Centre
from champions.models.person import Person
from champions.models.scope import OfCentre
from champions.sent_ids import sent_id

# What can still be kept in the house.
NOT_LEFT = (MessageState.QUEUED, MessageState.PAUSED)
# In the hands of a sender, or of one that stopped and may yet tell what became of it.
LEAVING = (MessageState.SENDING, MessageState.AMBIGUOUS)


class MessageQuerySet(OfCentre["Message"]):
    def waiting(self) -> MessageQuerySet:
        """E-mail that may leave now, the most urgent first."""
        return self.filter(
            state=MessageState.QUEUED,
            channel=Channel.EMAIL,
            not_before__lte=timezone.now(),
        ).order_by("priority", "pk")

    def marked(self, mark: str) -> MessageQuerySet:
        """The mail of ours with this mark, or none."""
        pk, _dot, number = mark.partition(".")
        if not number:
            return self.none()
        return self.filter(
            pk=sent_id(pk),
            channel=Channel.EMAIL,
            message_id__startswith=f"<{number}@",
        )

    def standing_still(self) -> MessageQuerySet:
        """E-mail that the mail server does not take: tried, and an hour ago already."""
        return self.filter(
            state=MessageState.QUEUED,
            channel=Channel.EMAIL,
            first_tried_at__lt=timezone.now() - timedelta(hours=1),
        )

    def letters_to_print(self) -> MessageQuerySet:
        return self.to_make_ready(Channel.LETTER)

    def texts_to_send(self) -> MessageQuerySet:
        """By the centre's own service, as a list that staff download."""
        return self.to_make_ready(Channel.TEXT)

    def to_make_ready(self, channel: Channel) -> MessageQuerySet:
        """By hand. Those of a mailing only once it can no longer be stopped as if
        nothing had been."""
        return self.filter(
            state=MessageState.QUEUED, channel=channel, not_before__lte=timezone.now()
        )

    def cards_to_hand_over(self) -> MessageQuerySet:
        """Given into somebody's hand when they come by, as long as they are of use and may
        be given."""
        return self.to_make_ready(Channel.IN_PERSON).of_use().may_be_told()

    def by_phone(self) -> MessageQuerySet:
        """Told by a person: for whom nothing can be posted or mailed."""
        return self.filter(state=MessageState.QUEUED, channel=Channel.PHONE)

    def calls_to_make(self) -> MessageQuerySet:
        """Those to make now: who was not reached today is called again tomorrow; who died
        or asked us to stop is not called at all, from that moment on."""
        now = self.by_phone().filter(not_before__lte=timezone.now())
        return now.of_use().may_be_told()

    def of_use(self) -> MessageQuerySet:
        """Not too late yet."""
        still = models.Q(not_after=None) | models.Q(not_after__gt=timezone.now())
        return self.filter(still)

    def may_be_told(self) -> MessageQuerySet:
        """To people who live and may be written to, or asked for it; and to guests."""
        withdrew = Person.objects.who_withdrew().values("pk")
        may = models.Q(person__do_not_contact_at=None) & ~models.Q(person__in=withdrew)
        may |= models.Q(asked_for=True)
        return self.filter(may, person__died_at=None, person__erased_at=None)

    def about(self, *topics: str) -> MessageQuerySet:
        # By id and not by a join: a condition on the state then stands in an UPDATE
        # itself, and is looked at again when a sender changed the row meanwhile.
        ids = MessageTopic.objects.filter(topic__in=topics).values("message")
        return self.filter(pk__in=ids)

    def put_away(self, to: MessageState) -> int:
        """Of these, let rest (PAUSED) or call off (CANCELLED) what has not left;
        returns how many. What is leaving at this moment leaves, unless the server puts
        it back: in one UPDATE, so that no row slips through between two states."""
        leaving = models.Q(state__in=LEAVING)
        here = [MessageState.QUEUED] if to == MessageState.PAUSED else NOT_LEFT
        with transaction.atomic():
            moved = self.filter(leaving | models.Q(state__in=here)).update(
                state=Case(When(leaving, then=F("state")), default=Value(to)),
                if_put_back=Case(When(leaving, then=Value(to)), default=Value("")),
            )
            return moved - self.filter(leaving).count()


class Message(models.Model):
    """Words for one recipient. Rendered when queued; links are filled in when sent."""

    # A sign-in code belongs to no centre.
    centre = models.ForeignKey(
        Centre, null=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="messages"
    )
    key = models.CharField(
        max_length=120,
        unique=True,
        help_text=_("One person, one event, one channel: told once."),
    )
    name = models.CharField(max_length=60)
    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    language = models.CharField(max_length=2, choices=Language)
    # The tag of the centre's own words, where they are neither English nor French.
    said_in = models.CharField(max_length=LONGEST, blank=True)
    priority = models.PositiveSmallIntegerField(
        choices=Priority, default=Priority.NOTICE
    )
    # An e-mail address; the number that a text goes to, or of a guest who is called, and
    # their first name.
    to_address = models.CharField(max_length=254, blank=True)
    to_name = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    links = models.JSONField(default=dict, blank=True)
    calendar = models.TextField(blank=True)
    state = models.CharField(
        _("where it stands"),
        max_length=10,
        choices=MessageState,
        default=MessageState.QUEUED,
    )
    # What it becomes when the server will not take it now: its topic was paused or
    # called off while it was leaving. Empty, it waits for the next try.
    if_put_back = models.CharField(max_length=10, choices=MessageState, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=120, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    # Too late to be of use: a reminder after the day, a sign-in code after minutes.
    not_after = models.DateTimeField(null=True, blank=True)
    # An answer to what the person asked for goes even to who wants no letters from us.
    asked_for = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    # Since when the mail server has been asked; what it refuses for now has three days.
    first_tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # When we learned that it did not arrive: by a report, or a letter in our hands.
    came_back_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(
                fields=["priority", "id"],
                condition=models.Q(state=MessageState.QUEUED, channel=Channel.EMAIL),
                name="message_next_to_leave",
            ),
            models.Index(fields=["centre", "state", "channel"]),
            models.Index(fields=["message_id"]),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def mark(self) -> str:
        """By which a mail provider says which mail it means: the row, and what nobody
        can guess of its Message-ID."""
        return f"{self.pk}.{self.message_id.strip('<>').partition('@')[0]}"

    @property
    def tag(self) -> str:
        """The language of the words, for `lang`."""
        return self.said_in or self.language

    @property
    def direction(self) -> str:
        return direction_of(self.tag)

    @property
    def language_name(self) -> str:
        return own_name(self.tag)

    @property
    def fixed_languages(self) -> tuple[str, ...]:
        """In which our own lines are said, beside the words."""
        return fixed_languages(self.tag, self.language)


class MessageTopic(models.Model):
    """What a message is about, like meeting:42; a topic is called off as a whole."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="topics"
    )
    topic = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "topic"], name="topic_once_on_a_message"
            )
        ]

    def __str__(self) -> str:
        return self.topic


class Pace(models.Model):
    """How much of its share of the mail server a centre has used (`messages/pace.py`)."""

    centre = models.OneToOneField(
        Centre, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    used_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"pace of centre {self.centre_id}"


class LetterBatchQuerySet(OfCentre["LetterBatch"]):
    def to_make(self) -> LetterBatchQuerySet:
        """Not made, not given up, and not being made by somebody who still lives."""
        gone = timezone.now() - LetterBatch.MAKING_TAKES
        free = models.Q(claimed_at=None) | models.Q(claimed_at__lt=gone)
        return (
            self.exclude(channel=Channel.TEXT)
            .filter(
                free,
                made_at=None,
                posted_at=None,
                attempts__lt=LetterBatch.MOST_ATTEMPTS,
            )
            .order_by("pk")
        )


class LetterBatch(models.Model):
    """What staff send by hand, put together: up to a hundred letters, made ready as one
    PDF in the background, or a list of text messages."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.LETTER)
    topic = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    messages = models.ManyToManyField(Message, related_name="batches")
    file_name = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    MOST_ATTEMPTS: ClassVar[int] = 3
    # The worker is killed after 60 s.
    MAKING_TAKES: ClassVar[timedelta] = timedelta(seconds=90)
    objects = LetterBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("letters to print")
        verbose_name_plural = _("letters to print")
        ordering = ["topic", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "channel", "topic", "number"],
                name="batch_number_once",
            )
        ]

    def __str__(self) -> str:
        return f"letters {self.topic} {self.number}"

    @property
    def is_given_up(self) -> bool:
        return self.made_at is None and self.attempts >= self.MOST_ATTEMPTS
