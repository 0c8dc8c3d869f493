"""Typed codes: given to a thing, printed, found again when typed, taken back.

How guessing is made hopeless without shutting anybody out: wrong codes are counted by
source and hour. A whole clinic may type behind one address, so a source that reached
its ceiling is never refused: from then on the code alone is not enough there, and the
page asks for the first name on the letter as well. Who holds the letter has both.
When many sources guess at once, every source that has been wrong a few times is
asked. Each source has rows of its own, and what all did is summed when it is asked
for: guesses from two places never wait for each other. Links and QR codes are never
counted, nor is what staff look up.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils import timezone

from champions import links
from champions.models import Centre, CodeTry, TypedCode, WrongCode

# Wrong codes from one source in one hour before the name is asked for too.
SOURCE_CEILING = 30
# The same once all sources together were wrong this often in the hour.
OVERALL_CEILING = 1_000
SUSPECT_CEILING = 5
MOST_COUNTERS = 50
# Nobody issues a letter anew more often.
MOST_GENERATIONS = 100


def issue_code(
    centre: Centre,
    *,
    purpose: str,
    thing_id: int,
    generation: int = 1,
    live_until: datetime | None = None,
) -> TypedCode:
    """The code of a thing; asking again returns the same one, with a new end if one is
    given. A higher generation makes other digits and the old ones useless."""
    with transaction.atomic():
        code = _locked(purpose, thing_id) or TypedCode(
            centre=centre, purpose=purpose, thing_id=thing_id, generation=0
        )
        code.live_until = live_until or code.live_until
        if generation > code.generation:
            code.generation, code.revoked_at = generation, None
            code.not_theirs_at = None
            return _settle(code)
        if _key_of(code) is None:  # its key was thrown away: the digits open nothing
            return _settle(code)
        code.save(update_fields=["live_until"])
        return code


def digits_of(code: TypedCode) -> str:
    """The code as it is printed, five and five; LookupError when its key is gone."""
    key = _key_of(code)
    if key is None:
        raise LookupError(f"The key of {code} is no longer known.")
    return links.five_and_five(_digits(key, code))


def digits_for(purpose: str, thing_id: int) -> str:
    """The printed code of a thing, or nothing when it has none that opens it."""
    code = TypedCode.objects.live().filter(purpose=purpose, thing_id=thing_id).first()
    return digits_of(code) if code and _key_of(code) else ""


def find_code(
    centre: Centre,
    typed: str,
    *,
    source: str,
    is_theirs: Callable[[TypedCode], bool] | None = None,
) -> TypedCode | None:
    """The live code somebody typed, or nothing: unknown, over and revoked are alike.

    `is_theirs` compares the first name that was typed beside it; it is called only
    where `asks_name(source)`, and then a code without it is not enough.
    """
    digits = links.read_digits(typed)
    if not digits:
        return None  # a slip of the hand, no guess
    with transaction.atomic():
        tries = _tries_of(source)
        code = _found(centre, digits)
        if code and (not _asks_name(tries) or (is_theirs and is_theirs(code))):
            return code
        _count(tries, centre)
    return None


def look_up_code(centre: Centre, typed: str) -> TypedCode | None:
    """The live code that a member of staff typed for somebody: they find people by name
    as well, and a telephone number, which they may also type there, is no guess."""
    digits = links.read_digits(typed)
    return _found(centre, digits) if digits else None


def printed_code(centre: Centre, typed: str) -> TypedCode | None:
    """What a code on paper is for, also when it opens nothing any more: for staff who
    hold the letter in their hands."""
    digits = links.read_digits(typed)
    rows = TypedCode.objects.of(centre).filter(
        key_hash__in=_hashes(centre.pk, digits) if digits else []
    )
    return rows.first()


def scanned_code(centre: Centre, token: str, purpose: str) -> TypedCode | None:
    """The same by the link behind the square on the paper, of any generation."""
    read = links.read_token(token)
    rows = TypedCode.objects.of(centre).filter(purpose=purpose)
    code = rows.filter(thing_id=read[0]).first() if read else None
    if read is None or code is None:
        return None
    issued = range(1, min(code.generation, MOST_GENERATIONS) + 1)
    fits = any(links.is_right(read[1], purpose, read[0], n) for n in issued)
    return code if fits else None


def asks_name(source: str) -> bool:
    """Whether the page asks for the first name beside the code, at this source."""
    return _asks_name(
        CodeTry.objects.filter(
            source=links.source_hash(source), hour=_this_hour()
        ).first()
    )


def revoke_code(*, purpose: str, thing_id: int) -> None:
    """Make the code of a thing useless; a higher generation gives it a new one."""
    TypedCode.objects.filter(
        purpose=purpose, thing_id=thing_id, revoked_at=None
    ).update(revoked_at=timezone.now())


def note_not_theirs(*, purpose: str, thing_id: int) -> bool:
    """Somebody else opened it, and said so. False when that was noted already."""
    code = TypedCode.objects.filter(purpose=purpose, thing_id=thing_id)
    return bool(code.filter(not_theirs_at=None).update(not_theirs_at=timezone.now()))


def note_in_order(*, purpose: str, thing_id: int) -> bool:
    """Staff looked: it is where it belongs. False when nothing was noted."""
    code = TypedCode.objects.filter(purpose=purpose, thing_id=thing_id)
    return bool(code.exclude(not_theirs_at=None).update(not_theirs_at=None))


def source_of(request: HttpRequest) -> str:
    """Where a request comes from: an address, or for IPv6 the /64 that one
    household or attacker holds. Only trusted proxies (setting) are believed."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def forget_tries(before: datetime) -> int:
    """Delete the counts of older hours; returns how many."""
    old = (model.objects.filter(hour__lt=before) for model in (CodeTry, WrongCode))
    return sum(rows.delete()[0] for rows in old)


