"""What happened at the three invented centres until today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from champions.enums import Channel, ConsentPurpose, Role
from champions.messages.outbox import posted
from champions.models import Centre, Circle, Consent, Message, Person, User
from champions.names import unaccented
from champions.services.circles import staff_circle
from champions.services.people import add_person
from champions.services.roles import add_staff
from cms.demo import cast, squares
from cms.demo.cast import Place, Somebody
from cms.demo.clock import at
from cms.demo.crowd import (
    Crowd,
    ask_everybody_else,
    come_along,
    hear_from_them,
    one_moves_on,
)
from cms.demo.gatherings import (
    Stage,
    become_champions,
    book,
    confirm,
    invite_to_workshop,
    live_through,
    reply,
    say_yes,
)
from cms.demo.guests import call_off_a_date, fill_a_date
from cms.demo.pictures import show_pictures
from cms.demo.squares import Happening, Wish
from cms.demo.table import at_the_table
from cms.demo.telling import tell_of
from cms.enums import ProgrammeState
from cms.models import Area, Programme
from cms.services import programmes
from cms.services.areas import save_area
from cms.services.centres import open_centre
from cms.services.fridge import card_for
from cms.services.sessions import make_sessions
from ideas.enums import Outcome, ReactionKind
from ideas.models import Idea
from ideas.services.answers import answer_idea
from ideas.services.ideas import hear, share_idea
from ideas.services.talk import react, say
from meetings.enums import HowOften, SaidHow
from meetings.models import Meeting
from meetings.services.closed_days import close_days
from meetings.services.gatherings import cancel_meeting
from meetings.services.how_often import ask_group, say_how_often
from meetings.services.joining import Way
from meetings.services.prescribing import prescribe

# How long ago the centres were opened and their people put on the list.
OPENED = timedelta(days=150)
WEEK = timedelta(days=7)
# Long enough that the page has been sent to be read, and within the week to read it.
LATELY = timedelta(days=4)


def tell(now: datetime) -> None:
    """Live through the months before this moment at each of the three centres, each
    by the calendar on its own wall."""
    for place, live in (
        (cast.CEDAR_LAKE, cedar_lake),
        (cast.HARBOURVIEW, harbourview),
        (cast.BECK_LANE, beck_lane),
    ):
        live(now.astimezone(ZoneInfo(place.zone)).date())


# --- The three centres ------------------------------------------------------------


def cedar_lake(today: date) -> None:
    """A group in its monthly rhythm: thirteen champions, some in French, eight
    programmes, ideas in every lane, the next get-together in five days."""
    stage = open_place(cast.CEDAR_LAKE, today)
    people = know(stage, cast.MAPLE, cast.CEDAR_LAKE, today)
    others = Crowd(60, cast.CEDAR_LAKE, french=True)
    begun = today - 14 * WEEK
    workshop, circle = a_group_begins(stage, "Maple", people, begun, others)
    second = workshop.followed_by
    live_through(stage, second, missed={"Helen"})
    one_moves_on(stage, workshop, on=second.on + 3 * WEEK)
    first = book(stage, circle, made_on=second.on, on=second.on + 4 * WEEK)
    live_through(stage, first, missed={"Helen"})
    monthly = book(stage, circle, made_on=first.on, on=first.on + 4 * WEEK)
    live_through(
        stage,
        monthly,
        missed={"Rosa"},
        notes="We looked at bus cards. Jean-Guy draws one. Tea was strong.",
    )
    coming = book(stage, circle, made_on=monthly.on, on=today + timedelta(days=5))
    # After the dates: a date would have every idea of these weeks heard by itself.
    share(stage, squares.WISHES_OF_CEDAR_LAKE, people, circle, today)
    reply(stage, coming, people[:7], on=today - timedelta(days=2))
    reply(
        stage,
        coming,
        [people[5]],
        on=today - timedelta(days=1),
        needs=["ride"],
    )
    close_days(
        stage.centre,
        first_on=date(today.year, 12, 27),
        last_on=date(today.year, 12, 31),
        words="The centre is closed over New Year.",
        by=stage.lead,
    )
    show(stage, squares.CEDAR_LAKE, people, circle, today)
    tell_of(stage, people, today)
    fill_a_date(stage.centre, "Walking Together", today)
    call_off_a_date(stage.centre, "Card Club", today, by=stage.lead)
    answer_wishes(stage, squares.WISHES_OF_CEDAR_LAKE, today)
    at_the_table(stage, monthly, people, today)
    ask_how_often(stage, circle, people, today)
    think_of_somebody(stage, today)
    tidy(stage)


LATER = "The room is being painted."


def harbourview(today: date) -> None:
    """A group that met yesterday and has no next date yet; a welcome workshop today;
    and one for which more people hope to come than there are places."""
    stage = open_place(cast.HARBOURVIEW, today)
    lantern = know(stage, cast.LANTERN, cast.HARBOURVIEW, today)
    others = Crowd(45, cast.HARBOURVIEW)
    begun = today - 9 * WEEK
    workshop, circle = a_group_begins(stage, "Lantern", lantern, begun, others)
    live_through(stage, workshop.followed_by)
    yesterday = today - timedelta(days=1)
    monthly = book(stage, circle, made_on=today - 7 * WEEK, on=yesterday, why=LATER)
    live_through(stage, monthly, missed={"Mo"})
    share(stage, squares.WISHES_OF_HARBOURVIEW, lantern, circle, today)
    show(stage, squares.HARBOURVIEW, lantern, circle, today)
    tell_of(stage, lantern, today)

    neighbours = know(stage, cast.ANCHOR, cast.HARBOURVIEW, today)
    todays = invite_to_workshop(
        stage, on=today, people=neighbours[:22], circle_name="Anchor"
    )
    say_yes(stage, todays, neighbours[:18])
    confirm(stage, todays)
    soon = invite_to_workshop(
        stage,
        on=today + timedelta(days=8),
        people=neighbours,
        circle_name="Beacon",
        reply_by=today - timedelta(days=2),
        places=24,
    )
    say_yes(stage, soon, neighbours[:28])
    tidy(stage)


def beck_lane(today: date) -> None:
    """Snow: a group lost its second get-together nine days ago. Another group has its
    own today."""
    stage = open_place(cast.BECK_LANE, today)
    birch = know(stage, cast.BIRCH, cast.BECK_LANE, today)
    lost = today - timedelta(days=9)
    others = Crowd(30, cast.BECK_LANE)
    begun = lost - 2 * WEEK
    workshop, circle = a_group_begins(stage, "Birch", birch, begun, others)
    share(stage, squares.WISHES_OF_BECK_LANE, birch, circle, today)
    with at(stage.centre, lost, hour=8):
        cancel_meeting(workshop.followed_by, why="Snow. No buses.", by=stage.lead)
    show(stage, squares.BECK_LANE, birch, circle, today)
    tell_of(stage, birch, today)
    willow = know(stage, cast.WILLOW, cast.BECK_LANE, today)
    a_group_begins(stage, "Willow", willow, today - 2 * WEEK)
    tidy(stage)


def ask_how_often(
    stage: Stage, circle: Circle, people: list[Person], today: date
) -> None:
    """A champion asks how often to meet; some have said it, one on a card that the
    point person typed."""
    named = {person.first_name: person for person in people}
    with at(stage.centre, today - timedelta(days=4)):
        asker = named["Doreen"]
        question = ask_group(circle, by=None, asked_by=asker, names_asker=True)
    with at(stage.centre, today - timedelta(days=2)):
        for name, says, how in HOW_OFTEN:
            by = None if how == SaidHow.PAGE else stage.lead
            say_how_often(question, named[name], says=says, how=how, by=by)


def think_of_somebody(stage: Stage, today: date) -> None:
    """A provider has somebody in mind, who is asked first to the next workshop."""
    role = stage.centre.staff_roles.filter(role=Role.PRESCRIBER).first()
    if role is None:
        return
    with at(stage.centre, today - LATELY):
        prescribe(
            stage.centre,
            first_name="Odile",
            way=Way(email="odile.caron@example.org"),
            language="fr",
            by=role.user,
            by_hand=False,
        )


HOW_OFTEN = (
    ("Jean-Guy", HowOften.MONTHLY, SaidHow.PAGE),
    ("Lucille", HowOften.QUARTERLY, SaidHow.CARD),
    ("Priya", HowOften.QUARTERLY, SaidHow.PAGE),
)


# --- What they are made of --------------------------------------------------------


def open_place(place: Place, today: date) -> Stage:
    """A centre with its pages and its staff."""
    centre = Centre(
        slug=place.slug,
        name=place.name,
        name_fr=place.name_fr,
        region=place.region,
        zone=place.zone,
        paper=place.paper,
        phone=place.phone,
        hours=place.hours,
        hours_fr=place.hours_fr,
        address=place.address,
        email=f"hello@{place.slug}.example.org",
    )
    with at(centre, today - OPENED):
        open_centre(centre, by=None)
        staff = {
            role: add_staff(
                centre,
                email=f"{name.lower()}@{place.slug}.example.org",
                first_name=name,
                role=role,
                by=None,
            )
            for name, role in place.staff
        }
    return Stage(centre, staff[Role.LEAD], place.room)


def know(
    stage: Stage, people: Sequence[Somebody], place: Place, today: date
) -> list[Person]:
    """They are put on the centre's list, as it knows them."""
    with at(stage.centre, today - OPENED + WEEK):
        return [
            _person(stage, somebody, place, number)
            for number, somebody in enumerate(people)
        ]


