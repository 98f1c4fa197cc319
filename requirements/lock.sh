#!/bin/sh
# Writes requirements/*.lock from pyproject.toml. Pins that still fit are kept;
# `make lock UPGRADE=1` takes the newest of everything.
#
# All sets are first resolved together, so that a package has the same version in each of them and
# one .venv can hold several.
set -eu

cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
python=${LOCK_PYTHON:-.venv/bin/python}
UV_CUSTOM_COMPILE_COMMAND="make lock" && export UV_CUSTOM_COMPILE_COMMAND
[ -x "$uv" ] || { printf '%s\n' "Quartier: locks are written by uv, which .venv lacks" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -c '
import pathlib, tomllib
project = tomllib.loads(pathlib.Path("pyproject.toml").read_text(encoding="utf-8"))
print(*project["build-system"]["requires"], sep="\n")' > "$work/build.in"

compile() { # OUTPUT, then arguments
    output=$1
    shift
    # uv names no server in what it writes unless it is told to.
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --output-file "$output" "$@"
}

if [ -z "${UPGRADE:-}" ]; then
    for set in runtime lab dev; do
        # Every set once held the same pins: one after the other they are the pins of all.
        if [ -f "requirements/$set.lock" ]; then
            sed -e '/--hash=/d' -e 's/ \\$//' "requirements/$set.lock" >> "$work/pins"
        fi
    done
    if [ -f "$work/pins" ]; then sort -u "$work/pins" | grep '^[a-z0-9]' > "$work/all.lock"; fi
fi
compile "$work/all.lock" pyproject.toml "$work/build.in" --all-extras

resolve() { # SET, then arguments
    set=$1
    shift
    rm -f "$work/$set.lock"
    compile "$work/$set.lock" pyproject.toml "$work/build.in" --constraint "$work/all.lock" \
        --no-annotate "$@"
    mv "$work/$set.lock" "requirements/$set.lock"
    printf '%s\n' "requirements/$set.lock: $(grep -c '^[a-z0-9]' "requirements/$set.lock") packages"
}

resolve runtime
resolve lab --extra lab
resolve dev --extra dev

printf 'uv\n' > "$work/uv.in"
if [ -z "${UPGRADE:-}" ] && [ -f requirements/uv.lock ]; then cp requirements/uv.lock "$work/uv.lock"; fi
compile "$work/uv.lock" "$work/uv.in" --no-annotate
mv "$work/uv.lock" requirements/uv.lock
printf '%s\n' "requirements/uv.lock: the installer"
