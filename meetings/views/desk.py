"""The front desk: find one person by code or name, and write down what they say. One
screen; each person shown is noted in the view log."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from champions.enums import ChampionState, Channel, CodePurpose
from champions.forms.talking_first import TalkFirstForm
from champions.models import (
    Centre,
    Circle,
    CircleQuerySet,
    Message,
    Person,
    TypedCode,
    User,
)
from champions.only_sent import only_sent
from champions.permissions import CentreRequest, Who, access
from champions.phones import phone_as_written
from champions.services.codes import look_up_code
from champions.services.consents import contact_consent, take_back_contact
from champions.services.handing_over import card_for
from champions.services.people import (
    become_champion,
    call_person,
    change_person,
    lift_do_not_contact,
    mark_do_not_contact,
)
from champions.services.views_log import note_view
from champions.services.wrong_codes import many_wrong_codes
from meetings.enums import Say
from meetings.forms.desk import FindForm, WaysForm
from meetings.forms.helping import said_before
from meetings.forms.joining import DeskJoinForm
from meetings.forms.leaving import GoodbyeForm
from meetings.forms.may_know import MayKnowForm
from meetings.forms.replies import DeskReplyForm
from meetings.forms.welcoming import DeskYesForm
from meetings.models import RhythmAnswer
from meetings.permissions import circles_of
from meetings.services.codes import desk_address_of
from meetings.services.desk import (
    MOST_FOUND,
    Answerable,
    answerable,
    find_people,
    person_of,
)
from meetings.services.may_know import (
    say_who_may_know,
    who_may_know,
    who_thought_of,
)
from meetings.services.refusals import RefusedError
from meetings.services.reissuing import version_of
from meetings.services.rhythms import today_at
from meetings.services.seats import answer, ask
from meetings.services.wrong_hands import gone_astray, meetings_astray
from meetings.talk_first_section import talk_first_section

DESK = (Who.DESK, Who.LEAD, Who.SUPPORTER)
TWIN = "none: staff work here for those who call or come by"
# What the desk carries out for somebody without a screen; twins name these.
ACTIONS = {
    "reply": "meetings:desk_reply",
    "address": "meetings:desk_address",
    "join": "meetings:desk_join",
    "champion": "meetings:desk_champion",
    "do-not-contact": "meetings:desk_stop",
    "pause": "meetings:desk_pause",
    "may-know": "meetings:desk_may_know",
}
FOUND = "desk_found"


@access(*DESK, twin=TWIN)
def desk(request: CentreRequest) -> HttpResponse:
    """Find one person; a code leads to them at once."""
    centre = cast(Centre, request.visit.centre)
    form = FindForm(request.POST or None)
    found: list[Person] = []
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        code = look_up_code(centre, words)
        if code and code.purpose == CodePurpose.LETTERS:
            return redirect("meetings:desk_letter", centre.slug, code.thing_id)
        if code and (elsewhere := desk_address_of(code)):
            return redirect(elsewhere)
        found = _found(centre, words, code)
        request.session[FOUND] = [person.pk for person in found]
        note_view(request, found)
        if len(found) == 1:
            return redirect("meetings:desk_person", centre.slug, found[0].pk)
        _say_how_many(form, found)
    shown = {
        "form": form,
        "found": found,
        "centre": centre,
        "join_form": DeskJoinForm(centre=centre),
        "calls": Message.objects.of(centre).calls_to_make().count(),
        "astray": len(gone_astray(centre)),
        "many_wrong": many_wrong_codes(centre),
    }
    return render(request, "meetings/desk.html", shown)


def _found(centre: Centre, words: str, code: TypedCode | None) -> list[Person]:
    person = person_of(centre, code) if code else None
    found = [person] if person else find_people(centre, words)
    return found if len(found) <= MOST_FOUND else []


def _say_how_many(form: FindForm, found: list[Person]) -> None:
    if not found:
        form.add_error(
            "words",
            _("Nobody, or too many, by that. Try the whole name, or the code."),
        )


@access(*DESK, twin=TWIN)
def desk_person(request: CentreRequest, person_id: int) -> HttpResponse:
    """What somebody is asked to and how they are reached, with a form for each."""
    person = find_person(request, person_id)
    note_view(request, [person])
    return show_person(request, person)


@access(*DESK, twin=TWIN)
def desk_reply(request: CentreRequest, person_id: int, meeting_id: int) -> HttpResponse:
    """Their answer to one gathering, as they told it."""
    person = find_person(request, person_id)
    one = find_asked(person, meeting_id)
    form = _reply_form(one, person, request.POST or None)
    if request.method != "POST":
        return redirect("meetings:desk_person", person.centre.slug, person.pk)
    if not form.is_valid():
        return show_person(request, person, reply_form=form)
    try:
        _answer(request, one, person, form)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return show_person(request, person, reply_form=form)
    call_person(person, name=form.cleaned_data["called"], by=request.user)
    _keep_who_may_know(request, one, person, form)
    messages.success(request, _("Their answer is written down."))
    return redirect("meetings:desk_person", person.centre.slug, person.pk)


def _answer(
    request: CentreRequest, one: Answerable, person: Person, form: DeskReplyForm
) -> None:
    said = form.cleaned_data
    answer(
        one.seat or ask(one.meeting, person),
        say=Say(said["say"]),
        by=request.user,
        how=Channel(said["how"]),
        companions=said["companions"],
        needs=form.wishes(),
        helped_by=said["helped_by"],
        arrived_on=said["arrived_on"],
        decline_reason=said["decline_reason"],
    )


def _keep_who_may_know(
    request: CentreRequest, one: Answerable, person: Person, form: DeskReplyForm
) -> None:
    say_who_may_know(
        person,
        form.chosen,
        of=_providers(one, person),
        how=form.cleaned_data["how"],
        by=request.user,
    )


def _providers(one: Answerable, person: Person) -> list[User]:
    return who_thought_of(person, one.invitation) if one.invitation else []


@access(*DESK, twin=TWIN)
def desk_address(request: CentreRequest, person_id: int) -> HttpResponse:
    """How they are reached from now on."""
    person = find_person(request, person_id)
    form = WaysForm(request.POST or None, instance=person)
    if request.method == "POST" and not form.is_valid():
        return show_person(request, find_person(request, person_id), ways_form=form)
    if request.method == "POST" and form.changed_data:
        change_person(
            find_person(request, person_id), by=request.user, **form.changes()
        )
        messages.success(request, _("Their new details are kept."))
    return redirect("meetings:desk_person", person.centre.slug, person.pk)


@access(*DESK, twin=TWIN)
@only_sent
def desk_champion(request: CentreRequest, person_id: int) -> HttpResponse:
    """A yes by telephone or at the counter: they are a champion, in a group."""
    person = find_person(request, person_id)
    form = DeskYesForm(request.POST, circles=_circles(person))
    if form.is_valid():
        become_champion(person, circle=form.cleaned_data["circle"], by=request.user)
        messages.success(request, _("They are a champion now. Welcome!"))
    else:
        messages.error(request, _("Please choose one of the groups."))
    return redirect("meetings:desk_person", person.centre.slug, person.pk)


def _circles(person: Person) -> CircleQuerySet:
    return Circle.objects.of(person.centre).open()


def _yes_form(person: Person) -> DeskYesForm | None:
    """Nothing for a champion, and where there is no group yet."""
    champion = getattr(person, "champion", None)
    circles = _circles(person)
    if (champion and champion.state != ChampionState.MOVED_ON) or not circles.exists():
        return None
    return DeskYesForm(circles=circles)


@access(*DESK, twin=TWIN)
def desk_stop(request: CentreRequest, person_id: int) -> HttpResponse:
    """They want nothing more from us, or want it again; or take back that they allowed
    us to write."""
    person = find_person(request, person_id)
    if request.method == "POST":
        changes = {"again": lift_do_not_contact, "contact": take_back_contact}
        said = (changes[word] for word in changes if word in request.POST)
        next(said, mark_do_not_contact)(person, by=request.user)
        messages.success(request, _("Their new details are kept."))
    return redirect("meetings:desk_person", person.centre.slug, person.pk)


def find_person(request: CentreRequest, person_id: int) -> Person:
    """Somebody this desk has just looked for by code or name; nobody else."""
    people = Person.objects.of(cast(Centre, request.visit.centre))
    known = people.filter(pk__in=request.session.get(FOUND, []), erased_at=None)
    return get_object_or_404(known.select_related("centre"), pk=person_id)


def find_asked(person: Person, meeting_id: int) -> Answerable:
    ahead = {one.meeting.pk: one for one in answerable(person)}
    if meeting_id not in ahead:
        raise Http404
    return ahead[meeting_id]


def _how_often(request: CentreRequest, person: Person) -> list[RhythmAnswer]:
    """Groups of theirs that are asked how often to meet, for staff of those groups."""
    if not request.visit.is_staff:
        return []
    circles = circles_of(request.visit, request.user)
    answers = RhythmAnswer.objects.of(person.centre).filter(
        person=person, question__decided_at=None, question__circle__in=circles
    )
    return list(answers.select_related("question__circle"))


def may_know_form(person: Person, data: Any = None) -> MayKnowForm | None:
    """Nothing for whom nobody thought of."""
    providers = who_thought_of(person)
    if not providers:
        return None
    known = [str(one.to_whom_id) for one in who_may_know(person)]
    return MayKnowForm(data, initial={"who": known}, providers=providers)


def _reply_form(one: Answerable, person: Person, data: Any = None) -> DeskReplyForm:
    first: dict[str, Any] = {"called": person.first_name}
    first["arrived_on"] = today_at(person.centre)
    first |= said_before(one.seat, not_coming=Say.NO if one.declined else Say.LATER)
    first["decline_reason"] = one.invitation.decline_reason if one.invitation else ""
    first["may_know"] = [str(known.to_whom_id) for known in who_may_know(person)]
    form = DeskReplyForm(
        data,
        initial=first,
        prefix=f"m{one.meeting.pk}",
        providers=_providers(one, person),
    )
    form.offer(one.answers)
    return form


def show_person(
    request: CentreRequest,
    person: Person,
    *,
    reply_form: DeskReplyForm | None = None,
    ways_form: WaysForm | None = None,
    talk_form: TalkFirstForm | None = None,
) -> HttpResponse:
    rows = []
    for one in answerable(person):
        form = _reply_form(one, person)
        wrong = reply_form is not None and reply_form.prefix == form.prefix
        rows.append((one, reply_form if wrong else form, wrong, version_of(one)))
    shown = {
        "person": person,
        "phone": phone_as_written(person.phone, region=person.centre.country),
        "rows": rows,
        "astray": meetings_astray(person),
        "form": reply_form or ways_form or talk_form,
        "ways_form": ways_form or WaysForm(instance=person),
        "find_form": FindForm(),
        "yes_form": _yes_form(person),
        "may_know_form": may_know_form(person),
        "allows_contact": contact_consent(person),
        "card": card_for(person),
        "how_often": _how_often(request, person),
        "goodbye_form": GoodbyeForm(person=person),
        "centre": person.centre,
        **talk_first_section(request, person, talk_form),
    }
    return render(request, "meetings/desk_person.html", shown)