def _person(stage: Stage, somebody: Somebody, place: Place, number: int) -> Person:
    name = f"{somebody.first_name}.{somebody.last_name}".lower().replace(" ", "")
    ways: dict[str, Any] = {
        "address": f"{number + 3} {place.name} Road",
        "city": place.town,
        "postal_code": place.postal_code,
    }
    if somebody.email:
        ways |= {"email": f"{_plain(name)}@example.org", "channel": Channel.EMAIL}
    elif somebody.phone:
        ways |= {"phone": place.phone, "channel": Channel.PHONE}
    else:
        ways |= {"channel": Channel.LETTER}
    return add_person(
        stage.centre,
        first_name=somebody.first_name,
        last_name=somebody.last_name,
        language=somebody.language,
        by=stage.lead,
        **ways,
    )


def _plain(name: str) -> str:
    """Letters that every mail server takes."""
    kept = (c for c in unaccented(name) if c.isascii() and (c.isalnum() or c == "."))
    return "".join(kept).strip(".")


def a_group_begins(
    stage: Stage,
    name: str,
    people: list[Person],
    day: date,
    others: Crowd | None = None,
) -> tuple[Meeting, Circle]:
    """A welcome workshop is held, and a group is there. Besides the people of the story
    others are asked, who mostly do not answer."""
    workshop = invite_to_workshop(stage, on=day, people=people, circle_name=name)
    asked = ask_everybody_else(stage, workshop, others) if others else []
    say_yes(stage, workshop, people)
    if others:
        hear_from_them(stage, workshop, asked)
    confirm(stage, workshop)
    gifts = {s.first_name: s.gifts for s in everybody()}
    become_champions(stage, workshop, people, gifts)
    live_through(stage, workshop)
    if others:
        come_along(stage, workshop, asked)
    workshop.refresh_from_db()
    circle = workshop.circle
    with at(stage.centre, day + timedelta(days=1)):
        _staff(stage, circle)
        _allow_names(stage, people)
    return workshop, circle


