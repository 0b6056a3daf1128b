#!/bin/sh
# Makes a fresh clone ready to work: uv, the locked packages, the parts of the local stack.
# Safe to run again; quick when nothing changed. What it cannot install, it names with one command.
set -eu
cd "$(dirname "$0")/.."

UV_VERSION=0.13.9
UV_DIR=.tools/uv

stop() {
    printf 'setup: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        path=$(command -v "$name" 2>/dev/null) || continue
        if "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$path" -c 'import sys; print(sys.executable)'
            return 0
        fi
    done
    return 1
}

# True when the uv at $1 is of the pinned release line and at least as new as the pin.
good_uv() {
    found=$("$1" --version 2>/dev/null) || return 1
    found=${found#uv }
    found=${found%% *}
    case $found in "${UV_VERSION%.*}".*) [ "${found##*.}" -ge "${UV_VERSION##*.}" ] 2>/dev/null ;; *) false ;; esac
}

python=$(find_python) || stop "Python 3.11 or later is missing. Install it with:" \
    "sudo apt-get install -y python3 python3-venv   (macOS: brew install python@3.13)"

uv=$UV_DIR/bin/uv
if ! good_uv "$uv"; then
    uv=$(command -v uv 2>/dev/null) || uv=
    if [ -z "$uv" ] || ! good_uv "$uv"; then
        echo "setup: installing uv $UV_VERSION into $UV_DIR"
        rm -rf "$UV_DIR"
        "$python" -m venv "$UV_DIR" >/dev/null 2>&1 || stop \
            "this Python cannot make a virtual environment. Install what it needs with:" \
            "sudo apt-get install -y python3-venv"
        "$UV_DIR/bin/python" -m pip install --quiet --disable-pip-version-check \
            "uv==$UV_VERSION" || stop "uv could not be installed; is the network reachable?"
        uv=$UV_DIR/bin/uv
    fi
fi

# An environment that happens to be activated, and uv's own settings, must not redirect this.
unset VIRTUAL_ENV UV_PROJECT_ENVIRONMENT UV_PROJECT
export UV_PYTHON_DOWNLOADS=never
if ! "$uv" sync --locked --quiet --check 2>/dev/null; then
    echo "setup: installing the locked packages into .venv"
    # An environment that works keeps its Python; a new one gets the Python found above.
    .venv/bin/python -c '' 2>/dev/null || export UV_PYTHON="$python"
    # Compiled here, because programs start twice as slowly without bytecode.
    UV_COMPILE_BYTECODE=1 "$uv" sync --locked --quiet ||
        stop "the locked packages could not be installed (see above)"
fi

.venv/bin/python -m infra.local.toolchain install
