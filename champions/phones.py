"""Telephone numbers: read as people write them, kept in one form."""

from __future__ import annotations

import re

import phonenumbers


def phone_form(text: str, *, region: str) -> str:
    """A number as +19055550141, read as if dialled in `region` (CA, GB); else empty.

    Numbers that could be dialled are kept even if nobody has them yet: the lists of
    assigned numbers are always behind.
    """
    # What follows the number ("home", "x12") would be dialled as letters.
    dialled = re.split(r"[^\d\s()+./–-]", text.strip().lstrip("'’"), maxsplit=1)[0]
    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return ""
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    if len(set(str(number.national_number))) == 1:
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def phone_as_written(phone: str, *, region: str) -> str:
    """A kept number as people of `region` write it: (705) 555-0142."""
    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return phone
    home = phonenumbers.region_code_for_number(number) == region
    form = phonenumbers.PhoneNumberFormat
    return str(
        phonenumbers.format_number(
            number, form.NATIONAL if home else form.INTERNATIONAL
        )
    )