def everybody() -> Iterable[Somebody]:
    return (*cast.MAPLE, *cast.LANTERN, *cast.ANCHOR, *cast.BIRCH, *cast.WILLOW)


def _staff(stage: Stage, circle: Circle) -> None:
    partners = stage.centre.staff_roles.filter(role=Role.SUPPORTER)
    back_up = partners.first()
    staff_circle(
        circle,
        name=circle.name,
        lead=stage.lead,
        back_up=back_up.user if back_up else None,
        partners=list(partners),
        by=stage.lead,
    )


def _allow_names(stage: Stage, people: list[Person]) -> None:
    """Most allow their first name on public pages."""
    shy = {s.first_name for s in everybody() if not s.shows_name}
    for person in people:
        if person.first_name not in shy:
            Consent.objects.create(
                centre=stage.centre,
                person=person,
                purpose=ConsentPurpose.NAME,
                wording=1,
                language=person.language,
                how=Channel.IN_PERSON,
                to_whom=stage.lead,
            )


def share(
    stage: Stage,
    wishes: Iterable[Wish],
    people: list[Person],
    circle: Circle,
    today: date,
) -> None:
    """Champions share ideas and talk about them."""
    named = {person.first_name: person for person in people}
    for wish in wishes:
        shared_on = today - timedelta(days=wish.days_ago)
        with at(stage.centre, shared_on):
            idea = share_idea(
                stage.centre,
                author=named[wish.author],
                what=wish.what,
                why=wish.why,
                wants=wish.wants,
                language=wish.language,
                quilt_kind=wish.kind,
                circle=circle,
                by=stage.lead,
                written_down=wish.written_down,
            )
        with at(stage.centre, shared_on + timedelta(days=1)):
            _react(idea, wish, named)
            if wish.heard:
                hear(idea, by=stage.lead)


def _react(idea: Idea, wish: Wish, named: dict[str, Person]) -> None:
    for name in wish.liked_by:
        react(idea, person=named[name], kind=ReactionKind.LIKE)
    for name in wish.comers:
        react(idea, person=named[name], kind=ReactionKind.WOULD_COME)
    for name, words in wish.helpers:
        react(idea, person=named[name], kind=ReactionKind.CAN_HELP, words=words)
    for name, words in wish.talk:
        say(idea, person=named[name], words=words, by_staff=False)


