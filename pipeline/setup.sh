#!/bin/sh
# Everything that a newcomer's machine lacks: a virtual environment, the locked packages, WeasyPrint's system libraries.
set -eu
UV=0.13.9
APT="apt-get update -q && apt-get install -y -q --no-install-recommends python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { printf 'set-up: %s\n' "$*"; }

install_system() {
    if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
        say "$1 missing; running: $APT"
        DEBIAN_FRONTEND=noninteractive sh -c "$APT" || { say "the line above failed"; exit 2; }
    else
        say "$1 missing. On Debian, run as root, then try again:"
        printf '    %s\n' "$APT"
        exit 2
    fi
}

command -v python3 >/dev/null || { say "Python 3.11 or newer is needed (Debian: apt-get install python3)"; exit 2; }
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { say "Python 3.11 or newer is needed; this is $(python3 --version)"; exit 2; }
python3 -c 'import ensurepip, venv' 2>/dev/null || install_system "Python's venv module is"

export UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv
unset VIRTUAL_ENV
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "making the virtual environment .venv"
    python3 -m venv --clear .venv
fi
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$UV" ]; then
    say "installing uv $UV into .venv"
    .venv/bin/python -m ensurepip -q --default-pip 2>/dev/null || true
    .venv/bin/python -m pip install -q --disable-pip-version-check "uv==$UV" || { say "uv could not be installed: is there a network?"; exit 2; }
fi
say "installing the locked packages (about a minute the first time)"
# Compiled once here: where bytecode may not be written while running, every command would compile pandas anew, 2 seconds each.
.venv/bin/uv sync -q --frozen --inexact --compile-bytecode || { say "the packages could not be installed: is there a network?"; exit 2; }
weasyprint_loads() { .venv/bin/python -c 'from weasyprint.text.ffi import harfbuzz_subset as found; raise SystemExit(found is None)'; }
weasyprint_loads >/dev/null 2>&1 || install_system "WeasyPrint's system libraries are"
weasyprint_loads || { say "WeasyPrint still does not load with all its libraries"; exit 2; }
touch .venv/.ready
say "done"
