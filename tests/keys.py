"""What opens a thing without a sign-in, purpose by purpose: how one is made, and how it
comes to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from champions import links
from champions.enums import CodePurpose
from champions.models import Centre, Person, PersonalCard, User
from champions.services.cards import issue_card, revoke_card
from champions.services.codes import issue_code
from champions.services.people import mark_died
from champions.services.privacy import erase
from cms.models import FridgeCard
from cms.services.centres import open_centre
from cms.services.fridge import card_for
from cms.services.programmes import describe_programme
from meetings.enums import Route, SaidHow, Stage
from meetings.models import CountedMailing, Invitation, Rhythm, RhythmAnswer, Seat
from meetings.services.counted import count_letters, take_back_letters
from meetings.services.gatherings import cancel_meeting
from meetings.services.how_often import ask_group, say_how_often
from meetings.services.invitations import invite, withdraw
from meetings.services.leaving import write_down_death
from meetings.services.seats import ask
from tests.factories import (
    in_days,
    make_centre,
    make_champion,
    make_circle,
    make_gathering,
    make_person,
    make_staff,
)
from tests.meetings.workshops import a_workshop

# On no page that opens by a link alone.
CANARIES = ("Zebrine", "Quagga", "7 Canary Row", "zebrine@example.org", "5550177")
WAYS = {
    "last_name": "Quagga",
    "address": "7 Canary Row",
    "email": "zebrine@example.org",
    "phone": "+17055550177",
}
# What a machine comes back with: how it stands cannot be told by it.
GONE, OVER, FOUND = 404, 410, 200


@dataclass(frozen=True)
class Key:
    """A link of one purpose: how its thing is made, where it leads, and what happens
    to it, with the status of its page afterwards. A text is why a state cannot be."""

    path: str
    make: Callable[[], Any]
    expired: tuple[Callable[[Any], Any], int] | str
    revoked: tuple[Callable[[Any], Any], int] | str
    withdrawn: tuple[Callable[[Any], Any], int] | str
    deleted: tuple[Callable[[Any], Any], int] | str
    # What a POST to the living link answers.
    pressed: int = 302
    # The purpose that a link of this thing must not pass for.
    other: CodePurpose = CodePurpose.STOP
    generation: str = "generation"


def zebrine(centre, **fields):
    return make_person(centre, "Zebrine", **WAYS | fields)


def an_invitation():
    centre = make_centre()
    workshop = a_workshop(centre, make_staff(centre))
    return invite(zebrine(centre), workshop, route=Route.GENERAL, by=None)


def a_seat():
    centre = make_centre()
    seat = ask(make_gathering(centre), zebrine(centre))
    _give_code(seat, CodePurpose.SEAT)
    return seat


def a_guests_place():
    centre = make_centre()
    seat = Seat.objects.create(
        centre=centre,
        meeting=make_gathering(centre),
        audience="guests",
        guest_name="Zebrine",
        guest_reach="zebrine@example.org",
    )
    _give_code(seat, CodePurpose.GUEST)
    return seat


def _give_code(seat, purpose):
    issue_code(
        seat.centre,
        purpose=purpose,
        thing_id=seat.pk,
        live_until=seat.meeting.ends_at,
    )


def a_card():
    centre = make_centre()
    champion = make_champion(centre, first_name="Zebrine", user=None, **WAYS)
    return issue_card(champion, by=make_staff(centre))


def a_person():
    return zebrine(make_centre())


def a_user():
    centre = make_centre()
    return make_champion(centre, first_name="Zebrine", **WAYS).user


def an_answer():
    centre = make_centre()
    circle = make_circle(centre)
    Rhythm.objects.create(
        centre=centre, circle=circle, stage=Stage.MONTHLY, counts_from=in_days(-10)
    )
    people = [make_champion(centre, circle, "Zebrine", user=None, **WAYS)]
    people += [make_champion(centre, circle, name) for name in ("Ida", "Lou")]
    question = ask_group(circle, by=None, asked_by=people[1])
    answer = RhythmAnswer.objects.get(question=question, person=people[0])
    issue_code(centre, purpose=CodePurpose.HOW_OFTEN, thing_id=answer.pk)
    return answer


def letters():
    centre = make_centre()
    anne = make_staff(centre)
    workshop = a_workshop(centre, anne)
    zebrine(centre)
    return count_letters(workshop, letters=480, posted_on=in_days(0), by=anne)


def a_fridge_card():
    centre = Centre(slug="cedar-lake", name="Cedar Lake", phone="705-555-0142")
    centre = open_centre(centre, by=None)
    zebrine = make_champion(centre, first_name="Zebrine", user=None, **WAYS)
    programme = describe_programme(
        centre,
        lead=zebrine,
        by=None,
        facts={
            "title": "Coffee",
            "language": "en",
            "first_on": in_days(3),
            "at": time(10),
            "until": time(11),
            "place": "Library",
        },
        words={"what": "Tea.", "about": "", "first_visit": ""},
    )
    return card_for(programme, zebrine, by=None)


def raise_generation(thing):
    field = KEYS[purpose_of(thing)].generation
    type(thing).objects.filter(pk=thing.pk).update(**{field: F(field) + 1})


def purpose_of(thing):
    if isinstance(thing, Seat) and thing.person_id is None:
        return CodePurpose.GUEST
    kinds = {
        Invitation: CodePurpose.INVITATION,
        Seat: CodePurpose.SEAT,
        PersonalCard: CodePurpose.CARD,
        Person: CodePurpose.STOP,
        User: CodePurpose.FEED,
        RhythmAnswer: CodePurpose.HOW_OFTEN,
        CountedMailing: CodePurpose.LETTERS,
        FridgeCard: CodePurpose.FRIDGE,
    }
    return kinds[type(thing)]


def begin(thing):
    thing.meeting.starts_at = thing.meeting.ends_at = timezone.now() - timedelta(
        hours=1
    )
    thing.meeting.save()


def decide(answer):
    for one in answer.question.answers.all():
        say_how_often(
            one.question, one.person, says="quarterly", how=SaidHow.PAGE, by=None
        )


def call_off(thing):
    cancel_meeting(thing.meeting, why="Snow", by=None)


def delete(thing):
    type(thing).objects.filter(pk=thing.pk).delete()


NEVER_ENDS = "it stays good as long as there is somebody to write to"
KEYS: dict[str, Key] = {
    CodePurpose.INVITATION: Key(
        path="/en/i/{}/",
        make=an_invitation,
        expired=(begin, OVER),
        revoked=(raise_generation, GONE),
        withdrawn=(lambda one: withdraw(one, by=None), OVER),
        deleted=(lambda one: erase(one.person), GONE),
    ),
    CodePurpose.SEAT: Key(
        path="/en/seat/{}/",
        make=a_seat,
        # Who came may still look at how it stands.
        expired=(begin, FOUND),
        revoked=(raise_generation, GONE),
        withdrawn=(call_off, FOUND),
        deleted=(lambda seat: write_down_death(seat.person, by=None), GONE),
        other=CodePurpose.GUEST,
    ),
    CodePurpose.GUEST: Key(
        path="/en/seat/{}/",
        make=a_guests_place,
        expired=(begin, FOUND),
        revoked=(raise_generation, GONE),
        withdrawn=(call_off, FOUND),
        deleted=(delete, GONE),
        other=CodePurpose.SEAT,
    ),
    CodePurpose.CARD: Key(
        path="/en/accounts/card/{}/",
        make=a_card,
        expired="a card is good until it is taken back",
        revoked=(raise_generation, GONE),
        withdrawn=(lambda card: revoke_card(card, by=None), GONE),
        deleted=(lambda card: mark_died(card.person, by=None), GONE),
        # Pressed without the first name.
        pressed=200,
    ),
    CodePurpose.STOP: Key(
        path="/en/stop/{}/",
        make=a_person,
        expired=NEVER_ENDS,
        revoked="whoever was ever written to can stop it",
        withdrawn=(lambda person: mark_died(person, by=None), GONE),
        deleted=(erase, GONE),
        other=CodePurpose.INVITATION,
    ),
    CodePurpose.FEED: Key(
        path="/en/my/calendar/{}.ics",
        make=a_user,
        expired=NEVER_ENDS,
        revoked=(raise_generation, GONE),
        withdrawn=(lambda user: User.objects.update(is_active=False), GONE),
        deleted=(delete, GONE),
        # A calendar program only reads.
        pressed=405,
        generation="feed_generation",
    ),
    CodePurpose.HOW_OFTEN: Key(
        path="/en/how-often/{}/",
        make=an_answer,
        # They read what came of it.
        expired=(decide, FOUND),
        revoked=(raise_generation, GONE),
        withdrawn=(delete, GONE),
        deleted=(lambda answer: erase(answer.person), GONE),
    ),
    CodePurpose.LETTERS: Key(
        path="/en/letter/{}/",
        make=letters,
        expired=(begin, OVER),
        revoked=(raise_generation, GONE),
        withdrawn=(lambda letters: take_back_letters(letters, by=None), OVER),
        deleted=(delete, GONE),
        # Pressed without a name.
        pressed=200,
        other=CodePurpose.INVITATION,
    ),
}
KEYS[CodePurpose.FRIDGE] = Key(
    path="/en/fridge/{}/",
    make=a_fridge_card,
    expired="it is good as long as they run the programme",
    revoked=(raise_generation, GONE),
    withdrawn=(lambda card: card.programme.leads.clear(), GONE),
    deleted=(lambda card: erase(card.person), GONE),
    # Pressed without the first name.
    pressed=200,
    other=CodePurpose.CARD,
)
STATES = ("expired", "revoked", "withdrawn", "deleted")


def link_of(thing, purpose=None, generation=1):
    key = KEYS[purpose_of(thing)]
    return key.path.format(
        links.token(purpose or purpose_of(thing), thing.pk, generation)
    )


def names_nobody(page) -> bool:
    return not any(word in page for word in CANARIES)