def _locked(purpose: str, thing_id: int) -> TypedCode | None:
    codes = TypedCode.objects.select_for_update()
    return codes.filter(purpose=purpose, thing_id=thing_id).first()


def _settle(code: TypedCode) -> TypedCode:
    """Give the code digits that no other code of its centre has, and save it."""
    for counter in range(MOST_COUNTERS):
        code.counter = counter
        taken = _hashes(code.centre_id, _digits(links.all_keys()[0], code))
        others = TypedCode.objects.filter(centre_id=code.centre_id, key_hash__in=taken)
        if others.exclude(pk=code.pk).exists():
            continue
        code.key_hash = taken[0]
        try:
            with transaction.atomic():
                code.save()
        except IntegrityError:  # somebody was faster: with this thing, or these digits
            rival = _locked(code.purpose, code.thing_id)
            if rival and rival.pk != code.pk:
                return rival
            continue
        return code
    raise LookupError(f"No free digits for {code}.")  # 50 collisions: a wrong key


def _digits(key: str, code: TypedCode) -> str:
    return links.digits(key, code.purpose, code.thing_id, code.generation, code.counter)


def _key_of(code: TypedCode) -> str | None:
    """The key this code was derived by."""
    for key in links.all_keys():
        if links.code_hash(key, code.centre_id, _digits(key, code)) == code.key_hash:
            return key
    return None


def _hashes(centre_id: int, digits: str) -> list[str]:
    return [links.code_hash(key, centre_id, digits) for key in links.all_keys()]


def _found(centre: Centre, digits: str) -> TypedCode | None:
    codes = TypedCode.objects.of(centre).live()
    return codes.filter(key_hash__in=_hashes(centre.pk, digits)).first()


def _this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _tries_of(source: str) -> CodeTry:
    """The count of this source and hour, locked: parallel guesses queue here."""
    row, _ = CodeTry.objects.get_or_create(
        source=links.source_hash(source), hour=_this_hour()
    )
    return CodeTry.objects.select_for_update().get(pk=row.pk)


def _asks_name(tries: CodeTry | None) -> bool:
    if tries is None or tries.count < SUSPECT_CEILING:
        return False
    return tries.count >= SOURCE_CEILING or _overall(tries.hour) >= OVERALL_CEILING


def _overall(hour: datetime) -> int:
    """How many wrong codes all sources typed in an hour."""
    rows = WrongCode.objects.filter(hour=hour)
    return rows.aggregate(count=Sum("count"))["count"] or 0


def _count(tries: CodeTry, centre: Centre) -> None:
    """One more from this source, and where; under the lock of the source's own row."""
    there, _ = WrongCode.objects.get_or_create(
        centre=centre, source=tries.source, hour=tries.hour
    )
    CodeTry.objects.filter(pk=tries.pk).update(count=F("count") + 1)
    WrongCode.objects.filter(pk=there.pk).update(count=F("count") + 1)
