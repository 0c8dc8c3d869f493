"""What opens a thing without a sign-in: the secret part of a link, the ten digits of a
typed code. Both are derived from the keys, so nothing secret is stored; no rows here.

Every derivation names what it is for: a link never passes for a code, a reply never
for a sign-in, one centre's code never for another's.
"""

import base64
import hashlib
import hmac
import re
import unicodedata

from django.conf import settings

LINK_BYTES = 16  # 128 bits (OWASP ASVS 9.2)
CODE_DIGITS = 10
TOKEN = re.compile(r"([1-9][0-9]{0,17})\.([A-Za-z0-9_-]{22})", re.ASCII)


def all_keys() -> list[str]:
    """The keys links and codes are derived by, newest first. Without one, anybody
    could make a link: refused with LookupError."""
    if not settings.LINK_KEYS:
        raise LookupError("LINK_KEYS is empty.")
    return list(settings.LINK_KEYS)


def mac(purpose: str, id: int, generation: int) -> str:
    """The secret part of a link, by the newest key: 22 letters safe in an address."""
    return _mac(all_keys()[0], purpose, id, generation)


def token(purpose: str, id: int, generation: int = 1) -> str:
    """The part of an address that opens a thing: its id and the secret part."""
    return f"{id}.{mac(purpose, id, generation)}"


def read_token(token: str) -> tuple[int, str] | None:
    """The id and the secret part, not yet checked; nothing when it is no token."""
    match = TOKEN.fullmatch(token)
    return (int(match[1]), match[2]) if match else None


def is_right(mac: str, purpose: str, id: int, generation: int) -> bool:
    """Whether the secret part opens this thing, by the newest key or an older one."""
    given = mac.encode()
    # All keys are tried, so that the time taken does not say which one matched.
    matches = [
        hmac.compare_digest(given, _mac(key, purpose, id, generation).encode())
        for key in all_keys()
    ]
    return any(matches)


def digits(key: str, purpose: str, id: int, generation: int, counter: int) -> str:
    """Ten digits for a thing; `counter` gives other ones when they are taken."""
    raw = _derive(key, "digits", purpose, id, generation, counter)
    return f"{int.from_bytes(raw, 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def code_hash(key: str, centre_id: int, digits: str) -> str:
    """What a code is found by; only a holder of the key can work it out."""
    return _derive(key, "code", centre_id, digits).hex()


def source_hash(source: str) -> str:
    """Where a wrong code was typed, without keeping anybody's address."""
    return _derive(all_keys()[0], "source", source).hex()


def read_digits(typed: str) -> str:
    """The ten digits somebody typed, whatever stands between them; else nothing."""
    folded = unicodedata.normalize("NFKC", typed[:60])
    found = "".join(str(unicodedata.digit(sign)) for sign in folded if sign.isdigit())
    return found if len(found) == CODE_DIGITS else ""


def five_and_five(digits: str) -> str:
    """The digits as they are printed and said on the telephone."""
    return f"{digits[:5]} {digits[5:]}"


def _mac(key: str, purpose: str, id: int, generation: int) -> str:
    raw = _derive(key, "link", purpose, id, generation)[:LINK_BYTES]
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _derive(key: str, *words: str | int) -> bytes:
    # A separator that no word contains keeps ("a", "bc") apart from ("ab", "c").
    text = "\x1f".join(str(word) for word in words)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
