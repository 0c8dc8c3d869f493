"""A programme as a service. The words are those of its own language; nothing of a person
is in it."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from champions.messages.ways import is_address
from cms.cards import page_in
from cms.enums import Ages, ProgrammeState
from cms.models import Programme, ProgrammePage
from cms.open_data.atom import date_in_words
from cms.open_data.hsds.kinds import kind
from cms.open_data.hsds.organizations import organization
from cms.open_data.hsds.parts import filled, language, part_id, phone
from cms.open_data.hsds.places import at_location
from cms.open_data.hsds.schedules import schedules
from cms.open_data.licence import LICENCE
from cms.open_data.published import DATES_SHOWN, currency_of, is_off, page_address

ACTIVE, CLOSED = "active", "temporarily closed"
# Grown up, as the law of our regions counts.
GROWN_UP = 18


def least(programme: Programme) -> dict:
    """What tells that a service is there and when it changed; `modified_date` is the
    name that the specification of the interface has for it."""
    modified = programme.modified_at.isoformat()
    return {
        "id": str(programme.uuid),
        "name": programme.title,
        "status": CLOSED if programme.state == ProgrammeState.RESTING else ACTIVE,
        "last_modified": modified,
        "modified_date": modified,
    }


def service(programme: Programme) -> dict:
    """All that is one of a service."""
    with translation.override(programme.language):
        page = page_in(programme, programme.language)
        return least(programme) | filled(
            organization_id=str(programme.centre.uuid),
            name=page.title,
            alternate_name=_other_title(programme, page),
            description="\n\n".join(filter(None, (page.what, page.about))),
            url=page_address(page, programme),
            email=_email(programme),
            application_process=_how_to_join(programme),
            fees_description=str(_("Free.")) if programme.is_free else programme.cost,
            eligibility_description=str(programme.get_ages_display()),
            minimum_age=GROWN_UP if programme.ages == Ages.ADULTS else None,
            assured_date=programme.checked_on and programme.checked_on.isoformat(),
            alert=_alert(programme),
            organization=organization(programme.centre),
            license=LICENCE,
        )


def whole_service(programme: Programme) -> dict:
    """With all that belongs to it."""
    whole = service(programme)
    with translation.override(programme.language):
        page = page_in(programme, programme.language)
        return whole | filled(
            phones=[phone(programme.centre, programme.uuid)],
            schedules=schedules(programme, page),
            service_areas=_areas(programme),
            service_at_locations=[at_location(programme)],
            languages=[language(programme.language, programme.uuid)],
            cost_options=[_cost(programme)],
            attributes=[kind(programme)],
        )


def whole_at_location(programme: Programme) -> dict:
    """The tie between a service and its place, with both."""
    with translation.override(programme.language):
        return at_location(programme) | {"service": service(programme)}


def _other_title(programme: Programme, page: ProgrammePage) -> str:
    titles = [one.title for one in programme.live_pages if one.title != page.title]
    return titles[0] if titles else ""


def _email(programme: Programme) -> str:
    email = programme.centre.email
    return email if is_address(email) else ""


def _how_to_join(programme: Programme) -> str:
    if programme.drop_in:
        return _("Just come. No need to book.")
    return _("Tell us that you come. No account is needed.")


def _alert(programme: Programme) -> str:
    """What is called off of the next dates."""
    off = [one for one in programme.dates_ahead[:DATES_SHOWN] if is_off(one)]
    return "; ".join(date_in_words(one) for one in off)


def _areas(programme: Programme) -> list[dict]:
    if programme.area is None:
        return []
    pk = part_id(programme.uuid, "area")
    return [{"id": pk, "name": str(programme.area)}]


def _cost(programme: Programme) -> dict:
    """Only what is free has an amount; else the words say it."""
    if not programme.is_free:
        pk = part_id(programme.uuid, "cost")
        return {"id": pk, "amount_description": programme.cost}
    return {
        "id": part_id(programme.uuid, "cost"),
        "amount": 0,
        "currency": currency_of(programme.centre),
        "amount_description": _("Free."),
    }