def answer_wishes(stage: Stage, wishes: Iterable[Wish], today: date) -> None:
    """At the last get-together some ideas were answered, at the table."""
    answered_on = today - timedelta(days=30)
    for wish in wishes:
        if not wish.answer:
            continue
        said = dict(wish.answer)
        due_in, look_in = said.pop("due_in", None), said.pop("look_again_in", None)
        idea = Idea.objects.of(stage.centre).get(what=wish.what)
        with at(stage.centre, answered_on, hour=15):
            answer_idea(
                idea,
                by=stage.lead,
                outcome=Outcome(said.pop("outcome")),
                together_with=[idea.author],
                gathering_on=answered_on,
                gathering_words="Maple",
                due_on=today + timedelta(days=due_in) if due_in else None,
                look_again_on=today + timedelta(days=look_in) if look_in else None,
                **said,
            )


def show(
    stage: Stage,
    happenings: Iterable[Happening],
    people: list[Person],
    circle: Circle,
    today: date,
) -> None:
    """Champions describe what they run; the centre reads and publishes it."""
    named = {person.first_name: person for person in people}
    for name, name_fr in squares.AREAS[stage.centre.slug]:
        area = Area(centre=stage.centre, name=name, name_fr=name_fr)
        save_area(area, by=stage.lead)
    for number, happening in enumerate(happenings):
        begun = today - timedelta(days=42 + 3 * number)
        if happening.stands == "asked":
            begun = today - LATELY
        with at(stage.centre, begun):
            programme = _describe(stage, happening, named[happening.lead], begun)
        Programme.objects.filter(pk=programme.pk).update(circle=circle)
        with at(stage.centre, begun + timedelta(days=2), hour=14):
            _publish(stage, programme, happening)
            card_for(programme, named[happening.lead], by=stage.lead)
        _end(stage, programme, happening, today)
    with at(stage.centre, today - timedelta(days=20)):
        show_pictures(stage.centre, by=stage.lead)


def _describe(
    stage: Stage, happening: Happening, lead: Person, begun: date
) -> Programme:
    areas = Area.objects.of(stage.centre)
    facts = {
        "title": happening.title,
        "quilt_kind": happening.kind,
        "language": happening.language,
        "pattern": happening.pattern,
        "first_on": _first_on(happening, begun),
        "area": areas.filter(name=happening.area).first(),
        "at": happening.at,
        "until": happening.until,
        "place": happening.place,
        "access": list(happening.access),
        "drop_in": happening.drop_in,
        "places": happening.places,
        "is_free": not happening.cost,
        "cost": happening.cost,
        **happening.more,
    }
    words = {
        "what": happening.what,
        "about": happening.about,
        "first_visit": happening.first_visit,
    }
    return programmes.describe_programme(
        stage.centre, lead=lead, by=lead.user, facts=facts, words=words
    )


def _first_on(happening: Happening, begun: date) -> date:
    """Its weekday, soon after it was described; of a season, as it began last year."""
    first_on = begun + timedelta(days=4)
    if months := happening.more.get("months"):
        first_on = date(begun.year - 1, months[0], 1)
    return first_on + timedelta(days=(happening.weekday - first_on.weekday()) % 7)


def _publish(stage: Stage, programme: Programme, happening: Happening) -> None:
    page = programmes.original_page(programme)
    programmes.ask_for_check(page, by=stage.lead)
    if happening.stands == "asked":
        return
    state = page.current_workflow_state.current_task_state
    state.specific.approve(user=stage.lead)


def _end(stage: Stage, programme: Programme, happening: Happening, today: date) -> None:
    """Dates go on until today; some programmes rest, some have finished."""
    with at(stage.centre, today - timedelta(days=3)):
        make_sessions(programme, by=stage.lead)
        programme.refresh_from_db()
        ends = {"resting": ProgrammeState.RESTING, "finished": ProgrammeState.FINISHED}
        if happening.stands in ends:
            programmes.set_state(programme, ends[happening.stands], by=stage.lead)


def tidy(stage: Stage) -> None:
    """Letters of the past were posted long ago."""
    letters = Message.objects.of(stage.centre).letters_to_print()
    posted(list(letters), by=stage.lead)
    _give_accounts(stage)


def _give_accounts(stage: Stage) -> None:
    """Champions have signed in before, so that a door can open to one of them."""
    for person in Person.objects.of(stage.centre).filter(
        champion__isnull=False, user=None
    ):
        user = User.objects.create_user(first_name=person.first_name)
        Person.objects.filter(pk=person.pk).update(user=user)
