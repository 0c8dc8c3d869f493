#!/bin/sh
# Looks for what the system itself must bring, for `run` or for `test`. As root on
# Debian it is installed; else one line says what to ask for.
set -eu
must= can=

has_modules() { "$PYTHON" -c "import $1" 2>/dev/null; }
has_library() { "$PYTHON" -c "import ctypes; ctypes.CDLL('$1')" 2>/dev/null; }

has_modules ensurepip,venv || must="$must python3-venv"
has_library libpango-1.0.so.0 || can="$can libpango-1.0-0"
has_library libpangoft2-1.0.so.0 || can="$can libpangoft2-1.0-0"
has_library libharfbuzz-subset.so.0 || can="$can libharfbuzz-subset0"
if [ "$1" = test ]; then
    # The tests hold letters against their PDF, so here Pango is a must.
    must="$must$can" can=
    # What drives the browser is linked against it.
    has_library libatomic.so.1 || must="$must libatomic1"
    # The whole Chromium does as well, and takes twice as long.
    if ! command -v chromium-headless-shell >/dev/null; then
        command -v chromium >/dev/null && can="chromium-headless-shell" ||
            must="$must chromium-headless-shell"
    fi
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || must="$must postgresql"
fi
[ -n "$must$can" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing from Debian:$must$can"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # shellcheck disable=SC2086  the lists are meant to be split into words
    if { apt-get update -qq && apt-get install -qq -y --no-install-recommends $must $can; } \
        >"$log" 2>&1; then
        rm "$log"
        exit 0
    fi
    tail -n 5 "$log" >&2
fi
if [ -n "$must" ]; then
    echo "Missing on this system:$must. Ask for: apt-get install$must$can" >&2
    exit 1
fi
[ "$1" = test ] && echo "The browser takes twice as long until you ask for: apt-get install $can" >&2 && exit 0
echo "Letters come as pages to print, not as PDF, until you ask for: apt-get install$can" >&2
