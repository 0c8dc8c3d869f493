"""Putting oneself forward, and saying where one can be reached."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from champions.enums import Channel, ConsentPurpose
from champions.models import Centre, Person, User
from champions.names import address_key, folded
from champions.phones import phone_form
from champions.services.consents import give_consent
from champions.services.people import add_person, lift_do_not_contact
from champions.services.turns import take_turn
from meetings.enums import Route
from meetings.models import Invitation
from meetings.services.invitations import invite
from meetings.services.workshops import next_workshop

WORDING = 1  # of meetings/join.html: "We keep your name and this to reach you."


@dataclass(frozen=True)
class Way:
    """One way to reach somebody: an e-mail address or a telephone number."""

    email: str = ""
    phone: str = ""

    @property
    def channel(self) -> Channel:
        return Channel.EMAIL if self.email else Channel.PHONE


def read_way(centre: Centre, reach: str) -> Way:
    """What somebody typed, e-mail or telephone; ValidationError when it is neither."""
    if "@" in reach:
        validate_email(reach.strip())
        return Way(email=reach.strip())
    phone = phone_form(reach, region=centre.country)
    if not phone:
        raise ValidationError(
            _("Write a telephone number, like 705-555-0142, or an e-mail address.")
        )
    return Way(phone=phone)


@transaction.atomic
def put_forward(
    centre: Centre,
    *,
    first_name: str,
    way: Way,
    language: str,
    by: User | None,
    how: Channel,
) -> Invitation | None:
    """Somebody asks to join: they are on the list from now on, and invited to the next
    workshop. Without one, nothing is returned and the next mailing asks them first."""
    take_turn(centre)
    person = find_known(centre, first_name, way) or add_person(
        centre,
        first_name=first_name,
        email=way.email,
        phone=way.phone,
        channel=way.channel,
        language=language,
        by=by,
    )
    # They ask to hear from us, whatever they asked before.
    lift_do_not_contact(person, by=by)
    give_consent(
        person,
        ConsentPurpose.CONTACT,
        wording=WORDING,
        how=how,
        language=language,
        to_whom=by,
        by=by,
    )
    workshop = next_workshop(centre)
    if workshop is None:
        return None
    return invite(person, workshop, route=Route.SELF, by=by, channel=way.channel)


def find_known(centre: Centre, first_name: str, way: Way) -> Person | None:
    """The same person, when name and way agree; a household may share the way."""
    same = people_called(centre, first_name, way)
    return next((one for one in same if one.died_at is None), None)


def people_called(centre: Centre, first_name: str, way: Way) -> list[Person]:
    """Everybody of this first name who is reached there, the dead too."""
    key = {"email_key": address_key(way.email)} if way.email else {"phone": way.phone}
    there = Person.objects.of(centre).filter(erased_at=None, **key)
    wanted = folded(first_name)
    return [
        one
        for one in there.select_related("centre", "champion")
        if folded(one.first_name) == wanted
    ]
