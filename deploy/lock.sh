#!/bin/sh
# Pins what requirements/*.in ask for, for every system and Python from 3.11 on. What
# runs in production is held to what the tests run on. `--upgrade` takes newer ones.
set -eu
cd "$(dirname "$0")/../requirements"
if ! command -v uv >/dev/null; then
    echo "Missing: uv. Ask for: pip install uv" >&2
    exit 1
fi
pin() {
    name=$1
    shift
    uv pip compile "$name.in" --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --quiet --output-file "$name.txt" "$@"
}
pin dev "$@"
pin prod --constraint dev.txt
