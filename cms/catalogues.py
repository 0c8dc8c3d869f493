"""The texts to translate: collected from code and templates, compared, compiled. Babel
does it, so that no machine needs the system's gettext.

    python -m cms.catalogues update | compile | check
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE_DIR = ROOT / "locale"
ROOMS = ("champions", "ideas", "meetings", "cms", "templates")
FUNCTIONS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extract_template(
    source: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Any]:
    """Babel's extractor for Django's templates, over Django's own reading of them."""
    readable = templatize(source.read().decode())
    # All but the texts is noise to Babel's reader; its indentation would confuse it.
    flat = "\n".join(line.lstrip() for line in readable.split("\n"))
    lines = io.BytesIO(flat.encode())
    return extract_python(lines, keywords, comment_tags, {"encoding": "utf-8"})


METHODS: list[Any] = [
    ("**.py", "python"),
    *((f"**.{kind}", extract_template) for kind in ("html", "txt", "xml")),
]
# What a translation must carry over as it is: %(name)s, {name}, {link:reply}.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[\w:.]*\}")


def collect(root: Path = ROOT) -> Catalog:
    """Every text that the code and templates under `root` ask to translate."""
    found = Catalog(project="Health Champions", charset="utf-8")
    for room in ROOMS:
        for path, _, text, comments, context in extract_from_dir(
            root / room,
            method_map=METHODS,
            keywords=FUNCTIONS,
            comment_tags=("Translators",),
        ):
            place = [(f"{room}/{path}", None)]
            found.add(text, None, place, auto_comments=comments, context=context)
    return found


def read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=path.parent.parent.name)


def update(root: Path = ROOT) -> None:
    """Bring each language up to date; what is no longer asked for is dropped.

    A text that changed is to be translated anew: a guess of the machine would look
    finished."""
    collected = collect(root)
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/django.po")):
        catalogue = read(path)
        catalogue.update(collected, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.write_bytes(_as_text(catalogue))


def _as_text(catalogue: Catalog) -> bytes:
    """Sorted, without line numbers or dates, so that only texts make a difference."""
    kept = (b'"Language:', b'"Plural-Forms', b'"Content-', b'"MIME')
    written = io.BytesIO()
    write_po(written, catalogue, width=88, sort_output=True, include_lineno=False)
    head, texts = written.getvalue().split(b"\n\n", 1)
    lines = head.splitlines(keepends=True)
    about = [line for line in lines if line.startswith((b"msg", *kept))]
    return b"".join(about) + b"\n" + texts


def compile_changed(root: Path = ROOT) -> None:
    """Write each .mo that is missing or older than its .po."""
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/django.po")):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime > path.stat().st_mtime:
            continue
        with compiled.open("wb") as target:
            write_mo(target, read(path))


def faults(root: Path = ROOT) -> list[str]:
    """What keeps the catalogues from being complete, one line each."""
    collected = collect(root)
    found = []
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/django.po")):
        catalogue = read(path)
        language = str(catalogue.locale)
        for message in collected:
            if message.id:
                kept = catalogue.get(message.id, message.context)
                found += [f"{language}: {fault}" for fault in _faults_of(message, kept)]
        known = {_key(message) for message in collected}
        found += [
            f"{language}: no longer asked for: {message.id}"
            for message in catalogue
            if message.id and _key(message) not in known
        ]
    return found


def _key(message: Message) -> tuple[Any, ...]:
    return (message.context, *_forms(message.id))


def _forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def _faults_of(asked: Message, kept: Message | None) -> Iterator[str]:
    if kept is None or _key(kept) != _key(asked):
        yield f"not in the catalogue: {asked.id}"
    elif not all(_forms(kept.string)):
        yield f"not translated: {asked.id}"
    elif kept.fuzzy:
        yield f"marked fuzzy: {asked.id}"
    elif _placeholders(kept.string) != _placeholders(asked.id):
        yield f"other placeholders: {asked.id}"


def _placeholders(text: Any) -> set[str]:
    return set(PLACEHOLDER.findall(" ".join(_forms(text))))


def main(what: str) -> int:
    if what == "check":
        found = faults()
        sys.stdout.writelines(f"{fault}\n" for fault in found)
        return bool(found)
    {"update": update, "compile": compile_changed}[what]()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
