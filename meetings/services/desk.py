"""What the front desk finds and writes down for one person who calls or comes by."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from champions.enums import CodePurpose
from champions.models import Centre, Message, Person, PersonalCard, TypedCode
from champions.names import address_key, folded
from champions.phones import phone_form
from meetings.enums import InvitationState, MeetingState, Reply, Say
from meetings.models import Invitation, Meeting, RhythmAnswer, Seat

# One person is looked for, not a list: who finds more is asked to say more.
MOST_FOUND = 5
WAITS = frozenset({Reply.WAITING, Reply.OFFERED})
# What asks for an answer.
QUESTIONS = frozenset({"meetings/asked", "meetings/offered", "meetings/invitation"})


@dataclass(frozen=True)
class Answerable:
    """A gathering to come to which this person is asked, and their reply so far."""

    meeting: Meeting
    invitation: Invitation | None
    seat: Seat | None

    @property
    def things(self) -> list[Invitation | Seat]:
        """All by which this person opens the gathering: each has a link and a code."""
        return [thing for thing in (self.invitation, self.seat) if thing is not None]

    @property
    def has_replied(self) -> bool:
        return self.seat is not None and self.seat.reply != Reply.ASKED

    @property
    def declined(self) -> bool:
        return bool(
            self.invitation and self.invitation.state == InvitationState.DECLINED
        )

    @property
    def answers(self) -> list[Say]:
        """“Ask me again” is a word about invitations, and about what is full."""
        waits = self.seat is not None and self.seat.reply in WAITS
        short = [Say.YES, Say.MAYBE, Say.NO]
        return list(Say) if self.invitation or waits else short


def purpose_of(thing: Invitation | Seat) -> str:
    """What the links and codes of an invitation, or of a person's seat, are for."""
    if isinstance(thing, Invitation):
        return CodePurpose.INVITATION.value
    return CodePurpose.SEAT.value


def is_question(message: Message) -> bool:
    """Whether a message asks a person, and no guest, whether they come."""
    return message.name in QUESTIONS and message.person_id is not None


def question_of(message: Message) -> Meeting | None:
    """The gathering about which a message asks this person, if it still takes their
    answer."""
    if not is_question(message) or message.person is None:
        return None
    link = message.links.get("reply", {})
    here, pk = message.person.centre, link.get("id")
    asked: Seat | Invitation | None = None
    if link.get("purpose") == CodePurpose.SEAT:
        asked = Seat.objects.of(here).filter(pk=pk).first()
    elif link.get("purpose") == CodePurpose.INVITATION:
        asked = Invitation.objects.of(here).filter(pk=pk).first()
    return asked.meeting if asked and asked.meeting.takes_replies else None


def find_people(centre: Centre, words: str) -> list[Person]:
    """Whom these words name exactly: whole name, first name, telephone or e-mail.
    One more than `MOST_FOUND` when they name too many."""
    wanted = Q(name_key=folded(words)) | Q(first_name__iexact=words.strip())
    if "@" in words:
        wanted |= Q(email_key=address_key(words))
    phone = phone_form(words, region=centre.country)
    if phone:
        wanted |= Q(phone=phone)
    found = Person.objects.of(centre).filter(wanted, erased_at=None)
    return list(found[: MOST_FOUND + 1])


def person_of(centre: Centre, code: TypedCode) -> Person | None:
    """Whose code it is; a guest of a programme is nobody the centre keeps."""
    behind = {
        CodePurpose.INVITATION.value: Invitation.objects.of(centre).values("person"),
        CodePurpose.SEAT.value: Seat.objects.of(centre).values("person"),
        CodePurpose.CARD.value: PersonalCard.objects.of(centre).values("person"),
        CodePurpose.HOW_OFTEN.value: RhythmAnswer.objects.of(centre).values("person"),
    }
    rows = behind.get(code.purpose)
    if rows is None:
        return None
    people = Person.objects.of(centre).filter(erased_at=None)
    return people.filter(pk__in=rows.filter(pk=code.thing_id)).first()


def answerable(person: Person) -> list[Answerable]:
    """All gatherings to come that wait for, or have, an answer of this person."""
    ahead = {
        "meeting__state": MeetingState.ANNOUNCED,
        "meeting__starts_at__gt": timezone.now(),
    }
    seats = Seat.objects.of(person.centre).filter(person=person, **ahead)
    asked = Invitation.objects.of(person.centre).filter(person=person, **ahead)
    by_meeting = {seat.meeting_id: seat for seat in seats.select_related("meeting")}
    invited = {
        invitation.meeting_id: invitation
        for invitation in asked.exclude(state=InvitationState.WITHDRAWN).select_related(
            "meeting"
        )
    }
    meetings = {pk: one.meeting for pk, one in invited.items()}
    meetings |= {pk: one.meeting for pk, one in by_meeting.items()}
    return [
        Answerable(meeting, invited.get(meeting.pk), by_meeting.get(meeting.pk))
        for meeting in sorted(meetings.values(), key=lambda one: one.starts_at)
    ]
