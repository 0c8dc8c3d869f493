"""Signing in by e-mail: numbers and a link go to an address; who is reached there is
asked only after the right ones came back (design, section 9, "User and Person").

An address may belong to a household, to one person, or to nobody. All three get the same
answer in the same time and a mail; only the mail differs.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from champions import links
from champions.enums import Priority
from champions.history import record
from champions.messages.outbox import tell_address
from champions.models import Person, SignIn, User
from champions.names import address_key, folded
from champions.services.addresses import let_go_of_address, own_address
from champions.services.people import user_of

PURPOSE = "sign_in"
# Long enough for who reads slowly and has to find their glasses.
LIFETIME = timedelta(minutes=15)
# Six digits and three tries: one guess in 333,333 (OWASP ASVS 6.5.4, 6.6.3).
DIGITS = 6
MOST_TRIES = 3
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Resident:
    """Somebody who is reached at an address: their user, and who they are at which
    centre. A user nobody has listed has no people; a person who never came, no user."""

    user: User | None
    people: tuple[Person, ...]

    @property
    def key(self) -> str:
        """What a form sends to choose this one among those at the address."""
        return f"person-{self.people[0].pk}" if self.people else f"user-{self.user_pk}"

    @property
    def user_pk(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def name(self) -> str:
        """As somebody of the household knows them: the first name, with the first
        letter of the last."""
        if self.people:
            first, last = self.people[0].first_name, self.people[0].last_name
            return f"{first} {last[:1]}." if last else first
        return self.user.name if self.user else ""

    @property
    def places(self) -> list[str]:
        return [person.centre.local_name for person in self.people]

    def signs_in_by(self, key: str) -> bool:
        return self.user is not None and address_key(self.user.email or "") == key

    @property
    def is_staff(self) -> bool:
        user = self.user
        return user is not None and (user.is_superuser or user.staff_roles.exists())


def ask_to_sign_in(
    address: str, *, language: str, next_url: str = "", is_told: bool = True
) -> SignIn:
    """Send the numbers and the link, or a kind word to an address that we do not know.
    Raises NotAnAddressError. Takes as long for the one as for the other."""
    key = address_key(address)
    residents = residents_at(key)
    with transaction.atomic():
        asked = SignIn.objects.create(email_key=key, next_url=next_url[:500])
        if is_told:
            # Never as typed: another mailbox could have the same key (CVE-2019-19844).
            mailbox = _mailbox(residents) or address
            _tell(asked, mailbox, is_known=bool(residents), language=language)
    return asked


def _tell(asked: SignIn, mailbox: str, *, is_known: bool, language: str) -> None:
    tell_address(
        mailbox,
        "champions/sign_in" if is_known else "champions/sign_in_unknown",
        language=language,
        event=f"{PURPOSE}:{asked.pk}",
        context={"numbers": three_and_three(_numbers(asked)), "minutes": 15},
        links={"come_in": link_of(asked, language)},
        priority=Priority.SIGN_IN,
        not_after=asked.asked_at + LIFETIME,
    )


def link_of(asked: SignIn, language: str) -> dict[str, str | int]:
    """The link as the outbox fills it in while sending."""
    return {
        "purpose": PURPOSE,
        "id": asked.pk,
        "generation": asked.generation,
        "path": f"/{language}/accounts/link/{{token}}/",
    }


def three_and_three(numbers: str) -> str:
    return f"{numbers[:3]} {numbers[3:]}"


def by_numbers(asked_id: int, typed: str) -> SignIn | None:
    """The request that these numbers prove; each call is one of its three tries, also
    when many arrive at once."""
    mine = _open().filter(pk=asked_id, tries__lt=MOST_TRIES)
    if not mine.update(tries=F("tries") + 1):
        return None
    asked = SignIn.objects.get(pk=asked_id)
    rights = [
        hmac.compare_digest(typed.encode(), _numbers(asked, key).encode())
        for key in links.all_keys()
    ]
    return _use(asked) if any(rights) else None


def by_link(token: str) -> SignIn | None:
    """The request that this link proves, used up now."""
    asked = find_link(token)
    return _use(asked) if asked else None


def find_link(token: str) -> SignIn | None:
    """The open request of a link; looking changes nothing."""
    read = links.read_token(token)
    asked = read and _open().filter(pk=read[0]).first()
    if not read or not asked:
        return None
    right = links.is_right(read[1], PURPOSE, asked.pk, asked.generation)
    return asked if right else None


def is_open(asked_id: int) -> bool:
    """Whether numbers may still be typed for this request."""
    return _open().filter(pk=asked_id, tries__lt=MOST_TRIES).exists()


def residents_at(key: str) -> list[Resident]:
    """Everybody who is reached at an address, each once. One user is one; the same name
    at two centres is the same person, whom one centre has not met online yet."""
    if not key:
        return []
    listed = Person.objects.sharing_address(key).select_related("user", "centre")
    known = [person for person in listed.order_by("pk") if _is_active(person.user)]
    users = User.objects.filter(email__iexact=key, is_active=True).order_by("pk")
    found: list[Resident] = [
        Resident(user, tuple(p for p in known if p.user_id == user.pk))
        for user in dict.fromkeys([*users, *(p.user for p in known if p.user)])
    ]
    for person in known:
        if person.user_id is None:
            _house(found, person)
    return _of_one_mailbox(found)


def those_who_may(residents: Iterable[Resident], key: str) -> list[Resident]:
    """Who may sign in there: the one who reads the address alone; of several, those
    who are not staff. Staff come in only by the address that is their user's own: a
    colleague could write another one onto their record."""
    there = list(residents)
    alone = len(there) == 1
    return [
        one for one in there if not one.is_staff or (alone and one.signs_in_by(key))
    ]


@transaction.atomic
def come_in(resident: Resident, key: str, *, alone: bool) -> User:
    """The user of somebody who proved the address, made now if there was none. The
    address becomes the user's own only when nobody else is reached there."""
    user = resident.user or user_of(*resident.people)
    for person in resident.people:
        if Person.objects.filter(pk=person.pk, user=None).update(user=user):
            record(person, "champions.first_sign_in", by=user)
    if alone:
        own_address(user, key)
    else:
        let_go_of_address(user, key)
    return user


