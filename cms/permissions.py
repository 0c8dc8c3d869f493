"""Who may do what with a programme: its champions lead it, staff check it."""

from __future__ import annotations

from champions.enums import PAGE_ROLES, Role
from champions.models import User
from champions.permissions import Visit
from cms.models import Programme
from ideas.models import Idea


def can_lead_programme(visit: Visit, programme: Programme) -> bool:
    """Those who run it, and staff, who step in when somebody telephones."""
    leads = visit.person is not None and programme.leads.filter(pk=visit.person.pk)
    return visit.is_staff or bool(leads and leads.exists())


def can_check_programme(visit: Visit) -> bool:
    return bool(visit.roles & PAGE_ROLES)


def can_describe(visit: Visit, idea: Idea | None) -> bool:
    """Any champion may describe something new; an idea's programme, its author or
    staff, and whoever said "I can help"."""
    if idea is None or visit.is_staff:
        return visit.is_champion or visit.is_staff
    concerned = idea.author_id == visit.person.pk
    return (
        concerned
        or idea.reactions.filter(person=visit.person, kind="can_help").exists()
    )


def has_a_week(user: User) -> bool:
    """Whose start page is *this week*: point persons and staff partners; the others of
    the admin are asked for nothing there."""
    at_the_table = {Role.LEAD, Role.SUPPORTER}
    return user.is_superuser or user.centres_as(at_the_table).exists()
