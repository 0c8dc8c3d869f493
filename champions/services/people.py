"""What happens to somebody a centre knows: added, changed, says yes, moves on, dies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from champions.enums import NEXT_CHAMPION_STATES, ChampionState, Channel, Language
from champions.history import record
from champions.languages import is_ours
from champions.models import Centre, Champion, Circle, Person, User
from champions.names import address_key, folded, place_key
from champions.phones import phone_form
from champions.services.addresses import let_go_of_address
from champions.services.circles import join_circle
from champions.services.freshness import raise_version
from champions.services.talking_first import said_yes
from champions.services.turns import take_turn

# What may be said about a person; everything else has a service of its own.
FIELDS = frozenset(
    {
        "first_name",
        "last_name",
        "language",
        "speaks",
        "channel",
        "email",
        "phone",
        "address",
        "city",
        "postal_code",
        "safe_to_write",
        "safe_to_phone",
        "safe_to_leave_message",
        "call_when",
        "large_print",
        "wants_reminders",
        "reference",
    }
)

# What follows from them: how somebody is found, and which ways are known to be wrong.
KNOWN_TO_BE_WRONG = {
    "email_refused_at": {"email"},
    "phone_wrong_at": {"phone"},
    "address_wrong_at": {"address", "city", "postal_code"},
}
ADDRESS = KNOWN_TO_BE_WRONG["address_wrong_at"]
DERIVED = frozenset(
    {"name_key", "email_key", "address_key", "updated_at", *KNOWN_TO_BE_WRONG}
)

# What two forms agree in that were one.
SAME = ("first_name", "last_name", "email", "phone", "address")


class ChampionMovedError(Exception):
    """Somebody else was faster: the champion is no longer where the page showed."""


def in_language(tag: str) -> dict[str, str]:
    """The fields of somebody who is written to in this language. The pages of who speaks
    a third one stay in the language in which they were."""
    return {"language": tag, "speaks": ""} if is_ours(tag) else {"speaks": tag}


@transaction.atomic
def add_person(
    centre: Centre,
    *,
    first_name: str,
    by: User | None,
    last_name: str = "",
    language: str = Language.ENGLISH,
    email: str = "",
    phone: str = "",
    channel: str | None = None,
    **ways: Any,
) -> Person:
    """Somebody new. The phone is kept as +17055550142. Raises ValidationError for
    words that do not fit; without a channel, the first way given is the one used."""
    names = {"first_name": first_name, "last_name": last_name, "language": language}
    person = Person(centre=centre)
    fill(person, **names, email=email, phone=phone, **ways)
    person.channel = channel or _first_way(person)
    person.clean_fields()
    person.save()
    record(person, "champions.add_person", by=by)
    return person


@transaction.atomic
def add_person_once(centre: Centre, *, by: User, **words: Any) -> Person:
    """Somebody new, from a form: a button that is pressed twice adds one person. Two who
    share a name are added one after the other, more than a minute apart."""
    take_turn(centre)
    lately = Person.objects.of(centre).filter(
        created_at__gt=timezone.now() - timedelta(minutes=1)
    )
    same = {name: words[name] for name in SAME if name in words}
    return lately.filter(**same).first() or add_person(centre, by=by, **words)


@transaction.atomic
def change_person(person: Person, *, by: User | None, **fields: Any) -> Person:
    """Write the given fields, and no other: what a colleague changed meanwhile stays.
    The log names the fields, never what stood in them."""
    if "first_name" in fields:
        raise_version(person.centre)
    # Not from the row in hand: a form may have changed it already.
    before = Person.objects.values_list("email", flat=True).get(pk=person.pk)
    fill(person, **fields)
    person.clean_fields()
    if person.user and person.email_key != address_key(before):
        _forget_address(person.user, before)
        if by != person.user:
            _leave_other_centres(person)
    person.save(update_fields=[*fields, *DERIVED])
    record(person, "champions.change_person", by=by, fields=sorted(fields))
    return person


@transaction.atomic
def call_person(person: Person, *, name: str, by: User | None = None) -> None:
    """What somebody wants to be called. The key by which a contact list recognises
    them stays that of the name on the list."""
    name = name.strip()
    if not name or name == person.first_name:
        return
    raise_version(person.centre)
    person.first_name = name
    person.clean_fields()
    person.save(update_fields=["first_name", "updated_at"])
    record(person, "champions.change_person", by=by, fields=["first_name"])


def _leave_other_centres(person: Person) -> None:
    """One centre must not open another's pages by a new address on its own list: who
    is known elsewhere too signs in there as before, and here as who proves it."""
    elsewhere = Person.objects.filter(user=person.user).exclude(pk=person.pk)
    if elsewhere.exists():
        Person.objects.filter(pk=person.pk).update(user=None)
        person.user = None


def _forget_address(user: User, email: str) -> None:
    """Who reads the old address from now on must not sign in as this person. What
    staff sign in by is theirs, whatever stands on a list."""
    if user.is_superuser or user.staff_roles.exists():
        return
    let_go_of_address(user, email)


def fill(person: Person, **fields: Any) -> None:
    """Set fields and what is derived from them; nothing is written yet."""
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"no such thing is kept about a person: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(person, name, value.strip() if isinstance(value, str) else value)
    person.name_key = folded(person.first_name, person.last_name)
    person.email_key = address_key(person.email)
    person.address_key = place_key(person.address, person.postal_code or person.city)
    for wrong, ways in KNOWN_TO_BE_WRONG.items():
        if ways & set(fields):
            setattr(person, wrong, None)
    if fields.get("phone"):
        person.phone = _dialled(person)


def _dialled(person: Person) -> str:
    phone = phone_form(person.phone, region=person.centre.country)
    if not phone:
        raise ValidationError(
            {"phone": _("This is no telephone number. Write it like 705-555-0142.")}
        )
    return phone


def _first_way(person: Person) -> Channel:
    ways = {
        Channel.EMAIL: person.email,
        Channel.LETTER: person.address,
        Channel.PHONE: person.phone,
    }
    return next((way for way, known in ways.items() if known), Channel.IN_PERSON)


def user_of(*people: Person) -> User:
    """The user of one human, who may be a person at several centres; made now if there
    is none. Asked for inside a transaction: two sign-ins at once get the same one."""
    rows = Person.objects.select_for_update().filter(pk__in=[p.pk for p in people])
    known = [person.user_id for person in rows.order_by("pk") if person.user_id]
    if known:
        return User.objects.get(pk=known[0])
    first = people[0]
    user = User.objects.create_user(
        first_name=first.first_name, last_name=first.last_name
    )
    Person.objects.filter(pk=first.pk).update(user=user)
    record(first, "champions.first_sign_in", by=user)
    return user


@transaction.atomic
def become_champion(
    person: Person, *, by: User | None, circle: Circle | None = None
) -> Champion:
    """The yes, at a workshop, later, or by phone; saying it twice changes nothing.
    Who had moved on is back. With a circle, the person joins it."""
    champion, is_new = Champion.objects.get_or_create(
        person=person, defaults={"centre": person.centre}
    )
    person.champion = champion
    if is_new:
        record(person, "champions.become_champion", by=by)
        said_yes(person)
    elif champion.state == ChampionState.MOVED_ON:
        move_champion(champion, to=ChampionState.ACTIVE, by=by)
    if circle:
        if circle.centre_id != person.centre_id:
            raise ValueError("a group and its members belong to one centre")
        join_circle(circle, person, by=by)
    return champion


@transaction.atomic
def move_champion(champion: Champion, *, to: ChampionState, by: User | None) -> None:
    """On a break, moved on, or back. No reason is asked for, and none is kept."""
    raise_version(champion.centre)
    allowed = [state for state, after in NEXT_CHAMPION_STATES.items() if to in after]
    here = Champion.objects.filter(pk=champion.pk, state__in=allowed)
    moved_on_at = timezone.now() if to == ChampionState.MOVED_ON else None
    if not here.update(state=to, moved_on_at=moved_on_at):
        raise ChampionMovedError
    champion.state, champion.moved_on_at = to, moved_on_at
    record(champion.person, f"champions.{to}", by=by)


@transaction.atomic
def describe_gifts(
    champion: Champion, *, gifts: str, matters: str, time: str, by: User | None
) -> None:
    """What somebody likes to do, what matters to them, how much time: their words."""
    champion.gifts, champion.matters, champion.time = gifts, matters, time
    champion.clean_fields()
    champion.save(update_fields=["gifts", "matters", "time"])
    record(champion.person, "champions.describe_gifts", by=by)


@transaction.atomic
def mark_do_not_contact(person: Person, *, by: User | None) -> None:
    """We never write first to this person again, on any channel. Who is marked and says
    so again is marked as of now: what marked them before does not take it back."""
    person.do_not_contact_at = timezone.now()
    Person.objects.filter(pk=person.pk).update(
        do_not_contact_at=person.do_not_contact_at
    )
    record(person, "champions.do_not_contact", by=by)


@transaction.atomic
def mark_by_list(person: Person, *, by: User | None) -> None:
    """The same because a contact list says so; what they said themselves stands."""
    _set_once(person, "do_not_contact_at", by=by, action="champions.do_not_contact")


@transaction.atomic
def lift_do_not_contact(person: Person, *, by: User | None) -> None:
    """The person asked to hear from us again."""
    _clear(person, "do_not_contact_at", by=by, action="champions.may_contact")


@transaction.atomic
def mark_died(person: Person, *, by: User | None) -> None:
    """Nothing is sent to this person any more; the household's own mail goes on."""
    raise_version(person.centre)
    _set_once(person, "died_at", by=by, action="champions.died")


@transaction.atomic
def undo_died(person: Person, *, by: User | None) -> None:
    """It was a mistake: the person lives."""
    raise_version(person.centre)
    _clear(person, "died_at", by=by, action="champions.lives")


def _set_once(person: Person, field: str, *, by: User | None, action: str) -> None:
    now = timezone.now()
    unset = Person.objects.filter(pk=person.pk, **{field: None})
    if unset.update(**{field: now}):
        setattr(person, field, now)
        record(person, action, by=by)


def _clear(person: Person, field: str, *, by: User | None, action: str) -> None:
    given = Person.objects.filter(pk=person.pk).exclude(**{field: None})
    if given.update(**{field: None}):
        setattr(person, field, None)
        record(person, action, by=by)
