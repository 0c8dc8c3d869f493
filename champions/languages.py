"""The languages of the world, as CLDR lists them (through Babel): known by tag, shown by
their own names, and recognised however people write them. Pure.

A tag is a language and, where it matters, a script: `es`, `zh-Hant` (BCP 47).
"""

from __future__ import annotations

import pickle
import re
from functools import lru_cache
from pathlib import Path

from babel import Locale, localedata
from babel.core import get_global

from champions.enums import Language
from champions.names import folded

# As long as the columns that hold a tag.
LONGEST = 16
SCRIPT_LENGTH = 4
CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
# CLDR's own words for “no language”.
NONE_OF_THEM = frozenset({"und", "mul", "zxx", "root"})
# What people around here say, by another name than CLDR's; folded.
ALSO = {
    "anishinaabemowin": "oj", "bengali": "bn", "castellano": "es", "castilian": "es",
    "creole": "ht", "dari": "fa", "farsi": "fa", "kurmanji": "ku", "mandarin": "zh",
    "ojibway": "oj", "ojibwe": "oj", "parsi": "fa", "pilipino": "fil",
    "simplifiedchinese": "zh-Hans", "sorani": "ckb", "tagalog": "fil",
    "traditionalchinese": "zh-Hant",
}  # fmt: skip


def tag_of(code: str) -> str:
    """The tag in its usual form: “ZH_hant” is zh-Hant, “spa” es, “en-CA” en. Empty for
    what CLDR does not list."""
    if not CODE.fullmatch(code.strip()):
        return ""
    language, *rest = code.strip().lower().replace("_", "-").split("-")
    alias = get_global("language_aliases").get(language, language)
    language, *aliased = alias.split("_")
    scripts = [part.title() for part in (*rest, *aliased) if len(part) == SCRIPT_LENGTH]
    tags = (*(f"{language}-{script}" for script in scripts), language)
    return next((tag for tag in tags if tag in _tags()), "")


def own_name(tag: str) -> str:
    """“Español”, “中文”; of those that CLDR knows by name alone, the English one."""
    locale = locale_of(tag)
    name = locale and (locale.languages.get(str(locale)) or locale.display_name)
    return _capital(name or _names_in("en").get(tag, tag))


def name_in(tag: str, language: str) -> str:
    """“Spanish”, “espagnol”: how it is called within a sentence in English or French."""
    return _names_in(language[:2]).get(tag) or own_name(tag)


def direction_of(tag: str) -> str:
    """`rtl` or `ltr`, for the attribute `dir`."""
    locale = locale_of(tag)
    return str(locale.text_direction) if locale else "ltr"


def is_ours(tag: str) -> bool:
    """English and French have catalogues; the others have what a centre writes."""
    return tag in Language.values


def fixed_languages(tag: str, language: str) -> tuple[str, ...]:
    """In which languages our own lines are said beside words in one: in it, if it is
    ours; else in English and French, the person's own of the two first."""
    if is_ours(tag):
        return (tag,)
    return (language, *(one for one in Language.values if one != language))


@lru_cache(maxsize=64)
def locale_of(tag: str) -> Locale | None:
    """Names, dates and direction of a language; None where CLDR has only its name."""
    code = tag.replace("-", "_")
    return Locale.parse(code) if code in _with_data() else None


def find_language(words: str) -> str:
    """The tag of what somebody wrote: “Spanish”, “espagnol”, “Español”, “es”, “Español
    (Spanish)”. Empty when nobody could say."""
    before, _bracket, within = words.partition("(")
    parts = (words, before, within.rstrip(") "))
    return next(filter(None, map(_find, parts)), "")


def all_languages() -> list[str]:
    """Every tag, by its English name."""
    return sorted(_tags(), key=lambda tag: name_in(tag, "en"))


def _find(words: str) -> str:
    if not (wanted := folded(words)):
        return ""
    # Own names last: there are hundreds of files of them, and few people write them.
    for names in (_by_name, _by_own_name):
        if found := names().get(wanted):
            return found
    return tag_of(words)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=1)
def _with_data() -> frozenset[str]:
    """Languages, and languages in a script, that CLDR knows more of than a name."""
    return frozenset(filter(_is_a_language, localedata.locale_identifiers()))


@lru_cache(maxsize=1)
def _tags() -> frozenset[str]:
    codes = _with_data() | {code for code in _english() if _is_a_language(code)}
    return frozenset(code.replace("_", "-") for code in codes - NONE_OF_THEM)


def _is_a_language(code: str) -> bool:
    """Without a country: es and zh_Hant, not es_MX."""
    _language, *rest = code.split("_")
    return not rest or (len(rest) == 1 and len(rest[0]) == SCRIPT_LENGTH)


def _english() -> dict[str, str]:
    return dict(Locale("en").languages)


@lru_cache(maxsize=2)
def _names_in(language: str) -> dict[str, str]:
    names = Locale(language).languages.items()
    return {code.replace("_", "-"): name for code, name in names}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """By English and French name, and by what else is said around here."""
    known: dict[str, str] = {}
    for language in Language.values:
        for code, name in _names_in(language).items():
            if tag := tag_of(code):
                known.setdefault(folded(name), tag)
    return known | ALSO


@lru_cache(maxsize=1)
def _by_own_name() -> dict[str, str]:
    """Read file by file: Babel would keep all of them in memory for ever."""
    known: dict[str, str] = {}
    for code in sorted(_with_data()):
        path = Path(localedata.resolve_locale_filename(code))
        names = pickle.loads(path.read_bytes()).get("languages", {})  # noqa: S301  Babel's own files
        known.setdefault(folded(names.get(code, "")), code.replace("_", "-"))
    return known
