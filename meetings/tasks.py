"""What the worker is asked to do in this room; the work itself is done in services."""

from datetime import timedelta
from time import monotonic

from django.utils import timezone
from django_q.tasks import async_task

from champions.models import Centre
from meetings.enums import MailingState
from meetings.models import Mailing, Meeting
from meetings.services import (
    arrivals,
    day_end,
    draws,
    due_questions,
    guests,
    mailing_moves,
    mailings,
    papers,
    places,
    reminding,
    reminding_invited,
    strands,
    telling_invited,
)

# A task is ended by force after 60 s; what is left is taken up by the next one.
SECONDS_FOR_A_MAILING = SECONDS_FOR_REMINDERS = 30


def prepare_mailing(mailing_id: int) -> None:
    mailing = Mailing.objects.filter(pk=mailing_id).first()
    if mailing is None:
        return
    until = monotonic() + SECONDS_FOR_A_MAILING
    while mailings.prepare_chunk(mailing):
        if monotonic() > until:
            mailings.go_on_in_background(mailing_id)
            return


def resume_mailings() -> None:
    """Take up what a stopped machine left in the middle, and take back what a mail
    server would not take after all."""
    mailing_moves.take_back_what_came_back()
    for mailing in Mailing.objects.filter(state=MailingState.SENDING):
        prepare_mailing(mailing.pk)


def tell_invited(meeting_id: int) -> None:
    """A workshop was moved or called off."""
    rows = Meeting.objects.select_related("centre", "followed_by")
    workshop = rows.filter(pk=meeting_id).first()
    if workshop:
        telling_invited.tell_invited(workshop)


def tell_invited_of_changes() -> None:
    telling_invited.tell_of_changes()


def remind() -> None:
    reminding.remind(timezone.now())


def remind_invited() -> None:
    """Who has not answered an invitation is asked once more."""
    if reminding_invited.remind_invited(timezone.now(), seconds=SECONDS_FOR_REMINDERS):
        async_task("meetings.tasks.remind_invited")


def note_arrivals() -> None:
    for centre in Centre.objects.all():
        arrivals.note_arrivals(centre)
        arrivals.take_back_unsent(centre)


def give_places() -> None:
    draws.give_places_due(timezone.now())


def ask_for_tomorrows_papers() -> None:
    for centre in Centre.objects.all():
        papers.ask_for_tomorrow(centre)


def make_papers() -> None:
    """One file; where there may be another, the bell is rung again."""
    if papers.make_one():
        papers.ring_if_more()


def lapse_offers() -> None:
    places.lapse_offers(timezone.now())


def end_the_day() -> None:
    """Hold what took place, say again when each group meets, derive the moments,
    forget guests."""
    day_end.hold_those_with_attendance(timezone.now())
    day_end.say_all_next()
    day_end.derive_again(timezone.now().date() - timedelta(days=1))
    guests.forget_guests(timezone.now())
    papers.forget_papers(timezone.now())


def ask_how_often() -> None:
    """Ask the groups whose third monthly get-together is today, and who is new in a
    group that is asked; end what nobody comes to monthly any more."""
    due_questions.open_due_questions(timezone.now())
    due_questions.ask_newcomers()
    due_questions.follow_all_answers()
    strands.settle_all()
