"""What a person allows, and takes back again; each once, however often it is said."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from champions.enums import ConsentPurpose
from champions.history import record
from champions.models import Consent, Person, User


@transaction.atomic
def give_consent(
    person: Person,
    purpose: ConsentPurpose,
    *,
    wording: int,
    how: str,
    by: User | None,
    to_whom: User | None = None,
    language: str = "",
) -> Consent:
    """They allow it, in these words; allowing it twice changes nothing. `by` is whoever
    wrote it down, when somebody else did; `to_whom` it was said. What is given to one
    person of staff alone, a line for their chart, is given to each of them anew."""
    said = {"wording": wording, "language": language or person.language, "how": how}
    is_personal = purpose == ConsentPurpose.CHART
    consent, is_new = Consent.objects.get_or_create(
        centre=person.centre,
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        **({"to_whom": to_whom} if is_personal else {}),
        defaults=said | ({} if is_personal else {"to_whom": to_whom}),
    )
    if is_new:
        record(consent, "champions.give_consent", by=by, purpose=str(purpose))
    return consent


def contact_consent(person: Person) -> Consent | None:
    """That we may write to them, where they allowed it and it stands."""
    given = Consent.objects.filter(
        person=person, purpose=ConsentPurpose.CONTACT, withdrawn_at=None
    )
    return given.select_related("person").first()


def take_back_contact(person: Person, *, by: User | None) -> None:
    """We write nothing to them of our own accord any more, and what waits does not leave:
    the outbox asks for it at the last moment. What they ask for is answered."""
    consent = contact_consent(person)
    if consent:
        take_back_consent(consent, by=by)


@transaction.atomic
def take_back_consent(consent: Consent, *, by: User | None) -> bool:
    """From now on it is not allowed any more; False when that was said before."""
    living = Consent.objects.filter(pk=consent.pk, withdrawn_at=None)
    taken = living.update(withdrawn_at=timezone.now())
    if taken:
        record(consent, "champions.take_back_consent", by=by, purpose=consent.purpose)
    return bool(taken)
