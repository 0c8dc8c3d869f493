#!/bin/sh
# Makes what `make run` or `make test` stands on: the system's packages, .venv with
# exactly what is pinned, catalogues, database. What is there already is left alone.
set -eu
cd "$(dirname "$0")/.."
what=$1
export PYTHON="${PYTHON:-python3}"

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or later is needed. Name one with PYTHON=/path/to/python3" >&2
    exit 1
fi
deploy/system-packages.sh "$what"

# .venv/installed-FILE holds the hash of the pins that were installed from FILE.
pins=prod.txt
[ "$what" = run ] || pins=dev.txt
hash_of() { sha256sum <"requirements/$1" | cut -d ' ' -f 1; }
installed() { [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$(hash_of "$1")" ]; }
stale() { [ -e ".venv/installed-$1" ] && ! installed "$1"; }
if ! .venv/bin/python -c pass 2>/dev/null || ! installed prod.txt || stale dev.txt; then
    echo "Making .venv (about half a minute)"
    rm -rf .venv
    "$PYTHON" -m venv .venv
fi
if ! installed $pins; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes --no-deps -r requirements/$pins
    for file in prod.txt $pins; do hash_of $file >.venv/installed-$file; done
fi

.venv/bin/python -m cms.catalogues compile
[ "$what" = run ] || exit 0
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py demo --if-empty
# Compressing the files takes six seconds, so only when one of them changed.
mark=${VAR_DIR:-var}/static/made-from
files=$(find ./*/static -type f -exec sha256sum {} + | sort | cat - requirements/prod.txt | sha256sum)
if [ "$files" != "$(cat "$mark" 2>/dev/null)" ]; then
    .venv/bin/python manage.py collectstatic --no-input --clear --verbosity 0
    echo "$files" >"$mark"
fi
