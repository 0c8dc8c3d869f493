"""Welcome workshops for the tests, made by the services as staff make them."""

from dataclasses import replace

from django.utils import timezone

from champions.models import Message
from meetings.models import Invitation, Meeting
from meetings.services.invitations import MESSAGE
from meetings.services.mailings import draft_mailing, prepare_chunk, send_mailing
from meetings.services.workshops import announce_workshop, make_workshop
from meetings.workshop_dates import proposed_plan
from tests.factories import make_person


def a_plan(centre, **fields):
    today = timezone.localdate(timezone=centre.tzinfo)
    return replace(proposed_plan(today, place="14 Cedar Street"), **fields)


def a_workshop(centre, by, *, circle_name="Maple", **fields) -> Meeting:
    """An announced one, unless `second_on=None` keeps it from being that."""
    plan = a_plan(centre, **fields)
    workshop = make_workshop(centre, plan=plan, by=by, circle_name=circle_name)
    if plan.has_second:
        announce_workshop(workshop, by=by)
    return workshop


def neighbours(centre, count, **fields):
    fields = {"address": "22 Birch Road", "channel": "letter"} | fields
    return [make_person(centre, f"Neighbour {n}", **fields) for n in range(count)]


def mail_to(workshop, size, by):
    """A mailing that went out whole."""
    mailing = draft_mailing(workshop, size=size, by=by)
    send_mailing(mailing, by=by)
    while prepare_chunk(mailing):
        pass
    mailing.refresh_from_db()
    return mailing


def invited(workshop):
    return set(
        Invitation.objects.filter(meeting=workshop).values_list("person_id", flat=True)
    )


def told():
    """The invitations in the outbox."""
    return Message.objects.filter(name=MESSAGE)
