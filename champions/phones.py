"""Telephone numbers: read as people write them, kept in one form."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumberType

# In North America nobody can tell from the number alone.
PERHAPS_MOBILE = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
)
# Beginnings that only mobiles have, for numbers newer than the lists.
ONLY_MOBILE = ("+447",)

# How nearly everybody at home writes a number; the library would take a hundred times
# as long to say the same.
AT_HOME = {
    "CA": ("+1", re.compile(r"\(?([2-9]\d\d)[\s().-]{0,2}(\d{3})[\s.-]?(\d{4})")),
    "GB": ("+44", re.compile(r"0([1-357-9]\d{3})\s?(\d{3})\s?(\d{3})")),
}


def phone_form(text: str, *, region: str) -> str:
    """A number as +19055550141, read as if dialled in `region` (CA, GB); else empty.

    Numbers that could be dialled are kept even if nobody has them yet: the lists of
    assigned numbers are always behind.
    """
    if found := _at_home(text, region):
        return found
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


def _at_home(text: str, region: str) -> str:
    code, form = AT_HOME.get(region, ("", None))
    found = form.fullmatch(text) if form and text.isascii() else None
    digits = "".join(found.groups()) if found else ""
    return f"{code}{digits}" if len(set(digits)) > 1 else ""


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


def may_be_mobile(phone: str) -> bool:
    """Whether a kept number may take text messages; a fixed line that is known does
    not."""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return False
    unknown = kind == PhoneNumberType.UNKNOWN
    return kind in PERHAPS_MOBILE or (unknown and phone.startswith(ONLY_MOBILE))


def phone_as_dialled(phone: str, *, region: str) -> str:
    """The same as it is dialled from there, never with a plus, which a spreadsheet would
    take for a sum: (705) 555-0142, from Ontario to England 011 44 7700 900123."""
    written = phone_as_written(phone, region=region)
    if not written.startswith("+"):
        return written
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return written.lstrip("+")
    return str(phonenumbers.format_out_of_country_calling_number(number, region))
