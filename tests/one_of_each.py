"""Everything that is ever told by e-mail, once each, by the services that tell it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import time_machine
from django.conf import settings
from django.utils import timezone, translation

from champions.adapters import AccountAdapter
from champions.models import Centre, Champion, Message, Person
from champions.services import standing_in
from champions.services.circles import note_next
from champions.services.sign_in import ask_to_sign_in
from cms.enums import HowAllowed
from cms.photographs import make_clean
from cms.services.carrying_on import answer_to_run, ask_to_run
from cms.services.centres import open_centre
from cms.services.erasure import ask_for_erasure
from cms.services.on_the_day import arrange, ask_for_something
from cms.services.pictures import Recognised, add_picture
from cms.services.programmes import describe_programme
from cms.services.week import want_by_mail
from cms.services.week_mail import send_this_week
from cms.services.worries import tell_worry
from ideas.enums import IdeaStage
from ideas.models import Idea
from ideas.services import disowning, gifts, minding
from ideas.services.changing import change_idea
from ideas.services.coming_back import bring_back
from ideas.services.days import day_is_set
from ideas.services.ideas import share_idea
from ideas.services.moves import MESSAGES, tell_concerned
from ideas.services.same import ask_same, take_apart, tell_together
from ideas.services.talk import say
from meetings.enums import InvitationState, Reply, Route, SaidHow, Stage
from meetings.models import Invitation, Meeting, Rhythm, Seat
from meetings.services import leaving, reminding, telling, telling_how_often
from meetings.services.how_often import ask_group, say_how_often
from meetings.services.invitations import invite
from meetings.services.needs import set_needs
from meetings.services.reminding_invited import remind_invited
from meetings.services.seats import ask
from meetings.services.sending_round import send_notes_round
from meetings.services.thanking import thank
from meetings.workshop_dates import REMIND_BEFORE_REPLY
from tests.factories import (
    in_days,
    make_champion,
    make_circle,
    make_gathering,
    make_idea,
    make_person,
    make_staff,
)
from tests.meetings.workshops import a_workshop
from tests.photos import a_file

A_MONDAY = datetime(2026, 11, 30, 14, tzinfo=UTC)  # nine in the morning in Toronto
# Said by telephone or not at all.
NEVER_MAILED = {"meetings/someone_to_call"}


def names_on_disk() -> set[str]:
    """Every message there are words for."""
    found = Path(settings.BASE_DIR, "templates").glob("*/messages/*.subject.txt")
    ending = len(".subject.txt")
    return {f"{path.parts[-3]}/{path.name[:-ending]}" for path in found}


def queue_one_of_each(language: str) -> list[Message]:
    """The e-mails, in one language, newest first by name."""
    with time_machine.travel(A_MONDAY), translation.override(language):
        cast = _cast(language)
        for tell in (_sign_in, _staff, _ideas, _get_togethers, _how_often, _programmes):
            tell(cast)
    told = Message.objects.filter(channel="email").exclude(text="")
    return list({message.name: message for message in told.order_by("pk")}.values())


def _cast(language):
    words = {"name": "Cedar Lake", "phone": "705-555-0142"}
    centre = open_centre(Centre(slug="cedar-lake", **words), by=None)
    anne = make_staff(centre, email="anne@example.org")
    bo = make_staff(centre, "supporter", "Bo", email="bo@example.org")
    circle = make_circle(centre, lead=anne, back_up=bo)
    Rhythm.objects.create(
        centre=centre, circle=circle, stage=Stage.MONTHLY, counts_from=in_days(-10)
    )
    champions = [
        make_champion(centre, circle, name, email=f"{name.lower()}@example.org")
        for name in ("Amina", "Rosa", "Lou")
    ]
    centre.people.update(language=language)
    for person in champions:
        person.language = language
    return SimpleNamespace(
        centre=centre,
        anne=anne,
        bo=bo,
        circle=circle,
        champions=champions,
        amina=champions[0],
        language=language,
    )


def _sign_in(cast):
    for address in ("amina@example.org", "nobody@example.org"):
        ask_to_sign_in(address, language=cast.language)
    AccountAdapter().send_mail("mfa/email/totp_activated", "anne@example.org", {})


def _staff(cast):
    standing_in.say_away(cast.anne, cast.centre, until=in_days(3), by=cast.anne)
    standing_in.hand_over_circle(cast.circle, to=cast.bo, back_up=None, by=cast.anne)
    ask_for_erasure(cast.amina, by=cast.amina.user)
    make_idea(cast.amina, circle=cast.circle)  # so that something waits this week
    want_by_mail(cast.anne, wanted=True)
    send_this_week(timezone.now())


def _ideas(cast):
    idea = make_idea(cast.amina, "Film night", circle=cast.circle)
    by = {"by": cast.anne, "on": in_days(9)}
    for number, (stage, name) in enumerate(MESSAGES.items()):
        idea.stage, idea.move_count = stage, number  # each told once
        tell_concerned(idea, name=name, **by)
    idea.stage, idea.move_count = IdeaStage.TALKING, 99
    tell_concerned(idea, name="ideas/look_again", **by)
    idea.look_again_on = in_days(0)
    idea.stage = IdeaStage.TRYING
    idea.save()
    bring_back(timezone.now())
    _told_together(cast)
    _words(cast, idea)
    note_next(cast.circle, on=in_days(9), where="Room 2")
    Idea.objects.filter(pk=idea.pk).update(stage=IdeaStage.TALKING)
    day_is_set(cast.circle)


def _told_together(cast):
    amina, rosa = cast.champions[:2]
    one, other = (make_idea(person, "A film evening") for person in (amina, rosa))
    ask_same(one, other, author=amina, by=None)
    take_apart(tell_together(one, other, by=cast.anne), by=None)


def _words(cast, idea):
    """What is told of changes, of what is not theirs, and of what is hidden."""
    told = share_idea(
        cast.centre,
        author=cast.amina,
        what="Choir",
        language=cast.language,
        by=cast.bo,
        written_down=True,
    )
    fresh = {"what": "A choir", "why": "", "brings": "", "wants": "a pianist"}
    change_idea(told, fresh, by=cast.anne, seen=0)
    rosa = cast.champions[1]
    Champion.objects.filter(person=rosa).update(gifts="the piano, piano, pianist")
    gifts.agree(Person.objects.get(pk=rosa.pk), by=None)
    written = make_idea(cast.amina, "Tea", written_down_by=cast.bo)
    disowning.disown(written, by=None)
    said = say(idea, person=cast.amina, words="Hm", by_staff=False)
    minding.hide(said, why="It is about somebody’s health.", by=cast.anne)
    minding.show_again(said, by=cast.anne)


def _get_togethers(cast):
    meeting = make_gathering(cast.centre, circle=cast.circle)
    seat = ask(meeting, cast.amina)
    for reply in telling.AFTER_REPLY:
        seat.reply = reply
        telling.replied(seat)
    telling.confirmed(seat)
    seat.offered_until = timezone.now() + timedelta(days=2)
    telling.offered(seat, "email")
    _need(seat)
    _reminder(cast)
    workshop = a_workshop(cast.centre, cast.anne)
    for person, place_in_line in zip(cast.champions, (0, 2), strict=False):
        telling.drawn(ask(workshop, person), place_in_line=place_in_line)
    ida = make_person(
        cast.centre, "Ida", email="ida@example.org", language=cast.language
    )
    _ask_once_more(invite(ida, workshop, route=Route.GENERAL, by=None))
    _after_it(meeting, cast)
    telling.moved(meeting, was_on=in_days(1))
    telling.called_off(make_gathering(cast.centre, circle=cast.circle, days=9))
    telling.after_all(make_gathering(cast.centre, circle=cast.circle, days=16))
    lou = cast.champions[2].champion
    leaving.take_break(lou, by=None)
    leaving.move_on(lou, by=None)


def _ask_once_more(invitation):
    """On the first day on which it is reminded of, long after it left."""
    day = invitation.meeting.reply_by - REMIND_BEFORE_REPLY
    noon = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    sent = {"state": InvitationState.SENT, "sent_at": timezone.now()}
    Invitation.objects.filter(pk=invitation.pk).update(**sent)
    with time_machine.travel(noon):
        remind_invited(noon, seconds=60)


def _after_it(meeting, cast):
    """Notes go round, and somebody is thanked."""
    rosa = cast.champions[1]
    thank(meeting, words="For the soup", from_whom=rosa, to=cast.amina, by=cast.anne)
    met = make_gathering(cast.centre, circle=cast.circle, days=1)
    with time_machine.travel(met.ends_at):
        Meeting.objects.filter(pk=met.pk).update(notes="Soup on Sundays.")
        send_notes_round(met, by=cast.anne)


def _need(seat):
    set_needs(seat, ["ride"])
    need = seat.needs.get()
    need.arranged_at = timezone.now()
    telling.arranged(need)
    Message.objects.filter(name="meetings/arranged").update(state="sent")
    telling.not_arranged(need)


def _reminder(cast):
    soon = make_gathering(cast.centre, circle=cast.circle, days=2)
    Seat.objects.filter(meeting=soon).update(
        reply=Reply.COMING, replied_at=timezone.now() - timedelta(days=9)
    )
    Message.objects.filter(name="meetings/asked").update(
        queued_at=timezone.now() - timedelta(days=9)
    )
    reminding.remind(timezone.now())


def _how_often(cast):
    question = ask_group(cast.circle, by=None, asked_by=cast.amina)
    say_how_often(
        question, cast.amina, says="quarterly", how=SaidHow.PHONE, by=cast.anne
    )
    telling_how_often.changed(question)


def _programmes(cast):
    facts = {
        "title": "Coffee",
        "language": cast.language,
        "pattern": "weekly",
        "first_on": in_days(3),
        "at": datetime(2026, 1, 1, 10).time(),  # noqa: DTZ001  only its time
        "until": datetime(2026, 1, 1, 11).time(),  # noqa: DTZ001  only its time
        "place": "Library",
    }
    words = {"what": "Tea.", "about": "We drink tea.", "first_visit": "Come in."}
    programme = describe_programme(
        cast.centre, lead=cast.amina, by=cast.amina.user, facts=facts, words=words
    )
    asked = ask_to_run(
        programme, person=cast.champions[1], instead_of=cast.amina, by=cast.anne
    )
    answer_to_run(asked, agreed=True, by=cast.champions[1].user)
    photo = a_file()
    make_clean(photo)
    add_picture(
        programme,
        file=photo,
        words={"alt": "Cups", "alt_other": "", "language": cast.language},
        recognised=Recognised(people=[cast.champions[1]], people_how=HowAllowed.SAID),
        by=cast.amina.user,
        submission=programme.uuid,
    )
    needed = ask_for_something(
        programme, "Two flasks", person=cast.amina, by=cast.amina.user
    )
    arrange(needed, by=cast.anne)
    tell_worry(
        cast.centre,
        words="The stairs are icy.",
        reach="705-555-0199",
        about=programme,
        submission=programme.uuid,
    )
