"""What the desk's page of one person says about talking with them first."""

from __future__ import annotations

from typing import Any

from champions.forms.talking_first import TalkFirstForm
from champions.models import Person, TalkFirst
from champions.permissions import CentreRequest
from champions.services.talking_first import is_for, living_for


def talk_first_section(
    request: CentreRequest, person: Person, form: TalkFirstForm | None
) -> dict[str, Any]:
    """For staff of the table: what is promised, or the form. Who has no part in a talk
    learns only that there is one, so that they do not invite around it."""
    if not (request.visit.is_staff and is_for(person)):
        return {}
    living = living_for(person)
    seen = TalkFirst.objects.visible_to(request.user).filter(person=person)
    new = TalkFirstForm(centre=person.centre, user=request.user)
    return {
        "may_talk_first": True,
        "talk": living,
        "sees_talk": living in seen,
        "talk_form": form or new,
    }
