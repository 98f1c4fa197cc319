#!/bin/sh
# Sets up .venv: the locked packages of one set, then Quartier itself, editable.
#
#     sh requirements/setup.sh runtime | dev | lab
#
# Called by make at every target; returns at once where nothing has changed. What was installed is
# noted by content (lock, pyproject.toml, place of the project), so a new lock, a moved folder or
# a Python that is gone set up again, and a mere touch does not.
set -eu

cd "$(dirname "$0")/.."
wanted=${1:-runtime}
lock=requirements/$wanted.lock
stamp=.venv/installed-$wanted
python=.venv/bin/python

say() { printf '%s\n' "$*"; }
give_up() { printf 'Quartier: %s\n' "$*" >&2; exit 1; }

state() { # SET: everything that the installed set depends on
    cksum "requirements/$1.lock" pyproject.toml requirements/setup.sh requirements/uv.lock
    say "$PWD"
}

right_version() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; }
version_of() { "$1" -c 'import sys; print(sys.version_info[:3], sys.base_prefix)' 2>/dev/null; }
complete() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

choose_python() { # the newest that really runs: a name on the path can be a mere shim
    incomplete=
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        right_version "$name" || continue
        if complete "$name"; then say "$name"; return; fi
        incomplete=${incomplete:-$name}
    done
    if [ -n "$incomplete" ]; then
        version=$("$incomplete" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        give_up "$incomplete lacks ensurepip; on Debian and Ubuntu install it with: sudo apt install python$version-venv"
    fi
    if [ -n "${PYTHON:-}" ]; then give_up "PYTHON=$PYTHON is not a working Python 3.11, 3.12 or 3.13"; fi
    give_up "no working Python 3.11, 3.12 or 3.13 found; install one or name it: make PYTHON=/path/to/python3.12 ..."
}

make_environment() {
    chosen=$(choose_python) || exit 1
    say "Creating .venv with $("$chosen" --version 2>&1)"
    rm -rf .venv
    "$chosen" -m venv .venv || give_up "$chosen could not create .venv"
    say "$PWD" > .venv/made-for
    "$python" -m pip install -qq --disable-pip-version-check --require-hashes \
        -r requirements/uv.lock 2>/dev/null || say "uv cannot be installed here; pip does its work, only slower"
}

install_with_uv() {
    [ -x .venv/bin/uv ] || return 1
    .venv/bin/uv pip install --quiet --python "$python" --require-hashes --compile-bytecode -r "$lock" &&
        .venv/bin/uv pip install --quiet --python "$python" --no-deps --no-build-isolation -e .
}

install_with_pip() {
    "$python" -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock" &&
        "$python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
}

environment_fits() { # it runs, was made at this place, and with PYTHON where that is said
    right_version "$python" && [ "$(cat .venv/made-for 2>/dev/null)" = "$PWD" ] || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of "$python")" ]
}

if environment_fits; then
    if [ "$(state "$wanted")" = "$(cat "$stamp" 2>/dev/null)" ]; then exit 0; fi
else
    rm -f .venv/made-for
fi
[ -f "$lock" ] || give_up "there is no set '$wanted': $lock is missing"
begin=$(date +%s)
[ -f .venv/made-for ] || make_environment
say "Installing the $wanted set: $(grep -c '^[a-z0-9]' "$lock") locked packages"
# An index of the house that pip knows shall serve uv too.
if [ -n "${PIP_INDEX_URL:-}" ] && [ -z "${UV_DEFAULT_INDEX:-}" ]; then
    UV_DEFAULT_INDEX=$PIP_INDEX_URL && export UV_DEFAULT_INDEX
fi
# Behind a proxy that inspects traffic, the system's certificates are the ones that fit.
UV_SYSTEM_CERTS=1 && export UV_SYSTEM_CERTS
install_with_uv || install_with_pip || give_up "the packages could not be installed; the reason stands above"
state "$wanted" > "$stamp"
# The other sets contain the runtime set.
state runtime > .venv/installed-runtime
say "Ready after $(($(date +%s) - begin)) s"
