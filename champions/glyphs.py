"""Whether this machine has the letters of some words, for paper: without them Pango would
print boxes. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

# All that is asked of Pango here; the rest of it is WeasyPrint's business.
CALLS = """
typedef void* gpointer;
gpointer pango_ft2_font_map_new(void);
gpointer pango_font_map_create_context(gpointer fontmap);
gpointer pango_layout_new(gpointer context);
void pango_layout_set_text(gpointer layout, const char *text, int length);
int pango_layout_get_unknown_glyphs_count(gpointer layout);
void g_object_unref(gpointer object);
"""
LIBRARIES = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0")


@lru_cache(maxsize=64)
def cannot_draw(words: str) -> str:
    """The signs, each once, for which no font of this machine has a letter. Empty also
    where Pango is missing: then letters are printed from a browser, by its own fonts."""
    signs = sorted({sign for sign in words if not sign.isspace()})
    if not signs:
        return ""
    with _Layout() as layout:
        if not layout.lacks("".join(signs)):
            return ""
        return "".join(sign for sign in signs if layout.lacks(sign))


class _Layout:
    """A line of text as Pango would set it, with the machine's fonts."""

    def __enter__(self) -> _Layout:
        self.calls = _calls()
        self.objects: list[Any] = []
        if self.calls:
            fonts = self._keep(self.calls.pango_ft2_font_map_new())
            context = self._keep(self.calls.pango_font_map_create_context(fonts))
            self.layout = self._keep(self.calls.pango_layout_new(context))
        return self

    def __exit__(self, *_error: object) -> None:
        for one in reversed(self.objects):
            self.calls.g_object_unref(one)

    def lacks(self, text: str) -> int:
        if not self.calls:
            return 0
        said = text.encode()
        self.calls.pango_layout_set_text(self.layout, said, len(said))
        return int(self.calls.pango_layout_get_unknown_glyphs_count(self.layout))

    def _keep(self, one: Any) -> Any:
        self.objects.append(one)
        return one


@lru_cache(maxsize=1)
def _calls() -> Any:
    """Pango's functions, or None where it is not installed."""
    from cffi import FFI  # noqa: PLC0415  comes with WeasyPrint

    ffi = FFI()
    ffi.cdef(CALLS)
    try:
        libraries = [ffi.dlopen(name) for name in LIBRARIES]
    except OSError:
        return None
    return _Together(libraries)


class _Together:
    """Functions by name, whichever of the libraries holds them."""

    def __init__(self, libraries: list[Any]) -> None:
        self._libraries = libraries

    def __getattr__(self, name: str) -> Any:
        for library in self._libraries:
            try:
                return getattr(library, name)
            except AttributeError:
                continue
        raise AttributeError(name)