def forget_old(before: datetime | None = None) -> int:
    """Delete what was asked for a day ago; an address is not kept for having asked."""
    end = before or timezone.now() - KEPT_FOR
    return SignIn.objects.filter(asked_at__lt=end).delete()[0]


def _open() -> QuerySet[SignIn]:
    return SignIn.objects.filter(used_at=None, asked_at__gt=timezone.now() - LIFETIME)


def _use(asked: SignIn) -> SignIn | None:
    """Good once: the second of two at the same moment gets nothing."""
    now = timezone.now()
    used = SignIn.objects.filter(pk=asked.pk, used_at=None).update(used_at=now)
    return asked if used else None


def _numbers(asked: SignIn, key: str = "") -> str:
    key = key or links.all_keys()[0]
    return links.digits(key, PURPOSE, asked.pk, asked.generation, 0)[:DIGITS]


def _is_active(user: User | None) -> bool:
    return user is None or user.is_active


def _house(found: list[Resident], person: Person) -> None:
    """Add a person without a user to the one they are, or as one more."""
    for index, other in enumerate(found):
        if _is_same(other, person):
            found[index] = Resident(other.user, (*other.people, person))
            return
    found.append(Resident(None, (person,)))


def _is_same(other: Resident, person: Person) -> bool:
    if any(known.centre_id == person.centre_id for known in other.people):
        return False  # two of one name in one centre are two
    if not other.people and other.user:
        user = other.user
        return person.name_key == folded(user.first_name, user.last_name)
    return all(known.name_key == person.name_key for known in other.people)


def _of_one_mailbox(found: list[Resident]) -> list[Resident]:
    """Keys may agree where mailboxes differ: numbers prove the one they were sent to."""
    first = _mailbox(found)
    return [resident for resident in found if _mailbox([resident]) == first]


def _mailbox(residents: list[Resident]) -> str:
    for resident in residents:
        if resident.people:
            return resident.people[0].email.strip().lower()
        if resident.user and resident.user.email:
            return resident.user.email.strip().lower()
    return ""
